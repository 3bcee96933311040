"""Patients over HTTP: how they are found, taken on and changed, and what is refused."""

from __future__ import annotations

import pytest

FULL = """PatNum LName FName MiddleI Preferred PatStatus Gender Position Birthdate SSN Address Address2 City State Zip
HmPhone WkPhone WirelessPhone Guarantor Email EstBalance PriProv priProvAbbr SecProv secProvAbbr FeeSched BillingType
ImageFolder FamFinUrgNote ChartNumber MedicaidID BalTotal EmployerNum DateFirstVisit ClinicNum clinicAbbr Premed Ward
PreferConfirmMethod PreferContactMethod PreferRecallMethod Language AdmitDate siteDesc DateTStamp SuperFamily TxtMsgOk
SecDateEntry""".split()
FOUND = """PatNum LName FName MiddleI Preferred PatStatus Birthdate SSN Address Address2 City State Zip HmPhone WkPhone
WirelessPhone Email priProvAbbr secProvAbbr BillingType ChartNumber ClinicNum clinicAbbr siteDesc TxtMsgOk""".split()

CROWD = """
clinics:
  - {ClinicNum: 1, Abbr: North}
  - {ClinicNum: 2, Abbr: South}
sites:
  - {SiteNum: 5, Description: School}
employers:
  - {EmployerNum: 8, EmpName: Mill}
insplans:
  - {PlanNum: 3}
inssubs:
  - {InsSubNum: 4, PlanNum: 3, Subscriber: 11, SubscriberID: "XY-77"}
patplans:
  - {PatPlanNum: 1, PatNum: 12, InsSubNum: 4}
operatories:
  - {OperatoryNum: 2, OpName: Room 2, ClinicNum: 1}
appointments:
  - {AptNum: 1, PatNum: 17, AptDateTime: today 09:00, Op: 2, ClinicNum: 1}
patients:
  - {PatNum: 11, LName: Özgür, FName: Ada, Birthdate: 1980-02-03, ClinicNum: 1, HmPhone: 503.555.0111, City: Salem,
     Gender: Female, Position: Married, DateTStamp: 2026-03-02 06:00:00}
  - {PatNum: 12, LName: Özgürlük, FName: Bo, Preferred: Zack, ClinicNum: 2, WkPhone: 1-503-555-0112, SiteNum: 5,
     Email: bo@example.com, ChartNumber: C12, State: OR, SSN: "123456789", Country: Norway, EmployerNum: 8}
  - {PatNum: 13, LName: Park, FName: Ina, PatStatus: Inactive, DateTStamp: 2026-03-01 12:00:00}
  - {PatNum: 14, LName: Parker, FName: Art, PatStatus: Archived}
  - {PatNum: 15, LName: Parkman, FName: Dee, PatStatus: Deleted, Birthdate: 1990-01-01, Email: dee@example.com}
  - {PatNum: 16, LName: Parkman, FName: Cy, Guarantor: 13, Address: 4145 S. Court St., Address2: "Apt #5_b 100%"}
  - {PatNum: 17, LName: Sparks, FName: Eve, ClinicNum: 2, SuperFamily: 11}
  - {PatNum: 18, LName: Parkin, FName: Rip, PatStatus: Deceased}
"""


@pytest.fixture
def crowd(practice_office):
    return practice_office(CROWD)


def found(office, **query):
    return [row["PatNum"] for row in office.read("patients", **query)]


def simple(office, **query):
    return [row["PatNum"] for row in office.read("patients/Simple", **query)]


def add(office, **fields):
    response = office.post("patients", fields)
    assert response.status_code == 201, response.text
    return response.json


# The search


@pytest.mark.parametrize("name", ["DateTStamp", "search", "page", "phone", "BirthDate", "limit", "lName"])
def test_the_search_refuses_names_it_does_not_know(office, name):
    assert office.refusal("GET", "patients", **{name: "x"}) == (400, f"'{name}' is not a valid parameter.")


def test_an_unknown_name_is_refused_even_without_a_value(office):
    assert office.refusal("GET", "patients", search="") == (400, "'search' is not a valid parameter.")


def test_a_parameter_without_a_value_is_not_given(crowd):
    assert found(crowd, LName="", Birthdate="", clinicNums="") == found(crowd)


def test_the_search_answers_fewer_fields_in_the_vendors_order(office):
    assert list(office.read("patients")[0]) == FOUND


def test_names_match_from_their_beginning_in_any_case_and_script(crowd):
    assert found(crowd, LName="PARK", showArchived="true") == [13, 14, 18, 16]
    assert found(crowd, LName="öZGÜR") == [11, 12]
    assert found(crowd, LName="zgür") == []
    assert found(crowd, LName="park", FName="c") == [16]
    assert found(crowd, LName="%ark") == found(crowd, LName="_ark") == []


NAMESAKES = """
patients:
  - {PatNum: 31, LName: Lee, FName: Anna}
  - {PatNum: 32, LName: Leeds, FName: Ann}
  - {PatNum: 33, LName: leeds, FName: Al}
  - {PatNum: 34, LName: Lee, FName: Ann}
  - {PatNum: 35, LName: LEE, FName: ann}
"""


def test_exact_namesakes_come_first_and_the_rest_by_last_and_first_name(crowd, practice_office):
    assert found(crowd) == [1, 2, 11, 12, 13, 18, 16, 17]
    office = practice_office(NAMESAKES, alone=True)
    assert found(office) == [34, 35, 31, 33, 32]
    assert found(office, LName="leeds") == [33, 32]
    assert found(office, LName="lee") == [34, 35, 31, 33, 32]
    assert found(office, LName="le", FName="ann") == [34, 35, 31, 32]
    assert found(office, FName="ann") == [34, 35, 32, 31]
    assert found(office, FName="anna") == [31]
    assert found(office, LName="LEE", FName="ANN", Limit="1", Offset="1") == [35]


def test_the_preferred_name_counts_only_where_the_office_says_so(crowd, practice_office):
    assert found(crowd, FName="zack") == []
    office = practice_office(CROWD + "preferences:\n  PatientSelectUseFNameForPreferred: 1\n")
    assert found(office, FName="zack") == [12]
    assert found(office, FName="zack", City="Salem") == []


@pytest.mark.parametrize(
    "phone",
    ["5035550111", "(503) 555-0111", "+15035550111", "1 503 555 0111", "503-555-0111", "5550111", "+1 (503) 555"],
)
def test_phones_are_found_by_their_digits(crowd, phone):
    assert 11 in found(crowd, Phone=phone)


def test_a_leading_one_counts_for_nothing_on_either_side(crowd):
    assert found(crowd, Phone="5035550112") == found(crowd, Phone="+1 503 555 0112") == [12]


def test_any_of_three_phones_may_match(crowd):
    assert found(crowd, Phone="50355501") == [1, 11, 12]
    assert found(crowd, Phone="5035559999") == []


def test_inactive_patients_are_found_unless_hidden(crowd):
    assert 13 in found(crowd)
    for told in ("true", "True"):
        assert 13 not in found(crowd, hideInactive=told)


def test_archived_patients_are_found_only_where_wanted_deleted_ones_never_and_deceased_ones_always(crowd):
    assert not {14, 15} & set(found(crowd))
    assert set(found(crowd, showArchived="true")) == {*found(crowd), 14}
    assert found(crowd, showArchived="true", LName="Parkman") == [16]
    assert 18 in found(crowd, hideInactive="true")


def test_only_guarantors_are_found_where_wanted(crowd):
    assert {2, 16} & set(found(crowd, guarOnly="true")) == set()
    assert {2, 16} < set(found(crowd, guarOnly="false"))


def test_clinics_bring_exactly_their_own_patients(crowd):
    assert found(crowd, clinicNums="1") == [11]
    assert found(crowd, clinicNums="1,2") == found(crowd, clinicNums=" 2, 1 ,2") == [11, 12, 17]
    assert found(crowd, clinicNums="0") == [1, 2, 13, 18, 16]
    assert found(crowd, clinicAbbr="sou") == found(crowd, clinicAbbr="UTH") == [12, 17]
    assert crowd.refusal("GET", "patients", clinicNums="1,99") == (404, "Clinic not found.")
    assert crowd.refusal("GET", "patients", clinicNums="1;2") == (400, "clinicNums is invalid.")


def test_five_hundred_clinics_are_as_many_as_one_may_name(practice_office):
    clinics = "".join(f"  - {{ClinicNum: {number}, Abbr: C{number}}}\n" for number in range(1, 502))
    office = practice_office(
        f"clinics:\n{clinics}patients:\n  - {{PatNum: 9, LName: A, FName: B, ClinicNum: 500}}\n", alone=True
    )
    numbers = [str(number) for number in range(1, 502)]
    assert found(office, clinicNums=",".join(numbers[:500])) == [9]
    assert office.refusal("GET", "patients", clinicNums=",".join(numbers)) == (400, "clinicNums is invalid.")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"SubscriberId": "xy-"}, [12]),
        ({"SubscriberId": "77"}, [12]),
        ({"SubscriberId": "XY77"}, []),
        ({"Birthdate": "1980-02-03"}, [11]),
        ({"Birthdate": "0001-01-01"}, [1, 2, 12, 13, 18, 16, 17]),
        ({"Birthdate": "1879-12-31"}, []),
        ({"Email": "EXAMPLE.com"}, [12]),
        ({"Email": "%"}, []),
        ({"City": "sal"}, [11]),
        ({"City": "ALEM"}, [11]),
        ({"City": "s_lem"}, []),
        ({"State": "or"}, [12]),
        ({"SSN": "1234"}, [12]),
        ({"SSN": "6789"}, [12]),
        ({"SSN": "123-45-6789"}, []),
        ({"ChartNumber": "c1"}, [12]),
        ({"ChartNumber": "12"}, [12]),
        ({"Country": "way"}, [12]),
        ({"SiteNum": "5"}, [12]),
        ({"invoiceNumber": "1"}, []),
        ({"Address": "court ST."}, [16]),
        ({"Address": "St. apt #5"}, [16]),
        ({"Address": "5_B 100%"}, [16]),
        ({"Address": "4145 s court st"}, []),
        ({"Address": "court st. 4145"}, []),
        ({"Address": "x" * 60_000}, []),
        ({"Phone": "unknown"}, []),
    ],
)
def test_every_filter_of_the_search_narrows(crowd, query, numbers):
    assert found(crowd, **query) == numbers


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ({"Birthdate": "02/03/1980"}, (400, "Birthdate format must be yyyy-MM-dd.")),
        ({"hideInactive": "yes"}, (400, "hideInactive is invalid.")),
        ({"SiteNum": "9"}, (404, "Site not found.")),
        ({"SiteNum": "-1"}, (400, "SiteNum is invalid.")),
    ],
)
def test_the_search_refuses_what_it_cannot_read(crowd, query, refusal):
    assert crowd.refusal("GET", "patients", **query) == refusal


def test_site_number_0_is_no_filter(crowd):
    assert found(crowd, SiteNum="0") == found(crowd)


def test_nobody_found_is_an_empty_list(office):
    assert office.read("patients", LName="Nobody") == []


# One patient, and Simple


def test_one_patient_has_every_field_in_the_vendors_order(office):
    assert list(office.read("patients/1")) == FULL


def test_a_patient_who_is_not_there_is_not_found(office):
    assert office.refusal("GET", "patients/99") == (404, "Patient not found.")


def test_a_deleted_patient_can_still_be_read_by_number(crowd):
    assert crowd.read("patients/15")["PatStatus"] == "Deleted"


def test_fields_that_an_office_is_too_old_for_are_absent(make_office):
    patient = make_office(version="25.1").read("patients/1")
    assert list(patient) == [name for name in FULL if name not in ("FeeSched", "Premed")]


def test_values_have_the_vendors_types(office):
    patient = office.read("patients/1")
    for name in "PatNum Guarantor PriProv SecProv FeeSched EmployerNum ClinicNum SuperFamily".split():
        assert type(patient[name]) is int, name
    for name in ("EstBalance", "BalTotal"):
        assert type(patient[name]) is float, name
    others = [name for name, value in patient.items() if type(value) not in (int, float)]
    assert all(type(patient[name]) is str for name in others)
    assert patient["Premed"] == "false"
    assert patient["Birthdate"] == patient["AdmitDate"] == patient["DateFirstVisit"] == "0001-01-01"
    assert patient["DateTStamp"] == "2026-03-02 00:00:00"
    assert (patient["BillingType"], patient["priProvAbbr"], patient["secProvAbbr"]) == ("Standard Account", "DOC1", "")
    assert (patient["PreferRecallMethod"], patient["TxtMsgOk"], patient["Gender"]) == ("None", "Unknown", "Unknown")


def test_simple_tells_the_servers_time_first(office):
    row = office.read("patients/simple")[0]
    assert list(row) == ["serverDateTime", *FULL]
    assert row["serverDateTime"] == "2026-03-02 07:00:00"


def test_simple_matches_any_part_of_a_name_and_sorts_by_number(crowd):
    assert simple(crowd, LName="ARK") == [13, 14, 16, 17, 18]
    assert simple(crowd, LName="ZGÜR", FName="D") == [11]


def test_simple_counts_a_change_at_the_very_second(crowd):
    assert simple(crowd, DateTStamp="2026-03-02 06:00:00") == [11]
    assert simple(crowd, DateTStamp="2026-03-02 06:00:01") == []
    assert 13 not in simple(crowd, DateTStamp="2026-03-02 00:00:00")


def test_simple_takes_times_in_full_only(office):
    refusal = (400, "DateTStamp format must be yyyy-MM-dd HH:mm:ss.")
    assert office.refusal("GET", "patients/Simple", DateTStamp="2026-03-02") == refusal


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"Birthdate": "1980-02-03"}, [11]),
        ({"Birthdate": "0001-01-01"}, [1, 2, 12, 13, 14, 16, 17, 18]),
        ({"ClinicNum": "2"}, [12, 17]),
        ({"PatStatus": "Archived"}, [14]),
        ({"PriProv": "1"}, [1, 2]),
        ({"Gender": "Female"}, [11]),
        ({"Position": "Married"}, [11]),
        ({"Guarantor": "1"}, [1, 2]),
        ({"SuperFamily": "11"}, [17]),
        ({"EmployerNum": "8"}, [12]),
        ({"FName": "", "Phone": "5035550111"}, [1, 2, 11, 12, 13, 14, 16, 17, 18]),
    ],
)
def test_every_filter_of_simple_is_exact_and_unknown_ones_are_ignored(crowd, query, numbers):
    assert simple(crowd, **query) == numbers


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ({"ClinicNum": "9"}, (404, "Clinic not found.")),
        ({"PriProv": "9"}, (404, "Provider not found.")),
        ({"Guarantor": "99"}, (404, "Patient not found.")),
        ({"EmployerNum": "9"}, (404, "Employer not found.")),
        ({"PatStatus": "Deleted"}, (400, "PatStatus is invalid.")),
        ({"PatStatus": "0"}, (400, "PatStatus is invalid.")),
        ({"Gender": "female"}, (400, "Gender is invalid.")),
    ],
)
def test_simple_refuses_rows_and_names_that_do_not_exist(crowd, query, refusal):
    assert crowd.refusal("GET", "patients/Simple", **query) == refusal


def test_filters_that_an_office_is_too_old_for_are_ignored(make_office):
    assert len(make_office(version="22.3.5").read("patients/Simple", Gender="Female")) == 2
    assert make_office(version="22.3.6").read("patients/Simple", Gender="Female") == []


def test_simple_and_changing_came_after_the_first_version(make_office):
    office = make_office(version="21.1")
    text = "This method requires Open Dental version 21.2 or higher."
    assert office.refusal("GET", "patients/Simple") == (400, text)
    assert office.refusal("PUT", "patients/1", {"City": "Salem"}) == (400, text)


# Taking on


def test_a_new_patient_has_the_documented_defaults(office):
    response = office.post("patients", {"LName": "Novak", "FName": "Jan"})

    assert response.status_code == 201
    new = response.json
    assert response.headers["location"] == f"http://localhost/api/v1/patients/{new['PatNum']}"
    assert list(new) == FULL
    assert new == {**new, "PatStatus": "Patient", "Gender": "Unknown", "Position": "Single", "TxtMsgOk": "Unknown"}
    assert new["Guarantor"] == new["PatNum"]
    assert new["ImageFolder"] == f"NovakJan{new['PatNum']}"
    assert (new["DateTStamp"], new["SecDateEntry"]) == ("2026-03-02 07:00:00", "2026-03-02")
    assert (new["BillingType"], new["SuperFamily"], new["Birthdate"]) == ("Standard Account", 0, "0001-01-01")
    assert office.read(f"patients/{new['PatNum']}") == new


def test_what_is_sent_is_kept(office):
    sent = {
        "LName": "Novak",
        "FName": "Jan",
        "Preferred": "J",
        "Birthdate": "1991-12-31",
        "Gender": "Male",
        "Position": "Widowed",
        "WirelessPhone": "+15035550199",
        "TxtMsgOk": "Yes",
        "PreferContactMethod": "WirelessPh",
        "PreferConfirmMethod": "TextMessage",
        "PriProv": 1,
        "Premed": "true",
        "Zip": "97301-1234",
        "Language": "spa",
        "DateFirstVisit": "2026-04-01",
    }
    new = add(office, **sent)
    assert new == {**new, **sent, "priProvAbbr": "DOC1"}


@pytest.mark.parametrize("name", ["LName", "FName"])
@pytest.mark.parametrize("empty", [{}, "", None])
def test_both_names_are_required(office, name, empty):
    body = {"LName": "Novak", "FName": "Jan", name: empty}
    if empty == {}:
        del body[name]
    assert office.refusal("POST", "patients", body) == (400, f"{name} is required.")


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"Gender": "Other"}, (400, "Gender is invalid.")),
        ({"Gender": 1}, (400, "Gender is invalid.")),
        ({"PatStatus": "Deleted"}, (400, "PatStatus is invalid.")),
        ({"Birthdate": "1/2/1990"}, (400, "Birthdate format must be yyyy-MM-dd.")),
        ({"Birthdate": ""}, (400, "Birthdate is invalid.")),
        ({"BillingType": "Nothing"}, (400, "BillingType is invalid.")),
        ({"BillingType": "Unconfirmed"}, (400, "BillingType is invalid.")),
        ({"ChartNumber": "1234567890123456"}, (400, "ChartNumber is invalid.")),
        ({"PriProv": 9}, (404, "Provider not found.")),
        ({"SecProv": 9}, (404, "Provider not found.")),
        ({"ClinicNum": 9}, (404, "Clinic not found.")),
        ({"Guarantor": 99}, (404, "Patient not found.")),
        ({"Guarantor": 2}, (400, "Guarantor is invalid.")),
        ({"SuperFamily": 99}, (404, "Patient not found.")),
        ({"EmployerNum": 9}, (404, "Employer not found.")),
        ({"FeeSched": 9}, (404, "FeeSched not found.")),
        ({"Premed": "maybe"}, (400, "Premed is invalid.")),
        ({"TxtMsgOk": "Yes"}, (400, "TxtMsgOk is invalid.")),
        ({"TxtMsgOk": "Yes", "HmPhone": "5035550123"}, (400, "TxtMsgOk is invalid.")),
        ({"FamFinUrgNote": "owes", "Guarantor": 1}, (400, "FamFinUrgNote is invalid.")),
        ({"Guarantor": 1, "SuperFamily": 1}, (400, "Only one field is allowed, Guarantor or SuperFamily.")),
    ],
)
def test_a_new_patient_is_refused_for_each_wrong_value_and_nothing_is_kept(office, fields, refusal):
    assert office.refusal("POST", "patients", {"LName": "Novak", "FName": "Jan", **fields}) == refusal
    assert office.read("patients", LName="Novak") == []


@pytest.mark.parametrize("zip_code", ["97301", "97301-1234", "973011234", "K1A 0B1", ""])
def test_postal_codes_of_both_countries_are_taken(office, zip_code):
    assert add(office, LName="Novak", FName="Jan", Zip=zip_code)["Zip"] == zip_code


@pytest.mark.parametrize("zip_code", ["9730", "97301-12", "k1a 0b1", "K1A0B1", "97301 "])
def test_other_postal_codes_are_refused(office, zip_code):
    body = {"LName": "Novak", "FName": "Jan", "Zip": zip_code}
    assert office.refusal("POST", "patients", body) == (400, "Zip is invalid.")


def test_canadian_postal_codes_came_later(make_office):
    body = {"LName": "Novak", "FName": "Jan", "Zip": "K1A 0B1"}
    assert make_office(version="23.2.4").refusal("POST", "patients", body) == (400, "Zip is invalid.")
    assert make_office(version="23.2.5").post("patients", body).status_code == 201


def test_a_chart_number_may_have_fifteen_characters(office):
    assert add(office, LName="Novak", FName="Jan", ChartNumber="1" * 15)["ChartNumber"] == "1" * 15


def test_fields_that_an_office_is_too_old_for_are_ignored(make_office):
    office = make_office(version="22.1")
    sent = {"PreferRecallMethod": "Email", "SuperFamily": 1, "MedicaidID": "M", "Ward": "W", "FamFinUrgNote": "n"}
    new = add(office, LName="Novak", FName="Jan", **sent)
    assert [new[name] for name in sent] == ["None", 0, "", "", ""]


# Duplicates

TWIN = {"LName": "Twin", "FName": "Tom", "Birthdate": "1990-05-06"}
DUPLICATE = (400, "A Patient with that information already exists")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"Email": "t@example.com"}, {"Email": "T@Example.com"}),
        ({"HmPhone": "(503)555-0123"}, {"WirelessPhone": "5035550123"}),
        ({"WkPhone": "1-503-555-0123"}, {"HmPhone": "503 555 0123"}),
        ({"WkPhone": "555-0123"}, {"HmPhone": "503 555 0123"}),
        ({"Email": "t@example.com", "HmPhone": "5035550123"}, {"Email": "u@example.com", "WkPhone": "5035550123"}),
    ],
)
def test_a_namesake_of_the_same_day_reached_the_same_way_is_a_duplicate(office, first, second):
    add(office, **TWIN, **first)
    assert office.refusal("POST", "patients", {**TWIN, **second}) == DUPLICATE
    for name in ("TWIN", "Twîn", "Twin  "):
        assert office.refusal("POST", "patients", {**TWIN, "LName": name, **second}) == DUPLICATE


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {}),
        ({"Email": "t@example.com"}, {}),
        ({}, {"HmPhone": "5035550123"}),
        ({"HmPhone": "none"}, {"HmPhone": "none"}),
        ({"HmPhone": "5035550123"}, {"HmPhone": "5035550124"}),
        ({"Email": "t@example.com"}, {"Email": "t@example.com", "FName": "Tim"}),
        ({"Email": "t@example.com"}, {"Email": "t@example.com", "Birthdate": "1990-05-07"}),
    ],
)
def test_a_namesake_reached_another_way_is_someone_else(office, first, second):
    add(office, **{**TWIN, **first})
    add(office, **{**TWIN, **second})


def test_no_birthdate_equals_no_birthdate(office):
    body = {"LName": "Muster", "FName": "Erika", "HmPhone": "5035550101"}
    assert office.refusal("POST", "patients", body) == DUPLICATE


def test_phones_and_mail_of_the_whole_family_count(office):
    parent = add(office, LName="Twin", FName="Ann", WkPhone="5035550123", Email="ann@example.com")
    add(office, **TWIN, Guarantor=parent["PatNum"])
    assert office.refusal("POST", "patients", {**TWIN, "HmPhone": "(503) 555-0123"}) == DUPLICATE
    assert office.refusal("POST", "patients", {**TWIN, "Email": "ann@example.com"}) == DUPLICATE


def test_a_deleted_twin_counts_too(crowd):
    body = {"LName": "Parkman", "FName": "Dee", "Birthdate": "1990-01-01", "Email": "dee@example.com"}
    assert crowd.refusal("POST", "patients", body) == DUPLICATE


# Changing


def test_a_change_sets_only_what_is_given(office):
    before = office.read("patients/1")
    office.set_clock("2026-03-02 09:30:00")
    changed = office.put("patients/1", {"City": "Salem", "PatStatus": "Inactive"})
    assert changed.status_code == 200
    assert changed.json == {
        **before,
        "City": "Salem",
        "PatStatus": "Inactive",
        "DateTStamp": "2026-03-02 09:30:00",
    }
    assert office.read("patients/1") == changed.json
    assert office.read("patients/2")["DateTStamp"] == "2026-03-02 00:00:00"


def test_a_change_to_nothing_new_keeps_the_time_of_the_last_change(office):
    before = office.read("patients/1")
    office.set_clock("2026-03-02 09:30:00")
    del before["SuperFamily"]  # not together with Guarantor
    for body in ({}, {"FName": "Erika"}, {"Guarantor": 1}, {"SuperFamily": 0}, before):
        assert office.put("patients/1", body).json == {**before, "SuperFamily": 0}


def test_an_empty_text_clears_a_field_but_never_a_name(office):
    assert office.put("patients/1", {"WirelessPhone": "", "Email": ""}).json["WirelessPhone"] == ""
    assert office.refusal("PUT", "patients/1", {"LName": ""}) == (400, "LName is required.")
    assert office.refusal("PUT", "patients/1", {"FName": ""}) == (400, "FName is required.")
    assert office.refusal("PUT", "patients/1", {"PriProv": ""}) == (400, "PriProv is invalid.")


def test_null_changes_nothing(office):
    before = office.read("patients/1")
    assert office.put("patients/1", {"LName": None, "WirelessPhone": None}).json == before


def test_a_patient_must_exist_to_be_changed(office):
    assert office.refusal("PUT", "patients/99", {"LName": ""}) == (404, "Patient not found.")


@pytest.mark.parametrize("body", [{"City": "Salem"}, {"PatStatus": "Patient"}, {}])
def test_a_deleted_patient_cannot_be_changed(crowd, body):
    assert crowd.refusal("PUT", "patients/15", body)[0] == 400
    assert crowd.read("patients/15")["PatStatus"] == "Deleted"


def test_texting_needs_a_wireless_phone_before_or_with_it(office):
    assert office.put("patients/1", {"TxtMsgOk": "Yes"}).json["TxtMsgOk"] == "Yes"
    assert office.refusal("PUT", "patients/2", {"TxtMsgOk": "Yes"}) == (400, "TxtMsgOk is invalid.")
    assert office.put("patients/2", {"TxtMsgOk": "Yes", "WirelessPhone": "1"}).json["TxtMsgOk"] == "Yes"


def test_what_was_wrong_before_does_not_stop_another_change(practice_office):
    office = practice_office("patients:\n  - {PatNum: 3, LName: Old, FName: Ida, Zip: none, TxtMsgOk: Yes}\n")
    assert office.put("patients/3", {"City": "Salem"}).json["City"] == "Salem"


def test_renaming_is_no_duplicate(office):
    add(office, **TWIN, Email="t@example.com")
    other = add(office, **{**TWIN, "FName": "Tim"}, Email="t@example.com")
    assert office.put(f"patients/{other['PatNum']}", {"FName": "Tom"}).status_code == 200


def test_only_the_guarantor_hands_the_family_over(office):
    third = add(office, LName="Muster", FName="Kim", Guarantor=1)["PatNum"]
    assert office.refusal("PUT", "patients/2", {"Guarantor": third}) == (400, "Guarantor is invalid.")
    assert office.put("patients/1", {"Guarantor": 2}).json["Guarantor"] == 2
    assert [office.read(f"patients/{n}")["Guarantor"] for n in (1, 2, third)] == [2, 2, 2]


def test_a_member_may_leave_alone_or_join_another_family(office):
    other = add(office, LName="Novak", FName="Jan")["PatNum"]
    assert office.put("patients/2", {"Guarantor": 2}).json["Guarantor"] == 2
    assert office.put("patients/2", {"Guarantor": other}).json["Guarantor"] == other


@pytest.mark.parametrize("guarantor", [0, 3])
def test_a_guarantor_cannot_leave_his_family_behind(practice_office, guarantor):
    office = practice_office("patients:\n  - {PatNum: 3, LName: Novak, FName: Jan}\n")
    assert office.refusal("PUT", "patients/1", {"Guarantor": guarantor}) == (400, "Guarantor is invalid.")


def test_the_note_on_a_familys_finances_is_the_guarantors(office):
    assert office.put("patients/1", {"FamFinUrgNote": "owes"}).json["FamFinUrgNote"] == "owes"
    assert office.refusal("PUT", "patients/2", {"FamFinUrgNote": "owes"}) == (400, "FamFinUrgNote is invalid.")


def super_families(office, *numbers):
    return [office.read(f"patients/{number}")["SuperFamily"] for number in numbers]


def test_a_whole_family_joins_a_super_family_and_its_head_with_it(office):
    new = add(office, LName="Novak", FName="Jan", SuperFamily=1)["PatNum"]
    assert super_families(office, 1, 2, new) == [1, 1, 1]


def test_a_family_leaves_alone_and_the_heads_leaving_ends_the_super_family(office):
    first = add(office, LName="Novak", FName="Jan", SuperFamily=1)["PatNum"]
    second = add(office, LName="Orwell", FName="Kai", SuperFamily=1)["PatNum"]
    assert office.put(f"patients/{first}", {"SuperFamily": 0}).json["SuperFamily"] == 0
    assert super_families(office, 1, 2, first, second) == [1, 1, 0, 1]
    assert office.put("patients/2", {"SuperFamily": 0}).json["SuperFamily"] == 0
    assert super_families(office, 1, 2, first, second) == [0, 0, 0, 0]


def test_patients_are_never_deleted_through_the_api(office):
    assert office.refusal("DELETE", "patients/1") == (400, "patients DELETE  is not a valid method.")


def test_line_breaks_are_shown_as_blanks(office):
    made = office.post("patients", {"LName": "Two", "FName": "Lines", "Address": "x\ny", "FamFinUrgNote": "a\r\nb\rc"})

    assert (made.json["Address"], made.json["FamFinUrgNote"]) == ("x y", "a b c")
