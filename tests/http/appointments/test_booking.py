"""POST appointments: what a client sends, what it gets back, and what follows."""

from __future__ import annotations

import pytest

NINE = "2026-03-02 09:00:00"
BOOKABLE = """
definitions:
  - {DefNum: 209, Category: ApptConfirmed, ItemName: Arrived, ItemOrder: 5}
clinics:
  - {ClinicNum: 1, Description: North, Abbr: N}
  - {ClinicNum: 2, Description: South, Abbr: S}
providers:
  - {ProvNum: 2, Abbr: HYG1, IsSecondary: true}
  - {ProvNum: 3, Abbr: DOC2}
operatories:
  - {OperatoryNum: 2, OpName: Room 2, ProvDentist: 3, ClinicNum: 2}
userods:
  - {UserNum: 4, UserName: Admin}
procedurecodes:
  - {CodeNum: 1, ProcCode: D0120, AbbrDesc: PerEx, ProcTime: /X/}
  - {CodeNum: 2, ProcCode: D0274, AbbrDesc: 4BW, ProcTime: /X/}
  - {CodeNum: 3, ProcCode: D1110, AbbrDesc: Pro, ProcTime: /XX/, IsHygiene: true}
appointmenttypes:
  - {AppointmentTypeNum: 1, AppointmentTypeName: Recall, AppointmentTypeColor: "93,54,220", CodeStr: "D0120,D0274"}
  - {AppointmentTypeNum: 2, AppointmentTypeName: Talk, Pattern: //X//, AppointmentTypeColor: "1,2,3"}
  - {AppointmentTypeNum: 3, AppointmentTypeName: Cleaning, Pattern: //XX//, CodeStr: "D1110,D1110"}
insplans:
  - {PlanNum: 35}
  - {PlanNum: 36, IsMedical: true}
  - {PlanNum: 48}
inssubs:
  - {InsSubNum: 1, PlanNum: 35, Subscriber: 1}
  - {InsSubNum: 2, PlanNum: 36, Subscriber: 1}
  - {InsSubNum: 3, PlanNum: 48, Subscriber: 1}
patients:
  - {PatNum: 3, LName: Early, FName: Eva, PriProv: 3, ClinicNum: 1, AskToArriveEarly: 10}
  - {PatNum: 4, LName: Gone, FName: Gert, PatStatus: Deleted}
  - {PatNum: 5, LName: Noprov, FName: Nina}
patplans:
  - {PatNum: 1, Ordinal: 1, InsSubNum: 2}
  - {PatNum: 1, Ordinal: 2, InsSubNum: 1}
  - {PatNum: 1, Ordinal: 3, InsSubNum: 3}
procedurelogs:
  - {ProcNum: 1, PatNum: 1, CodeNum: 2, ProcDate: today-9, ProcStatus: TP}
"""


@pytest.fixture
def office(practice_office):
    return practice_office(BOOKABLE)


def test_an_appointment_is_booked_with_the_documented_defaults(office):
    booked = office.post("appointments", {"PatNum": 2, "Op": 1, "AptDateTime": NINE})

    assert booked.status_code == 201
    assert booked.headers["location"] == "http://localhost/api/v1/appointments/1"
    assert booked.json == {
        "AptNum": 1,
        "PatNum": 2,
        "AptStatus": "Scheduled",
        "Pattern": "/XX/",
        "Confirmed": 19,
        "confirmed": "Unconfirmed",
        "TimeLocked": "false",
        "Op": 1,
        "Note": "",
        "ProvNum": 1,
        "provAbbr": "DOC1",
        "ProvHyg": 0,
        "AptDateTime": NINE,
        "NextAptNum": 0,
        "UnschedStatus": 0,
        "unschedStatus": "",
        "IsNewPatient": "false",
        "ProcDescript": "",
        "Assistant": 0,
        "ClinicNum": 0,
        "IsHygiene": "false",
        "DateTStamp": "2026-03-02 07:00:00",
        "DateTimeArrived": "2026-03-02 00:00:00",
        "DateTimeSeated": "2026-03-02 00:00:00",
        "DateTimeDismissed": "2026-03-02 00:00:00",
        "InsPlan1": 0,
        "InsPlan2": 0,
        "DateTimeAskedToArrive": "0001-01-01 00:00:00",
        "colorOverride": "0,0,0",
        "AppointmentTypeNum": 0,
        "SecUserNumEntry": 0,
        "SecDateTEntry": "2026-03-02 07:00:00",
        "Priority": "Normal",
        "PatternSecondary": "////",
        "ItemOrderPlanned": 0,
        "IsMirrored": "false",
    }


def test_every_documented_field_can_be_set(office):
    asked = {
        "PatNum": 3,
        "Op": 2,
        "AptDateTime": "2026-03-03 14:05:00",
        "AptStatus": "Scheduled",
        "Pattern": "//XXXXXX//",
        "PatternSecondary": "////////XX",
        "Confirmed": 209,
        "Note": "First line\nsecond",
        "ProvNum": 1,
        "ProvHyg": 2,
        "ClinicNum": 1,
        "IsHygiene": "true",
        "DateTimeArrived": "13:55:01",
        "DateTimeSeated": "14:05:02",
        "DateTimeDismissed": "14:45:03",
        "IsNewPatient": "true",
        "Priority": "ASAP",
        "AppointmentTypeNum": 2,
        "SecUserNumEntry": 4,
        "colorOverride": "180,30,150",
    }

    booked = office.book(**asked)

    expected = {
        **asked,
        "Note": "First line second",
        "confirmed": "Arrived",
        "DateTimeArrived": "2026-03-03 13:55:01",
        "DateTimeSeated": "2026-03-03 14:05:02",
        "DateTimeDismissed": "2026-03-03 14:45:03",
        "DateTimeAskedToArrive": "2026-03-03 13:55:00",
    }
    assert {name: booked[name] for name in expected} == expected


def test_the_answer_is_what_the_next_get_shows_after_the_servers_time(office):
    booked = office.book(AptDateTime=NINE)

    read = office.read("appointments/1")
    assert next(iter(read)) == "serverDateTime"
    assert read == {"serverDateTime": "2026-03-02 07:00:00", **booked}


@pytest.mark.parametrize(
    ("patient", "op", "given", "expected"),
    [(1, 1, {}, 0), (3, 1, {}, 1), (3, 2, {}, 2), (3, 2, {"ClinicNum": 0}, 0), (1, 2, {"ClinicNum": 1}, 1)],
)
def test_the_clinic_is_the_one_given_else_the_operatorys_else_the_patients(office, patient, op, given, expected):
    assert office.book(PatNum=patient, Op=op, AptDateTime=NINE, **given)["ClinicNum"] == expected


@pytest.mark.parametrize(("patient", "expected"), [(3, 3), (5, 1)])
def test_the_provider_is_the_patients_own_else_the_practices(office, patient, expected):
    assert office.book(PatNum=patient, AptDateTime=NINE)["ProvNum"] == expected


@pytest.mark.parametrize("nobody", [-5, 0, 77])
def test_a_preference_that_names_no_provider_leaves_the_first_one(office, nobody):
    order = {"preferences": {"PracticeDefaultProv": nobody}}
    assert office.http.put("/_mockod/settings", json=order, headers=office.headers).status_code == 200

    assert office.book(PatNum=5, AptDateTime=NINE)["ProvNum"] == 1


def test_insurance_is_the_first_two_plans_that_are_not_medical(office):
    booked = office.book(AptDateTime=NINE)

    assert (booked["InsPlan1"], booked["InsPlan2"]) == (35, 48)


def test_a_pattern_over_nine_hours_is_cut_and_its_secondary_with_it(office):
    booked = office.book(AptDateTime=NINE, Pattern="X" * 200, PatternSecondary="/" * 150)

    assert booked["Pattern"] == "X" * 108
    assert booked["PatternSecondary"] == "/" * 108


def test_a_secondary_pattern_of_another_length_is_refused(office):
    assert office.refusal(
        "POST", "appointments", {"PatNum": 1, "Op": 1, "AptDateTime": NINE, "Pattern": "XX", "PatternSecondary": "/"}
    ) == (400, "PatternSecondary must match the length of Pattern.")


def test_one_for_the_unscheduled_list_has_no_operatory(office):
    assert office.book(AptDateTime=NINE, AptStatus="UnschedList")["Op"] == 0


def test_a_scheduled_one_wants_an_operatory(office):
    assert office.refusal("POST", "appointments", {"PatNum": 1, "Op": 0, "AptDateTime": NINE}) == (
        400,
        "Op is required.",
    )


def test_a_deleted_patient_gets_none(office):
    assert office.refusal("POST", "appointments", {"PatNum": 4, "Op": 1, "AptDateTime": NINE})[0] == 400


@pytest.mark.parametrize("value", [True, "true", "True", "TRUE"])
def test_a_flag_is_understood_as_text_and_as_json(office, value):
    assert office.book(AptDateTime=NINE, IsHygiene=value)["IsHygiene"] == "true"


def test_numbers_are_understood_as_text(office):
    assert office.book(PatNum="1", Op="1", AptDateTime=NINE)["PatNum"] == 1


def test_names_are_understood_in_any_letter_case_but_the_exact_one_wins(office):
    body = {"patnum": 1, "OP": 1, "aptDateTime": NINE, "note": "loose", "Note": "exact"}

    assert office.post("appointments", body).json["Note"] == "exact"


def test_names_that_the_answer_shows_may_come_back_and_set_nothing(office):
    booked = office.book(AptDateTime=NINE, confirmed="Arrived", provAbbr="HYG1", ProcDescript="Seal", TimeLocked="true")

    assert (booked["confirmed"], booked["provAbbr"]) == ("Unconfirmed", "DOC1")
    assert (booked["ProcDescript"], booked["TimeLocked"]) == ("", "false")


def test_null_is_not_given(office):
    assert office.book(AptDateTime=NINE, Note=None, Pattern=None, ProvNum=None)["Pattern"] == "/XX/"


# What an appointment type adds.


def test_a_type_adds_its_procedures_and_its_colour_and_they_say_how_long_it_takes(office):
    booked = office.book(PatNum=2, AptDateTime=NINE, AppointmentTypeNum=1)

    assert booked["ProcDescript"] == "PerEx, 4BW"
    assert booked["colorOverride"] == "93,54,220"
    assert booked["Pattern"] == "//XXXX//"
    assert booked["PatternSecondary"] == "////////"


def test_planned_treatment_of_the_same_code_is_used_first(office):
    booked = office.book(AptDateTime=NINE, AppointmentTypeNum=1)

    assert booked["ProcDescript"] == "4BW, PerEx"


def test_a_types_own_pattern_counts_and_a_given_one_before_it(office):
    assert office.book(AptDateTime=NINE, AppointmentTypeNum=2)["Pattern"] == "//X//"
    assert office.book(AptDateTime=NINE, AppointmentTypeNum=2, Pattern="XX")["Pattern"] == "XX"


def test_a_code_that_a_type_names_twice_is_added_twice(office):
    assert office.book(PatNum=2, AptDateTime=NINE, AppointmentTypeNum=3)["ProcDescript"] == "Pro, Pro"


def test_a_note_to_the_day_gets_no_procedures(office):
    booked = office.book(PatNum=2, AptDateTime=NINE, AppointmentTypeNum=1, AptStatus="PtNote")

    assert booked["ProcDescript"] == ""


def test_a_new_patients_appointment_dates_the_first_visit(office):
    office.book(PatNum=2, AptDateTime="2026-03-05 09:00:00", IsNewPatient="true")

    assert office.read("patients/2")["DateFirstVisit"] == "2026-03-05"


def test_procedures_that_a_type_adds_date_it_only_if_nothing_has(office):
    office.book(PatNum=2, AptDateTime="2026-03-05 09:00:00", AppointmentTypeNum=1)
    office.book(PatNum=2, AptDateTime="2026-03-06 09:00:00", AppointmentTypeNum=1)

    assert office.read("patients/2")["DateFirstVisit"] == "2026-03-05"


def test_one_booked_as_complete_completes_its_procedures_so_the_first_visit_stands(office):
    office.book(PatNum=2, AptDateTime=NINE, AppointmentTypeNum=1, AptStatus="Complete")
    office.book(PatNum=2, AptDateTime="2026-03-05 09:00:00", IsNewPatient="true")

    assert office.read("patients/2")["DateFirstVisit"] == "2026-03-02"


# What an office refuses.

TWO_CROWNS = """
procedurecodes:
  - {CodeNum: 9, ProcCode: D2740, AbbrDesc: Crn}
appointmenttypes:
  - {AppointmentTypeNum: 9, AppointmentTypeName: Crown, Pattern: XXXXXX, CodeStr: D2740}
operatories:
  - {OperatoryNum: 8, OpName: Room 8}
  - {OperatoryNum: 9, OpName: Closed, IsHidden: true}
providers:
  - {ProvNum: 9, Abbr: OLD, IsHidden: true}
"""
MORNING_IN_ROOM_8 = """
schedules:
  - {SchedDate: today, ProvNum: 1, StartTime: "08:00", StopTime: "12:00", operatories: [8]}
"""
RULE = TWO_CROWNS + "appointmentrules:\n  - {RuleDesc: Crowns, CodeStart: D2700, CodeEnd: D2799, IsEnabled: true}\n"


def test_an_enabled_rule_refuses_to_double_book_and_leaves_nothing_behind(practice_office):
    office = practice_office(RULE)
    office.book(AptDateTime=NINE, AppointmentTypeNum=9)

    refused = office.refusal(
        "POST", "appointments", {"PatNum": 2, "Op": 8, "AptDateTime": "2026-03-02 09:20:00", "AppointmentTypeNum": 9}
    )

    assert refused == (400, "Not allowed to double book: Crowns")
    assert len(office.read("appointments")) == 1
    assert office.book(PatNum=2, Op=8, AptDateTime="2026-03-02 09:30:00", AppointmentTypeNum=9)["AptNum"] == 2


def test_a_faithful_office_lets_overlaps_past_times_and_closed_rooms_pass(practice_office):
    office = practice_office(TWO_CROWNS)

    for _ in range(2):
        office.book(Op=9, ProvNum=9, AptDateTime="2020-01-01 23:55:00", Pattern="X" * 20)


def test_overlaps_are_refused_where_the_preference_forbids_them(practice_office):
    office = practice_office("preferences:\n  ApptsAllowOverlap: 0\n")
    office.book(AptDateTime=NINE)

    assert office.refusal("POST", "appointments", {"PatNum": 2, "Op": 1, "AptDateTime": "2026-03-02 09:15:00"}) == (
        400,
        "Appointment overlaps existing appointment or blockout.",
    )
    office.book(PatNum=2, AptDateTime="2026-03-02 09:20:00")


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"AptDateTime": "2026-03-02 09:15:00"}, "Appointment overlaps existing appointment or blockout."),
        ({"PatNum": 1, "Op": 8}, "Patient already has an appointment at this time."),
        ({"AptDateTime": "2026-03-02 12:00:00"}, "AptDateTime is invalid. Must be within the provider's schedule."),
        ({"AptDateTime": "2026-03-01 09:00:00"}, "AptDateTime is invalid. Must not be in the past."),
        ({"Op": 9}, "Op is invalid."),
        ({"ProvNum": 9}, "ProvNum is invalid."),
        ({"ProvHyg": 9}, "ProvHyg is invalid."),
        ({"Color": "red"}, "'Color' is not a valid parameter."),
        ({"IsHygiene": True}, "IsHygiene is invalid."),
        ({"ProvNum": "1"}, "ProvNum is invalid."),
    ],
)
def test_a_strict_office_refuses_what_no_client_should_rely_on(practice_office, asked, text):
    schedule = (
        'schedules:\n  - {SchedDate: today, ProvNum: 1, StartTime: "08:00", StopTime: "12:00", operatories: [8]}\n'
    )
    office = practice_office(TWO_CROWNS + schedule, conduct="strict")
    office.book(AptDateTime=NINE)

    assert office.refusal("POST", "appointments", {"PatNum": 2, "Op": 1, "AptDateTime": NINE, **asked}) == (400, text)


def test_a_single_point_of_conduct_can_be_set_for_itself(make_office):
    office = make_office("tiny", conduct="faithful,past=on")

    assert (
        office.refusal("POST", "appointments", {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-01 09:00:00"})[0] == 400
    )
    office.book(AptDateTime="2026-03-02 20:00:00")


# What an older office knows.


def test_an_older_office_ignores_later_fields_and_shows_none(make_office):
    office = make_office("tiny", version="22.1")

    booked = office.book(AptDateTime=NINE, colorOverride="1,2,3", PatternSecondary="X", Priority="ASAP")

    assert booked["Priority"] == "ASAP"
    assert booked["colorOverride"] == "0,0,0"
    assert not {"PatternSecondary", "SecUserNumEntry", "Assistant", "DateTimeArrived"} & set(booked)


# Corners where several rules meet.


def test_a_secondary_pattern_is_held_against_the_length_that_the_type_decides(office):
    booked = office.book(PatNum=2, AptDateTime=NINE, AppointmentTypeNum=1, PatternSecondary="X///////")

    assert (booked["Pattern"], booked["PatternSecondary"]) == ("//XXXX//", "X///////")
    changed = office.put("appointments/1", {"AppointmentTypeNum": 2, "PatternSecondary": "////X"}).json
    assert (changed["Pattern"], changed["PatternSecondary"]) == ("//X//", "////X")


def test_a_note_to_the_day_takes_neither_length_nor_colour_from_a_type(office):
    booked = office.book(PatNum=2, AptDateTime=NINE, AppointmentTypeNum=2, AptStatus="PtNote")

    assert (booked["Pattern"], booked["colorOverride"]) == ("/XX/", "0,0,0")


def test_a_patient_is_asked_to_come_at_most_a_day_early(practice_office):
    office = practice_office(
        "patients:\n  - {PatNum: 9, LName: Far, FName: Fay, AskToArriveEarly: 99999999999999999}\n"
    )

    assert office.book(PatNum=9, AptDateTime=NINE)["DateTimeAskedToArrive"] == "2026-03-01 09:00:00"


@pytest.mark.parametrize("value", ["--5", "9" * 23, "five", ""])
def test_a_preference_that_is_no_number_counts_as_none(practice_office, value):
    office = practice_office(f'preferences:\n  BrokenApptProcedure: "{value}"\n  AppointmentTimeIncrement: "{value}"\n')

    assert office.get("appointments/Slots").status_code == 200
    office.book(AptDateTime=NINE)
