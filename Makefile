# make demo: the example story, from nothing to a report.  make test: every check.  make setup: only .venv.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: setup demo test format lint types layout unit browser strace bench lock clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "OnRecord needs Python 3.11 or newer: make setup PYTHON=/path/to/python"; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

demo: setup
	$(BIN)/onrecord build examples/backstop/articles -o out/backstop
	@echo "Open out/backstop/report.html in a browser, or: $(BIN)/onrecord show out/backstop"

test: lint types layout unit

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup
	$(BIN)/mypy

layout: setup
	$(BIN)/lint-imports

unit: setup browser strace
	$(BIN)/pytest -n 2

# The report is opened in a real Chromium. It is taken from the system; where there is none and we may, Debian's is
# installed; where we may not, those tests skip and say so.
browser:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	  else echo "no Chromium: the browser tests will be skipped (install it, or run as root on Debian)"; fi; }

# The offline test watches system calls; without strace it skips and says so.
strace:
	@command -v strace >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends strace >/dev/null; \
	  else echo "no strace: the offline test will be skipped (install it, or run as root on Debian)"; fi; }

bench: setup
	$(BIN)/python bench/run.py

lock:
	uv pip compile --quiet pyproject.toml --group dev --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --universal --python-version 3.11 -o requirements.lock

clean:
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
