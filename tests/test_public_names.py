"""The few names that users import: a change here is a change of the interface."""

from __future__ import annotations

import subprocess
import sys

import pytest

import onrecord


def test_public_names_are_these() -> None:
    assert onrecord.__all__ == ["BuildOptions", "Built", "ReadOptions", "Story", "build_story", "find", "open_story"]
    assert all(getattr(onrecord, name) for name in onrecord.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        onrecord.nothing  # noqa: B018


def test_importing_the_package_loads_no_model() -> None:
    heavy = "{'spacy', 'trafilatura', 'onnxruntime', 'numpy', 'rich', 'jinja2', 'lxml'}"
    code = f"import sys, onrecord, onrecord.cli; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
