"""Procedures: how they are listed, entered, put on appointments, changed and deleted."""

from __future__ import annotations

import pytest

from support.db import database

CHART = """
definitions:
  - {DefNum: 101, Category: TxPriorities, ItemName: First, ItemOrder: 1}
  - {DefNum: 102, Category: TxPriorities, ItemName: Later, ItemOrder: 2}
  - {DefNum: 103, Category: TxPriorities, ItemName: Never, ItemOrder: 0, IsHidden: true}
  - {DefNum: 111, Category: Diagnosis, ItemName: Caries}
  - {DefNum: 112, Category: Diagnosis, ItemName: Fracture, ItemOrder: 1}
sites:
  - {SiteNum: 5, Description: School}
clinics:
  - {ClinicNum: 1, Description: North, Abbr: N}
feescheds:
  - {FeeSchedNum: 53, Description: Standard}
providers:
  - {ProvNum: 2, Abbr: HYG1, IsSecondary: true}
  - {ProvNum: 3, Abbr: DOC2, FeeSched: 53}
procedurecodes:
  - {CodeNum: 1, ProcCode: D0120, AbbrDesc: PerEx, Descript: Check-up, TreatArea: Mouth}
  - {CodeNum: 2, ProcCode: D2392, AbbrDesc: Comp, Descript: Filling, TreatArea: Surf}
  - {CodeNum: 3, ProcCode: D2391, AbbrDesc: C1, TreatArea: Surf}
  - {CodeNum: 4, ProcCode: D2740, AbbrDesc: Crn, TreatArea: Tooth}
  - {CodeNum: 5, ProcCode: D4341, AbbrDesc: SRP, TreatArea: Quad, AreaAlsoToothRange: true}
  - {CodeNum: 6, ProcCode: D5213, AbbrDesc: Part, TreatArea: ToothRange}
  - {CodeNum: 7, ProcCode: D9986, AbbrDesc: Missed}
fees:
  - {FeeSched: 53, CodeNum: 1, Amount: 48.5}
patients:
  - {PatNum: 3, LName: Early, FName: Eva, PriProv: 3, ClinicNum: 1, SiteNum: 5}
  - {PatNum: 4, LName: Gone, FName: Gert, PatStatus: Deleted}
  - {PatNum: 5, LName: Noprov, FName: Nina}
appointments:
  - {AptNum: 10, PatNum: 3, AptDateTime: "today+3 10:00", Op: 1, ProvNum: 2, Pattern: /XX/}
  - {AptNum: 11, PatNum: 3, AptDateTime: "today-9 00:00", AptStatus: Planned, ProvNum: 3}
  - {AptNum: 12, PatNum: 1, AptDateTime: "today+4 10:00", Op: 1, ProvNum: 1}
  - {AptNum: 13, PatNum: 3, AptDateTime: 0001-01-01, AptStatus: Planned, ProvNum: 3}
procedurelogs:
  - {ProcNum: 1, PatNum: 3, CodeNum: 2, ProcDate: today-9, ProcStatus: TP, ToothNum: 3, Surf: MO, ProcFee: 130,
     ProvNum: 3, ClinicNum: 1, Priority: 101, Dx: 111, DateTP: today-9, DateTStamp: "2026-02-01 08:00:00"}
  - {ProcNum: 2, PatNum: 1, CodeNum: 1, ProcDate: today-40, ProcStatus: C, ProvNum: 1,
     DateTStamp: "2026-02-02 08:00:00"}
  - {ProcNum: 3, PatNum: 3, CodeNum: 1, ProcDate: today-9, ProcStatus: TP, AptNum: 10, PlannedAptNum: 11, ProvNum: 3}
  - {ProcNum: 4, PatNum: 1, CodeNum: 1, ProcDate: today-9, ProcStatus: D, ProvNum: 1}
  - {ProcNum: 5, PatNum: 1, CodeNum: 1, ProcDate: today-9, ProcStatus: TPi, ProvNum: 1}
  - {ProcNum: 6, PatNum: 1, CodeNum: 1, ProcDate: today-9, ProcStatus: EO, ProvNum: 1}
"""
NEW = {"PatNum": 3, "ProcDate": "2026-02-20", "ProcStatus": "TP", "procCode": "D0120"}
LATE = "PlaceService ClaimNote DateEntryC DateTP SiteNum HideGraphics CanadianTypeCodes ProcTime ProcTimeEnd Prognosis"
LATE += " IsLocked BillingNote Discount SecDateEntry"


@pytest.fixture
def office(practice_office):
    return practice_office(CHART)


def add(office, **fields):
    """Enter a procedure that must be taken: a check-up planned for patient 3 unless said otherwise."""
    answer = office.post("procedurelogs", NEW | fields)
    assert answer.status_code == 201, answer.text
    return answer.json


def change(office, number, **fields):
    """Change a procedure, which must work."""
    answer = office.put(f"procedurelogs/{number}", fields)
    assert answer.status_code == 200, answer.text
    return answer.json


def numbers(office, **query):
    return [row["ProcNum"] for row in office.read("procedurelogs", **query)]


def description(office, number):
    return office.read(f"appointments/{number}")["ProcDescript"]


def first_visit(office, number):
    return office.read(f"patients/{number}")["DateFirstVisit"]


def without_late_columns(row):
    return {name: value for name, value in row.items() if name not in LATE.split()}


SHOWN = {
    "ProcNum": 1,
    "PatNum": 3,
    "AptNum": 0,
    "ProcDate": "2026-02-21",
    "ProcFee": "130.00",
    "Surf": "MO",
    "ToothNum": "3",
    "ToothRange": "",
    "Priority": 101,
    "priority": "First",
    "ProcStatus": "TP",
    "ProvNum": 3,
    "provAbbr": "DOC2",
    "Dx": 111,
    "dxName": "Caries",
    "PlannedAptNum": 0,
    "PlaceService": "Office",
    "Prosthesis": "",
    "DateOriginalProsth": "0001-01-01",
    "ClaimNote": "",
    "DateEntryC": "0001-01-01",
    "ClinicNum": 1,
    "CodeNum": 2,
    "procCode": "D2392",
    "descript": "Filling",
    "UnitQty": 1,
    "BaseUnits": 0,
    "DateTP": "2026-02-21",
    "SiteNum": 0,
    "HideGraphics": "false",
    "CanadianTypeCodes": "",
    "ProcTime": "00:00:00",
    "ProcTimeEnd": "00:00:00",
    "DateTStamp": "2026-02-01 08:00:00",
    "Prognosis": 0,
    "IsLocked": "false",
    "BillingNote": "",
    "Discount": 0.0,
    "IsDateProsthEst": "false",
    "SecDateEntry": "2026-03-02",
    "serverDateTime": "2026-03-02 07:00:00",
}


def test_a_procedure_is_shown_with_every_field_in_the_documented_order(office):
    row = office.read("procedurelogs/1")

    assert row == SHOWN
    assert list(row) == list(SHOWN)


def test_an_older_office_shows_the_columns_of_its_time(practice_office):
    row = practice_office(CHART, version="25.1").read("procedurelogs/1")

    assert row == without_late_columns(SHOWN)
    assert list(row) == list(without_late_columns(SHOWN))


def test_a_list_begins_with_the_newest_and_holds_deleted_ones_too(office):
    rows = office.read("procedurelogs")

    assert [(row["ProcNum"], row["ProcStatus"]) for row in rows] == [
        (6, "EO"),
        (5, "TPi"),
        (4, "D"),
        (3, "TP"),
        (2, "C"),
        (1, "TP"),
    ]
    assert rows[-1] == SHOWN
    assert numbers(office, Limit=2, Offset=1) == [5, 4]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"PatNum": 3}, [3, 1]),
        ({"PatNum": 0, "AptNum": 0, "PlannedAptNum": 0, "CodeNum": 0}, [6, 5, 4, 3, 2, 1]),
        ({"PatNum": 5}, []),
        ({"AptNum": 10}, [3]),
        ({"PlannedAptNum": 11}, [3]),
        ({"ClinicNum": 1}, [1]),
        ({"ClinicNum": 0}, [6, 5, 4, 3, 2]),
        ({"ProcStatus": "TP"}, [3, 1]),
        ({"ProcStatus": "D"}, [4]),
        ({"CodeNum": 2}, [1]),
        ({"DateTStamp": "2026-02-02 08:00:00"}, [6, 5, 4, 3, 2]),
        ({"DateTStamp": "2026-02-02 08:00:01"}, [6, 5, 4, 3]),
        ({"PatNum": 3, "CodeNum": 1}, [3]),
    ],
    ids=str,
)
def test_a_list_is_filtered(office, query, found):
    assert numbers(office, **query) == found


@pytest.mark.parametrize(
    ("since", "before", "query"),
    [
        ("22.3.32", "22.3.31", {"AptNum": 10}),
        ("24.4.5", "24.4.4", {"PlannedAptNum": 11}),
        ("23.3.13", "23.3.12", {"ClinicNum": 1}),
        ("25.2.21", "25.2.20", {"ProcStatus": "D"}),
        ("25.2.21", "25.2.20", {"CodeNum": 2}),
    ],
    ids=str,
)
def test_an_office_older_than_a_filter_does_not_see_it(practice_office, since, before, query):
    assert len(numbers(practice_office(CHART, version=since), **query)) == 1
    assert len(numbers(practice_office(CHART, version=before), **query)) == 6


def test_a_procedure_is_entered_with_the_documented_defaults(office):
    answer = office.post("procedurelogs", NEW)

    assert answer.status_code == 201
    assert answer.headers["location"] == "http://localhost/api/v1/procedurelogs/7"
    left_out = ("Prosthesis", "DateOriginalProsth", "IsDateProsthEst")
    expected = {name: value for name, value in SHOWN.items() if name not in left_out} | {
        "ProcNum": 7,
        "ProcDate": "2026-02-20",
        "ProcFee": "48.50",
        "Surf": "",
        "ToothNum": "",
        "CodeNum": 1,
        "procCode": "D0120",
        "descript": "Check-up",
        "DateTP": "2026-03-02",
        "SiteNum": 5,
        "DateTStamp": "2026-03-02 07:00:00",
        "serverDateTime": "",
    }
    assert answer.json == expected
    assert list(answer.json) == list(expected)
    assert office.read("procedurelogs/7") == {
        **expected,
        "Prosthesis": "",
        "DateOriginalProsth": "0001-01-01",
        "IsDateProsthEst": "false",
        "serverDateTime": "2026-03-02 07:00:00",
    }


def test_what_is_given_is_kept(office):
    row = add(
        office,
        procCode="D2392",
        ToothNum=14,
        Surf="MOD",
        ProcFee="99.5",
        Priority=102,
        Dx=112,
        ProvNum=2,
        ClinicNum=0,
    )

    names = ("ToothNum", "Surf", "ProcFee", "Priority", "priority", "Dx", "dxName", "ProvNum", "provAbbr", "ClinicNum")
    assert tuple(row[name] for name in names) == ("14", "MOD", "99.50", 102, "Later", 112, "Fracture", 2, "HYG1", 0)


def test_priority_and_diagnosis_may_be_named_and_a_zero_is_none(office):
    named = add(office, priority="Later", dxName="Fracture")
    hidden = add(office, priority="Never", dxName="")
    none = add(office, Priority=0, Dx=0)

    assert [(row["Priority"], row["Dx"]) for row in (named, hidden, none)] == [(102, 112), (103, 111), (0, 0)]


@pytest.mark.parametrize(
    ("fee", "shown"),
    [(12, "12.00"), ("12.346", "12.35"), ("0", "0.00"), (-0.001, "0.00"), ("-5", "-5.00"), (1e18, f"{10**18}.00")],
)
def test_a_fee_is_shown_with_two_decimals(office, fee, shown):
    number = add(office, ProcFee=fee)["ProcNum"]

    assert office.read(f"procedurelogs/{number}")["ProcFee"] == shown


def test_what_follows_from_other_fields_is_silently_ignored(office):
    row = add(office, ProcNum=99, provAbbr="HYG1", CodeNum=4, descript="Crown")

    assert (row["ProcNum"], row["provAbbr"], row["CodeNum"], row["descript"]) == (7, "DOC2", 1, "Check-up")


def test_the_provider_is_the_appointments_else_the_patients_else_the_offices(office):
    assert add(office, AptNum=10)["ProvNum"] == 2
    assert add(office)["ProvNum"] == 3
    assert add(office, PatNum=5)["ProvNum"] == 1


@pytest.mark.parametrize("status", ["C", "EO"])
def test_treatment_done_is_entered_today_and_treatment_found_is_not(office, status):
    number = add(office, ProcStatus=status)["ProcNum"]

    row = office.read(f"procedurelogs/{number}")
    assert (row["ProcStatus"], row["DateEntryC"]) == (status, {"C": "2026-03-02", "EO": "0001-01-01"}[status])


@pytest.mark.parametrize("status", ["EC", "R", "Cn"])
def test_other_statuses_are_refused_in_the_words_that_were_seen(practice_office, status):
    words = "ProcStatus may only be set to Treatment Planned (TP), Complete (C), or Existing Other Provider (EO)."

    assert practice_office(CHART).refusal("POST", "procedurelogs", NEW | {"ProcStatus": status}) == (400, words)


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("D2392", {"ToothNum": "A", "Surf": "B"}),
        ("D2740", {"ToothNum": "32"}),
        ("D2740", {"ToothNum": "82"}),
        ("D2740", {"ToothNum": "TS"}),
        ("D4341", {"Surf": "LR", "ToothRange": "29-32"}),
        ("D5213", {"ToothRange": "2,3, 13-15"}),
    ],
    ids=str,
)
def test_a_place_is_kept_as_it_is_given(office, code, place):
    row = add(office, procCode=code, **place)

    assert {name: row[name] for name in place} == place


def test_what_a_code_does_not_take_is_left_aside(office):
    row = add(office, ToothNum="4", Surf="MODL", ToothRange="x")

    assert (row["ToothNum"], row["Surf"], row["ToothRange"]) == ("", "", "")


def test_one_entered_on_an_appointment_takes_its_date_and_shows_in_its_description(office):
    office.set_clock("2026-03-02 08:30:00")

    row = add(office, procCode="D2392", ToothNum="14", Surf="MO", AptNum="10")

    assert (row["AptNum"], row["ProcDate"]) == (10, "2026-03-05")
    appointment = office.read("appointments/10")
    assert (appointment["ProcDescript"], appointment["Pattern"]) == ("PerEx, #14-MO-Comp", "/XX/")
    assert appointment["DateTStamp"] == "2026-03-02 08:30:00"
    assert len(database(office).rows("SELECT * FROM histappointment WHERE AptNum = 10")) == 1


def test_one_planned_for_an_appointment_takes_its_date_unless_it_has_a_visit(office):
    planned = add(office, procCode="D2740", ToothNum="14", PlannedAptNum=11)
    both = add(office, procCode="D2740", ToothNum="15", PlannedAptNum=11, AptNum=10)

    assert (planned["PlannedAptNum"], planned["ProcDate"]) == (11, "2026-02-21")
    assert (both["PlannedAptNum"], both["AptNum"], both["ProcDate"]) == (11, 10, "2026-03-05")
    assert description(office, 11) == "PerEx, #14-Crn, #15-Crn"
    assert description(office, 10) == "PerEx, #15-Crn"


def test_attaching_is_judged_by_no_booking_rule(practice_office):
    rule = "{RuleDesc: Crowns, CodeStart: D2740, CodeEnd: D2740, IsEnabled: true}"
    office = practice_office(f"{CHART}appointmentrules:\n  - {rule}\n")
    twin = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-05 10:00:00", "ProvNum": 2, "Pattern": "/XX/"}
    assert office.post("appointments", twin).status_code == 201

    assert add(office, procCode="D2740", ToothNum="14", AptNum=10)["AptNum"] == 10
    assert description(office, 10) == "PerEx, #14-Crn"
    assert office.refusal("POST", "appointments", twin) == (400, "Not allowed to double book: Crowns")


def test_a_change_changes_what_is_given_and_answers_the_procedure(office):
    office.set_clock("2026-03-02 08:30:00")

    row = change(office, 1, ProcDate="2026-02-25", ProcFee="140", Priority="102", ProvNum="2", Dx="112", ClinicNum="0")

    expected = {
        "ProcDate": "2026-02-25",
        "ProcFee": "140.00",
        "Priority": 102,
        "priority": "Later",
        "ProvNum": 2,
        "provAbbr": "HYG1",
        "Dx": 112,
        "dxName": "Fracture",
        "ClinicNum": 0,
        "DateTStamp": "2026-03-02 08:30:00",
        "serverDateTime": "",
    }
    left_out = ("Prosthesis", "DateOriginalProsth", "IsDateProsthEst")
    assert row == {name: value for name, value in (SHOWN | expected).items() if name not in left_out}


def test_a_procedure_sent_back_as_it_stands_writes_nothing(office):
    office.set_clock("2026-03-02 08:30:00")
    before = database(office).contents()

    for number in (1, 2, 3, 5, 6):
        change(office, number, **office.read(f"procedurelogs/{number}"))

    assert database(office).contents() == before


def test_an_empty_place_is_silently_ignored(office):
    assert change(office, 1, ToothNum="", Surf="", ToothRange="")["Surf"] == "MO"


def test_priority_and_diagnosis_can_be_taken_away(office):
    row = change(office, 1, Priority=0, Dx=0)

    assert (row["Priority"], row["priority"], row["Dx"], row["dxName"]) == (0, "", 0, "")


def test_the_code_may_change_within_its_area_and_the_place_too(office):
    change(office, 1, AptNum=10)

    row = change(office, 1, procCode="D2391", ToothNum="19", Surf="B")

    assert (row["CodeNum"], row["procCode"], row["ToothNum"], row["Surf"]) == (3, "D2391", "19", "B")
    assert row["ProcFee"] == "130.00"
    assert description(office, 10) == "#19-B-C1, PerEx"


def test_attaching_takes_the_appointments_date_even_where_another_is_given(office):
    row = change(office, 1, AptNum="10", ProcDate="2026-02-25")

    assert (row["AptNum"], row["ProcDate"]) == (10, "2026-03-05")
    assert description(office, 10) == "#3-MO-Comp, PerEx"
    assert change(office, 1, AptNum=10, ProcDate="2026-02-25")["ProcDate"] == "2026-02-25"


def test_planning_takes_the_plans_date_unless_there_is_a_visit(office):
    assert change(office, 1, PlannedAptNum=11, ProcDate="2026-02-25")["ProcDate"] == "2026-02-21"
    assert description(office, 11) == "#3-MO-Comp, PerEx"

    assert change(office, 3, PlannedAptNum=0)["ProcDate"] == "2026-02-21"
    assert change(office, 3, PlannedAptNum=11, ProcDate="2026-02-25")["ProcDate"] == "2026-02-25"


def test_a_plan_without_a_date_leaves_the_date_as_it_is(office):
    assert add(office, PlannedAptNum=13)["ProcDate"] == "2026-02-20"
    assert change(office, 1, PlannedAptNum=13)["ProcDate"] == "2026-02-21"


def test_detaching_leaves_the_date_and_shows_in_the_description(office):
    change(office, 1, AptNum=10)

    row = change(office, 1, AptNum=0)

    assert (row["AptNum"], row["ProcDate"]) == (0, "2026-03-05")
    assert description(office, 10) == "PerEx"


def test_an_appointment_whose_description_stays_is_not_touched(office):
    office.set_clock("2026-03-02 08:00:00")
    change(office, 1, AptNum=10)
    office.set_clock("2026-03-02 08:30:00")

    change(office, 1, ProcFee="1")

    assert office.read("appointments/10")["DateTStamp"] == "2026-03-02 08:00:00"


def test_completing_enters_it_today_and_dates_the_first_visit(office):
    change(office, 1, ProcStatus="C")

    row = office.read("procedurelogs/1")
    assert (row["ProcStatus"], row["DateEntryC"], row["ProcDate"]) == ("C", "2026-03-02", "2026-02-21")
    assert first_visit(office, 3) == "2026-02-21"


def test_once_treated_a_patients_first_visit_stands(office):
    change(office, 1, ProcStatus="C")

    add(office, ProcStatus="C", ProcDate="2026-03-01")

    assert first_visit(office, 3) == "2026-02-21"


def test_treatment_that_is_entered_dates_a_blank_first_visit_only(office):
    add(office, ProcDate="2026-02-27")
    assert first_visit(office, 3) == "2026-02-27"

    add(office, ProcDate="2026-02-28")
    assert first_visit(office, 3) == "2026-02-27"

    add(office, ProcDate="2026-02-28", ProcStatus="C")
    assert first_visit(office, 3) == "2026-02-28"


def test_what_is_planned_for_an_appointment_only_is_no_visit(office):
    add(office, PlannedAptNum=11)
    assert first_visit(office, 3) == "0001-01-01"

    add(office, PlannedAptNum=11, AptNum=10)
    assert first_visit(office, 3) == "2026-03-05"


@pytest.mark.parametrize(("before", "after"), [("C", "TP"), ("EO", "TP"), ("TPi", "TP"), ("TPi", "C")])
def test_a_status_may_be_set_whatever_it_was(office, before, after):
    number = {"C": 2, "TPi": 5, "EO": 6}[before]

    assert change(office, number, ProcStatus=after)["ProcStatus"] == after


def test_a_deleted_procedure_stays_as_deleted_and_on_no_appointment(office):
    change(office, 1, AptNum=10, PlannedAptNum=11)
    office.set_clock("2026-03-02 08:30:00")

    answer = office.call("DELETE", "procedurelogs/3")

    assert (answer.status_code, answer.data) == (200, b"")
    row = office.read("procedurelogs/3")
    assert (row["ProcStatus"], row["AptNum"], row["PlannedAptNum"]) == ("D", 0, 0)
    assert row["DateTStamp"] == "2026-03-02 08:30:00"
    assert (description(office, 10), description(office, 11)) == ("#3-MO-Comp", "#3-MO-Comp")
    assert 3 in numbers(office, PatNum=3)


@pytest.mark.parametrize("number", [1, 2, 5])
def test_planned_and_completed_treatment_can_be_deleted(office, number):
    assert office.call("DELETE", f"procedurelogs/{number}").status_code == 200
    assert office.read(f"procedurelogs/{number}")["ProcStatus"] == "D"


def test_older_offices_delete_no_completed_treatment(practice_office):
    office = practice_office(CHART, version="23.1.10")
    refusal = (400, "Procedure cannot be deleted.")

    assert office.refusal("DELETE", "procedurelogs/2") == refusal
    assert practice_office(CHART, version="23.1.11").call("DELETE", "procedurelogs/2").status_code == 200


@pytest.mark.parametrize(
    ("since", "before", "method", "path"),
    [
        ("23.3.13", "23.3.12", "GET", "procedurelogs/1"),
        ("21.4", "21.3", "POST", "procedurelogs"),
        ("22.1", "21.4", "PUT", "procedurelogs/1"),
        ("22.1", "21.4", "DELETE", "procedurelogs/1"),
    ],
)
def test_each_method_came_with_its_version(practice_office, since, before, method, path):
    body = {"POST": NEW, "PUT": {}}.get(method)

    assert practice_office(CHART, version=since).call(method, path, body).status_code in (200, 201)
    assert practice_office(CHART, version=before).refusal(method, path, body) == (
        400,
        f"This method requires Open Dental version {since} or higher.",
    )


def test_the_demo_practice_lists_its_procedures(demo):
    rows = demo.read("procedurelogs", PatNum=11, AptNum=41)

    assert [(row["procCode"], row["ToothNum"], row["priority"]) for row in rows] == [
        ("D2391", "15", "1"),
        ("D2392", "14", "1"),
    ]
