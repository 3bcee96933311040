"""``docs/conformance.md`` tells what is so."""

from __future__ import annotations

import re
from collections import Counter

import yaml

from mockod.cli.conform_command import conform
from mockod.conformance.reading import read_checks
from mockod.vendors.opendental.conformance.suite import SUITE
from support.paths import ROOT

PAGE = (ROOT / "docs/conformance.md").read_text(encoding="utf-8")
CHECKS = SUITE.describe("").checks


def test_every_group_is_told_with_the_number_of_its_checks():
    told = {name: int(number) for name, number in re.findall(r"^\| `(\w+)` \| (\d+) \|", PAGE, re.MULTILINE)}

    assert told == Counter(check.group for check in CHECKS)


def test_every_option_is_told():
    options = {name for option in conform.params for name in option.opts if name.startswith("--")}

    assert {name for name in options if f"| `{name}` |" not in PAGE} == set()


def test_the_check_that_it_shows_is_the_one_that_is_played():
    (shown,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)

    (check,) = read_checks("writes", yaml.safe_load(shown))

    assert check in CHECKS
