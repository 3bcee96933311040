"""The kit finds nothing on mockod, and each of thirty planted deviations on one that has them."""

from __future__ import annotations

import json
import re
from itertools import count

import pytest
import requests

from conftest import MONDAY
from mockod.adapters.requests_adapter import MockodAdapter
from mockod.app import create_app
from mockod.config import Config
from mockod.conformance.report import NOT_TRIED, Report, as_text
from mockod.conformance.report_formats import FORMATS
from mockod.conformance.runner import Runner, learn_version
from mockod.conformance.session import Session
from mockod.simulation.clock import Clock
from mockod.vendors.opendental.conformance.suite import SUITE
from support.deviations import (
    DeviatingAdapter,
    Deviation,
    each,
    swapped,
    to,
    with_body,
    with_value,
    without,
    without_parameter,
)

NONE = "9{12}"
READS = (
    Deviation(
        "a number as text",
        r"GET quickpastecats\?.*",
        "shapes.GET quickpastecats",
        "field ItemOrder",
        'a text like "9',
        data=with_value("ItemOrder", str),
    ),
    Deviation(
        "two fields in each other's place",
        r"GET recalltypes\?.*",
        "shapes.GET recalltypes",
        "order of fields",
        "DefaultInterval where Description belongs",
        data=swapped("Description", "DefaultInterval"),
    ),
    Deviation(
        "a field that lacks",
        r"GET schedules/\d+",
        "shapes.GET schedules/{ScheduleNum}",
        "field Note",
        "no such field",
        data=without("Note"),
    ),
    Deviation(
        "a field that nobody knows",
        r"GET feescheds\?.*",
        "shapes.GET feescheds",
        "field Extra",
        "a whole number",
        data=each(lambda row: {**row, "Extra": 1}),
    ),
    Deviation(
        "a date and time of another form",
        r"GET commlogs/\d+",
        "shapes.GET commlogs/{CommlogNum}",
        "field CommDateTime",
        "9999-99-99A99:99:99",
        data=with_value("CommDateTime", lambda text: text.replace(" ", "T")),
    ),
    Deviation(
        "a JSON boolean",
        r"GET employees\?.*",
        "shapes.GET employees",
        "field IsHidden",
        "the JSON boolean",
        data=with_value("IsHidden", lambda text: text == "true"),
    ),
    Deviation(
        "an enumeration by its number",
        r"GET schedules\?Limit=20",
        "shapes.GET schedules",
        "field SchedType",
        '"1"',
        data=with_value("SchedType", lambda word: "1"),
    ),
    Deviation(
        "null for no date",
        r"GET recalls\?Limit=20",
        "shapes.GET recalls",
        "field DatePrevious",
        "null",
        data=with_value("DatePrevious", lambda day: None),
    ),
    Deviation(
        "an amount as a number",
        r"GET procedurelogs/\d+",
        "shapes.GET procedurelogs/{ProcNum}",
        "field ProcFee",
        "a decimal number",
        data=with_value("ProcFee", float),
    ),
    Deviation(
        "a list in an object",
        r"GET popups\?.*",
        "shapes.GET popups",
        "body",
        "an object",
        data=lambda rows: {"items": rows},
    ),
    Deviation(
        "a field that some rows lack",
        r"GET covspans\?Limit=20",
        "shapes.GET covspans",
        "field ToCode",
        "no such field",
        data=lambda rows: [*rows[:1], *without("ToCode")(rows[1:])],
    ),
    Deviation(
        "another content type",
        r"GET usergroups\?.*",
        "shapes.GET usergroups",
        "header Content-Type",
        "text/plain",
        headers=(("Content-Type", "text/plain"),),
    ),
    Deviation(
        "a mistake of the server's",
        r"GET covcats\?Limit=2",
        "examples.covcats-get-multiple",
        "status",
        "500",
        status=500,
        content=b"",
    ),
    Deviation(
        "a refusal without its period",
        rf"GET patients/{NONE}",
        "reads.unknown-patient",
        "text",
        '"Patient not found"',
        data=lambda text: text.rstrip("."),
    ),
    Deviation("another status", rf"GET appointments/{NONE}", "reads.unknown-appointment", "status", "400 ", status=400),
    Deviation(
        "an empty list for a row that is not there",
        rf"GET benefits\?PlanNum={NONE}",
        "reads.unknown-plan-in-a-filter",
        "status",
        "200",
        status=200,
        content=b"[]",
    ),
    Deviation(
        "a page for an unknown resource",
        r"GET mockodthings",
        "reads.unknown-resource",
        "body",
        "bytes that are none",
        content=b"<h1>Not Found</h1>",
        headers=(("Content-Type", "text/html"),),
    ),
    Deviation(
        "other words for a parameter that lacks",
        r"GET allergies",
        "reads.required-parameter",
        "text",
        '"PatNum required"',
        data=lambda text: "PatNum required",
    ),
    Deviation(
        "an offset that does nothing",
        r"GET appointments\?Limit=3&Offset=1",
        "reads.offset",
        "value of AptNum",
        request=without_parameter("Offset"),
    ),
    Deviation(
        "a limit that does nothing",
        r"GET procedurecodes\?Limit=2",
        "reads.limit",
        "rows",
        request=without_parameter("Limit"),
    ),
    Deviation(
        "rows in another order",
        r"GET appointments\?Limit=50",
        "reads.appointments-in-order",
        "order of rows",
        data=lambda rows: rows[::-1],
    ),
    Deviation(
        "a filter that does nothing",
        r"GET appointments\?Op=.*",
        "reads.appointments-of-an-operatory",
        "value of Op",
        request=without_parameter("Op"),
    ),
    Deviation(
        "dates that are not spelled as asked",
        r"GET appointments/\d+\?DateTimeFormatString=.*",
        "reads.moments-as-asked",
        "value of AptDateTime",
        '"9999-99-99 99:99:99"',
        request=without_parameter("DateTimeFormatString"),
    ),
)
WRITES = (
    Deviation("200 for what was made", r"POST patients .*Made-.*", "writes.patient-made", "status", "200", status=200),
    Deviation(
        "no location",
        r"POST procedurelogs .*TP.*procCode.*",
        "writes.procedure-made-and-deleted",
        "header location",
        "none",
        headers=(("location", ""),),
    ),
    Deviation(
        "a break that does nothing",
        r"PUT appointments/\d+/Break .*false.*",
        "writes.broken-in-place",
        "value of AptStatus",
        '"Scheduled"',
        request=to("appointments/\\1", Note="Conformance"),
        content=b"",
        also=("writes.broken-twice",),
    ),
    Deviation(
        "a body where there is none",
        r"PUT appointments/\d+/Confirm .*None.*",
        "writes.confirmed",
        "body",
        "2 bytes",
        content=b"{}",
    ),
    Deviation(
        "a note that takes the place of the other",
        r"PUT appointments/\d+/Note .*",
        "writes.note-appended",
        "value of Note",
        '"Second"',
        request=to("appointments/\\1", Note="Second"),
        content=b"",
    ),
    Deviation(
        "a status that may not be set",
        r'PUT appointments/\d+ \{"AptStatus": ?"Planned"\}|PUT appointments/\d+ .*"AptStatus": ?"ASAP".*',
        "writes.status-that-cannot-be-set",
        "status",
        "200",
        request=with_body(AptStatus="Scheduled"),
    ),
    Deviation(
        "other words for a field that lacks",
        r'POST patients \{"LName": ?"\w+"\}',
        "writes.patient-without-a-first-name",
        "text",
        '"First name is missing."',
        data=lambda text: "First name is missing.",
    ),
    Deviation(
        "an update that clears what was not sent",
        r'PUT patients/\d+ \{"MiddleI": ?""\}',
        "writes.patient-changed",
        "value of City",
        "an empty text",
        request=with_body(City=""),
    ),
)
EACH = pytest.mark.parametrize("planted", [*READS, *WRITES], ids=lambda deviation: deviation.name)
keys = count(1)


@pytest.fixture(scope="module")
def app():
    return create_app(Config(practice="demo", clock=Clock.frozen(MONDAY)))


@pytest.fixture(scope="module")
def described():
    return SUITE.describe("26.3.99.0")


@pytest.fixture
def conform(app, described):
    """Play checks against an office of its own, with deviations; answers the report."""

    def play(*deviations: Deviation, only=(), may_write=True) -> Report:
        http = requests.Session()
        http.mount("http://", DeviatingAdapter(app, deviations))
        session = Session("http://office.test/api/v1", SUITE.headers(f"any/conform-{next(keys)}"), http=http)
        report = Report(SUITE.title, session.base_url, learn_version(SUITE, session))
        runner = Runner(session, described, report, may_write, run="abcd")
        runner.play(only)
        runner.clean_up()
        return report

    return play


def names(report: Report, planted: Deviation) -> bool:
    """Whether a report names a deviation: in its check, in its place, with what was found."""
    return any(
        outcome.name == planted.check and difference.where == planted.where and planted.found in difference.found
        for outcome in report.outcomes
        for difference in outcome.differences
    )


def test_nothing_differs_on_mockod(conform):
    report = conform()

    assert report.differences == [], as_text(report)
    assert report.exit_code == 0
    assert len(report.of(NOT_TRIED)) < len(report.outcomes) // 10


def test_all_planted_deviations_are_named_at_once_and_nothing_else(conform):
    planted = (*READS, *WRITES)

    report = conform(*planted)

    assert [deviation.name for deviation in planted if not names(report, deviation)] == [], as_text(report)
    told = {outcome.name for outcome in report.outcomes if outcome.differences}
    assert told <= {name for deviation in planted for name in (deviation.check, *deviation.also)}
    assert report.exit_code == 1


@EACH
def test_a_planted_deviation_is_named_by_its_check_alone(conform, planted):
    report = conform(planted, only=[planted.check])

    assert names(report, planted), as_text(report)
    assert [outcome.name for outcome in report.outcomes if outcome.differences] == [planted.check]
    assert len(report.differences) <= 2


def test_no_report_holds_what_a_person_is_called_or_the_key(conform, app):
    """Names are put where dates, words and numbers belong."""
    spilled = (
        Deviation("", r"GET patients/Simple\?.*", "", "", data=each(lambda r: {**r, "Birthdate": r["LName"]})),
        Deviation(
            "", r"GET patients\?.*", "", "", data=each(lambda r: {**r, "ClinicNum": r["FName"], "Nick": r["LName"]})
        ),
        Deviation(
            "", r"GET patients/\d+.*", "", "", data=each(lambda r: {**r, "Gender": f"{r['LName']}, {r['FName']}"})
        ),
        Deviation("", r"GET appointments\?Limit=1", "", "", data=with_value("Note", lambda note: "Rivera called")),
    )

    report = conform(*spilled, may_write=False)

    assert len(report.differences) > len(spilled)
    keys_of_people = {"Authorization": "ODFHIR any/other"}
    http = requests.Session()
    http.mount("http://", MockodAdapter(app))
    people = http.get("http://office.test/api/v1/patients", headers=keys_of_people).json()
    for form in FORMATS.values():
        text = form(report)
        assert "ODFHIR" not in text
        assert "any/conform" not in text
        assert "Rivera" not in text
        assert [person["LName"] for person in people if person["LName"] in text] == []
        assert [person["FName"] for person in people if person["FName"] in text] == []


def test_no_report_repeats_whom_a_refusal_names(conform):
    refusal = json.dumps("Patient Jane Roe (1980-02-01) not found.").encode()
    told = "Patient ... ... (#-#-#) not found."
    everywhere = conform(Deviation("", r"(GET|PUT|DELETE) (?!preferences).*", "", "", status=400, content=refusal))
    of_one = conform(Deviation("", r"GET patients/\d+\?.*|GET patients/\d+", "", "", status=404, content=refusal))

    for report in (everywhere, of_one):
        assert told in "\n".join(form(report) for form in FORMATS.values())
        for form in FORMATS.values():
            text = form(report)
            assert [word for word in ("Jane", "Roe", "1980") if word in text] == []
    for outcome in everywhere.of(NOT_TRIED):
        assert not re.search(r"/\d+", outcome.not_tried), outcome.not_tried
    assert any(told in line for line in everywhere.left)


def test_a_row_whose_number_is_not_told_is_left_and_nobody_elses_is_touched(conform, app):
    lacking = Deviation("", r"POST appointments .*", "", "", data=without("AptNum"))
    read = requests.Session()
    read.mount("http://", MockodAdapter(app))

    report = conform(lacking, only=["writes", "statuses"])

    key = f"ODFHIR any/conform-{next(keys) - 1}"
    rows = read.get("http://office.test/api/v1/appointments", headers={"Authorization": key}).json()
    untouched = read.get("http://office.test/api/v1/appointments", headers={"Authorization": "ODFHIR any/new"}).json()
    assert [row for row in rows if row["AptNum"] <= len(untouched)] == untouched
    assert any("does not tell its AptNum" in line for line in report.left)
    assert "field AptNum" in {difference.where for difference in report.differences}
