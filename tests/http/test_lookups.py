"""What an office tells of itself: providers, rooms, schedules, lists and preferences."""

from __future__ import annotations

import re

import pytest

from mockod.vendors.opendental.resources import ROUTES
from support.not_simulated import LACKING, not_simulated

OFFICE = """
clinics:
  - {ClinicNum: 2, Description: South Clinic, Abbr: South, Phone: "5035550122"}
  - {ClinicNum: 1, Description: North Clinic, Abbr: North, Zip: "97301"}
  - {ClinicNum: 3, Description: Old Clinic, Abbr: Old, IsHidden: true}
employees:
  - {EmployeeNum: 4, FName: Rey}
providers:
  - {ProvNum: 2, Abbr: HYG1, IsSecondary: true, ProvColor: "164,255,164", DateTStamp: 2026-03-02 06:00:00}
  - {ProvNum: 3, Abbr: HID, IsHidden: true, DateTStamp: 2026-03-02 06:00:01}
  - {ProvNum: 4, Abbr: ELSE, ProvStatus: Deleted}
providercliniclinks:
  - {ProvNum: 2, ClinicNum: 1}
  - {ProvNum: 4, ClinicNum: 2}
operatories:
  - {OperatoryNum: 9, OpName: Room 9, Abbrev: OP-9, ItemOrder: 0, ClinicNum: 1, OperatoryType: 80, IsHygiene: true}
  - {OperatoryNum: 3, OpName: Room 3, ItemOrder: 7, IsHidden: true}
definitions:
  - {DefNum: 80, Category: OperatoryTypes, ItemName: Surgery}
  - {DefNum: 81, Category: BlockoutTypes, ItemName: Lunch, ItemValue: NS, ItemOrder: 1}
  - {DefNum: 82, Category: BlockoutTypes, ItemName: Phone, ItemOrder: 0}
  - {DefNum: 83, Category: BlockoutTypes, ItemName: Old, ItemOrder: 2, IsHidden: true}
  - {DefNum: 84, Category: ProcCodeCats, ItemName: Exams}
schedules:
  - {ScheduleNum: 101, SchedDate: today, StartTime: "13:00", StopTime: "17:00", ProvNum: 2, operatories: [9, 3, 1]}
  - {ScheduleNum: 102, SchedDate: today+1, StartTime: "07:00", StopTime: "07:30", SchedType: Blockout,
     BlockoutType: 81, Note: Closed, operatories: [1]}
  - {ScheduleNum: 103, SchedDate: today+2, SchedType: Practice, Note: Party}
  - {ScheduleNum: 104, SchedDate: today+2, StartTime: "06:00", StopTime: "18:00", SchedType: Employee, EmployeeNum: 4}
appointmenttypes:
  - {AppointmentTypeNum: 2, AppointmentTypeName: Crown, AppointmentTypeColor: "93,54,220", Pattern: //XX//,
     CodeStr: D2740, CodeStrRequired: D2740, RequiredProcCodesNeeded: AtLeastOne, BlockoutTypes: "81,82"}
  - {AppointmentTypeNum: 1, AppointmentTypeName: Exam, IsHidden: true}
procedurecodes:
  - {CodeNum: 5, ProcCode: D2740, Descript: crown, AbbrDesc: Crn, ProcTime: //XX//, TreatArea: Tooth, ProcCat: 84}
  - {CodeNum: 6, ProcCode: D0120, Descript: exam, DateTStamp: 2026-03-02 06:00:00}
"""

FIELDS = {
    "providers": """ProvNum Abbr LName FName MI Suffix FeeSched Specialty SSN StateLicense IsSecondary provColor
    IsHidden UsingTIN SigOnFile NationalProvID DateTStamp IsNotPerson ProvStatus IsHiddenReport Birthdate SchedNote
    PreferredName serverDateTime""",
    "operatories": """OperatoryNum OpName Abbrev ItemOrder IsHidden ProvDentist ProvHygienist IsHygiene ClinicNum
    SetProspective IsWebSched OperatoryType operatoryType""",
    "schedules": """ScheduleNum SchedDate StartTime StopTime SchedType ProvNum BlockoutType blockoutType Note
    operatories EmployeeNum""",
    "scheduleops": "ScheduleOpNum ScheduleNum OperatoryNum",
    "definitions": "DefNum ItemName ItemValue Category category isHidden",
    "appointmenttypes": """AppointmentTypeNum AppointmentTypeName appointmentTypeColor IsHidden Pattern CodeStr
    CodeStrRequired RequiredProcCodesNeeded BlockoutTypes""",
    "procedurecodes": """CodeNum ProcCode Descript AbbrDesc ProcTime ProcCat procCat TreatArea NoBillIns IsProsth
    DefaultNote IsHygiene AlternateCode1 MedicalCode IsTaxed PaintType LaymanTerm IsCanadianLab BaseUnits
    SubstitutionCode SubstOnlyIf DateTStamp DrugNDC RevenueCodeDefault ProvNumDefault CanadaTimeUnits IsRadiology
    DefaultClaimNote DefaultTPNote PaintText AreaAlsoToothRange DiagnosticCodes""",
    "clinics": """ClinicNum Description Address Address2 City State Zip BillingAddress BillingAddress2 BillingCity
    BillingState BillingZip PayToAddress PayToAddress2 PayToCity PayToState PayToZip Phone Abbr IsHidden""",
    "preferences": "PrefNum PrefName ValueString",
}
"""The vendor's pages of version 25.1."""
NUMBERS = {
    "providers": "ProvNum FeeSched Specialty",
    "operatories": "OperatoryNum ItemOrder ProvDentist ProvHygienist ClinicNum OperatoryType",
    "schedules": "",
    "scheduleops": "ScheduleOpNum ScheduleNum OperatoryNum",
    "definitions": "DefNum Category",
    "appointmenttypes": "AppointmentTypeNum",
    "procedurecodes": "CodeNum ProcCat BaseUnits ProvNumDefault",
    "clinics": "ClinicNum",
    "preferences": "PrefNum",
}
"""Fields that go out as whole numbers; CanadaTimeUnits is a decimal one, all others are text."""
SINGLE = {"providers": 1, "operatories": 1, "schedules": 101, "definitions": 19, "procedurecodes": 5}
NAMES = {
    "providers": "Provider",
    "operatories": "Operatory",
    "schedules": "Schedule",
    "definitions": "Definition",
    "procedurecodes": "ProcedureCode",
}


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def column(office, resource, name, **query):
    return [row[name] for row in office.read(resource, **query)]


# All of them


@pytest.mark.parametrize("resource", FIELDS)
def test_every_row_has_the_documented_fields_in_their_order(practice_office, resource):
    rows = practice_office(OFFICE, version="25.1").read(resource)
    assert rows
    assert all(list(row) == FIELDS[resource].split() for row in rows)


@pytest.mark.parametrize("resource", FIELDS)
def test_every_value_has_the_documented_type(office, resource):
    numbers = NUMBERS[resource].split()
    for row in office.read(resource):
        for name, value in row.items():
            kind = float if name == "CanadaTimeUnits" else int if name in numbers else str
            assert type(value) is kind, (name, value)


@pytest.mark.parametrize(("resource", "number"), SINGLE.items())
def test_a_row_by_its_number_is_the_row_of_the_list(office, resource, number):
    rows = office.read(resource, **({"date": "2026-03-02"} if resource == "schedules" else {}))
    assert office.read(f"{resource}/{number}") in rows


@pytest.mark.parametrize("resource", SINGLE)
def test_a_row_that_is_not_there_is_not_found(office, resource):
    assert office.refusal("GET", f"{resource}/99999") == (404, f"{NAMES[resource]} not found.")


@pytest.mark.parametrize("resource", FIELDS)
def test_unknown_parameters_are_ignored_and_refused_only_by_a_strict_office(practice_office, resource):
    faithful, strict = practice_office(OFFICE), practice_office(OFFICE, conduct="strict")
    assert faithful.read(resource, providerId="1") == faithful.read(resource)
    assert strict.refusal("GET", resource, providerId="1") == (400, "'providerId' is not a valid parameter.")


SINCE = {
    "providers/1": "24.4.17",
    "operatories/1": "24.1.10",
    "schedules": "22.1",
    "schedules/1": "22.1",
    "scheduleops": "23.2.27",
    "definitions/19": "26.2.1",
    "appointmenttypes": "22.4.10",
    "procedurecodes": "22.3.22",
    "procedurecodes/1": "23.3.25",
}


@pytest.mark.parametrize(("path", "since"), SINCE.items())
def test_methods_newer_than_the_office_are_refused_until_it_has_them(make_office, path, since):
    text = f"This method requires Open Dental version {since} or higher."
    assert make_office(version="21.4").refusal("GET", path) == (400, text)
    assert make_office(version=since).get(path).status_code in (200, 404)


def test_a_method_came_with_its_very_build(make_office):
    assert make_office(version="24.1.9").get("operatories/1").status_code == 400
    assert make_office(version="24.1.10").get("operatories/1").status_code == 200


@pytest.mark.parametrize("resource", ["providers", "operatories", "definitions", "clinics", "preferences", "patients"])
def test_the_oldest_lists_are_there_from_the_beginning(make_office, resource):
    assert make_office(version="21.1").get(resource).status_code == 200


@pytest.mark.parametrize(
    ("resource", "verb"),
    [
        (resource, verb)
        for resource in FIELDS
        for verb in ("POST", "PUT", "DELETE")
        if (verb, resource) not in {(row.method, row.path) for row in ROUTES.endpoints}
    ],
)
def test_a_list_can_be_changed_only_as_documented(office, resource, verb):
    theirs = [not_simulated(row) for row in LACKING if (row.method, row.path) == (verb, resource)]
    words = theirs or [f"{resource} {verb}  is not a valid method."]

    assert office.refusal(verb, resource) == (400, *words)


def test_what_an_office_is_set_up_with_is_never_deleted():
    assert {e.method for e in ROUTES.endpoints if e.resource in FIELDS} == {"GET", "POST", "PUT"}


# Providers


def test_providers_come_by_number_hidden_ones_too(office):
    assert column(office, "providers", "ProvNum") == [1, 2, 3, 4]


def test_a_provider_is_told_in_the_vendors_words(office):
    hygienist = office.read("providers/2")
    assert (hygienist["IsSecondary"], hygienist["provColor"]) == ("true", "164,255,164")
    assert (hygienist["ProvStatus"], hygienist["Birthdate"]) == ("Active", "0001-01-01")
    assert hygienist["serverDateTime"] == "2026-03-02 07:00:00"
    assert office.read("providers/1")["provColor"] == "0,0,0"
    assert office.read("providers/4")["ProvStatus"] == "Deleted"


def test_a_clinic_has_those_who_are_free_for_it_and_tells_no_time(office):
    assert column(office, "providers", "ProvNum", ClinicNum=1) == [1, 2]
    assert column(office, "providers", "ProvNum", ClinicNum=0) == [1]
    assert set(column(office, "providers", "serverDateTime", ClinicNum=1)) == {""}
    assert set(column(office, "providers", "serverDateTime", ClinicNum=1, DateTimeFormatString="yyyy")) == {""}
    assert office.refusal("GET", "providers", ClinicNum=9) == (404, "Clinic not found.")


def test_providers_changed_at_the_very_second_are_found(office):
    assert column(office, "providers", "ProvNum", DateTStamp="2026-03-02 06:00:00") == [2, 3]
    assert column(office, "providers", "ProvNum", DateTStamp="2026-03-02 06:00:01") == [3]
    refusal = (400, "DateTStamp format must be yyyy-MM-dd HH:mm:ss.")
    assert office.refusal("GET", "providers", DateTStamp="2026-03-02") == refusal


def test_an_old_office_ignores_the_time_and_tells_none(make_office):
    assert len(make_office(version="21.2").read("providers", DateTStamp="rubbish")) == 1
    assert "serverDateTime" not in make_office(version="21.1").read("providers")[0]


# Operatories


def test_operatories_come_by_number_and_not_by_their_place_hidden_ones_too(office):
    assert column(office, "operatories", "OperatoryNum") == [1, 3, 9]
    assert column(office, "operatories", "IsHidden") == ["false", "true", "false"]


def test_operatories_of_one_clinic(office):
    assert column(office, "operatories", "OperatoryNum", ClinicNum=1) == [9]
    assert column(office, "operatories", "OperatoryNum", ClinicNum=0) == [1, 3]
    assert column(office, "operatories", "OperatoryNum", ClinicNum="") == [1, 3, 9]
    assert office.refusal("GET", "operatories", ClinicNum=9) == (404, "Clinic not found.")
    assert office.refusal("GET", "operatories", ClinicNum=-1) == (400, "ClinicNum is invalid.")
    assert office.refusal("GET", "operatories", ClinicNum="x") == (400, "ClinicNum is invalid.")


def test_an_operatory_tells_its_type_as_number_and_as_text(office):
    room = office.read("operatories/9")
    assert (room["OperatoryType"], room["operatoryType"], room["IsHygiene"]) == (80, "Surgery", "true")


# Schedules


def test_a_schedule_is_all_text(office):
    assert office.read("schedules/102") == {
        "ScheduleNum": "102",
        "SchedDate": "2026-03-03",
        "StartTime": "07:00:00",
        "StopTime": "07:30:00",
        "SchedType": "Blockout",
        "ProvNum": "0",
        "BlockoutType": "81",
        "blockoutType": "Lunch",
        "Note": "Closed",
        "operatories": "1",
        "EmployeeNum": "0",
        "DateTStamp": "2026-03-02 00:00:00",
    }


def test_operatories_of_a_schedule_are_joined_by_commas(office):
    assert office.read("schedules/101")["operatories"] == "1,3,9"
    assert office.read("schedules/103")["operatories"] == ""


def test_a_practices_day_has_no_hours(office):
    day = office.read("schedules/103")
    assert (day["SchedType"], day["StartTime"], day["StopTime"], day["blockoutType"]) == (
        "Practice",
        *["00:00:00"] * 2,
        "",
    )


def test_schedules_are_todays_unless_dates_are_given(office):
    assert set(column(office, "schedules", "SchedDate")) == {"2026-03-02"}
    office.set_clock("2026-03-03 23:59:59")
    assert set(column(office, "schedules", "SchedDate", date="")) == {"2026-03-03"}
    assert set(column(office, "schedules", "SchedDate", date="2026-03-04")) == {"2026-03-04"}
    assert column(office, "schedules", "SchedDate", date="2020-01-01") == []


def test_schedules_are_sorted_by_time_of_day_across_dates(office):
    rows = office.read("schedules", dateStart="2026-03-02", dateEnd="2026-03-04")
    assert [row["ScheduleNum"] for row in rows][:3] == ["103", "104", "102"]
    assert [row["StartTime"] for row in rows] == sorted(row["StartTime"] for row in rows)
    assert {row["SchedDate"] for row in rows} == {"2026-03-02", "2026-03-03", "2026-03-04"}


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"SchedType": "Blockout"}, ["102"]),
        ({"SchedType": "Practice"}, ["103"]),
        ({"SchedType": "WebSchedASAP"}, []),
        ({"BlockoutDefNum": 81}, ["102"]),
        ({"ProvNum": 2}, ["101"]),
        ({"EmployeeNum": 4}, ["104"]),
        ({"ProvNum": 2, "SchedType": "Blockout"}, []),
        ({"ProvNum": 0, "BlockoutDefNum": 0, "EmployeeNum": 4}, ["104"]),
    ],
)
def test_filters_of_schedules_narrow_together_and_zero_is_none(office, query, numbers):
    rows = office.read("schedules", dateStart="2026-03-02", dateEnd="2026-03-04", **query)
    assert [row["ScheduleNum"] for row in rows] == numbers


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ({"SchedType": "provider"}, (400, "SchedType is invalid.")),
        ({"SchedType": "1"}, (400, "SchedType is invalid.")),
        ({"ProvNum": 99}, (404, "Provider not found.")),
        ({"EmployeeNum": 99}, (404, "Employee not found.")),
        ({"BlockoutDefNum": 19}, (400, "BlockoutDefNum is invalid.")),
        ({"date": "2026-3-2"}, (400, "date format must be yyyy-MM-dd.")),
        ({"date": "2026-02-30"}, (400, "date format must be yyyy-MM-dd.")),
        ({"dateStart": "2026-03-04", "dateEnd": "2026-03-02"}, (400, "dateStart is invalid.")),
    ],
)
def test_schedules_refuse_what_they_cannot_read(office, query, refusal):
    assert office.refusal("GET", "schedules", **query) == refusal


def test_the_time_of_a_schedules_last_change_came_later(make_office):
    assert "DateTStamp" not in make_office(version="25.1").read("schedules")[0]
    assert "DateTStamp" in make_office(version="25.2").read("schedules")[0]


def test_links_of_schedules_are_told_by_one_end_or_all(office):
    every = office.read("scheduleops")
    assert [row["ScheduleOpNum"] for row in every] == sorted(row["ScheduleOpNum"] for row in every)
    assert column(office, "scheduleops", "OperatoryNum", ScheduleNum=101) == [9, 3, 1]
    assert column(office, "scheduleops", "ScheduleNum", OperatoryNum=9) == [101]
    assert office.read("scheduleops", ScheduleNum=101, OperatoryNum=9) == []
    assert office.refusal("GET", "scheduleops", ScheduleNum=999) == (404, "Schedule not found.")
    assert office.refusal("GET", "scheduleops", OperatoryNum=999) == (404, "Operatory not found.")


# Definitions


def test_definitions_come_by_category_and_place_without_hidden_ones(office):
    rows = office.read("definitions")
    assert [row["Category"] for row in rows] == sorted(row["Category"] for row in rows)
    assert column(office, "definitions", "DefNum", Category=25) == [82, 81]
    assert column(office, "definitions", "DefNum", Category=25, includeHidden="true") == [82, 81, 83]
    assert column(office, "definitions", "isHidden", Category=25, includeHidden="true") == ["false", "false", "true"]


def test_a_definition_tells_its_category_as_number_and_as_text(office):
    assert office.read("definitions/81") == {
        "DefNum": 81,
        "ItemName": "Lunch",
        "ItemValue": "NS",
        "Category": 25,
        "category": "BlockoutTypes",
        "isHidden": "false",
    }


def test_the_categorys_name_narrows_only_since_it_was_understood(practice_office):
    assert column(practice_office(OFFICE), "definitions", "DefNum", category="BlockoutTypes") == [82, 81]
    old = practice_office(OFFICE, version="26.1")
    assert old.read("definitions", category="BlockoutTypes") == old.read("definitions")


def test_definitions_refuse_what_they_cannot_read(office):
    assert office.refusal("GET", "definitions", Category="Text") == (400, "Category is invalid.")
    assert office.refusal("GET", "definitions", category="Text") == (400, "category is invalid.")
    assert office.refusal("GET", "definitions", includeHidden="1") == (400, "includeHidden is invalid.")
    assert office.read("definitions", Category=5) == []


# Appointment types and procedure codes


def test_appointment_types_come_by_number_hidden_ones_too(office):
    exam, crown = office.read("appointmenttypes")
    assert crown == {
        "AppointmentTypeNum": 2,
        "AppointmentTypeName": "Crown",
        "appointmentTypeColor": "93,54,220",
        "IsHidden": "false",
        "Pattern": "//XX//",
        "CodeStr": "D2740",
        "CodeStrRequired": "D2740",
        "RequiredProcCodesNeeded": "AtLeastOne",
        "BlockoutTypes": "Phone,Lunch",
    }
    assert (exam["IsHidden"], exam["appointmentTypeColor"]) == ("true", "0,0,0")
    assert (exam["RequiredProcCodesNeeded"], exam["Pattern"], exam["BlockoutTypes"]) == ("None", "", "")


def test_procedure_codes_come_by_number_and_in_old_offices_by_code(practice_office):
    assert column(practice_office(OFFICE), "procedurecodes", "CodeNum") == [5, 6]
    assert column(practice_office(OFFICE, version="23.3.25"), "procedurecodes", "CodeNum") == [5, 6]
    assert column(practice_office(OFFICE, version="23.3.24"), "procedurecodes", "CodeNum") == [6, 5]


def test_a_procedure_code_tells_its_category_as_number_and_as_text(office):
    crown = office.read("procedurecodes/5")
    assert (crown["ProcCat"], crown["procCat"], crown["TreatArea"]) == (84, "Exams", "Tooth")
    assert (crown["PaintType"], crown["SubstOnlyIf"], crown["CanadaTimeUnits"]) == ("None", "Always", 0.0)


def test_procedure_codes_changed_at_the_very_second_are_found(practice_office):
    office = practice_office(OFFICE)
    assert column(office, "procedurecodes", "CodeNum", DateTStamp="2026-03-02 06:00:00") == [6]
    assert column(office, "procedurecodes", "CodeNum", DateTStamp="2026-03-02 06:00:01") == []
    assert len(practice_office(OFFICE, version="22.4.27").read("procedurecodes", DateTStamp="2030-01-01 00:00:00")) == 2


# Clinics and preferences


def test_an_office_without_clinics_has_none(make_office):
    assert make_office().read("clinics") == []


def test_clinics_come_by_number_without_hidden_ones(office):
    assert column(office, "clinics", "ClinicNum") == [1, 2]
    assert office.read("clinics")[1]["Phone"] == "5035550122"


def test_a_preference_is_found_by_its_name(office):
    (row,) = office.read("preferences", PrefName="PracticeDefaultProv")
    assert (row["PrefName"], row["ValueString"]) == ("PracticeDefaultProv", "1")
    assert office.read("preferences", PrefName="NoSuchThing") == []


def test_every_preference_has_a_value_and_a_number_of_its_own(office):
    numbers = column(office, "preferences", "PrefNum")
    assert numbers == sorted(set(numbers))
    assert column(office, "preferences", "ValueString", PrefName="ApptsAllowOverlap") == ["1"]


@pytest.mark.parametrize(
    ("version", "told"), [("22.1.14", "22.1.14.0"), ("25.4.48.0", "25.4.48.0"), ("26.3", "26.3.99.0")]
)
@pytest.mark.parametrize("name", ["ProgramVersion", "DataBaseVersion"])
def test_preferences_tell_the_version_that_the_office_runs(make_office, version, told, name):
    assert column(make_office(version=version), "preferences", "ValueString", PrefName=name) == [told]
    assert re.fullmatch(r"\d+\.\d+\.\d+\.\d+", told)
