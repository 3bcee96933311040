"""The conformance report: outcomes, exit codes, and its three forms."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from mockod.conformance.report import Difference, Outcome, Report, as_text, in_words, masked
from mockod.conformance.report_formats import FORMATS, as_json, as_junit
from mockod.rest.messages import Basis

ABOUT = ("Answers things.", Basis.DOCUMENTED)
DIFFERENCE = Difference(
    "GET things", "field ThingNum", "a whole number", 'a text like "9"', Basis.OBSERVED, "Things GET", "2 of 3 rows"
)
PASSED = Outcome("reads.passed", *ABOUT, seconds=0.25)
DIFFERS = Outcome("reads.differs", *ABOUT, (DIFFERENCE,))
SKIPPED = Outcome("writes.skipped", *ABOUT, not_tried="writes are not asked for (--write)")


def report(*outcomes: Outcome, **more) -> Report:
    return Report("Things", "http://office.test", "version 1", list(outcomes), 7, **more)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (report(PASSED, SKIPPED), 0),
        (report(PASSED, DIFFERS), 1),
        (report(SKIPPED), 2),
        (report(PASSED, stopped="interrupted"), 2),
        (report(DIFFERS, stopped="interrupted"), 2),
    ],
)
def test_the_exit_code_tells_whether_something_differs_and_whether_it_came_to_its_end(told, code):
    assert told.exit_code == code


def test_the_text_tells_each_difference_with_what_it_rests_on():
    text = as_text(report(PASSED, DIFFERS, SKIPPED, left=["things ThingNum 3: stays"]))

    assert "3 checks: 1 passed, 1 differs, 1 not tried; 7 requests" in text
    assert "GET things: field ThingNum" in text
    assert 'found     a text like "9" (2 of 3 rows)' in text
    assert "basis     observed: Things GET" in text
    assert "things ThingNum 3: stays" in text
    assert "writes.skipped" in text


def test_the_json_tells_the_same():
    told = json.loads(as_json(report(PASSED, DIFFERS, SKIPPED)))

    assert told["counts"] == {"passed": 1, "differs": 1, "not_tried": 1, "requests": 7}
    assert [(check["name"], check["outcome"]) for check in told["checks"]] == [
        ("reads.passed", "passed"),
        ("reads.differs", "differs"),
        ("writes.skipped", "not tried"),
    ]
    assert told["checks"][1]["differences"][0]["where"] == "field ThingNum"


def test_junit_has_a_case_for_each_check():
    root = ElementTree.fromstring(as_junit(report(PASSED, DIFFERS, SKIPPED, undone=["things ThingNum 4"])))

    suite = root.find("testsuite")
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped"), suite.get("errors")) == (
        "3",
        "1",
        "1",
        "0",
    )
    cases = {case.get("name"): case for case in suite.findall("testcase")}
    assert list(cases["passed"]) == []
    assert cases["passed"].get("time") == "0.250"
    assert cases["differs"].find("failure").get("type") == "observed"
    assert "expected  a whole number" in cases["differs"].find("failure").text
    assert cases["skipped"].find("skipped") is not None
    assert "things ThingNum 4" in suite.find("system-out").text


def test_junit_tells_a_run_that_stopped_as_an_error():
    root = ElementTree.fromstring(as_junit(report(PASSED, stopped="no answer")))

    assert root.get("errors") == "1"
    assert root.find(".//error").get("message") == "no answer"


@pytest.mark.parametrize("form", FORMATS)
def test_whatever_a_server_answers_can_be_told(form):
    odd = "\x00\x1b[31m<b>&\ud800\uffff"
    told = FORMATS[form](report(Outcome("reads.odd", *ABOUT, (Difference("GET a", "text", odd, odd, Basis.OBSERVED),))))

    assert "\x1b" not in told
    told.encode()
    if form == "junit":
        ElementTree.fromstring(told)


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("Ana Rivera", "Aaa Aaaaaa"),
        ("(503)555-0101", "(999)999-9999"),
        ("Müller", "Aaaaaa"),
        ("x" * 30, "a" * 24 + "…"),
    ],
)
def test_a_mask_keeps_the_form_and_nothing_else(text, mask):
    assert masked(text) == mask


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "null"),
        (1, "a whole number"),
        (1.5, "a decimal number"),
        ([], "a list"),
        ({}, "an object"),
        (False, "the JSON boolean false"),
    ],
)
def test_values_are_told_by_their_kind(value, words):
    assert in_words(value) == words
