"""What becomes of appointments: lists, breaks, completion, plans of insurance (source 6.1 to 6.14)."""

from __future__ import annotations

import pytest

from support.db import database
from support.visits import DAY, NINE, PRACTICE, actions, enter, plan, procedures, schedule, show, visit


@pytest.fixture
def office(practice_office):
    return practice_office(PRACTICE)


# The Unscheduled List.


def test_the_unscheduled_list_takes_an_appointment_out_of_its_room_and_nothing_else(office):
    """(source 6.1)"""
    office.book(**visit())
    kept = ("AptDateTime", "ProvNum", "ProvHyg", "ProcDescript", "Pattern")
    before = show(office, 1, *kept)

    office.put("appointments/1", {"AptStatus": "UnschedList"})

    assert show(office, 1, "AptStatus", "Op") == ("UnschedList", 0)
    assert show(office, 1, *kept) == before
    assert procedures(office, "AptNum", "ProcStatus") == [(1, "TP")] * 3


def test_a_change_of_status_is_kept_once_to_the_unscheduled_list_too(office):
    """(source 6.1)"""
    for _ in range(2):
        office.book(**visit())

    office.put("appointments/1", {"AptStatus": "Broken"})
    office.put("appointments/2", {"AptStatus": "UnschedList"})

    assert actions(office, 1) == ["Created", "Changed"]
    assert actions(office, 2) == ["Created", "Changed"]


# Broken.


def breaking(practice_office, billed=3, logged=0):
    office = practice_office(
        f"{PRACTICE}preferences:\n  BrokenApptProcedure: {billed}\n  BrokenApptCommLog: {logged}\n"
        "feescheds:\n  - {FeeSchedNum: 5, Description: Standard}\n"
        "fees:\n  - {FeeSched: 5, CodeNum: 8, Amount: 25}\n  - {FeeSched: 5, CodeNum: 9, Amount: 15}\n"
        "providers:\n  - {ProvNum: 5, Abbr: DOC5, FeeSched: 5}\n"
    )
    office.book(**visit(ProvNum=5, ClinicNum=3, AptDateTime=f"{DAY} 15:30:00"))
    return office


@pytest.mark.parametrize(
    ("to_list", "kind", "kept", "end"),
    [
        ("false", {}, ["Changed"], ("Broken", 1)),
        ("true", {}, ["Changed", "Changed"], ("UnschedList", 0)),
        ("false", {"breakType": "Missed"}, ["Missed"], ("Broken", 1)),
        ("true", {"breakType": "Missed"}, ["Missed", "Changed"], ("UnschedList", 0)),
        ("false", {"breakType": "Cancelled"}, ["Cancelled"], ("Broken", 1)),
    ],
)
def test_breaking_is_a_change_of_its_own_and_the_list_another(practice_office, to_list, kind, kept, end):
    """(source 6.3)"""
    office = breaking(practice_office)

    office.put("appointments/1/Break", {"sendToUnscheduledList": to_list, **kind})

    assert show(office, 1, "AptStatus", "Op") == end
    assert actions(office, 1) == ["Created", *kept]
    assert [row["AptStatus"] for row in office.read("histappointments", AptNum=1)][1] == "Broken"


@pytest.mark.parametrize(
    ("kind", "code", "provider", "fee"), [("Missed", "D9986", 5, "25.00"), ("Cancelled", "D9987", 4, "0.00")]
)
def test_a_billed_break_is_a_procedure_completed_today_that_is_on_no_appointment(
    practice_office, kind, code, provider, fee
):
    """(source 6.3)"""
    office = breaking(practice_office)
    office.set_clock("2026-03-03 10:00:00")

    office.put("appointments/1/Break", {"sendToUnscheduledList": "false", "breakType": kind})

    names = ("ProcStatus", "ProcDate", "DateTP", "DateEntryC", "ProvNum", "ClinicNum", "AptNum", "ProcFee", "procCode")
    today = "2026-03-03"
    assert procedures(office, *names)[-1] == ("C", today, today, today, provider, 3, 0, fee, code)
    assert show(office, 1, "ProcDescript", "ProvNum", "AptDateTime") == ("PerEx, Pro, 4BW", 5, f"{DAY} 15:30:00")
    assert procedures(office, "ProcStatus", AptNum=1) == [("TP",)] * 3
    lines = office.read("chartmodules/3/ProgNotes")
    assert "Appt BROKEN for PerEx, Pro, 4BW Thu 3/5/2026 3:30:00 PM" in [line["note"] for line in lines]


@pytest.mark.parametrize(
    ("logged", "notes"), [(0, []), (1, ["Appt BROKEN for PerEx, Pro, 4BW Thu 3/5/2026 3:30:00 PM"])]
)
def test_a_break_is_logged_where_the_office_wishes(practice_office, logged, notes):
    """(source 6.3)"""
    office = breaking(practice_office, logged=logged)

    office.put("appointments/1/Break", {"sendToUnscheduledList": "true"})

    rows = office.read("commlogs", PatNum=3)
    assert [row["Note"] for row in rows] == notes
    assert all((row["CommDateTime"], row["commType"], row["Mode_"]) == ("2026-03-02 07:00:00", "ApptRelated", "None")
               for row in rows)  # fmt: skip


@pytest.mark.parametrize(
    ("billed", "kinds"), [(0, []), (1, ["Missed"]), (2, ["Cancelled"]), (3, ["Missed", "Cancelled"])]
)
def test_only_what_the_office_enables_is_billed(practice_office, billed, kinds):
    """(source 6.3)"""
    office = breaking(practice_office, billed)
    office.book(**visit())

    for number, kind in enumerate(("Missed", "Cancelled"), start=1):
        response = office.put(f"appointments/{number}/Break", {"sendToUnscheduledList": "true", "breakType": kind})
        assert response.status_code == (200 if kind in kinds else 400)


# Complete, and back.


def test_completing_completes_attached_treatment_on_the_day_of_the_visit(office):
    """(source 6.4)"""
    office.book(**visit(ClinicNum=3))
    office.set_clock("2026-03-06 08:00:00")

    office.put("appointments/1", {"AptStatus": "Complete"})

    names = ("ProcStatus", "ProcDate", "DateEntryC", "ClinicNum", "SiteNum", "ProvNum")
    assert procedures(office, *names) == [("C", DAY, "2026-03-06", 3, 5, provider) for provider in (1, 2, 4)]


def test_completing_adds_the_codes_own_note(office):
    """(source 6.4)"""
    office.book(**visit())

    office.put("appointments/1", {"AptStatus": "Complete"})

    notes = {row["ProcCode"]: row["note"] for row in office.read("chartmodules/3/ProgNotes") if row["ProcCode"]}
    assert notes == {"D0120": "All is well.", "D1110": "", "D0274": ""}


def test_what_was_complete_before_keeps_its_day(office):
    """(source 6.4)"""
    office.book(**visit(AppointmentTypeNum=0))
    done = enter(office, ProcStatus="C", ProcDate="2026-02-20")
    office.put(f"procedurelogs/{done}", {"AptNum": 1, "ProcDate": "2026-02-20"})
    entered = office.read(f"procedurelogs/{done}")["DateEntryC"]
    office.set_clock("2026-03-06 08:00:00")

    office.put("appointments/1", {"AptStatus": "Complete"})

    assert office.read(f"procedurelogs/{done}")["DateEntryC"] == entered == "2026-03-02"


def test_a_note_to_the_day_completes_without_more(office):
    """(source 6.4)"""
    office.book(**visit(AptStatus="PtNote"))
    plans = show(office, 1, "InsPlan1", "InsPlan2")
    for number in (4, 3):
        office.post("patplans", {"PatNum": 3, "InsSubNum": number, "Ordinal": 1})

    office.put("appointments/1", {"AptStatus": "PtNoteCompleted"})

    assert show(office, 1, "AptStatus", "InsPlan1", "InsPlan2") == ("PtNoteCompleted", *plans)


def test_saving_a_complete_visit_completes_what_was_put_on_it_since(office):
    """(source 6.4)"""
    office.book(**visit(AptStatus="Complete"))
    late = enter(office, AptNum=1)
    assert office.read(f"procedurelogs/{late}")["ProcStatus"] == "TP"

    office.put("appointments/1", {"AptStatus": "Complete", "Note": "And one more"})

    assert office.read(f"procedurelogs/{late}")["ProcStatus"] == "C"


@pytest.mark.parametrize(("status", "plans"), [("Complete", (33, 0)), ("Broken", (33, 0))], ids=["completed", "broken"])
def test_undone_an_appointment_takes_the_plans_anew_and_procedures_stay(office, status, plans):
    """(source 6.5, 6.9)"""
    office.book(**visit())
    office.put("appointments/1", {"AptStatus": status})
    was = procedures(office, "ProcStatus")
    office.post("patplans", {"PatNum": 3, "InsSubNum": 4, "Ordinal": 2})
    assert show(office, 1, "InsPlan1", "InsPlan2") == plans

    office.put("appointments/1", {"AptStatus": "Scheduled"})

    assert show(office, 1, "InsPlan1", "InsPlan2") == (34, 33)
    assert procedures(office, "ProcStatus") == was


def test_a_broken_one_that_moves_stays_broken(office):
    """(source 6.6)"""
    office.book(**visit())
    office.put("appointments/1", {"AptStatus": "Broken"})

    office.put("appointments/1", {"AptDateTime": f"{DAY} 11:00:00", "Op": 2})

    assert show(office, 1, "AptStatus", "AptDateTime", "Op") == ("Broken", f"{DAY} 11:00:00", 2)


# Insurance.


@pytest.mark.parametrize("status", ["Scheduled", "Complete", "UnschedList", "PtNote"])
def test_an_appointment_has_its_patients_first_two_plans_that_are_not_medical(office, status):
    """(source 6.9)"""
    assert office.book(**visit(AptStatus=status))["InsPlan1"] == 33
    office.post("patplans", {"PatNum": 3, "InsSubNum": 4, "Ordinal": 3})
    office.post("patplans", {"PatNum": 3, "InsSubNum": 2, "Ordinal": 4})

    booked = office.book(**visit(AptStatus=status))
    planned = plan(office, AppointmentTypeNum=1)

    assert [(apt["InsPlan1"], apt["InsPlan2"]) for apt in (booked, planned)] == [(33, 34)] * 2


@pytest.mark.parametrize(
    ("status", "follows"),
    [
        ("Scheduled", True),
        ("UnschedList", True),
        ("Complete", False),
        ("Broken", False),
        ("PtNote", False),
        ("PtNoteCompleted", False),
    ],
)
def test_plans_that_change_change_on_what_is_still_to_come(office, status, follows):
    """(source 6.9)"""
    office.book(**visit(AptStatus=status if status != "Broken" else "Scheduled"))
    office.put("appointments/1", {"AptStatus": status})

    office.post("patplans", {"PatNum": 3, "InsSubNum": 4, "Ordinal": 1})

    assert show(office, 1, "InsPlan1", "InsPlan2") == ((34, 33) if follows else (33, 0))


def test_completing_takes_the_plans_as_they_are(office):
    """(source 6.4, 6.9)"""
    office.book(**visit())
    office.put("appointments/1", {"AptStatus": "Complete"})
    office.post("patplans", {"PatNum": 3, "InsSubNum": 4, "Ordinal": 1})
    assert show(office, 1, "InsPlan1") == (33,)

    office.put("appointments/1", {"AptStatus": "Scheduled"})
    office.put("appointments/1", {"AptStatus": "Complete"})

    assert show(office, 1, "InsPlan1", "InsPlan2") == (34, 33)


# The ASAP list, and notes to the day.


def asap(office, **query):
    return [row["AptNum"] for row in office.read("appointments/ASAP", **query)]


def test_the_asap_list_holds_who_may_still_come_sooner_by_time(practice_office):
    """(source 6.10)"""
    statuses = "Scheduled Complete UnschedList Broken Planned PtNote PtNoteCompleted".split()
    office = practice_office(
        "appointments:\n"
        + "".join(
            f"  - {{AptNum: {number}, PatNum: 1, Op: 1, AptStatus: {status}, Priority: ASAP, "
            f"AptDateTime: 2026-03-{20 - number} 09:00}}\n"
            for number, status in enumerate(statuses, start=1)
        )
        + "  - {AptNum: 9, PatNum: 1, Op: 1, AptDateTime: 2026-03-20 09:00}\n"
    )

    assert asap(office) == [5, 4, 3, 1]
    assert asap(office, Limit=2, Offset=1) == [4, 3]


def test_a_plan_leaves_the_asap_list_once_an_appointment_is_made_from_it(office):
    """(source 6.10)"""
    planned = plan(office, AppointmentTypeNum=1, Priority="ASAP")["AptNum"]
    assert asap(office) == [planned]

    made = schedule(office, planned)["AptNum"]
    assert asap(office) == [made]

    office.put(f"appointments/{made}", {"AptStatus": "Complete"})
    assert asap(office) == []


@pytest.mark.parametrize(("provider", "found"), [(1, [1, 2]), (2, [2]), (3, [3]), (4, [])])
def test_the_asap_list_of_a_provider_counts_dentists_and_hygienists(office, provider, found):
    """(source 6.10)"""
    for fields in ({"ProvNum": 1, "ProvHyg": 0}, {"ProvNum": 1, "ProvHyg": 2}, {"ProvNum": 3, "ProvHyg": 0}):
        office.book(**visit(Priority="ASAP", **fields))

    assert asap(office, ProvNum=provider) == found


@pytest.mark.parametrize("status", ["PtNote", "PtNoteCompleted"])
def test_a_note_to_the_day_has_no_procedures_holds_its_time_and_cannot_be_broken(practice_office, status):
    """(source 6.11)"""
    office = practice_office(PRACTICE + "preferences:\n  ApptsAllowOverlap: 0\n")
    noted = office.book(**visit(AptStatus=status, Pattern="XXXX"))
    assert (noted["ProcDescript"], office.read("procedurelogs")) == ("", [])
    before = database(office).contents()

    assert [slot["DateTimeStart"] for slot in office.read("appointments/Slots", date=DAY)] == [
        f"{DAY} 08:00:00",
        f"{DAY} 09:20:00",
    ]
    assert office.refusal("POST", "appointments", {"PatNum": 1, "Op": 1, "AptDateTime": NINE}) == (
        400,
        "Appointment overlaps existing appointment or blockout.",
    )
    assert office.refusal("PUT", "appointments/1/Break", {"sendToUnscheduledList": "true"}) == (
        400,
        "Appointment must be in a booked status to be broken.",
    )
    assert office.refusal("PUT", "appointments/1", {"AptStatus": "UnschedList"})[0] == 400
    assert database(office).contents() == before


def test_a_type_given_to_a_note_later_adds_nothing(office):
    """(source 6.11)"""
    office.book(**visit(AptStatus="PtNote", AppointmentTypeNum=0))

    office.put("appointments/1", {"AppointmentTypeNum": 1})

    assert show(office, 1, "ProcDescript", "Pattern", "AppointmentTypeNum") == ("", "/XX/", 1)


# Attaching.


@pytest.mark.parametrize("field", ["AptNum", "PlannedAptNum"])
@pytest.mark.parametrize("by_change", [True, False], ids=["by PUT", "by POST"])
def test_an_attached_procedure_takes_its_appointments_date(practice_office, field, by_change):
    """(source 6.14)"""
    office = practice_office(
        PRACTICE
        + """
appointments:
  - {AptNum: 1, PatNum: 3, AptDateTime: 2026-03-05 09:00, Op: 1, AptStatus: Scheduled}
  - {AptNum: 2, PatNum: 3, AptDateTime: 2026-03-06 00:00, AptStatus: Planned}
"""
    )
    number, day = {"AptNum": (1, DAY), "PlannedAptNum": (2, "2026-03-06")}[field]

    if by_change:
        proc = enter(office)
        assert office.put(f"procedurelogs/{proc}", {field: number}).status_code == 200
    else:
        proc = enter(office, **{field: number})

    after = office.read(f"procedurelogs/{proc}")
    assert (after[field], after["ProcDate"]) == (number, day)
