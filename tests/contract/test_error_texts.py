"""Every refusal that the simulated resources can give: exact status, exact text, always a JSON string."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mockod.app import create_app
from mockod.config import Config
from mockod.vendors.opendental.access.settings import Settings
from support.api_client import ApiClient
from support.not_simulated import lacking, path_to

BASES = {"observed", "documented", "source", "guide", "assumed"}
BOOKING = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 10:00:00"}
MOMENT, DAY, TIME = "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd", "HH:mm:ss"
NO_JSON = "Request body is not valid JSON."
NO_CONTENT_TYPE = "Content-Type must be application/json."
NO_KEYS = "Authorization header is missing or invalid."
OVERLAP = "Appointment overlaps existing appointment or blockout."
PRACTICE = """
appointments:
  - {AptNum: 1, PatNum: 1, AptDateTime: today 09:00, Op: 1, ProvNum: 1, Pattern: XXXX}
"""


def assert_refused(answer: Any, status: int, text: str) -> None:
    assert (answer.status_code, answer.json) == (status, text)
    assert answer.content_type == "application/json; charset=utf-8"
    assert answer.headers["X-Mockod-Basis"] in BASES


@pytest.fixture
def office(practice_office) -> ApiClient:
    """The tiny practice with one appointment."""
    return practice_office(PRACTICE)


def refused(status: int, text: str, call: str, body: Any = None, **query: Any) -> Any:
    """A row of the table; ``call`` is verb and path."""
    method, _, path = call.partition(" ")
    asked = "&".join(f"{name}={value}" for name, value in query.items()) or body or ""
    return pytest.param(method, path, body, query, status, text, id=f"{call} {asked}")


def invalid(name: str, call: str, body: Any = None, **query: Any) -> Any:
    return refused(400, f"{name} is invalid.", call, body, **query)


def required(name: str, call: str, body: Any = None) -> Any:
    return refused(400, f"{name} is required.", call, body)


def badly_formed(name: str, form: str, call: str, body: Any = None, **query: Any) -> Any:
    return refused(400, f"{name} format must be {form}.", call, body, **query)


def not_found(row: str, call: str, body: Any = None, **query: Any) -> Any:
    return refused(404, f"{row} not found.", call, body, **query)


def no_method(text: str, call: str, body: Any = None) -> Any:
    return refused(400, f"{text} is not a valid method.", call, body)


UNKNOWN = [
    refused(404, "teeth is not a valid resource.", "GET teeth"),
    refused(404, "teeth is not a valid resource.", "DELETE teeth/1"),
    refused(404, "appointment is not a valid resource.", "GET appointment/1"),
    refused(404, "patient is not a valid resource.", "POST patient", {"LName": "Muster"}),
    refused(404, "v1 is not a valid resource.", "GET api/v1/appointments"),
    refused(404, "v1 is not a valid resource.", "POST Api/v1/appointments", BOOKING),
    refused(404, "v1 is not a valid resource.", "GET v1/appointments"),
    refused(404, "api is not a valid resource.", "GET api"),
    no_method("appointments GET abc", "GET appointments/abc"),
    no_method("appointments GET abc", "GET appointments/999/abc"),
    no_method("appointments GET Break", "GET appointments/1/Break"),
    no_method("appointments PUT Slots", "PUT appointments/Slots", {}),
    no_method("appointments POST Note", "POST appointments/1/Note", {}),
    no_method("appointments PUT ", "PUT appointments", {}),
    no_method("appointments POST ", "POST appointments/1", {}),
    no_method("appointments GET 9999999999999999999", "GET appointments/9999999999999999999"),
    no_method("appointments DELETE ", "DELETE appointments/1"),
    no_method("appointments DELETE ", "DELETE appointments/999"),
    no_method("appointments PATCH ", "PATCH appointments/1", {}),
    no_method("appointments OPTIONS ", "OPTIONS appointments"),
    no_method("patients DELETE ", "DELETE patients/1"),
    no_method("patients GET -1", "GET patients/-1"),
    no_method("providers DELETE ", "DELETE providers/1"),
    no_method("definitions DELETE ", "DELETE definitions/19"),
    refused(400, "'BirthDate' is not a valid parameter.", "GET patients", BirthDate="1990-01-01"),
    refused(400, "'lname' is not a valid parameter.", "GET patients", lname="Muster"),
    refused(400, "'PatNum' is not a valid parameter.", "GET patients", PatNum=1),
    refused(400, "'teeth' is not a valid parameter.", "GET patients", teeth=""),
]
REQUIRED = [
    required("PatNum", "POST appointments", {}),
    required("PatNum", "POST appointments"),
    required("PatNum", "POST appointments", {**BOOKING, "PatNum": None}),
    required("Op", "POST appointments", {"PatNum": 1}),
    required("Op", "POST appointments", {**BOOKING, "Op": 0}),
    required("AptDateTime", "POST appointments", {"PatNum": 1, "Op": 1}),
    required("Op", "PUT appointments/1", {"Op": 0}),
    required("sendToUnscheduledList", "PUT appointments/1/Break", {}),
    required("Note", "PUT appointments/1/Note", {}),
    required("Note", "PUT appointments/1/Note", {"Note": ""}),
    required("LName", "POST patients", {}),
    required("LName", "POST patients", {"LName": "", "FName": "Erika"}),
    required("FName", "POST patients", {"LName": "Muster"}),
    required("LName", "PUT patients/1", {"LName": ""}),
]
INVALID = [
    invalid("AptStatus", "GET appointments", AptStatus="Booked"),
    invalid("AptStatus", "GET appointments", AptStatus="None"),
    invalid("AptStatus", "GET appointments", AptStatus="1"),
    invalid("PatNum", "GET appointments", PatNum="Muster"),
    invalid("PatNum", "GET appointments", PatNum=-1),
    invalid("Op", "GET appointments", Op="1.0"),
    invalid("ClinicNum", "GET appointments", ClinicNum=2**63),
    invalid("Limit", "GET appointments", Limit=0),
    invalid("Limit", "GET appointments", Limit=-1),
    invalid("Limit", "GET appointments", Limit="all"),
    invalid("Offset", "GET appointments", Offset=-1),
    invalid("Offset", "GET patients", Offset="NaN"),
    invalid("date", "GET appointments/Slots", date="2026-03-01"),
    invalid("dateStart", "GET appointments/Slots", dateStart="2026-03-01"),
    invalid("dateEnd", "GET appointments/Slots", dateStart="2026-03-02", dateEnd="2030-03-02"),
    invalid("lengthMinutes", "GET appointments/Slots", lengthMinutes="hour"),
    invalid("PatNum", "POST appointments", {**BOOKING, "PatNum": "Muster"}),
    invalid("SecUserNumEntry", "POST appointments", {**BOOKING, "SecUserNumEntry": -1}),
    invalid("UnschedStatus", "PUT appointments/1", {"UnschedStatus": 19}),
    invalid("sendToUnscheduledList", "PUT appointments/1/Break", {"sendToUnscheduledList": "maybe"}),
    invalid("sendToUnscheduledList", "PUT appointments/1/Break", {"sendToUnscheduledList": ""}),
    invalid("breakType", "PUT appointments/1/Break", {"sendToUnscheduledList": "true", "breakType": "Late"}),
    invalid("breakType", "PUT appointments/1/Break", {"sendToUnscheduledList": "true", "breakType": ""}),
    invalid("confirmVal", "PUT appointments/1/Confirm", {"confirmVal": "Perhaps"}),
    invalid("defNum", "PUT appointments/1/Confirm", {"defNum": 40}),
    invalid("defNum", "PUT appointments/1/Confirm", {"defNum": 999}),
    invalid("defNum", "PUT appointments/1/Confirm", {"defNum": "Confirmed"}),
    invalid("PatStatus", "GET patients/Simple", PatStatus="Deleted"),
    invalid("Gender", "GET patients/Simple", Gender="F"),
    invalid("Gender", "PUT patients/1", {"Gender": "Other"}),
    invalid("BillingType", "PUT patients/1", {"BillingType": "Nobody's"}),
    invalid("TxtMsgOk", "PUT patients/2", {"TxtMsgOk": "Yes"}),
    invalid("TxtMsgOk", "POST patients", {"LName": "Neu", "FName": "Nora", "TxtMsgOk": "Yes"}),
    invalid("TxtMsgOk", "PUT patients/1", {"TxtMsgOk": "true"}),
    invalid("Zip", "PUT patients/1", {"Zip": "9730"}),
    invalid("ChartNumber", "PUT patients/1", {"ChartNumber": "1234567890123456"}),
    invalid("SchedType", "GET schedules", SchedType="Doctor"),
    invalid("BlockoutDefNum", "GET schedules", BlockoutDefNum=19),
    invalid("Category", "GET definitions", Category="ApptConfirmed"),
    invalid("category", "GET definitions", category="2"),
    invalid("includeHidden", "GET definitions", includeHidden="yes"),
]
BADLY_FORMED = [
    badly_formed("date", DAY, "GET appointments", date="03/02/2026"),
    badly_formed("date", DAY, "GET appointments/Slots", date="2026-3-2"),
    badly_formed("date", DAY, "GET schedules", date="2026-02-30"),
    badly_formed("dateStart", DAY, "GET appointments", dateStart="2026-03-02 09:00:00"),
    badly_formed("dateEnd", DAY, "GET appointments", dateEnd="tomorrow"),
    badly_formed("DateTStamp", MOMENT, "GET appointments", DateTStamp="2026-03-02T09:00:00"),
    badly_formed("DateTStamp", MOMENT, "GET patients/Simple", DateTStamp="2026-03-02"),
    badly_formed("DateTStamp", MOMENT, "GET providers", DateTStamp="2026-03-02"),
    badly_formed("Birthdate", DAY, "GET patients", Birthdate="1/2/1990"),
    badly_formed("Birthdate", DAY, "POST patients", {"LName": "Neu", "FName": "Nora", "Birthdate": "01/02/1990"}),
    badly_formed("Birthdate", DAY, "PUT patients/1", {"Birthdate": "1990-13-01"}),
]
NOT_FOUND = [
    not_found("Appointment", "GET appointments/999"),
    not_found("Appointment", "GET appointments/0"),
    not_found("Appointment", "PUT appointments/999", {}),
    not_found("Appointment", "PUT appointments/999/Break", {}),
    not_found("Appointment", "PUT appointments/999/Note", {}),
    not_found("Appointment", "PUT appointments/999/Confirm", {}),
    not_found("Patient", "GET appointments", PatNum=999),
    not_found("Operatory", "GET appointments", Op=999),
    not_found("Clinic", "GET appointments", ClinicNum=999),
    not_found("AppointmentType", "GET appointments", AppointmentTypeNum=999),
    not_found("Provider", "GET appointments/Slots", ProvNum=999),
    not_found("Operatory", "GET appointments/Slots", OpNum=999),
    not_found("Patient", "POST appointments", {**BOOKING, "PatNum": 999}),
    not_found("Patient", "POST appointments", {**BOOKING, "PatNum": 0}),
    not_found("Userod", "POST appointments", {**BOOKING, "SecUserNumEntry": 999}),
    not_found("Provider", "PUT appointments/1", {"ProvNum": 0}),
    not_found("Patient", "GET patients/999"),
    not_found("Patient", "PUT patients/999", {}),
    not_found("Patient", "GET patients/Simple", Guarantor=999),
    not_found("Provider", "GET patients/Simple", PriProv=999),
    not_found("Clinic", "GET patients/Simple", ClinicNum=999),
    not_found("Employer", "GET patients/Simple", EmployerNum=999),
    not_found("FeeSched", "GET patients/Simple", FeeSched=999),
    not_found("Patient", "PUT patients/1", {"Guarantor": 999}),
    not_found("Provider", "PUT patients/1", {"SecProv": 999}),
    not_found("Provider", "GET providers/999"),
    not_found("Clinic", "GET providers", ClinicNum=999),
    not_found("Operatory", "GET operatories/999"),
    not_found("Clinic", "GET operatories", ClinicNum=999),
    not_found("Definition", "GET definitions/999"),
    not_found("Schedule", "GET schedules/999"),
    not_found("Provider", "GET schedules", ProvNum=999),
    not_found("Employee", "GET schedules", EmployeeNum=999),
    not_found("Schedule", "GET scheduleops", ScheduleNum=999),
    not_found("Operatory", "GET scheduleops", OperatoryNum=999),
    not_found("ProcedureCode", "GET procedurecodes/999"),
]
WITHOUT_A_PERIOD = [
    refused(
        400,
        f"breakType is invalid. {kind} is not enabled",
        "PUT appointments/1/Break",
        {"sendToUnscheduledList": "true", "breakType": kind},
    )
    for kind in ("Missed", "Cancelled")
] + [
    refused(
        400,
        "A Patient with that information already exists",
        "POST patients",
        {"LName": "muster", "FName": "ERIKA", "WirelessPhone": phone},
    )
    for phone in ("(503)555-0101", "503 555 0101", "1-503-555-0101")
]


@pytest.mark.parametrize(
    ("method", "path", "body", "query", "status", "text"),
    [*UNKNOWN, *REQUIRED, *INVALID, *BADLY_FORMED, *NOT_FOUND, *WITHOUT_A_PERIOD],
)
def test_a_refusal_has_the_settled_words(office, method, path, body, query, status, text):
    assert_refused(office.call(method, path, body, **query), status, text)


BAD_VALUES = {
    "AptStatus": ["Booked", "ASAP", "None", "scheduled", "1", 1, ""],
    "Pattern": ["/x/", "/-/", "", " ", 5, []],
    "PatternSecondary": ["abc", " "],
    "Confirmed": [40, 999, "Unconfirmed", ""],
    "Op": ["one", "", "1.0", 1.5, True, -1, 2**63, 10**30, [1], {}],
    "ProvNum": [-1, "DOC1", ""],
    "ProvHyg": [-1, "", False],
    "ClinicNum": [-1, ""],
    "AppointmentTypeNum": [-1, "Exam"],
    "IsHygiene": ["yes", "1", 1, ""],
    "IsNewPatient": ["no", 0, ""],
    "Priority": ["High", "asap", "", 0],
    "colorOverride": ["256,0,0", "1,2", "1, 2, 3", "-1,0,0", "red", "", 0],
    "AptDateTime": ["", 5, True],
    "DateTimeArrived": ["", 900],
    "Note": [["line"], True],
}
BAD_FORMS = {
    "AptDateTime": (MOMENT, ["2026-03-02", "03/02/2026 09:00:00", "2026-03-02T09:00:00", "2026-02-30 09:00:00", "x"]),
    "DateTimeArrived": (TIME, ["9:00:00", "09:00", "25:00:00", "2026-03-02 09:00:00"]),
    "DateTimeSeated": (TIME, ["09:00:00.5"]),
    "DateTimeDismissed": (TIME, ["9 AM"]),
}
UNKNOWN_ROWS = {
    "Op": "Operatory",
    "ProvNum": "Provider",
    "ProvHyg": "Provider",
    "ClinicNum": "Clinic",
    "AppointmentTypeNum": "AppointmentType",
}
WRITES = [("POST", "appointments", BOOKING), ("PUT", "appointments/1", {})]


@pytest.mark.parametrize(("method", "path", "rest"), WRITES, ids=["POST", "PUT"])
@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD_VALUES.items() for value in values])
def test_a_value_that_cannot_be_is_invalid(office, method, path, rest, name, value):
    assert_refused(office.call(method, path, {**rest, name: value}), 400, f"{name} is invalid.")


@pytest.mark.parametrize(("method", "path", "rest"), WRITES, ids=["POST", "PUT"])
@pytest.mark.parametrize(
    ("name", "form", "value"), [(name, form, value) for name, (form, values) in BAD_FORMS.items() for value in values]
)
def test_a_date_or_time_of_another_form_is_told_the_form(office, method, path, rest, name, form, value):
    assert_refused(office.call(method, path, {**rest, name: value}), 400, f"{name} format must be {form}.")


@pytest.mark.parametrize(("method", "path", "rest"), WRITES, ids=["POST", "PUT"])
@pytest.mark.parametrize(("name", "row"), UNKNOWN_ROWS.items())
def test_a_number_of_no_row_names_what_is_missing(office, method, path, rest, name, row):
    assert_refused(office.call(method, path, {**rest, name: 999}), 404, f"{row} not found.")


MALFORMED = (
    None,
    "",
    "ODFHIR",
    "ODFHIR ",
    "ODFHIR developer",
    "ODFHIR developer/",
    "ODFHIR /customer",
    "ODFHIR /",
    "ODFHIR developer/customer/more",
    "ODFHIR developer customer",
    "ODFHIR  developer/customer",
    "ODFHIR developer /customer",
    "ODFHIR developer/customer more",
    "ODFHIRdeveloper/customer",
    "Bearer developer/customer",
    "developer/customer",
    f"ODFHIR {'d' * 129}/customer",
    f"ODFHIR developer/{'c' * 129}",
)


@pytest.mark.parametrize("header", MALFORMED)
@pytest.mark.parametrize("path", ["/api/v1/appointments", "/api/v1/teeth", "/api/appointments/create"])
def test_without_well_formed_keys_nothing_is_answered(office, header, path):
    headers = {} if header is None else {"Authorization": header}

    assert_refused(office.http.get(path, headers=headers), 401, NO_KEYS)


@pytest.mark.parametrize("scheme", ["ODFHIR", "odfhir", "OdFhir"])
def test_the_scheme_may_be_written_in_any_case(office, scheme):
    headers = {"Authorization": f"{scheme} {'d' * 128}/{office.customer}"}

    assert office.http.get("/api/v1/appointments/1", headers=headers).status_code == 200


def test_a_head_is_refused_without_a_body(office):
    answer = office.call("HEAD", "appointments/1")

    assert (answer.status_code, answer.data) == (400, b"")


def test_outside_the_prefix_there_is_no_resource(office):
    assert_refused(
        office.http.get("/appointments", headers=office.headers), 404, "There is nothing here; the API is at /api/v1."
    )


@pytest.mark.parametrize("body", [b"{", b"{'PatNum': 1}", b"[]", b'[{"PatNum": 1}]', b'"text"', b"1", b"null", b"\xff"])
@pytest.mark.parametrize("path", ["/api/v1/appointments", "/api/v1/patients", "/api/appointments/create"])
def test_a_body_that_is_no_json_object_is_unreadable(office, path, body):
    answer = office.http.post(path, data=body, content_type="application/json", headers=office.headers)

    assert_refused(answer, 400, NO_JSON)


@pytest.mark.parametrize("kind", [None, "text/plain", "application/x-www-form-urlencoded", "application/jsonx"])
def test_a_body_wants_a_content_type(office, kind):
    answer = office.http.post("/api/v1/appointments", data=b"{}", content_type=kind, headers=office.headers)

    assert_refused(answer, 400, NO_CONTENT_TYPE)


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "Application/JSON"])
def test_the_content_type_may_say_more(office, kind):
    answer = office.http.put("/api/v1/appointments/1", data=b"{}", content_type=kind, headers=office.headers)

    assert answer.status_code == 200


def test_a_doubled_prefix_is_answered_as_the_vendor_does(office):
    for path in ("/api/v1/api/v1/appointments", "/api/api/v1/appointments"):
        assert_refused(office.http.get(path, headers=office.headers), 404, "v1 is not a valid resource.")


@pytest.mark.parametrize("conduct", ["faithful", "strict"])
def test_a_content_type_is_asked_of_requests_with_a_body_only(make_office, conduct):
    office = make_office(conduct=conduct)
    assert office.get("appointments").status_code == 200
    assert_refused(office.http.put("/api/v1/appointments/1", data=b"{}", headers=office.headers), 400, NO_CONTENT_TYPE)


def test_an_office_can_be_told_to_want_a_content_type_even_without_a_body(make_office):
    assert_refused(make_office(conduct="strict,content_type=on").get("appointments"), 400, NO_CONTENT_TYPE)


@pytest.mark.parametrize(
    ("path", "name"), [("appointments", "patNum"), ("appointments/Slots", "OperatoryNum"), ("clinics", "ClinicNum")]
)
def test_a_strict_office_refuses_unknown_parameters_everywhere(make_office, path, name):
    strict = make_office(conduct="faithful,query_names=on")

    assert_refused(strict.get(path, **{name: 1}), 400, f"'{name}' is not a valid parameter.")
    assert make_office().get(path, **{name: 1}).status_code == 200


@pytest.mark.parametrize(
    ("name", "value"), [("Op", "1"), ("PatNum", "1"), ("IsHygiene", False), ("IsNewPatient", True)]
)
def test_a_strict_office_refuses_loose_spellings(make_office, name, value):
    body = {**BOOKING, name: value}

    assert make_office().post("appointments", body).status_code == 201
    assert_refused(make_office(conduct="strict").post("appointments", body), 400, f"{name} is invalid.")


@pytest.mark.parametrize(
    ("version", "method", "path", "since"),
    [
        ("21.2", "PUT", "appointments/1/Break", "21.3"),
        ("21.1", "GET", "patients/Simple", "21.2"),
        ("21.1", "PUT", "patients/1", "21.2"),
        ("21.4", "GET", "schedules", "22.1"),
        ("22.4.9", "GET", "appointmenttypes", "22.4.10"),
        ("24.1.9", "GET", "operatories/1", "24.1.10"),
        ("24.4.16", "GET", "providers/1", "24.4.17"),
    ],
)
def test_an_older_office_names_the_version_that_a_method_wants(make_office, version, method, path, since):
    answer = make_office(version=version).call(method, path)

    assert_refused(answer, 400, f"This method requires Open Dental version {since} or higher.")


@pytest.mark.parametrize(
    ("call", "permission"),
    [
        ("GET appointments", "ApiReadAll"),
        ("GET appointments/999", "ApiReadAll"),
        ("POST appointments", "ApiAppointments"),
        ("PUT appointments/999", "ApiAppointments"),
        ("PUT appointments/999/Break", "ApiComm"),
        ("PUT appointments/999/Note", "ApiComm"),
        ("PUT appointments/999/Confirm", "ApiComm"),
        ("POST patients", "ApiPatients"),
    ],
)
def test_a_developer_without_permission_is_told_which(call, permission):
    settings = replace(Settings(), permissions=frozenset())
    app = create_app(Config(practice="tiny", settings=settings))
    method, _, path = call.partition(" ")

    answer = ApiClient(app.test_client(), "nobody").call(method, path)

    assert_refused(answer, 401, f"Developer does not have permission {permission} for this method.")


RULES = """
procedurecodes: [{ProcCode: D2740}, {ProcCode: D0120}]
appointmenttypes: [{AppointmentTypeNum: 1, AppointmentTypeName: Crown, CodeStr: D2740}]
appointmentrules: [{RuleDesc: Crowns, CodeStart: D2700, CodeEnd: D2799, IsEnabled: true}]
operatories: [{OperatoryNum: 2, OpName: Room 2}]
"""
AT_NINE = {**BOOKING, "Op": 2, "AptDateTime": "2026-03-02 09:00:00", "Pattern": "XXXX", "AppointmentTypeNum": 1}


def test_a_rule_against_double_booking_is_named_without_a_period(practice_office):
    office = practice_office(PRACTICE + RULES)
    text = "Not allowed to double book: Crowns"

    assert_refused(office.post("appointments", AT_NINE), 400, text)
    later = office.post("appointments", {**AT_NINE, "AptDateTime": "2026-03-02 10:00:00"}).json
    move = {"AptDateTime": "2026-03-02 09:00:00"}
    assert_refused(office.put(f"appointments/{later['AptNum']}", move), 400, text)


BLOCKOUT = """
definitions: [{DefNum: 90, Category: BlockoutTypes, ItemName: Closed, ItemValue: NS}]
schedules:
  - {SchedDate: today, SchedType: Blockout, BlockoutType: 90, StartTime: "11:00", StopTime: "12:00", operatories: [1]}
"""


@pytest.mark.parametrize(
    ("preference", "conduct"), [("0", "faithful"), ("0", "strict,past=off"), ("1", "strict"), ("1", "strict,past=off")]
)
@pytest.mark.parametrize("time", ["09:00", "09:15", "08:45", "11:30"])
def test_an_overlap_is_refused_where_the_office_or_its_conduct_forbids_it(practice_office, preference, conduct, time):
    office = practice_office(f"{PRACTICE}{BLOCKOUT}preferences: {{ApptsAllowOverlap: {preference}}}", conduct=conduct)
    body = {**BOOKING, "PatNum": 2, "AptDateTime": f"2026-03-02 {time}:00"}

    assert_refused(office.post("appointments", body), 400, OVERLAP)


def test_a_move_onto_another_appointment_is_refused_too(practice_office):
    office = practice_office(f"{PRACTICE}preferences: {{ApptsAllowOverlap: 0}}")
    office.book(PatNum=2, AptDateTime="2026-03-02 09:20:00")

    assert_refused(office.put("appointments/2", {"AptDateTime": "2026-03-02 09:15:00"}), 400, OVERLAP)


def test_a_faithful_office_lets_appointments_overlap(practice_office):
    office = practice_office(PRACTICE + BLOCKOUT)

    office.book(PatNum=2, AptDateTime="2026-03-02 09:00:00")
    office.book(PatNum=2, AptDateTime="2026-03-02 11:30:00")


def test_what_is_missing_is_told_before_what_is_malformed_and_that_before_what_is_unknown(office):
    assert_refused(office.post("appointments", {"PatNum": "x", "Op": 999}), 400, "AptDateTime is required.")
    assert_refused(office.post("appointments", {**BOOKING, "PatNum": 999, "Op": "x"}), 400, "Op is invalid.")
    assert_refused(office.post("appointments", {**BOOKING, "PatNum": 999, "Op": 999}), 404, "Patient not found.")


def test_a_refused_call_leaves_the_office_as_it_was(office):
    before = office.read("appointments")

    office.refusal("PUT", "appointments/1", {"Note": "kept?", "AptStatus": "Planned"})
    office.refusal("PUT", "appointments/1/Break", {"sendToUnscheduledList": "true", "breakType": "Missed"})

    assert office.read("appointments") == before


@pytest.mark.parametrize(("method", "resource_too", "status"), [("GET", True, 404), ("POST", False, 400)])
def test_what_only_mockod_lacks_is_refused_in_words_that_say_so(office, method, resource_too, status):
    lacks = lacking(method, resource_too=resource_too)
    for path in (path_to(lacks), f"/{path_to(lacks).upper()}/"):
        response = office.call(method, path)

        text = f"mockod does not simulate {method} {lacks.path} yet. Open Dental has it since {lacks.since}."
        assert_refused(response, status, text)
        assert response.headers["X-Mockod-Basis"] == "assumed"
        assert "mockod does not simulate it" in response.headers["X-Mockod-Note"]


def test_an_office_that_is_older_than_what_mockod_lacks_says_that(practice_office):
    lacks = lacking("GET", since="23.1")
    response = practice_office("", version="22.4").get(path_to(lacks))

    assert_refused(response, 400, f"This method requires Open Dental version {lacks.since} or higher.")


def test_a_method_that_the_vendor_does_not_document_is_refused_in_its_words_though_the_resource_is_lacking(office):
    name = lacking("GET").resource

    assert_refused(office.call("DELETE", name), 400, f"{name} DELETE  is not a valid method.")
    assert_refused(office.call("GET", f"{name}/1/Nothing"), 400, f"{name} GET Nothing is not a valid method.")


def test_what_only_mockod_lacks_is_nothing_below_another_prefix(office):
    name = lacking("GET").resource
    response = office.http.get(f"/api/{name}", headers=office.headers)

    assert_refused(response, 404, f"{name} is not a valid resource.")


def test_what_the_vendor_has_not_is_refused_without_one(office):
    response = office.call("GET", "teeth")

    assert response.headers["X-Mockod-Basis"] == "observed"
    assert "X-Mockod-Note" not in response.headers
