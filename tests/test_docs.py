"""Documents say what is so: rules cited are told and rules told are cited, on the page too."""

from __future__ import annotations

import re

from mockod.vendors.opendental.analysis import rule_catalogue
from mockod.vendors.opendental.resources import ROUTES
from support.paths import ROOT

RULE = r"\d{1,2}\.\d{1,2}"


def cited() -> set[str]:
    found: set[str] = set()
    for path in [*ROOT.glob("mockod/**/*.py"), *ROOT.glob("tests/**/*.py")]:
        for numbers in re.findall(rf"(?:source|[Ss]cheduling rules) ({RULE}(?:, {RULE})*)", path.read_text("utf-8")):
            found.update(numbers.split(", "))
    return found


def test_every_rule_cited_is_told_and_every_rule_told_is_cited():
    told = [rule.number for rule in rule_catalogue.RULES]

    assert set(told) == cited()
    assert len(told) == len(set(told))


def test_rules_stand_in_order_each_in_a_section_that_has_a_title():
    numbers = [[int(part) for part in rule.number.split(".")] for rule in rule_catalogue.RULES]

    assert numbers == sorted(numbers)
    assert {rule.section for rule in rule_catalogue.RULES} == set(rule_catalogue.SECTIONS)


def test_a_rule_is_seen_in_an_endpoint_that_there_is():
    paths = {f"{endpoint.method} {endpoint.path}" for endpoint in ROUTES.endpoints}

    assert {rule.seen_in for rule in rule_catalogue.RULES} <= paths


def test_the_page_of_rules_is_the_one_that_the_table_makes():
    assert (ROOT / "docs/scheduling-rules.md").read_text("utf-8") == rule_catalogue.as_markdown()


def test_every_promise_of_security_names_tests_that_are_there():
    named = re.findall(r"`(tests/[^`]+)`", (ROOT / "SECURITY.md").read_text(encoding="utf-8"))

    assert len(named) > 15
    assert [path for path in named if not (ROOT / path).exists()] == []
