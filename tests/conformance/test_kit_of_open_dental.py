"""The data of the conformance kit: every name in it leads somewhere, and older offices and other practices are true."""

from __future__ import annotations

import json
import re

import pytest
import requests

from mockod.adapters.requests_adapter import MockodAdapter
from mockod.app import create_app
from mockod.config import read_config
from mockod.conformance.reading import read_checks, read_sources
from mockod.conformance.report import DIFFERS, PASSED, Report, as_text
from mockod.conformance.runner import Runner, learn_version
from mockod.conformance.session import Session
from mockod.conformance.suite import Step, chosen, shape_of
from mockod.vendors.opendental.conformance.formats import format_of
from mockod.vendors.opendental.conformance.suite import SUITE
from mockod.vendors.opendental.resources import ROUTES
from support.paths import EXAMPLES

NEWEST = SUITE.describe("")
OPERATIONS = {operation.key: operation for operation in NEWEST.operations}
NO_METHODS = {
    "GET mockodthings",
    "GET appointment",
    "GET api/v1/appointments",
    "GET appointments/abc",
    "DELETE patients/999999999999",
    "DELETE appointments/999999999999",
}
"""What is asked because it does not exist."""


def all_steps() -> list[Step]:
    of_checks = [step for check in NEWEST.checks for step in check.steps]
    of_sources = [source.step for sources in NEWEST.sources.values() for source in sources]
    renewals = [source.renew for sources in NEWEST.sources.values() for source in sources if source.renew]
    return [*of_checks, *of_sources, *renewals, *(step for undo in NEWEST.undo.values() for step in undo.steps)]


def test_every_check_has_a_name_of_its_own():
    names = [check.name for check in NEWEST.checks]

    assert len(names) == len(set(names))


def test_every_type_of_an_answers_field_has_a_form():
    shown = [field for row in ROUTES.endpoints if row.answer for field in row.answer.fields.values()]

    assert all(format_of(field.type).words for field in shown)


def test_every_read_of_the_api_is_asked_for_its_shape():
    asked = {check.name.removeprefix("shapes.") for check in NEWEST.checks if check.group == "shapes"}

    assert asked == {operation.name for operation in NEWEST.operations if operation.method == "GET"}


def test_every_step_calls_a_method_or_one_that_must_not_be_there():
    strange = {step.name for step in all_steps() if (step.method, *shape_of(step.path)) not in OPERATIONS}

    assert {name.partition("?")[0] for name in strange} == NO_METHODS


def test_every_parameter_and_demand_is_of_its_method():
    everywhere = {"Limit", "Offset", "DateTimeFormatString", "DateFormatString"}
    ignored = {"search", "lname", "startDate"}
    endpoints = {(row.method, *row.shape): row for row in ROUTES.endpoints}
    for step in all_steps():
        row = endpoints.get((step.method, *shape_of(step.path)))
        if row is None:
            continue
        known = {field.wire_name for field in row.query.fields.values()} if row.query else set()
        assert step.query.keys() <= known | everywhere | ignored, step.name
        shown = {field.wire_name for field in row.answer.fields.values()} if row.answer else set()
        expect = step.expect
        demanded = {*expect.has, *expect.starts, *expect.between, *expect.looks, *expect.lacks, *expect.sorted_by}
        assert demanded <= shown, step.name
        if isinstance(step.body, dict) and (step.expect.status or 200) < 300 and row.body:
            assert step.body.keys() <= {field.wire_name for field in row.body.fields.values()}, step.name


def test_every_value_that_a_step_names_comes_from_somewhere():
    for check in NEWEST.checks:
        kept = {"run", *(name for step in check.steps for name in step.keep)}
        written = re.findall(r"\$([A-Za-z]\w*)", repr([(step.path, step.query, step.body) for step in check.steps]))
        assert set(written) <= NEWEST.sources.keys() | kept, check.name


def test_every_printed_read_is_played():
    examples = [json.loads(path.read_text(encoding="utf-8")) for path in EXAMPLES.glob("*.json")]
    reads = [example for example in examples if example["request"]["method"] == "GET"]
    with_query = {f"examples.{example['name'].replace(' ', '-')}" for example in reads if example["request"]["query"]}

    assert with_query == {check.name for check in NEWEST.checks if check.group == "examples"}
    printed = {page for operation in NEWEST.operations if operation.method == "GET" for page in operation.printed}
    assert printed == {example["page"] for example in reads}


def test_what_a_write_makes_can_be_taken_back():
    made = {(step.method, *shape_of(step.path)) for step in all_steps() if step.method == "POST"}

    assert made == NEWEST.undo.keys()


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({"steps": []}, "basis"),
        ({"about": "a", "basis": "guessed", "steps": []}, "guessed"),
        ({"about": "a", "basis": "guide", "steps": [{"path": "things"}]}, "begins with GET"),
        ({"about": "a", "basis": "guide", "steps": [{"GET": "things", "expected": {}}]}, "expected"),
        ({"about": "a", "basis": "guide", "steps": [{"GET": "things", "expect": {"stat": 1}}]}, "stat"),
        ({"abut": "a", "basis": "guide", "steps": []}, "abut"),
    ],
)
def test_a_check_that_says_what_none_can_say_is_refused_by_name(written, words):
    with pytest.raises(ValueError, match=f"mine.odd: .*{words}"):
        list(read_checks("mine", {"odd": written}))


def test_a_source_that_says_what_none_can_say_is_refused():
    with pytest.raises(ValueError, match="row"):
        read_sources({"ThingNum": {"GET": "things", "row": 1, "column": "ThingNum"}})


@pytest.mark.parametrize(
    ("patterns", "groups"),
    [
        ([], {"shapes", "examples", "reads", "statuses", "writes"}),
        (["reads"], {"reads"}),
        (["writes.*", "reads.offset"], {"reads", "writes"}),
        (["shapes.GET appointments/{AptNum}"], {"shapes"}),
    ],
)
def test_checks_are_chosen_by_group_name_or_pattern(patterns, groups):
    assert {check.group for check in chosen(NEWEST.checks, patterns)} == groups


def test_a_pattern_that_names_no_check_is_refused():
    with pytest.raises(ValueError, match=r"teeth.*groups: shapes, examples"):
        chosen(NEWEST.checks, ["reads", "teeth"])


@pytest.mark.parametrize("key", ["", "developer", "a/b/c", "a b/c", "developer/"])
def test_a_key_that_is_none_is_refused_without_being_told(key):
    with pytest.raises(ValueError, match="DEVELOPERKEY/CUSTOMERKEY") as told:
        SUITE.headers(key)
    assert not key or key not in str(told.value)


@pytest.mark.parametrize(
    ("host", "seconds"),
    [
        ("api.opendental.com", 5.0),
        ("8.8.8.8", 5.0),
        ("localhost", 0.0),
        ("127.0.0.1", 0.0),
        ("192.168.1.4", 0.0),
        ("front-desk", 0.0),
        ("::1", 0.0),
    ],
)
def test_servers_of_the_vendor_are_asked_as_slowly_as_they_grant_and_those_of_the_house_at_once(host, seconds):
    assert SUITE.pace(host) == seconds


def conform(may_write: bool = True, **options: str) -> Report:
    """Play everything against an office of these options."""
    http = requests.Session()
    http.mount("http://", MockodAdapter(create_app(read_config({"clock": "2026-03-02 07:00:00", **options}))))
    session = Session("http://office.test/api/v1", SUITE.headers("any/office"), http=http)
    version = learn_version(SUITE, session)
    report = Report(SUITE.title, session.base_url, version)
    runner = Runner(session, SUITE.describe(version), report, may_write)
    runner.play()
    runner.clean_up()
    return report


@pytest.mark.parametrize(("version", "may_write"), [("21.1", True), ("22.4", True), ("24.2", False)])
def test_an_office_of_an_older_version_is_held_to_that_version(version, may_write):
    report = conform(may_write, **{"od-version": version})

    assert report.of(DIFFERS) == [], as_text(report)
    assert len(report.of(PASSED)) >= 40


@pytest.mark.parametrize("practice", ["tiny", "documented"])
def test_an_office_without_much_in_it_is_not_tried_where_it_has_nothing(practice):
    report = conform(may_write=practice == "tiny", practice=practice)

    assert report.of(DIFFERS) == [], as_text(report)
    assert len(report.of(PASSED)) >= 90


def test_a_strict_office_differs_in_what_it_examines_only():
    report = conform(may_write=False, conduct="strict")

    assert [outcome.name for outcome in report.of(DIFFERS)] == ["reads.unknown-parameter-of-appointments"]


def test_a_version_newer_than_the_shapes_is_compared_with_the_newest():
    known = SUITE.describe("31.4.7.0")

    assert [operation.name for operation in known.operations if not operation.is_known] == [
        operation.name for operation in NEWEST.operations if not operation.is_known
    ]
