"""What the pages say of options, commands and control calls is what the program says."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

import pytest

from mockod.config import FIRST, LAST
from mockod.vendors import installed
from mockod.vendors.opendental.access.conduct import CONDUCTS
from mockod.vendors.vendor import options_of
from support.control_routes import CONTROL
from support.pages import DOCS


def loaded() -> ModuleType:
    """The module that makes the pages; it is no part of mockod."""
    spec = importlib.util.spec_from_file_location("reference", DOCS / "_site/reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFERENCE = loaded()


@pytest.mark.parametrize("name", REFERENCE.MADE)
def test_a_page_is_the_one_that_the_program_makes(name):
    assert (DOCS / name).read_text("utf-8") == REFERENCE.page(name), "run python docs/_site/reference.py"


def test_every_option_is_told_twice_what_it_says_and_what_else_there_is_to_know():
    made, by_hand = (DOCS / "options.md").read_text("utf-8").split(REFERENCE.END)
    for option in (*FIRST, *options_of(installed()), *LAST):
        assert f"| `--{option.name}` | `MOCKOD_{option.name.upper().replace('-', '_')}`" in made
        assert option.name in ("host", "port") or f"`--{option.name}`" in by_hand
    assert all(f"`{name}`" in by_hand for name in CONDUCTS)


def test_every_control_call_is_told_with_its_purpose_and_with_its_fields():
    purpose, fields = ((DOCS / name).read_text("utf-8") for name in ("control.md", "control-calls.md"))
    for endpoint in CONTROL.endpoints:
        call = f"{endpoint.method} /_mockod/{endpoint.path}"
        assert f"`{call}`" in purpose
        assert re.search(rf"^### {re.escape(call)}$", fields, re.MULTILINE), call
