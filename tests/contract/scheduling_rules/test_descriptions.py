"""Descriptions: what an appointment says of its procedures."""

from __future__ import annotations

import pytest

NINE = "2026-03-05 09:00:00"
PRACTICE = """
procedurecodes:
  - {CodeNum: 1, ProcCode: D0120, AbbrDesc: PerEx}
  - {CodeNum: 2, ProcCode: D2392, AbbrDesc: Comp, TreatArea: Surf}
  - {CodeNum: 3, ProcCode: D2740, AbbrDesc: PFM, TreatArea: Tooth}
  - {CodeNum: 4, ProcCode: D1110, AbbrDesc: Pro, TreatArea: Mouth}
  - {CodeNum: 5, ProcCode: D4341, AbbrDesc: SRP, TreatArea: Quad}
  - {CodeNum: 6, ProcCode: D4260, AbbrDesc: Oss, TreatArea: Sextant}
  - {CodeNum: 7, ProcCode: D5110, AbbrDesc: Den, TreatArea: Arch}
  - {CodeNum: 8, ProcCode: D5213, AbbrDesc: Part, TreatArea: ToothRange}
appointments:
  - {AptNum: 1, PatNum: 1, AptDateTime: 2026-03-05 09:00, Op: 1, ProvNum: 1}
  - {AptNum: 2, PatNum: 1, AptDateTime: 2026-03-02 00:00, AptStatus: Planned, ProvNum: 1}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(PRACTICE)


def enter(office, code, **fields):
    """Put a procedure on appointment 1 unless said otherwise; answers its number."""
    body = {"PatNum": 1, "ProcDate": "2026-03-02", "ProcStatus": "TP", "procCode": code, "AptNum": 1, **fields}
    response = office.post("procedurelogs", body)
    assert response.status_code == 201, response.text
    return response.json["ProcNum"]


def says(office, number=1):
    return office.read(f"appointments/{number}")["ProcDescript"]


def test_procedures_stand_with_commas_between(office):
    """(source 7.1)"""
    assert says(office) == ""
    enter(office, "D0120")
    assert says(office) == "PerEx"
    enter(office, "D1110")
    assert says(office) == "PerEx, Pro"


def test_a_planned_appointment_tells_what_is_planned_and_any_other_what_is_on_it(office):
    """(source 7.1)"""
    enter(office, "D0120", PlannedAptNum=2)
    enter(office, "D1110", AptNum=0, PlannedAptNum=2)

    assert (says(office, 1), says(office, 2)) == ("PerEx", "PerEx, Pro")


@pytest.mark.parametrize("status", ["C", "EO"])
def test_procedures_of_any_status_are_told(office, status):
    """(source 7.1)"""
    enter(office, "D0120", ProcStatus=status)

    assert says(office) == "PerEx"


def test_a_deleted_procedure_is_on_no_appointment_and_told_on_none(office):
    """(source 7.1)"""
    number = enter(office, "D0120", PlannedAptNum=2)
    enter(office, "D1110", PlannedAptNum=2)

    assert office.call("DELETE", f"procedurelogs/{number}").status_code == 200

    gone = office.read(f"procedurelogs/{number}")
    assert (gone["ProcStatus"], gone["AptNum"], gone["PlannedAptNum"]) == ("D", 0, 0)
    assert (says(office, 1), says(office, 2)) == ("Pro", "Pro")


def test_both_appointments_tell_of_a_procedure_that_moves_and_are_stamped(office):
    """(source 7.1)"""
    number = enter(office, "D0120")
    other = office.book(AptDateTime="2026-03-06 09:00:00")["AptNum"]
    office.set_clock("2026-03-02 08:00:00")

    office.put(f"procedurelogs/{number}", {"AptNum": other})

    assert (says(office), says(office, other)) == ("", "PerEx")
    stamps = {row["DateTStamp"] for row in office.read("appointments") if row["AptNum"] != 2}
    assert stamps == {"2026-03-02 08:00:00"}


@pytest.mark.parametrize(
    ("code", "place", "told"),
    [
        ("D0120", {}, "PerEx"),
        ("D2392", {"ToothNum": "3", "Surf": "MO"}, "#3-MO-Comp"),
        ("D2740", {"ToothNum": "14"}, "#14-PFM"),
        ("D2740", {"ToothNum": "A"}, "#A-PFM"),
        ("D1110", {}, "Pro"),
        ("D4341", {"Surf": "UL"}, "UL-SRP"),
        ("D4260", {"Surf": "2"}, "S2-Oss"),
        ("D5110", {"Surf": "U"}, "U-Den"),
        ("D5213", {"ToothRange": "2,3"}, "Part"),
    ],
)
def test_a_procedure_is_told_by_its_place_and_its_abbreviation(office, code, place, told):
    """(source 7.2)"""
    enter(office, code, **place)

    assert says(office) == told


@pytest.mark.parametrize(
    ("international", "tooth", "told"),
    [(0, "14", "#14-PFM"), (1, "1", "#18-PFM"), (1, "14", "#26-PFM"), (1, "17", "#38-PFM"), (1, "32", "#48-PFM")],
)
def test_teeth_are_numbered_as_in_the_united_states_unless_the_office_says_otherwise(
    practice_office, international, tooth, told
):
    """(source 7.3)"""
    office = practice_office(f"""
preferences:
  UseInternationalToothNumbers: {international}
procedurecodes:
  - {{CodeNum: 3, ProcCode: D2740, AbbrDesc: PFM, TreatArea: Tooth}}
appointments:
  - {{AptNum: 1, PatNum: 1, AptDateTime: 2026-03-05 09:00, Op: 1, procedures: [{{code: D2740, tooth: "{tooth}"}}]}}
""")

    assert says(office) == told


def test_procedures_are_told_in_the_order_they_were_entered_in(office):
    """(source 7.4)"""
    for code, place in (("D2740", {"ToothNum": "30"}), ("D0120", {}), ("D2740", {"ToothNum": "3"})):
        enter(office, code, ProcStatus="TP" if place else "C", **place)

    assert says(office) == "#30-PFM, PerEx, #3-PFM"
