"""POST /_mockod/seed: rows of an office come, change and go in one transaction, or nothing does."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import new_office
from mockod.store import practice_file
from mockod.store.diff import compare
from mockod.store.sent_practice import MOST_SENT_BYTES
from mockod.vendors.opendental.practice.columns import sections
from support.foreign_keys import dangling

NOW = "2026-03-02 07:00:00"


def send(office, fragment: Any):
    """A fragment as JSON, or a text as YAML."""
    path = f"/_mockod/seed?office={office.customer}"
    if isinstance(fragment, str | bytes):
        return office.http.post(path, data=fragment, content_type="application/yaml")
    return office.http.post(path, json=fragment)


def seed(office, fragment: Any) -> Any:
    answer = send(office, fragment)
    assert answer.status_code == 200, answer.text
    assert dangling(office) == {}
    return answer.json


def image(office) -> bytes:
    offices = office.http.application.extensions["mockod.offices"]
    with offices.office(office.customer).transaction() as tx:
        return tx.image()


# What comes, changes and goes


def test_new_rows_get_the_next_numbers_and_these_are_told_in_order(office):
    answer = seed(office, {"patients": [{"LName": "Lee", "FName": name} for name in ("Bo", "Cy")]})
    assert answer == {"added": {"patients": [3, 4]}, "changed": {}, "removed": {}, "named": {}}
    assert [office.get(f"patients/{number}").json["FName"] for number in (3, 4)] == ["Bo", "Cy"]


def test_a_row_whose_number_is_there_is_changed_and_keeps_the_rest(office):
    answer = seed(office, {"patients": [{"PatNum": 1, "City": "Salem"}]})
    assert (answer["added"], answer["changed"]) == ({}, {"patients": [1]})
    patient = office.get("patients/1").json
    assert (patient["City"], patient["LName"], patient["WirelessPhone"]) == ("Salem", "Muster", "(503)555-0101")
    assert patient["DateTStamp"] == NOW


def test_a_row_that_is_said_as_it_is_has_not_changed(office):
    office.get("patients/1")
    before = image(office)
    answer = seed(office, {"patients": [{"PatNum": 1, "LName": "Muster"}], "preferences": {"PracticeDefaultProv": 1}})
    assert answer["changed"] == {}
    assert compare(before, image(office)) == []


def test_a_moved_appointment_keeps_what_it_was_not_told(office):
    apt = seed(office, {"appointments": [{"PatNum": 1, "AptDateTime": "today 9:00", "Op": 1}]})["added"]["appointments"]
    seed(office, {"appointments": [{"AptNum": apt[0], "AptDateTime": "tomorrow 9:00"}]})
    moved = office.get(f"appointments/{apt[0]}").json
    assert (moved["AptDateTime"], moved["DateTimeArrived"]) == ("2026-03-03 09:00:00", "2026-03-02 00:00:00")


def test_whoever_polls_for_changes_is_told_of_what_was_seeded(office):
    seed(office, {"appointments": [{"PatNum": 1, "AptDateTime": "last monday 9:00", "Op": 1, "ProvNum": 1}]})
    office.http.post(f"/_mockod/clock/advance?office={office.customer}", json={"minutes": 5})
    [apt] = office.get(f"appointments?DateTStamp={NOW}").json
    assert (apt["AptDateTime"], apt["DateTStamp"]) == ("2026-02-23 09:00:00", NOW)
    assert office.get("appointments?DateTStamp=2026-03-02 07:00:01").json == []


def test_rows_may_name_one_another_in_any_order(office):
    answer = seed(
        office,
        """
        appointments:
          - {PatNum: ana, AptDateTime: next monday 9:00, Op: Room 1, ProvNum: DOC1, procedures: [D1110]}
        patients:
          - {as: ana, LName: Rivera, FName: Ana, BillingType: Standard Account}
        procedurecodes:
          - {ProcCode: D1110, Descript: Cleaning, AbbrDesc: Pro}
        """,
    )
    number = answer["named"]["ana"]
    assert answer["added"]["patients"] == [number]
    [visit] = office.get(f"appointments?PatNum={number}").json
    assert (visit["Op"], visit["ProvNum"], visit["Confirmed"], visit["ProcDescript"]) == (1, 1, 19, "Pro")
    assert office.get(f"patients/{number}").json["BillingType"] == "Standard Account"


def test_a_new_procedure_of_an_appointment_is_told_in_its_description(office):
    code = {"procedurecodes": [{"ProcCode": "D1110", "AbbrDesc": "Pro"}, {"ProcCode": "D0120", "AbbrDesc": "Ex"}]}
    visit = {"PatNum": 1, "AptDateTime": "today 9:00", "Op": 1, "procedures": ["D1110"]}
    [number] = seed(office, {**code, "appointments": [visit]})["added"]["appointments"]
    [done] = seed(office, {"appointments": [{"AptNum": number, "procedures": ["D0120"]}]})["added"]["procedurelogs"]

    def described() -> str:
        return office.get(f"appointments/{number}").json["ProcDescript"]

    assert sorted(described().split(", ")) == ["Ex", "Pro"]
    seed(office, {"remove": {"procedurelogs": [done]}})
    assert described() == "Pro"


def test_a_code_that_is_there_is_known_by_its_name(office):
    [number] = seed(office, {"procedurecodes": [{"ProcCode": "D1110"}]})["added"]["procedurecodes"]
    assert seed(office, {"procedurecodes": [{"ProcCode": "D1110", "Descript": "Cleaning"}]})["changed"] == {
        "procedurecodes": [number]
    }


def test_a_preference_that_is_null_has_the_vendors_default_again(office):
    seed(office, {"preferences": {"ApptsAllowOverlap": 0}})
    seed(office, {"preferences": {"ApptsAllowOverlap": None}})
    [row] = office.get("preferences?PrefName=ApptsAllowOverlap").json
    assert row["ValueString"] == "1"


REMOVALS = {
    "by number": ({"schedules": 2}, ["2026-03-03"]),
    "by numbers": ({"schedules": [2, 3]}, ["2026-03-03", "2026-03-04"]),
    "by a date": ({"schedules": {"SchedDate": "tomorrow"}}, ["2026-03-03"]),
    "by a range": ({"schedules": {"SchedDate": "tomorrow..in 2 days", "ProvNum": 1}}, ["2026-03-03", "2026-03-04"]),
    "by a name": (
        {"schedules": [{"SchedDate": ["today", "today+1"], "ProvNum": "DOC1"}]},
        ["2026-03-02", "2026-03-03"],
    ),
    "by what is not there": ({"schedules": {"SchedDate": "last friday"}}, []),
}


@pytest.mark.parametrize(("removal", "days"), REMOVALS.values(), ids=REMOVALS)
def test_rows_go(office, removal, days):
    path = "schedules?dateStart=2026-03-01&dateEnd=2026-04-30"
    before = {one["SchedDate"] for one in office.get(path).json}
    answer = seed(office, {"remove": removal})
    assert sorted(before - {one["SchedDate"] for one in office.get(path).json}) == days
    assert len(answer["removed"].get("scheduleops", [])) == len(answer["removed"].get("schedules", [])) == len(days)


def test_all_of_a_section_go_in_a_word(office):
    seed(office, "remove: {schedules: all}")
    assert office.get("schedules?dateStart=2026-03-01&dateEnd=2026-04-30").json == []


def test_rows_go_before_others_come(office):
    answer = seed(office, {"remove": {"schedules": "all"}, "schedules": [{"SchedDate": "today", "ProvNum": 1}]})
    assert answer["added"]["schedules"] == [1]


def test_who_needs_a_patient_that_goes_goes_along_and_the_family_stays():
    office = new_office("demo")
    visits = {one["PatNum"] for one in office.get("appointments").json}
    number = min(visits)
    answer = seed(office, {"remove": {"patients": [number]}})
    assert answer["removed"]["appointments"]
    assert office.get(f"patients/{number}").status_code == 404
    assert office.get(f"appointments?PatNum={number}").json in ([], "Patient not found.")


def test_the_procedures_of_an_appointment_that_goes_stay_with_the_patient():
    office = new_office("demo")
    answer = seed(office, {"remove": {"appointments": {"AptDateTime": "tomorrow..in 11 days"}}})
    assert answer["removed"]["appointments"]
    assert "procedurelogs" not in answer["removed"]
    assert answer["changed"]["procedurelogs"]


def test_a_dependants_guarantor_is_themselves_once_the_family_head_is_gone(office):
    seed(office, {"remove": {"patients": {"FName": "Erika"}}})
    assert office.get("patients/2").json["Guarantor"] == 2


def test_a_row_of_the_highest_number_leaves_room_for_others(office):
    seed(office, {"patients": [{"PatNum": 10**17 - 1, "LName": "Lee", "FName": "Bo"}]})
    assert seed(office, {"patients": [{"LName": "Lee", "FName": "Cy"}]})["added"] == {"patients": [10**17]}
    assert office.post("patients", {"LName": "Lee", "FName": "Di"}).status_code == 201


def test_an_office_that_is_not_there_is_made(office):
    assert seed(office, {"patients": [{"LName": "Lee", "FName": "Bo"}]})["added"] == {"patients": [3]}


def test_a_reset_takes_away_what_was_seeded(office):
    office.get("patients/1")
    before = image(office)
    seed(office, {"patients": [{"LName": "Lee", "FName": "Bo"}], "remove": {"schedules": "all"}})
    office.http.post(f"/_mockod/reset?office={office.customer}")
    assert compare(before, image(office)) == []


# What is refused

PATIENT = {"LName": "A", "FName": "B"}


def row(**fields: Any) -> dict[str, Any]:
    return {"patients": [{**PATIENT, **fields}]}


def visit(**fields: Any) -> dict[str, Any]:
    return {"appointments": [{"PatNum": 1, "AptDateTime": "today 9:00", **fields}]}


BROKEN: list[tuple[Any, str]] = [
    ([], "a practice is a map of sections"),
    (7, "a practice is a map of sections"),
    ({"patientz": []}, "patientz: 'patientz' is no section of a practice"),
    ({"patients": "all"}, "patients: a section is a list of rows"),
    ({"patients": 7}, "patients: a section is a list of rows"),
    ({"patients": [7]}, "patients[0]: a row is a map of fields"),
    ({"patients": [PATIENT, []]}, "patients[1]: a row is a map of fields"),
    ({"patients": [PATIENT, {"LName": "A"}]}, "patients[1]: FName is missing"),
    (row(Lname="x"), "patients[0].Lname: 'Lname' is no field of a row here"),
    (row(City={}), "patients[0].City: a field is a text, a number or a list"),
    (row(City=["Salem"]), "patients[0].City: a list does not belong here"),
    (row(City=[["Salem"]]), "patients[0].City[0]: an item of a list is a text or a map of texts"),
    (row(City=[None]), "patients[0].City[0]: an item of a list has no value"),
    (row(Birthdate="29.2.1984"), "patients[0].Birthdate: '29.2.1984' is no date"),
    (row(Birthdate="today 9:00"), "patients[0].Birthdate: a date only, no time"),
    (row(PriProv=9), "patients[0]: PriProv: there is no provider 9"),
    (row(PriProv="DOC9"), "patients[0].PriProv: 'DOC9' is no whole number, and no provider is called so"),
    (row(BillingType=19), "patients[0]: BillingType: definition 19 is not of category BillingTypes"),
    (row(BillingType="Unconfirmed"), "patients[0].BillingType: 'Unconfirmed' is no whole number"),
    (row(Premed="yes"), "patients[0].Premed: 'yes' is neither true nor false"),
    (row(PatNum=0), "patients[0].PatNum: a row's number is 1 or more"),
    (row(PatNum=10**17), "patients[0].PatNum: a row's number is 99999999999999999 at most"),
    (row(PatNum="x"), "patients[0].PatNum: 'x' is no whole number"),
    (row(PatNum=2**63), "patients[0].PatNum: '9223372036854775808' is no whole number"),
    ({"patients": [{"PatNum": 1, "City": "a"}, {"PatNum": 1, "City": "b"}]}, "patients[1]: PatNum 1 is given twice"),
    ({"patients": [{"PatNum": 1, "LName": ""}]}, "patients[0]: LName is missing"),
    (row(**{"as": ""}), "patients[0].as: a word that begins with a letter"),
    (row(**{"as": 7}), "patients[0].as: a word that begins with a letter"),
    ({"patients": [{**PATIENT, "as": "a"}] * 2}, "patients[1].as: 'a' is given twice"),
    (row(unless_there=True), "patients[0]: unless_there: rows here have no name to know them by"),
    (row(unless_there="perhaps"), "patients[0].unless_there: true or false belongs here"),
    (visit(PatNum=99), "appointments[0]: PatNum: there is no patient 99"),
    (visit(PatNum="nobody"), "appointments[0].PatNum: 'nobody' is no whole number, and no patient is called so"),
    (visit(Op=9), "appointments[0]: Op: there is no operatory 9"),
    (visit(AptStatus="Booked"), "appointments[0].AptStatus: 'Booked' is none of"),
    (visit(AptDateTime="soon"), "appointments[0].AptDateTime: 'soon' is no date"),
    (visit(procedures=["D9"]), "appointments[0].procedures: no procedure code 'D9'"),
    (visit(procedures="D9"), "appointments[0].procedures: a list belongs here"),
    ({"schedules": [{"every": "day"}]}, "schedules[0]: every wants from and to"),
    ({"schedules": [{"every": "dai", "from": "today", "to": "today"}]}, "schedules[0].every: every is one of day"),
    (
        {"schedules": [{"SchedDate": "today", "operatories": [7]}]},
        "schedules[0]: scheduleops: OperatoryNum: there is no",
    ),
    (
        {"schedules": [{"ScheduleNum": 1, "StopTime": "07:00"}]},
        "schedules[0]: StopTime lies before StartTime",
    ),
    ({"definitions": [{"DefNum": 40, "Category": "AdjTypes"}]}, "definitions[0]: Category: patients have it as one of"),
    ({"preferences": {"PracticeDefaultProv": 9}}, "preferences.PracticeDefaultProv: there is no provider 9"),
    ({"preferences": [{"ValueString": "a"}]}, "preferences[0]: PrefName is missing"),
    ({"office": {"zone": "Z"}}, "office.zone: 'Z' is no offset"),
    ({"office": {"name": "Z"}}, "office.name: 'name' is nothing that an office has"),
    ({"remove": []}, "remove: a map of sections belongs here"),
    ({"remove": {"patientz": 1}}, "remove.patientz: 'patientz' is no section of a practice"),
    ({"remove": {"patients": 99}}, "remove.patients: there is no patient 99"),
    ({"remove": {"patients": ["Erika"]}}, "remove.patients[0]: 'Erika' is no whole number"),
    ({"remove": {"patients": None}}, "remove.patients: say which rows"),
    ({"remove": {"patients": {}}}, "remove.patients: say which rows"),
    ({"remove": {"patients": ["all"]}}, "remove.patients[0]: 'all' is no whole number"),
    ({"remove": {"patients": {"Lname": "A"}}}, "remove.patients.Lname: 'Lname' is no field"),
    ({"remove": {"patients": {"LName": None}}}, "remove.patients.LName: nothing is like this"),
    (
        {"remove": {"schedules": {"SchedDate": "today..yesterday"}}},
        "remove.schedules.SchedDate: the last day lies before",
    ),
    ({"remove": {"schedules": {"SchedDate": "today 9:00"}}}, "remove.schedules.SchedDate: a date only"),
    ({"remove": {"schedules": {"ProvNum": "DOC9"}}}, "remove.schedules.ProvNum: none of the rows of provider"),
    ("patients:\n  - {LName: A}\n", "body:2: patients: FName is missing"),
    ("patients:\n  - {LName: A, FName: B}\n\n  - {LName: A, FName: B, PriProv: 9}", "body:4: patients: PriProv: there"),
    ("patients: [\n", "body:2: "),
    ("patients: &a []\nrecalls: *a\n", "body:2: an alias"),
    ("", "body:1: a practice is a map of sections"),
    (b"patients:\n  - {LName: \xff}\n", "body:2: the byte 0xFF is no UTF-8"),
    (f"a: {'[' * 40}{']' * 40}", "body:1: nested too deeply"),
    ("remove:\n  schedules: {SchedDate: someday}\n", "body:2: schedules: SchedDate: 'someday' is no date"),
]


@pytest.fixture(scope="module")
def untouched():
    """An office that every refusal leaves as it is."""
    office = new_office("tiny")
    office.get("patients/1")
    return office, image(office)


@pytest.mark.parametrize(("fragment", "told"), BROKEN, ids=[f"{n} {told[:40]}" for n, (_, told) in enumerate(BROKEN)])
def test_a_broken_fragment_is_refused_by_its_path_or_line_and_nothing_changes(untouched, fragment, told):
    office, before = untouched
    answer = send(office, fragment)
    assert answer.status_code == 422, answer.text
    assert answer.json["detail"].startswith(told)

    # The same behind rows that are right: they do not stay.
    if isinstance(fragment, dict):
        ahead = {"employers": [{"EmpName": "Acme"}], "preferences": {"ApptsAllowOverlap": 0}}
        assert send(office, {**ahead, "remove": {"scheduleops": "all"}, **fragment}).status_code == 422
    assert compare(before, image(office)) == []


def test_what_is_no_json_is_refused(untouched):
    office, before = untouched
    answer = office.http.post(f"/_mockod/seed?office={office.customer}", data="{", content_type="application/json")
    assert (answer.status_code, answer.json["detail"]) == (422, "The body is not valid JSON.")
    assert compare(before, image(office)) == []


def test_a_fragment_of_the_most_bytes_is_read_and_one_byte_more_is_not(untouched):
    office, _ = untouched
    text = "preferences: {A: 1}".ljust(MOST_SENT_BYTES, " ")
    assert send(new_office("tiny"), text).status_code == 200
    assert send(office, f"{text} ").json["detail"] == f"larger than {MOST_SENT_BYTES // 1_000_000} MB"


def test_yaml_of_the_most_values_is_read_and_one_value_more_is_not(untouched, monkeypatch):
    """As JSON has a bound of members: a few letters become many objects."""
    office, _ = untouched
    monkeypatch.setattr(practice_file, "MOST_SENT_VALUES", 4)  # the map, a name, the map below it, and its two
    assert send(new_office("tiny"), "preferences: {A: 1}").json["detail"] == "body:1: more than 4 names and values"

    monkeypatch.setattr(practice_file, "MOST_SENT_VALUES", 5)
    assert send(new_office("tiny"), "preferences: {A: 1}").status_code == 200
    assert send(office, "preferences: {A: 1, B: 2}").json["detail"] == "body:1: more than 5 names and values"


def test_one_office_must_be_named(office):
    assert office.http.post("/_mockod/seed", json={}).status_code == 400


# Laws

FRAGMENT = {
    "definitions": [{"DefNum": 90, "Category": "AdjTypes", "ItemName": "More", "ItemValue": "+"}],
    "providers": [{"ProvNum": 8, "Abbr": "DOC8"}],
    "operatories": [{"OperatoryNum": 8, "OpName": "Room 8"}],
    "schedules": [{"SchedDate": f"today+{n}", "ProvNum": 8, "operatories": [8]} for n in range(4)],
    "procedurecodes": [{"CodeNum": 5, "ProcCode": "D1110", "AbbrDesc": "Pro"}],
    "patients": [{"PatNum": n, "LName": "Lee", "FName": f"No {n}"} for n in range(10, 15)],
    "appointments": [
        {"AptNum": n, "PatNum": n, "AptDateTime": f"tomorrow {n}:00", "Op": 8, "procedures": ["D1110"]}
        for n in range(10, 15)
    ],
    "adjustments": [{"AdjDate": "6 months ago", "AdjAmt": n, "PatNum": n, "AdjType": 90} for n in range(10, 15)],
}
ROWS = [(section, one) for section, rows in FRAGMENT.items() for one in rows]


def together(rows: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for section, one in rows:
        whole.setdefault(section, []).append(one)
    return whole


@settings(max_examples=15)
@given(st.sets(st.integers(1, len(ROWS) - 1), max_size=6))
def test_seeding_in_parts_makes_the_same_office_as_seeding_at_once(cuts):
    whole, parts = new_office("tiny"), new_office("tiny")
    seed(whole, FRAGMENT)
    ends = [0, *sorted(cuts), len(ROWS)]
    for first, last in itertools.pairwise(ends):
        seed(parts, together(ROWS[first:last]))
    assert compare(image(whole), image(parts)) == []


@settings(max_examples=10)
@given(st.lists(st.sampled_from([10, 11, 12, 13, 14]), unique=True))
def test_what_was_added_and_is_removed_again_leaves_the_office_as_it_was(numbers):
    office = new_office("tiny")
    seed(office, {section: FRAGMENT[section] for section in ("definitions", "operatories", "procedurecodes")})
    before = image(office)
    chosen = [(name, one) for name, one in ROWS if name == "patients" and one["PatNum"] in numbers]
    visits = [(name, one) for name, one in ROWS if name == "appointments" and one["PatNum"] in numbers]
    seed(office, together(chosen + visits))
    seed(office, {"remove": {"patients": numbers}})
    assert compare(before, image(office)) == []


def test_every_section_can_be_named_in_a_removal(untouched):
    office, _ = untouched
    for section in sections():
        assert send(new_office("tiny"), {"remove": {section: "all"}}).status_code == 200, section
    assert json.dumps(send(office, {"remove": {"recalls": "all"}}).json["removed"]) == "{}"
