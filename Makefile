# make demo: the example story, from nothing to a report.  make test: every check.  make setup: only .venv.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: setup demo test format lint types layout unit browser floors bench lock clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "make setup needs Python 3.11 or newer: make setup PYTHON=/path/to/python"; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

demo: setup
	$(BIN)/onrecord build examples/backstop/articles -o out/backstop
	@echo "Open out/backstop/report.html in a browser."

test: setup
	$(BIN)/python -m tests.checks

lock:
	uv pip compile --quiet pyproject.toml --group dev --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --universal --python-version 3.11 -o requirements.lock

clean:
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache .hypothesis
