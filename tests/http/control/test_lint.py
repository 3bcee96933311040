"""/_mockod/lint: what the journal shows of a client's mistakes, and that a clean client has none."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from mockod.vendors.opendental.analysis.lint import RULES
from support.db import database
from support.not_simulated import lacking, path_to

DAY = "2026-03-03"
VISIT = {"PatNum": 1, "Op": 1, "AptDateTime": f"{DAY} 09:00:00"}


def send(office, method, path, body=None, *, prefix="/api/v1/", content="application/json", fault="", **query):
    """A request as a careful client sends it: with a Content-Type, always."""
    return office.http.open(
        prefix + path + (f"?{urlencode(query)}" if query else ""),
        method=method,
        data=None if body is None else json.dumps(body),
        headers=office.headers | {"X-Mockod-Fault": fault},
        content_type=content,
    )


def ask_first(office):
    send(office, "GET", "appointments/Slots", date=DAY)


def lint(office, **query):
    return office.http.get("/_mockod/lint", query_string=query, headers=office.headers)


def found(office):
    """Rule -> times, of all that was found; what was refused is told besides, and tested by itself."""
    return {finding["rule"]: finding["times"] for finding in lint(office).json if finding["rule"] != "refused"}


def told(office, rule):
    """The finding of a rule."""
    return next(finding for finding in lint(office).json if finding["rule"] == rule)


def test_an_office_that_nobody_asked_has_no_findings(office):
    assert lint(office).json == []
    assert lint(office, format="text").text == "No findings.\n"


def test_a_clean_client_has_no_findings(demo):
    send(demo, "GET", "providers")
    send(demo, "GET", "operatories")
    patient = send(demo, "POST", "patients", {"LName": "Moss", "FName": "Ada", "Birthdate": "1990-05-06"}).json
    slot = send(demo, "GET", "appointments/Slots", dateStart=DAY, dateEnd="2026-03-06", lengthMinutes=30).json[0]
    visit = {
        "PatNum": patient["PatNum"],
        "Op": slot["OpNum"],
        "AptDateTime": slot["DateTimeStart"],
        "ProvNum": slot["ProvNum"],
        "IsNewPatient": "true",
        "AptStatus": "Scheduled",
    }
    booked = send(demo, "POST", "appointments", visit)
    assert booked.status_code == 201
    row = f"appointments/{booked.json['AptNum']}"
    now = send(demo, "GET", row).json["serverDateTime"]
    assert send(demo, "PUT", f"{row}/Confirm", {"confirmVal": "Confirmed"}).status_code == 200
    for _ in range(4):
        send(demo, "GET", "appointments", PatNum=patient["PatNum"])
        send(demo, "GET", "appointments", DateTStamp=now)
    assert send(demo, "PUT", f"{row}/Break", {"sendToUnscheduledList": "true"}).status_code == 200

    assert lint(demo).json == []


def test_every_rule_has_a_name_of_its_own():
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_a_finding_tells_rule_number_of_requests_examples_and_a_sentence(office):
    for hour in range(8, 15):
        send(office, "POST", "appointments", VISIT | {"AptDateTime": f"{DAY} {hour:02}:00:00"})

    [finding] = lint(office).json
    assert (finding["rule"], finding["times"]) == ("booked_without_asking", 7)
    first = finding["requests"][0]
    assert finding["requests"] == list(range(first, first + 5))
    assert finding["text"].startswith(f"Booked without asking for open time: {DAY} by POST appointments. Ask Slots")


def test_people_can_read_it(office):
    send(office, "POST", "appointments", VISIT)
    number = lint(office).json[0]["requests"][0]

    assert lint(office, format="text").text.startswith(
        f"booked_without_asking (once: request {number}): Booked without asking for open time: {DAY}"
    )


def test_linting_leaves_no_trace(office):
    send(office, "POST", "appointments", VISIT)
    before = database(office).contents()

    assert lint(office).data == lint(office).data
    assert database(office).contents() == before


def test_each_offices_requests_are_judged_by_themselves(make_office):
    one, other = make_office(), make_office()
    ask_first(one)
    send(other, "POST", "appointments", VISIT)

    assert found(one) == {}
    assert found(other) == {"booked_without_asking": 1}


# Booking


@pytest.mark.parametrize(
    "asked",
    [
        [("appointments/Slots", {"date": DAY})],
        [("appointments/Slots", {})],
        [("appointments/Slots", {"dateStart": "2026-03-02", "dateEnd": "2026-03-09"})],
        [("schedules", {"date": DAY}), ("appointments", {"date": DAY})],
    ],
)
def test_who_asked_for_the_day_may_book(office, asked):
    for path, query in asked:
        assert send(office, "GET", path, **query).status_code == 200
    send(office, "POST", "appointments", VISIT)

    assert found(office) == {}


def test_who_asked_for_web_slots_may_book(demo):
    [slot, *_] = send(demo, "GET", "appointments/SlotsWebSched", dateStart=DAY, dateEnd="2026-03-09").json
    patient = demo.read("patients", Limit=1)[0]["PatNum"]
    visit = {"PatNum": patient, "Op": slot["OpNum"], "AptDateTime": slot["DateTimeStart"]}
    assert send(demo, "POST", "appointments", visit).status_code == 201

    assert "booked_without_asking" not in found(demo)


@pytest.mark.parametrize(
    "asked",
    [
        [("appointments/Slots", {"date": "2026-03-04"})],
        [("appointments/Slots", {"dateStart": "2026-03-04"})],
        [("appointments/Slots", {"dateEnd": "2026-03-02"})],
        [("appointments/Slots", {"date": "2020-01-01"})],
        [("schedules", {"date": DAY})],
        [("appointments", {"date": DAY})],
        [("schedules", {"date": DAY}), ("appointments", {"PatNum": 1})],
    ],
)
def test_asking_for_something_else_is_not_asking(office, asked):
    for path, query in asked:
        send(office, "GET", path, **query)
    send(office, "POST", "appointments", VISIT)

    assert found(office) == {"booked_without_asking": 1}


def test_moving_a_visit_is_booking(office):
    ask_first(office)
    number = send(office, "POST", "appointments", VISIT).json["AptNum"]
    send(office, "PUT", f"appointments/{number}", {"AptDateTime": "2026-03-05 09:00:00", "Op": 1})

    assert told(office, "booked_without_asking")["text"].startswith(
        "Booked without asking for open time: 2026-03-05 by PUT appointments/{AptNum}."
    )


def test_what_takes_nobody_a_place_needs_no_asking(office):
    send(office, "POST", "appointments", VISIT | {"AptStatus": "UnschedList"})
    send(office, "POST", "appointments", VISIT | {"AptDateTime": "soon"})

    assert "booked_without_asking" not in found(office)


# Pages and polling


def test_a_full_page_wants_its_next_one_asked_for(demo):
    send(demo, "GET", "appointments", Limit=5)
    assert told(demo, "pages_not_followed")["text"].startswith(
        "A full page whose next one was never asked for: GET appointments with 5 rows."
    )

    offset = 5
    while send(demo, "GET", "appointments", Limit=5, Offset=offset).json:
        offset += 5
    assert found(demo) == {}


def test_following_another_list_is_not_following(demo):
    send(demo, "GET", "patients", Limit=2)
    send(demo, "GET", "patients", Limit=2, Offset=2, hideInactive="true")

    assert found(demo)["pages_not_followed"] >= 1


def test_a_page_of_one_asks_whether_there_is_any(demo):
    send(demo, "GET", "appointments", Limit=1)

    assert found(demo) == {}


def test_a_page_that_never_arrived_need_not_be_followed(demo):
    send(demo, "GET", "patients", Limit=2, fault="truncated_body")

    assert found(demo) == {}


@pytest.mark.parametrize("path", ["appointments", "patients/Simple", "procedurelogs", "commlogs", "providers"])
def test_the_same_list_three_times_is_polling(office, path):
    for _ in range(2):
        send(office, "GET", path)
    assert found(office) == {}

    send(office, "GET", path)
    assert found(office) == {"polled_without_stamp": 3}


def test_a_look_up_is_no_polling_nor_is_reading_page_by_page(demo):
    patient = send(demo, "GET", "patients").json[0]["PatNum"]
    for _ in range(3):
        send(demo, "GET", "appointments", PatNum=patient)
        send(demo, "GET", "patients/Simple", LName="A")
    offset = 0
    while send(demo, "GET", "appointments", Limit=20, Offset=offset).json:
        offset += 20

    assert offset >= 60
    assert found(demo) == {}


def test_a_stamp_later_than_the_last_answer_misses_changes(office):
    send(office, "GET", "appointments", DateTStamp="2026-03-02 07:00:00")
    office.set_clock("2026-03-02 07:05:00")
    send(office, "GET", "appointments", DateTStamp="2026-03-02 07:00:00")
    office.set_clock("2026-03-02 07:10:00")
    assert found(office) == {}

    send(office, "GET", "appointments", DateTStamp="2026-03-02 07:05:01")
    assert told(office, "stamp_ahead")["text"].startswith(
        "A DateTStamp later than the office's own time at the answer before: 2026-03-02 07:05:01 in GET appointments."
    )


# Values and names


@pytest.mark.parametrize(
    ("rule", "body", "text"),
    [
        (
            "json_booleans",
            {"IsNewPatient": True},
            "JSON boolean where a text belongs: IsNewPatient of POST appointments.",
        ),
        ("numbers_as_text", {"Op": "1"}, "number sent as text: Op of POST appointments."),
        ("enums_as_numbers", {"AptStatus": 1}, "number where a name belongs: 1 for AptStatus of POST appointments."),
        ("enums_as_numbers", {"AptStatus": "1"}, "number where a name belongs: 1 for AptStatus of POST appointments."),
        (
            "iso_moments",
            {"AptDateTime": "2026-03-03T09:00:00"},
            "with T or a zone: 2026-03-03T09:00:00 for AptDateTime of POST appointments.",
        ),
        (
            "iso_moments",
            {"AptDateTime": "2026-03-03 09:00:00Z"},
            "with T or a zone: 2026-03-03 09:00:00Z for AptDateTime of POST appointments.",
        ),
        (
            "unknown_names",
            {"ProvNumber": 1},
            "field that the method does not have: ProvNumber of POST appointments (ProvNum was meant?).",
        ),
        ("unknown_names", {"Colour": 1}, "field that the method does not have: Colour of POST appointments."),
        ("letter_case", {"note": "n"}, "another letter case: note of POST appointments (write Note)."),
    ],
)
def test_values_and_names_of_a_body(office, rule, body, text):
    ask_first(office)
    send(office, "POST", "appointments", VISIT | body)

    assert text in told(office, rule)["text"]
    assert set(found(office)) <= {rule, "swallowed_refusals"}


@pytest.mark.parametrize(
    ("path", "query", "text"),
    [
        ("patients", {"BirthDate": "1990-05-06"}, "BirthDate of GET patients (Birthdate was meant?)"),
        ("patients", {"phone": "5035550123"}, "phone of GET patients (Phone was meant?)"),
        ("appointments", {"startDate": DAY}, "startDate of GET appointments (dateStart was meant?)"),
        ("appointments", {"EndDate": DAY}, "EndDate of GET appointments (dateEnd was meant?)"),
        ("appointments", {"dateFrom": DAY}, "dateFrom of GET appointments (dateStart was meant?)"),
        ("appointments", {"patNum": 1}, "patNum of GET appointments (PatNum was meant?)"),
        ("appointments", {"page": 2}, "page of GET appointments (Offset was meant?)"),
        ("patients", {"first_name": "Ada"}, "first_name of GET patients (FName was meant?)"),
        ("appointments", {"search": "x"}, "search of GET appointments."),
        ("appointments/1", {"Limit": 5}, "Limit of GET appointments/{AptNum}."),
    ],
)
def test_parameters_that_do_not_exist(office, path, query, text):
    send(office, "GET", path, **query)

    assert text in told(office, "unknown_names")["text"]


def test_a_parameter_that_the_office_is_too_old_for(make_office):
    office = make_office(version="21.4")
    send(office, "GET", "appointments/Slots", OpNum=1)

    assert "OpNum of GET appointments/Slots (not before 22.1)" in told(office, "unknown_names")["text"]


def test_a_status_by_number_in_a_query(office):
    send(office, "GET", "appointments", AptStatus=1)

    assert "1 for AptStatus of GET appointments" in told(office, "enums_as_numbers")["text"]


def test_in_a_query_numbers_are_text(office):
    send(office, "GET", "appointments", PatNum=1)

    assert found(office) == {}


def test_a_content_type_is_wanted_of_every_request(office):
    send(office, "GET", "patients", content=None)
    send(office, "GET", "providers", content="application/json; charset=utf-8")

    assert told(office, "no_content_type")["text"].startswith("A request without Content-Type: GET patients. Send")


@pytest.mark.parametrize(
    ("headers", "text"),
    [
        ({"Origin": "http://localhost:5173", "User-Agent": "Mozilla/5.0 (X11)"}, "http://localhost:5173"),
        ({"Origin": "null"}, "null"),
        (
            {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"},
            "a browser",
        ),
    ],
)
def test_a_page_that_holds_a_developer_key_shows_it_to_everybody(office, headers, text):
    office.http.get("/api/v1/patients", headers=office.headers | headers, content_type="application/json")

    said = told(office, "keys_in_a_page")["text"]
    assert said == (
        f"Keys sent by a web page: {text}. A page that holds a developer key shows it to everybody who opens it: "
        "keep the keys on a server of your own, and let the page ask that."
    )
    (entry,) = office.http.get("/_mockod/requests", headers=office.headers).json
    assert entry["origin"] == headers.get("Origin", "")


POWERSHELL = (
    "Mozilla/5.0 (Linux; Linux 5.15.0-1057-azure #65-Ubuntu SMP Fri Feb 9 18:39:24 UTC 2024; en-US) PowerShell/7.4.1"
)


@pytest.mark.parametrize(
    "client", [POWERSHELL, "node", "python-requests/2.32", "curl/8.5.0", "Java-http-client/21", ""]
)
def test_a_program_is_no_page(office, client):
    headers = office.headers | {"User-Agent": client, "Sec-Fetch-Mode": "cors"}
    office.http.get("/api/v1/patients", headers=headers, content_type="application/json")

    assert found(office) == {}


# Paths


@pytest.mark.parametrize(
    ("rule", "prefix", "path", "text"),
    [
        ("unknown_paths", "/api/v1/", "appointment", ": appointment (appointments was meant?)."),
        ("unknown_paths", "/api/v1/", "appointment_types", ": appointment_types (appointmenttypes was meant?)."),
        ("unknown_paths", "/api/v1/", "eligibility/4", ": eligibility."),
        ("unknown_paths", "/api/v1/", "api/v1/patients", ": /api/v1/api/v1/patients (write /api/v1/patients)."),
        ("unknown_paths", "/api/", "patients/1", ": /api/patients/1 (write /api/v1/patients/1)."),
        ("unknown_paths", "/api/", "appointments", ": /api/appointments (write /api/v1/appointments)."),
        ("odd_paths", "/api/v1/", "/patients", ": /patients (write patients)."),
        ("odd_paths", "/api/v1/", "patients/simple", ": patients/simple (write patients/Simple)."),
        ("odd_paths", "/api/v1/", "Providers/", ": Providers/ (write providers)."),
    ],
)
def test_paths(office, rule, prefix, path, text):
    send(office, "GET", path, prefix=prefix)

    assert text in told(office, rule)["text"]
    assert set(found(office)) == {rule}


def test_an_appointment_cannot_be_deleted(office):
    send(office, "DELETE", "appointments/1")

    assert ": DELETE appointments/1. Look into" in told(office, "unknown_methods")["text"]


# What was refused


def groups(office, rule="refused"):
    return told(office, rule)["groups"]


def test_every_refusal_is_told_with_its_words_its_number_an_example_and_the_reason(office):
    for _ in range(2):
        send(office, "POST", "appointments", {"PatNum": 1})
    send(office, "GET", "appointments/99")
    first = told(office, "refused")["requests"][0]

    assert (told(office, "refused")["times"], told(office, "refused")["requests"]) == (3, [first, first + 1, first + 2])
    assert groups(office) == [
        {
            "what": "POST appointments: 400 Op is required.",
            "method": "POST appointments",
            "status": 400,
            "answer": "Op is required.",
            "reason": "something is missing",
            "times": 2,
            "request": first,
        },
        {
            "what": "GET appointments/{AptNum}: 404 Appointment not found.",
            "method": "GET appointments/{AptNum}",
            "status": 404,
            "answer": "Appointment not found.",
            "reason": "there is no such row",
            "times": 1,
            "request": first + 2,
        },
    ]
    assert lint(office, format="text").text.splitlines()[:2] == [
        f"refused (3 times: requests {first}, {first + 1}, {first + 2}): Requests that were refused. "
        "Nothing was done. Where that was not the aim of a test, look at the reason.",
        f"  2 times, as request {first}: POST appointments: 400 Op is required. [something is missing]",
    ]


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        ("GET appointment/1", "there is no such resource; appointments was meant?"),
        ("GET eligibility", "there is no such resource"),
        ("GET api/v1/patients", "there is no such resource; write /api/v1/patients"),
        ("DELETE appointments/1", "there is no such method"),
        ("GET appointments/slot", "there is no such method; GET appointments/Slots was meant?"),
        (
            "PATCH appointments/1",
            "there is no such method; PUT appointments/{AptNum} was meant?",
        ),
        ("GET patients?BirthDate=1990", "there is no such parameter; Birthdate was meant?"),
        ("GET appointments?date=soon", "a value is written in another format"),
        ("GET appointments?Limit=x", "a value is none of those understood there"),
        ("POST patients", "something is missing"),
    ],
)
def test_the_reason_is_told_plainly(office, call, reason):
    method, _, path = call.partition(" ")
    send(office, method, path, {} if method == "POST" else None)

    assert [group["reason"] for group in groups(office)] == [reason]


def test_requests_that_differ_by_the_row_are_one_group(office):
    for number in (1, 2):
        send(office, "GET", f"appointment/{number}")

    assert [(group["method"], group["times"]) for group in groups(office)] == [("GET appointment/{}", 2)]


def test_a_method_that_was_taken_away_is_the_reason(office):
    send(office, "POST", "payplans", {"PatNum": 1, "principalAmount": 100, "PayAmt": 10})

    assert [group["reason"] for group in groups(office)] == ["the office is not older than 23.3.1, which took it away"]


@pytest.mark.parametrize(
    ("settings", "call", "reason"),
    [
        ({"od_version": "21.1"}, "schedules", "the office is older than 22.1, which brought it"),
        ({"permissions": []}, "patients/1", "the key lacks the permission ApiReadAll"),
        ({"enabled": False}, "patients/1", "the office has switched the key off"),
    ],
)
def test_an_office_that_is_too_old_or_lets_nobody_in_is_the_reason(office, settings, call, reason):
    office.http.put("/_mockod/settings", json=settings, headers=office.headers)
    send(office, "GET", call)

    assert [group["reason"] for group in groups(office)] == [reason]


def test_who_comes_too_fast_is_told(make_office):
    office = make_office(mode="remote")
    office.http.put("/_mockod/settings", json={"queue_depth": 0}, headers=office.headers)
    for _ in range(2):
        send(office, "GET", "patients/1")

    assert [group["reason"] for group in groups(office)] == ["it came too fast: too many others waited"]


def test_what_open_dental_has_and_mockod_lacks_is_told_apart_from_mistakes(office):
    one, other = lacking("GET"), lacking("POST", resource_too=False)
    for _ in range(2):
        send(office, "GET", path_to(one), PatNum=11)
    send(office, "POST", path_to(other), {})

    assert found(office) == {"not_simulated": 3}
    assert [(group["what"], group["since"], group["times"]) for group in groups(office, "not_simulated")] == [
        (f"GET {one.path}", one.since, 2),
        (f"POST {other.path}", other.since, 1),
    ]
    assert "a real office answers them" in told(office, "not_simulated")["text"]
    assert [finding["rule"] for finding in lint(office).json] == ["not_simulated"]


def test_a_method_that_is_neither_there_nor_documented_is_the_clients_mistake(office):
    send(office, "DELETE", lacking("GET").resource)

    assert set(found(office)) == {"unknown_methods"}


# What is suggested would be accepted


def test_a_resource_that_is_not_simulated_is_named_and_not_suggested(office):
    name = lacking("POST").resource
    send(office, "POST", name.removesuffix("s"), {})

    text = told(office, "unknown_paths")["text"]
    assert f"Open Dental calls it {name}, but mockod does not simulate it" in text
    assert "was meant?" not in text


def test_a_resource_is_not_suggested_for_a_method_that_it_does_not_have(office):
    send(office, "POST", "appointmenttype", {})

    text = told(office, "unknown_paths")["text"]
    assert "(Open Dental calls it appointmenttypes, but it has no such POST)" in text


def test_a_resource_that_the_office_is_too_old_for_is_not_suggested(make_office):
    send(office := make_office(version="21.1"), "GET", "schedule")

    assert "(Open Dental calls it schedules, but it came with 22.1)" in told(office, "unknown_paths")["text"]


def test_a_resource_that_the_key_may_not_use_is_not_suggested(office):
    office.http.put("/_mockod/settings", json={"permissions": ["ApiComm"]}, headers=office.headers)
    send(office, "GET", "appointment")

    assert "(Open Dental calls it appointments, but the key lacks ApiReadAll)" in told(office, "unknown_paths")["text"]


def test_a_path_below_another_prefix_is_not_suggested_where_it_is_not_simulated(office):
    path = path_to(lacking("GET"))
    send(office, "GET", path, prefix="/api/")
    send(office, "GET", f"api/v1/{path}")

    assert told(office, "unknown_paths")["text"].count("but mockod does not simulate it") == 2


def test_a_parameter_that_the_office_is_too_old_for_is_not_suggested(make_office):
    send(office := make_office(version="21.4"), "GET", "appointments/Slots", opNum=1)

    assert "opNum of GET appointments/Slots." in told(office, "unknown_names")["text"]


# Failures


def test_a_failed_request_at_once_again_is_haste(office):
    send(office, "GET", "patients", fault="timeout; seconds=0")
    send(office, "GET", "patients")

    assert ": GET patients, sooner than after 1 s." in told(office, "hasty_retries")["text"]


def test_patience_by_the_offices_clock_counts(office):
    send(office, "GET", "patients", fault="timeout; seconds=0")
    office.set_clock("2026-03-02 07:00:05")
    send(office, "GET", "patients")

    assert found(office) == {}


@pytest.mark.parametrize(("second", "expected"), [("04", {"hasty_retries": 1}), ("05", {})])
def test_retry_after_is_to_be_respected(office, second, expected):
    assert send(office, "GET", "patients", fault="throttled; seconds=5").headers["Retry-After"] == "5"
    office.set_clock(f"2026-03-02 07:00:{second}")
    send(office, "GET", "patients")

    assert found(office) == expected


def test_patience_does_not_help_what_is_refused_for_its_content(office):
    for minute in range(3):
        office.set_clock(f"2026-03-02 07:{minute:02}:00")
        send(office, "GET", "patients/99")

    assert ": GET patients/{PatNum}, refused 3 times." in told(office, "hasty_retries")["text"]


def test_patience_helps_what_passes(office):
    for minute in range(5):
        office.set_clock(f"2026-03-02 07:{minute:02}:00")
        send(office, "GET", "patients", fault="econnector_down")

    assert found(office) == {}


def test_what_was_written_in_between_may_make_it_right(office):
    assert send(office, "GET", "patients/3").status_code == 404
    assert send(office, "POST", "patients", {"LName": "Moss", "FName": "Ada"}).json["PatNum"] == 3
    send(office, "GET", "patients/3")

    assert found(office) == {}


@pytest.mark.parametrize("fault", ["answer_lost", "truncated_body", "timeout; seconds=0"])
def test_after_a_lost_answer_look_before_you_send_again(office, fault):
    def book(fault=""):
        try:
            send(office, "POST", "appointments", VISIT, fault=fault)
        except ConnectionResetError:
            assert fault == "answer_lost"

    ask_first(office)
    book(fault)
    office.set_clock("2026-03-02 07:01:00")
    send(office, "GET", "appointments", PatNum=1)
    book()
    assert found(office) == {}

    book(fault)
    office.set_clock("2026-03-02 07:02:00")
    book()
    assert found(office) == {"sent_twice": 1}


@pytest.mark.parametrize(
    "after",
    [
        [],
        [("GET", "patients", None)],
        [("GET", "appointments/1", None)],
        [("POST", "appointments/Planned", {"PatNum": 1})],
    ],
)
def test_a_refused_booking_that_nobody_cared_for(office, after):
    ask_first(office)
    send(office, "POST", "appointments", VISIT | {"Pattern": "abc"})
    for method, path, body in after:
        send(office, method, path, body)

    assert ": POST appointments with 400" in told(office, "swallowed_refusals")["text"]


@pytest.mark.parametrize("after", [("POST", "appointments", VISIT), ("GET", "appointments", None)])
def test_a_refused_booking_that_was_corrected_or_looked_after(office, after):
    ask_first(office)
    send(office, "POST", "appointments", VISIT | {"Pattern": "abc"})
    send(office, *after)

    assert found(office) == {}


def test_a_refused_change_is_looked_after_by_its_row_and_no_other(office):
    ask_first(office)
    numbers = [
        send(office, "POST", "appointments", VISIT | {"AptDateTime": f"{DAY} {hour}:00:00"}).json["AptNum"]
        for hour in (10, 11)
    ]
    send(office, "PUT", f"appointments/{numbers[0]}", {"Pattern": "abc"})
    send(office, "GET", f"appointments/{numbers[1]}")
    assert found(office) == {"swallowed_refusals": 1}

    send(office, "GET", f"appointments/{numbers[0]}")
    assert found(office) == {}


def test_a_refusal_that_was_ordered_is_no_fault_of_the_clients(office):
    ask_first(office)
    send(office, "POST", "appointments", VISIT, fault="econnector_down")
    send(office, "POST", "patients", {"LName": "Moss", "FName": "Ada"}, fault="permission_missing")

    assert found(office) == {}


# Odd entries


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b'"text"', b"\xff\xfe", b'{"Note": "' + b"x" * 20_000 + b'"}'])
def test_bodies_that_cannot_be_read_back_are_passed_over(office, body):
    office.http.post("/api/v1/appointments", data=body, headers=office.headers, content_type="application/json")

    assert set(found(office)) == {"swallowed_refusals"}


@pytest.mark.parametrize("path", ["", "//", "%00", "patients/" + "9" * 30, "é", "api", "v1"])
@pytest.mark.parametrize("method", ["GET", "PATCH", "OPTIONS", "DELETE"])
def test_no_path_is_too_odd(office, path, method):
    send(office, method, path, Offset="9" * 400, DateTStamp="é")

    assert lint(office).status_code == 200
