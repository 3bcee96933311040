"""The Chart Module's grids: planned appointments, what is known of a patient, progress notes."""

from __future__ import annotations

from datetime import time

import pytest

from mockod.vendors.opendental.resources.chartmodules.prog_notes import clock_face
from support.db import database

OFFICE = """
clinics:
  - {ClinicNum: 4, Description: Downtown Office, Abbr: Downtown}
definitions:
  - {DefNum: 90, Category: Diagnosis, ItemName: Caries}
userods:
  - {UserNum: 3, UserName: Admin}
carriers:
  - {CarrierNum: 1, CarrierName: Evergreen Dental}
  - {CarrierNum: 2, CarrierName: Harbor Life}
insplans:
  - {PlanNum: 11, CarrierNum: 1}
  - {PlanNum: 12, CarrierNum: 2}
  - {PlanNum: 13, CarrierNum: 2, IsMedical: true}
inssubs:
  - {InsSubNum: 21, PlanNum: 11, Subscriber: 5}
  - {InsSubNum: 22, PlanNum: 12, Subscriber: 5}
  - {InsSubNum: 23, PlanNum: 13, Subscriber: 5}
providers:
  - {ProvNum: 2, Abbr: HYG1, IsSecondary: true}
patients:
  - {PatNum: 5, LName: Sample, FName: Nora, PriProv: 1, SecProv: 2, BillingType: 40, Birthdate: 1980-03-03,
     DateFirstVisit: 2009-04-30, Premed: true, MedUrgNote: Latex, FamFinUrgNote: Pays late}
  - {PatNum: 6, LName: Sample, FName: Otto}
patientnotes:
  - {PatNum: 5, Medical: "Heart\\nvalve", Service: Window seat}
patplans:
  - {PatNum: 5, InsSubNum: 23, Ordinal: 1}
  - {PatNum: 5, InsSubNum: 22, Ordinal: 3}
  - {PatNum: 5, InsSubNum: 21, Ordinal: 2}
procedurecodes:
  - {CodeNum: 7, ProcCode: D2150, Descript: amalgam - two surfaces, AbbrDesc: A2, TreatArea: Surf}
appointments:
  - {AptNum: 31, PatNum: 5, AptStatus: Planned, AptDateTime: 2026-03-01 00:00, Pattern: /XXXXXXXX/, ProvNum: 1,
     ItemOrderPlanned: 7, ProcDescript: "#1-MOD-C3", Note: "first\\nsecond", ClinicNum: 4}
  - {AptNum: 32, PatNum: 5, AptStatus: Planned, AptDateTime: 2026-03-01 00:00, ItemOrderPlanned: 2, ProvNum: 2}
  - {AptNum: 33, PatNum: 5, AptStatus: Planned, AptDateTime: 2026-03-01 00:00, ItemOrderPlanned: 7, ProvNum: 2}
  - {AptNum: 34, PatNum: 5, AptStatus: Broken, AptDateTime: 2026-03-04 09:00, NextAptNum: 31, Op: 1, ProvNum: 1}
  - {AptNum: 35, PatNum: 5, AptStatus: Complete, AptDateTime: 2026-02-20 13:20, NextAptNum: 31, Op: 1, ProvNum: 1}
  - {AptNum: 36, PatNum: 6, AptStatus: Scheduled, AptDateTime: 2026-03-05 09:00, NextAptNum: 32, Op: 1, ProvNum: 1}
procedurelogs:
  - {ProcNum: 41, PatNum: 5, CodeNum: 7, ProcDate: 2026-02-20, ProcFee: 53.5, Surf: MO, ToothNum: "3", Dx: 90,
     ProvNum: 1, ProcStatus: C, ClinicNum: 4, Note: "deep\\nfilling", ProcTime: "13:20:00"}
  - {ProcNum: 42, PatNum: 5, CodeNum: 7, ProcDate: 2026-02-21, ProcStatus: D}
  - {ProcNum: 43, PatNum: 5, CodeNum: 7, ProcDate: 0001-01-01}
  - {ProcNum: 44, PatNum: 6, CodeNum: 7, ProcDate: 2026-02-21}
commlogs:
  - {CommlogNum: 51, PatNum: 5, CommDateTime: 2026-02-20 13:20, CommType: 60, Note: Called, UserNum: 3}
  - {CommlogNum: 52, PatNum: 5, CommDateTime: 2026-02-19 00:05}
"""
BLANKS = "Date Time Th Surf Dx Description note Stat Prov ProvNum Amount ProcCode User Signed Length Abbr Clinic"
EMPTY = dict.fromkeys(BLANKS.split(), "")


@pytest.fixture
def office(practice_office):
    """Patient 5 has been here, patient 6 hardly."""
    return practice_office(OFFICE)


def planned(office, patient=5, **query):
    return office.read(f"chartmodules/{patient}/PlannedAppts", **query)


def notes(office, patient=5, **query):
    return office.read(f"chartmodules/{patient}/ProgNotes", **query)


def note_of(office, kind, number):
    return next(n for n in notes(office) if (n["ObjectType"], n["PrimaryKey"]) == (kind, str(number)))


def info(office, patient=5):
    return {row["Field"]: row["Content"] for row in office.read(f"chartmodules/{patient}/PatientInfo")}


@pytest.mark.parametrize(
    ("hour", "minute", "spoken"),
    [
        (0, 0, ""),
        (0, 1, "12:01a"),
        (0, 59, "12:59a"),
        (1, 0, "1:00a"),
        (11, 59, "11:59a"),
        (12, 0, "12:00p"),
        (12, 59, "12:59p"),
        (13, 0, "1:00p"),
        (23, 59, "11:59p"),
    ],
)
def test_the_grid_tells_noon_as_people_do_and_midnight_as_nothing(hour, minute, spoken):
    assert clock_face(time(hour, minute)) == spoken


# PlannedAppts


def test_planned_appointments_come_by_place_and_are_numbered_from_one(office):
    rows = planned(office)
    assert [(row["AptNum"], row["ItemOrder"]) for row in rows] == [("32", "1"), ("31", "2"), ("33", "3")]
    assert list(rows[1].items()) == [
        ("AptNum", "31"),
        ("ProvNum", "1"),
        ("ItemOrder", "2"),
        ("minutes", "50"),
        ("ProcDescript", "#1-MOD-C3"),
        ("Note", "first second"),
        ("dateSched", "2026-02-20 13:20:00"),
        ("AptStatus", "Complete"),
    ]


def test_another_patients_appointment_is_not_taken_for_the_scheduled_one(office):
    first = planned(office)[0]
    assert (first["dateSched"], first["AptStatus"]) == ("", "Planned")


def test_of_two_made_from_a_plan_the_lowest_status_counts(office):
    assert office.put("appointments/34", {"AptStatus": "Scheduled"}).status_code == 200
    linked = planned(office)[1]
    assert (linked["dateSched"], linked["AptStatus"]) == ("2026-03-04 09:00:00", "Scheduled")


def test_reading_puts_stored_places_right_without_a_stamp_or_history(office):
    stamps = "SELECT AptNum, DateTStamp FROM appointment ORDER BY AptNum"
    before, stamped = database(office).contents(), database(office).rows(stamps)
    assert len(planned(office, Limit=1)) == 1
    after = database(office).contents()
    places = database(office).rows("SELECT AptNum, ItemOrderPlanned FROM appointment WHERE AptStatus = 6")
    assert sorted(places) == [(31, 2), (32, 1), (33, 3)]
    assert database(office).rows(stamps) == stamped
    assert {table for table in before if before[table] != after[table]} == {"appointment"}
    planned(office)
    assert database(office).contents() == after


def test_pages_are_cut_after_the_numbering(office):
    assert [row["ItemOrder"] for row in planned(office, Limit=2, Offset=1)] == ["2", "3"]
    assert planned(office, Offset=3) == []
    assert planned(office, patient=6) == []


def test_the_date_is_spelled_as_the_client_asks_and_none_stays_empty(office):
    rows = planned(office, DateTimeFormatString="MM/dd/yyyy h:mm tt")
    assert [row["dateSched"] for row in rows] == ["", "02/20/2026 1:20 PM", ""]


def test_an_appointment_without_a_date_tells_none(office):
    database(office).rows("UPDATE appointment SET AptDateTime = '0001-01-01 00:00:00' WHERE AptNum = 35")
    linked = planned(office)[1]
    assert (linked["dateSched"], linked["AptStatus"]) == ("", "Complete")


# PatientInfo


def test_what_is_known_of_a_patient_comes_line_by_line(office):
    rows = office.read("chartmodules/5/PatientInfo")
    assert rows[0] == {"Field": "Age", "Content": "45"}
    assert list(info(office).items()) == [
        ("Age", "45"),
        ("ABC0", ""),
        ("Billing Type", "Standard Account"),
        ("Referred From", ""),
        ("Date First Visit", "4/30/2009"),
        ("Prov. (Pri, Sec)", "DOC1, HYG1"),
        ("Pri Ins", "Evergreen Dental"),
        ("Sec Ins", "Harbor Life"),
        ("Payor Types", ""),
        ("Premedicate", ""),
        ("Problems", "None"),
        ("Med Urgent", "Latex"),
        ("Medical Summary", "Heart valve"),
        ("Service Notes", "Window seat"),
        ("Medications", "None"),
        ("Allergies", "None"),
        ("Pat Restrictions", "None"),
    ]


def test_what_is_not_known_of_a_patient_is_empty(office):
    known = info(office, patient=6)
    assert "Premedicate" not in known
    empty = ["Age", "Billing Type", "Date First Visit", "Prov. (Pri, Sec)", "Pri Ins", "Sec Ins", "Med Urgent"]
    assert [known[name] for name in [*empty, "Medical Summary", "Service Notes"]] == [""] * 9


def test_a_patient_is_a_year_older_on_the_birthday(office):
    office.set_clock("2026-03-03 00:00:00")
    assert info(office)["Age"] == "46"


def test_lines_are_cut_into_pages_too(office):
    rows = office.read("chartmodules/5/PatientInfo", Limit=2, Offset=2)
    assert [row["Field"] for row in rows] == ["Billing Type", "Referred From"]


# ProgNotes


def test_progress_notes_run_from_the_oldest_to_the_newest(office):
    assert [(note["ObjectType"], note["PrimaryKey"]) for note in notes(office)] == [
        ("Procedure", "43"),
        ("Commlog", "52"),
        ("Appointment", "35"),
        ("Commlog", "51"),
        ("Procedure", "41"),
        ("Appointment", "31"),
        ("Appointment", "32"),
        ("Appointment", "33"),
        ("Appointment", "34"),
    ]
    assert [note["PrimaryKey"] for note in notes(office, Limit=2, Offset=1)] == ["52", "35"]


def test_a_procedure_tells_tooth_fee_and_status(office):
    assert list(note_of(office, "Procedure", 41).items()) == [
        ("ObjectType", "Procedure"),
        ("PrimaryKey", "41"),
        ("Date", "02/20/2026"),
        ("Time", "1:20p"),
        ("DateTime", "2026-02-20 13:20:00"),
        ("Th", "3"),
        ("Surf", "MO"),
        ("Dx", "Caries"),
        ("Description", "amalgam - two surfaces"),
        ("note", "deep filling"),
        ("Stat", "C"),
        ("Prov", "DOC1"),
        ("ProvNum", "1"),
        ("Amount", "53.50"),
        ("ProcCode", "D2150"),
        ("User", ""),
        ("Signed", ""),
        ("Length", ""),
        ("Abbr", "A2"),
        ("Clinic", "Downtown"),
        ("ClinicNum", "4"),
    ]


def test_a_commlog_tells_its_type_and_who_wrote_it(office):
    assert note_of(office, "Commlog", 51) == EMPTY | {
        "ObjectType": "Commlog",
        "PrimaryKey": "51",
        "Date": "02/20/2026",
        "Time": "1:20p",
        "DateTime": "2026-02-20 13:20:00",
        "Description": "Comm - ApptRelated",
        "note": "Called",
        "User": "Admin",
        "ClinicNum": "0",
    }
    plain = note_of(office, "Commlog", 52)
    assert (plain["Description"], plain["User"], plain["Time"]) == ("Comm", "", "12:05a")


def test_an_appointment_tells_its_length(office):
    assert note_of(office, "Appointment", 31) == EMPTY | {
        "ObjectType": "Appointment",
        "PrimaryKey": "31",
        "Date": "03/01/2026",
        "DateTime": "2026-03-01 00:00:00",
        "Description": "Appointment - Planned",
        "note": "first second",
        "Prov": "DOC1",
        "ProvNum": "1",
        "Length": "0:50",
        "Clinic": "Downtown",
        "ClinicNum": "4",
    }
    office.put("appointments/34", {"Pattern": "X" * 13})
    assert note_of(office, "Appointment", 34)["Length"] == "1:05"


@pytest.mark.parametrize(("stored", "shown"), [("1879-12-31 23:59:59", ""), ("1880-01-01 00:00:00", "01/01/1880")])
def test_a_date_before_1880_is_none(office, stored, shown):
    database(office).rows("UPDATE commlog SET CommDateTime = ? WHERE CommlogNum = 51", (stored,))
    assert note_of(office, "Commlog", 51)["Date"] == shown


def test_a_procedure_without_a_date_has_none(office):
    undated = note_of(office, "Procedure", 43)
    assert (undated["Date"], undated["Time"], undated["DateTime"]) == ("", "", "0001-01-01 00:00:00")
    assert (undated["Stat"], undated["Amount"], undated["ProvNum"]) == ("TP", "0.00", "0")


def test_only_the_moment_is_spelled_as_the_client_asks(office):
    note = notes(office, Offset=4, Limit=1, DateTimeFormatString="s", DateFormatString="yyyy")[0]
    assert (note["Date"], note["Time"], note["DateTime"]) == ("02/20/2026", "1:20p", "2026-02-20T13:20:00")


# All of them

METHODS = {"ProgNotes": "21.4", "PatientInfo": "22.1", "PlannedAppts": "22.2"}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("number", [99, 0, 10**17])
def test_the_chart_of_nobody_is_not_found(office, method, number):
    assert office.refusal("GET", f"chartmodules/{number}/{method}") == (404, "Patient not found.")


@pytest.mark.parametrize(("method", "version"), METHODS.items())
def test_each_grid_is_shown_since_its_version(make_office, method, version):
    before = {"21.4": "21.3", "22.1": "21.4", "22.2": "22.1"}[version]
    told = (400, f"This method requires Open Dental version {version} or higher.")
    assert make_office(version=before).refusal("GET", f"chartmodules/1/{method}") == told
    assert isinstance(make_office(version=version).read(f"chartmodules/1/{method}"), list)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("query", [{"Limit": "x"}, {"Offset": -1}])
def test_a_page_that_is_none_is_refused(office, method, query):
    (name,) = query
    assert office.refusal("GET", f"chartmodules/5/{method}", **query) == (400, f"{name} is invalid.")


def test_what_the_chart_does_not_have_is_told(office):
    assert office.refusal("GET", "chartmodules/5") == (400, "chartmodules GET  is not a valid method.")
    assert office.refusal("GET", "chartmodules/Planned") == (400, "chartmodules GET Planned is not a valid method.")
    assert office.refusal("PUT", "chartmodules/5/ProgNotes", {}) == (
        400,
        "chartmodules PUT ProgNotes is not a valid method.",
    )
