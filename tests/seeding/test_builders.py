"""Builders: values that make fragments, and what an office has after them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from conftest import new_office
from mockod.seeding import (
    a_blockout,
    a_day_off,
    a_patient,
    a_preference,
    a_procedure_code,
    a_provider,
    a_schedule,
    an_operatory,
    fragment_of,
    no_slots,
)


def seed(office, *parts):
    """Merge builders into an office; answers what came of it."""
    answer = office.http.post(f"/_mockod/seed?office={office.customer}", json=fragment_of(*parts))
    assert answer.status_code == 200, answer.text
    return answer.json


def test_the_patient_of_the_issue_is_there_with_her_past_and_her_next_visit(office):
    ana = a_patient("Ana Rivera").born("1984-02-29").no_show("last monday 10:00").booked("next monday 9:00", provider=1)

    number = seed(office, ana)["named"]["Ana Rivera"]

    patient = office.get(f"patients/{number}").json
    assert (patient["FName"], patient["LName"], patient["Birthdate"]) == ("Ana", "Rivera", "1984-02-29")
    visits = office.get(f"appointments?PatNum={number}").json
    assert [(one["AptDateTime"], one["AptStatus"], one["ProvNum"], one["Op"]) for one in visits] == [
        ("2026-02-23 10:00:00", "Broken", 1, 1),
        ("2026-03-09 09:00:00", "Scheduled", 1, 1),
    ]


def test_no_slots_tomorrow_is_one_line():
    office = new_office("demo")
    day = "appointments/Slots?date=2026-03-03"
    assert office.get(day).json

    seed(office, no_slots("tomorrow"))

    assert office.get(day).json == []
    assert office.get("appointments/Slots?date=2026-03-04").json


def test_a_day_off_is_one_providers_own():
    office = new_office("demo")

    seed(office, a_day_off(provider=1, on="tomorrow..in 2 weeks"))

    days = "appointments/Slots?dateStart=2026-03-03&dateEnd=2026-03-16"
    assert office.get(f"{days}&ProvNum=1").json == []
    assert office.get(f"{days}&ProvNum=2").json


def test_nothing_is_booked_over_a_blockout(office):
    answer = seed(
        office, a_blockout("tomorrow", "8:00", "11:00", type="Staff meeting"), a_preference("ApptsAllowOverlap", 0)
    )

    def booking(at):
        return office.post("appointments", {"PatNum": 1, "Op": 1, "AptDateTime": f"2026-03-03 {at}"}).status_code

    assert (booking("10:30:00"), booking("11:00:00")) == (400, 201)
    [blockout] = office.get("schedules?date=2026-03-03&SchedType=Blockout").json
    assert (blockout["blockoutType"], blockout["operatories"]) == ("Staff meeting", "1")
    assert answer["named"] == {"Staff meeting": int(blockout["BlockoutType"])}


def test_an_office_gets_a_provider_with_a_room_and_hours_of_their_own(office):
    room, doc = an_operatory("Room 9"), a_provider("DOC9", LName="Nine", FName="Nora")

    answer = seed(office, a_schedule(doc, "tomorrow", start="13:00", stop="14:00", operatories=[room]), doc, room)

    number = answer["named"]["DOC9"]
    [slot] = office.get(f"appointments/Slots?date=2026-03-03&ProvNum={number}").json
    assert (slot["DateTimeStart"], slot["OpNum"]) == ("2026-03-03 13:00:00", answer["named"]["Room 9"])


def test_a_preference_is_set_and_brought_back(office):
    def overlap():
        return office.get("preferences?PrefName=ApptsAllowOverlap").json[0]["ValueString"]

    seed(office, a_preference("ApptsAllowOverlap", False))
    assert overlap() == "0"
    seed(office, a_preference("ApptsAllowOverlap", None))
    assert overlap() == "1"


def test_treatment_money_recalls_and_allergies_are_told_by_the_api(office):
    eva = (
        a_patient("Eva Rivera")
        .completed("D1110", on="6 months ago", fee=90)
        .planned("D2740", fee=1000, ToothNum="3")
        .with_balance(20.5)
        .allergic_to("Penicillin", "Rash")
        .due_for_recall(on="last friday")
        .with_phone("(503)555-0142")
    )

    number = seed(office, a_procedure_code("D1110"), a_procedure_code("D2740"), eva)["named"]["Eva Rivera"]

    planned, done = office.get(f"procedurelogs?PatNum={number}").json
    assert (done["ProcStatus"], done["ProcDate"], done["ProcFee"]) == ("C", "2025-09-02", "90.00")
    assert (planned["ProcStatus"], planned["ProcFee"], planned["ToothNum"]) == ("TP", "1000.00", "3")
    assert office.get(f"accountmodules/{number}/Aging").json["Total"] == 110.5
    [allergy] = office.get(f"allergies?PatNum={number}").json
    assert (allergy["defDescription"], allergy["Reaction"]) == ("Penicillin", "Rash")
    assert office.get(f"recalls?PatNum={number}").json[0]["DateDue"] == "2026-02-27"


def test_a_family_shares_its_guarantor_and_the_subscribers_plan(office):
    eva = a_patient("Eva Rivera").with_insurance("Delta", group="ACME", subscriber_id="W-17")
    leo = a_patient("Leo Rivera").of_family(eva).with_insurance("Delta", subscriber=eva, relationship="Child")

    named = seed(office, leo)["named"]

    assert office.get(f"patients/{named['Leo Rivera']}").json["Guarantor"] == named["Eva Rivera"]
    [plan] = office.get(f"familymodules/{named['Leo Rivera']}/Insurance").json
    assert (plan["CarrierName"], plan["Relationship"], plan["Subscriber"]) == ("Delta", "Child", named["Eva Rivera"])


def test_a_builder_that_was_named_before_it_was_finished_is_one_patient(office):
    head = a_patient("Eva Rivera")
    child = a_patient("Leo Rivera").of_family(head)

    answer = seed(office, child, head.booked("tomorrow 9:00"))

    assert len(answer["added"]["patients"]) == 2
    assert len(answer["added"]["appointments"]) == 1


def test_two_patients_of_one_name_are_two(office):
    named = seed(office, a_patient("Ana Rivera"), a_patient("Ana Rivera").booked("tomorrow 9:00"))["named"]
    assert named["Ana Rivera"] != named["Ana Rivera 2"]
    [visit] = office.get(f"appointments?PatNum={named['Ana Rivera 2']}").json
    assert visit["AptDateTime"] == "2026-03-03 09:00:00"


def test_what_is_there_by_name_is_not_made_again(office):
    first = seed(office, a_patient("Ana Rivera").allergic_to("Latex"))
    second = seed(office, a_patient("Leo Rivera").allergic_to("Latex"))
    assert "allergydefs" in first["added"]
    assert "allergydefs" not in second["added"]


def test_every_call_makes_another_builder():
    ana = a_patient("Ana Rivera")
    before = ana.as_fragment()
    booked = ana.booked("tomorrow 9:00", minutes=40)
    ana.born("1984-02-29").with_balance(5).with_insurance()
    assert ana.as_fragment() == before
    assert booked.as_fragment()["appointments"][0]["Pattern"] == "X" * 8
    with pytest.raises(AttributeError):
        ana.label = "other"


def test_dates_of_python_are_dates():
    visits = a_patient("Ana Rivera").booked(datetime(2026, 3, 9, 9)).born(date(1984, 2, 29)).as_fragment()
    assert visits["appointments"][0]["AptDateTime"] == "2026-03-09 09:00:00"
    assert visits["patients"][0]["Birthdate"] == "1984-02-29"


def test_builders_and_fragments_become_one():
    whole = fragment_of(
        no_slots("tomorrow"),
        {"remove": {"schedules": 7, "recalls": "all"}, "preferences": {"A": 1}},
        a_preference("B", 2),
        {"patients": [{"LName": "Lee", "FName": "Bo"}]},
    )
    assert whole == {
        "remove": {"schedules": [{"SchedDate": "tomorrow", "SchedType": "Provider"}, 7], "recalls": "all"},
        "preferences": {"A": 1, "B": 2},
        "patients": [{"LName": "Lee", "FName": "Bo"}],
    }


def test_preferences_may_come_as_rows_and_as_a_map():
    whole = fragment_of({"preferences": [{"PrefName": "A", "ValueString": "1"}]}, a_preference("B", 2))
    assert whole == {"preferences": [{"PrefName": "B", "ValueString": 2}, {"PrefName": "A", "ValueString": "1"}]}


def test_fragments_that_contradict_are_refused():
    with pytest.raises(ValueError, match=r"preferences\.A: one fragment says 1, another 2"):
        fragment_of(a_preference("A", 1), a_preference("A", 2))
    assert fragment_of(a_preference("A", 1), {"preferences": {"A": 1}}) == {"preferences": {"A": 1}}


@pytest.mark.parametrize("name", ["", "Ana", " ", "7 Up"])
def test_a_patient_wants_two_names(name):
    with pytest.raises(ValueError, match="no first and last name"):
        a_patient(name)


@pytest.mark.parametrize("minutes", [-5, 0, 4, 7])
def test_minutes_that_no_pattern_has_are_refused(minutes):
    with pytest.raises(ValueError, match="multiple of 5"):
        a_patient("Ana Rivera").booked("tomorrow 9:00", minutes=minutes)


def test_what_is_no_builder_is_refused():
    with pytest.raises(TypeError, match="no int"):
        fragment_of(a_patient("Ana Rivera"), 7)


def test_builders_need_nothing_of_the_server():
    import subprocess
    import sys

    program = "import sys, mockod.seeding; print([m for m in sys.modules if m.startswith('mockod.')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert set(eval(done.stdout)) == {
        "mockod._version",
        "mockod.seeding",
        "mockod.seeding.builder",
        "mockod.seeding.offices",
        "mockod.seeding.patients",
    } & set(eval(done.stdout))
