"""A recorded practice loads, whatever was seen and in whatever order: references are closed, the rest left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockod.store.practice_file import read_text
from mockod.vendors.opendental.engine.table import Column
from mockod.vendors.opendental.practice import loader
from mockod.vendors.opendental.practice.columns import named_table, tables
from mockod.vendors.opendental.shadow import recording as recordings
from mockod.vendors.opendental.shadow.columns import KEPT
from mockod.vendors.opendental.shadow.practice_text import practice_lines
from mockod.vendors.opendental.shadow.recording import Recording
from support.every_method import VALUES
from support.shadowing import SALT, TODAY, exchange, new_shadow, seen

APPOINTMENT = {
    "AptNum": 5,
    "PatNum": 11,
    "AptDateTime": "2026-03-02 09:00:00",
    "Pattern": "/XX/",
    "ProvNum": 3,
    "Op": 2,
}


def text_of(recording: Recording) -> str:
    return "".join(practice_lines(recording.tables, TODAY, recording.salt))


def mistakes(text: str) -> list[str]:
    return [str(one) for one in loader.mistakes(read_text("office.yaml", text.encode()), date(2026, 3, 2))]


def test_who_is_only_named_is_made_up():
    recording = Recording(TODAY, SALT)
    recording.learn(tables()["appointment"], [APPOINTMENT | {"Confirmed": 19}])
    text = text_of(recording)

    assert mistakes(text) == []
    for row in ("{PatNum: 11, LName: ", "{ProvNum: 3, Abbr: Prov 3}", "{OperatoryNum: 2, OpName: Operatory 2}"):
        assert row in text
    assert "{DefNum: 19, Category: ApptConfirmed, ItemName: ApptConfirmed 19}" in text


def test_what_cannot_be_made_up_goes_with_the_row_that_needs_it():
    recording = Recording(TODAY, SALT)
    recording.learn(tables()["patplan"], [{"PatPlanNum": 1, "PatNum": 11, "InsSubNum": 9, "Ordinal": 1}])
    recording.learn(tables()["scheduleop"], [{"ScheduleOpNum": 1, "ScheduleNum": 8, "OperatoryNum": 2}])

    assert "patplans" not in text_of(recording)
    assert "scheduleops" not in text_of(recording)


def test_a_definition_of_another_category_is_named_no_more():
    recording = Recording(TODAY, SALT)
    recording.learn(tables()["definition"], [{"DefNum": 19, "Category": 4, "ItemName": "Billing"}])
    recording.learn(tables()["appointment"], [APPOINTMENT | {"Confirmed": 19}])
    text = text_of(recording)

    assert mistakes(text) == []
    assert "Confirmed" not in text


def test_a_default_provider_who_was_not_seen_is_none():
    recording = Recording(TODAY, SALT)
    recording.learn(tables()["preference"], [{"PrefNum": 7, "PrefName": "PracticeDefaultProv", "ValueString": "9"}])

    assert mistakes(text_of(recording)) == []


def test_a_row_that_changes_is_kept_as_it_was_seen_last():
    recording, appointments = Recording(TODAY, SALT), tables()["appointment"]
    recording.learn(appointments, [APPOINTMENT | {"Note": "late", "AptStatus": "Scheduled"}])
    recording.learn(appointments, [APPOINTMENT | {"Note": "", "AptStatus": "Complete"}])

    assert "Note" not in recording.tables["appointment"][5]
    assert recording.tables["appointment"][5]["AptStatus"] == "Complete"


def test_a_row_that_was_deleted_is_forgotten(office):
    shadow = new_shadow()
    made = office.post("employers", {"EmpName": "Acme"}).json["EmployerNum"]
    seen(shadow, office, "employers")
    shadow.observe(exchange("DELETE", f"employers/{made}", office.call("DELETE", f"employers/{made}")))

    assert f"EmployerNum: {made}" not in "".join(shadow.practice(TODAY))


def test_dates_in_a_clients_own_spelling_are_not_taken_for_others(office):
    shadow = new_shadow()
    seen(shadow, office, "schedules", date="2026-03-02", DateFormatString="yyyy-dd-MM")

    assert shadow.rows() == {}


def test_rows_beyond_a_bound_are_not_kept(monkeypatch, caplog):
    monkeypatch.setattr(recordings, "MOST_ROWS", 2)
    recording = Recording(TODAY, SALT)
    recording.learn(tables()["patient"], [{"PatNum": n, "LName": "a", "FName": "b"} for n in (1, 2, 3, 4, 1)])

    assert list(recording.tables["patient"]) == [1, 2]
    assert caplog.text.count("the practice is full") == 1


@pytest.mark.parametrize("number", [0, -1, 1.5, "", "x", None, True, 10**17, {}])
def test_a_row_without_a_number_is_not_kept(number):
    recording = Recording(TODAY, SALT)
    recording.learn(tables()["patient"], [{"PatNum": number, "LName": "a", "FName": "b"}, {"LName": "a"}])

    assert recording.tables["patient"] == {}


def test_the_practice_can_be_written_again_and_again(demo):
    shadow = new_shadow()
    seen(shadow, demo, "appointments")
    first = set(shadow.practice(TODAY))
    seen(shadow, demo, "patients")
    second = set(shadow.practice(TODAY))

    assert {line for line in first if "AptNum" in line} == {line for line in second if "AptNum" in line}
    assert any("HmPhone" in line for line in second - first)
    assert shadow.rows() == {"patients": 18, "appointments": 62}


JSON = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(allow_nan=False) | st.just([1])


def usual_values(column: Column) -> list[Any]:
    """Values that fit, and numbers of rows that are there or not."""
    if named_table(column):
        return [0, 1, 2, 3, 99, 10**18]
    return [VALUES.usual(column.type, column.name), VALUES.other(column.type, column.name)]


USUAL = {name: {c.wire_name: usual_values(c) for c in tables()[name].stored.values()} for name in sorted(KEPT)}
"""Table -> name on the wire -> values."""


@st.composite
def rows_of_any_kind(draw: st.DrawFn) -> list[tuple[str, dict[str, Any]]]:
    """Rows of kept tables: values that fit, and now and then one that does not."""
    found = []
    for name in draw(st.lists(st.sampled_from(sorted(KEPT)), min_size=1, max_size=10)):
        place = draw(st.integers(0, 9))
        row = {wire: values[place % len(values)] for wire, values in USUAL[name].items()}
        for wire in draw(st.lists(st.sampled_from(sorted(row)), max_size=3)):
            row[wire] = draw(JSON)
        row[tables()[name].stored[tables()[name].key].wire_name] = draw(st.integers(1, 4))
        found.append((name, row))
    return found


@given(rows_of_any_kind())
def test_whatever_an_office_answers_the_practice_has_no_mistake(rows):
    recording = Recording(TODAY, SALT)
    for table, row in rows:
        recording.learn(tables()[table], [row])
    text = text_of(recording)

    assert mistakes(text) == [], text
