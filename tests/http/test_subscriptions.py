"""Subscriptions as a resource: taken, listed, changed and let go; what they are told is in live/test_deliveries."""

from __future__ import annotations

from datetime import datetime

import pytest

from mockod.app import create_app
from mockod.config import ConfigError, read_config
from mockod.vendors.opendental.resources.subscriptions.events import WATCHED
from support.db import database

URL = "http://localhost:9000/hooks/"
WATCH = {"EndPointUrl": URL, "WatchTable": "Patient", "PollingSeconds": 5}
ALL = {
    "Appointment": "22.1",
    "AppointmentDeleted": "22.4.35",
    "Operatory": "24.2.11",
    "PatField": "22.4.8",
    "Patient": "22.1",
    "Provider": "24.2.11",
    "Schedule": "24.2.11",
    "ToothInitial": "24.4.30",
}


def test_a_subscription_is_made_with_the_key_of_the_header_from_now_on_and_without_end(office):
    made = office.post("subscriptions", WATCH)

    assert made.status_code == 201
    assert made.headers["Location"].endswith("/api/v1/subscriptions/1")
    assert list(made.json.items()) == [
        ("SubscriptionNum", 1),
        ("EndPointUrl", URL),
        ("Workstation", ""),
        ("CustomerKey", office.customer),
        ("WatchTable", "Patient"),
        ("PollingSeconds", 5),
        ("UiEventType", ""),
        ("DateTimeStart", "2026-03-02 07:00:00"),
        ("DateTimeStop", "0001-01-01 00:00:00"),
        ("Note", ""),
    ]
    assert office.read("subscriptions") == [made.json]


def test_everything_about_it_can_be_said(office):
    body = {
        **WATCH,
        "Workstation": "FRONT",
        "DateTimeStart": "2026-03-01",
        "DateTimeStop": "2026-04-01 12:00:00",
        "Note": "two\r\nlines",
        "CustomerKey": "somebody-else",
        "SubscriptionNum": 77,
    }
    made = office.post("subscriptions", body).json

    assert (made["Workstation"], made["Note"]) == ("FRONT", "two lines")
    assert (made["DateTimeStart"], made["DateTimeStop"]) == ("2026-03-01 00:00:00", "2026-04-01 12:00:00")
    assert (made["SubscriptionNum"], made["CustomerKey"]) == (1, office.customer)


@pytest.mark.parametrize(
    ("since", "before", "told"),
    [
        ("08:59:59", "09:00:01", 1),
        ("09:00:00", "09:00:01", 1),
        ("09:00:01", "09:00:02", 0),
        ("08:59:59", "09:00:00", 0),
        ("08:00:00", "08:59:59", 0),
    ],
)
def test_a_poll_tells_the_second_of_the_last_one_and_not_yet_its_own(office, since, before, told):
    """So no change is told twice and none is lost (source 10.5)."""
    office.set_clock("2026-03-02 09:00:00")
    office.book(AptDateTime="2026-03-03 09:00:00")
    start, end = (datetime.fromisoformat(f"2026-03-02 {time}") for time in (since, before))

    offices = office.http.application.extensions["mockod.offices"]
    with offices.office(office.customer).transaction() as tx:
        assert len(WATCHED["Appointment"].changed(tx, start, end).values) == told


def test_an_event_of_the_windows_has_no_table_and_is_not_polled(office):
    made = office.post(
        "subscriptions", {"EndPointUrl": URL, "UiEventType": "PatientSelected", "WatchTable": "", "PollingSeconds": 9}
    )

    assert (made.status_code, made.json["WatchTable"], made.json["PollingSeconds"]) == (201, "", 0)
    assert office.put("subscriptions/1", {"PollingSeconds": 9}).status_code == 200
    assert office.read("subscriptions")[0]["PollingSeconds"] == 0


@pytest.mark.parametrize(
    ("sent", "note"),
    [
        ({**WATCH, "WatchTable": "appointment"}, "Open Dental spells it Appointment; letter case counts."),
        (
            {**WATCH, "WatchTable": "APPOINTMENTDELETED"},
            "Open Dental spells it AppointmentDeleted; letter case counts.",
        ),
        ({**WATCH, "WatchTable": "Appointments"}, None),
        (
            {"EndPointUrl": URL, "UiEventType": "patientSelected"},
            "Open Dental spells it PatientSelected; letter case counts.",
        ),
    ],
)
def test_a_name_in_another_letter_case_is_refused_with_a_note_of_the_right_spelling(office, sent, note):
    refused = office.post("subscriptions", sent)

    name = "WatchTable" if "WatchTable" in sent else "UiEventType"
    assert (refused.status_code, refused.json) == (400, f"{name} is invalid.")
    assert refused.headers.get("X-Mockod-Note") == note


@pytest.mark.parametrize("table", ALL)
@pytest.mark.parametrize("version", ["22.1", "22.4.7", "22.4.8", "22.4.35", "24.2.11", "24.4.30", "26.3"])
def test_a_table_can_be_watched_since_its_version(make_office, table, version):
    office = make_office("tiny", version=version)
    arrived, told = (tuple(int(part) for part in text.split(".")) for text in (ALL[table], version))

    answer = office.post("subscriptions", {**WATCH, "WatchTable": table})

    if arrived <= (told if len(told) == 3 else (*told, 99)):
        assert (answer.status_code, answer.json["WatchTable"]) == (201, table)
    else:
        assert (answer.status_code, answer.json) == (400, "WatchTable is invalid.")


@pytest.mark.parametrize(
    ("change", "status", "text"),
    [
        ({"EndPointUrl": None}, 400, "EndPointUrl is required."),
        ({"EndPointUrl": " "}, 400, "EndPointUrl is required."),
        ({"EndPointUrl": ["x"]}, 400, "EndPointUrl is invalid."),
        ({"EndPointUrl": "localhost/hooks/"}, 400, "EndPointUrl is invalid."),
        ({"EndPointUrl": "ftp://localhost/"}, 400, "EndPointUrl is invalid."),
        ({"EndPointUrl": "http://localhost:99999/"}, 400, "EndPointUrl is invalid."),
        ({"EndPointUrl": "http://localhost:0/"}, 400, "EndPointUrl is invalid."),
        ({"EndPointUrl": "http://[::1/"}, 400, "EndPointUrl is invalid."),
        ({"EndPointUrl": "http:///hooks/"}, 400, "EndPointUrl is invalid."),
        ({"EndPointUrl": "http://localhost/a b/"}, 400, "EndPointUrl is invalid."),
        ({"EndPointUrl": "http://localhost/\r\nX: y/"}, 400, "EndPointUrl is invalid."),
        ({"EndPointUrl": "http://localhost/hooks"}, 400, "EndPointUrl is invalid."),
        ({"EndPointUrl": "http://localhost/\x85/"}, 400, "EndPointUrl is invalid."),
        ({"EndPointUrl": "http://localhost/\x9f/"}, 400, "EndPointUrl is invalid."),
        ({"EndPointUrl": "http://localhost\\@127.0.0.1/"}, 400, "EndPointUrl is invalid."),
        ({"EndPointUrl": "http://localhost\\hooks/"}, 400, "EndPointUrl is invalid."),
        ({"EndPointUrl": "http://localhost/a\\b/"}, 400, "EndPointUrl is invalid."),
        ({"EndPointUrl": "http://user:word@localhost/"}, 400, "EndPointUrl is invalid."),
        ({"EndPointUrl": "http://@localhost/"}, 400, "EndPointUrl is invalid."),
        ({"EndPointUrl": "http://localhost@example.com/"}, 400, "EndPointUrl is invalid."),
        ({"EndPointUrl": f"http://localhost/{'x' * 3000}/"}, 400, "EndPointUrl is invalid."),
        ({"WatchTable": None}, 400, "WatchTable or UiEventType is required."),
        ({"UiEventType": "PatientSelected"}, 400, "Only one field is allowed, WatchTable or UiEventType."),
        ({"WatchTable": "patient"}, 400, "WatchTable is invalid."),
        ({"WatchTable": "Claim"}, 400, "WatchTable is invalid."),
        ({"WatchTable": {}}, 400, "WatchTable is invalid."),
        ({"WatchTable": None, "UiEventType": "ChartOpened"}, 400, "UiEventType is invalid."),
        ({"PollingSeconds": None}, 400, "PollingSeconds is required."),
        ({"PollingSeconds": 0}, 400, "PollingSeconds is invalid."),
        ({"PollingSeconds": -1}, 400, "PollingSeconds is invalid."),
        ({"PollingSeconds": 2**31}, 400, "PollingSeconds is invalid."),
        ({"PollingSeconds": 10**30}, 400, "PollingSeconds is invalid."),
        ({"PollingSeconds": 1.5}, 400, "PollingSeconds is invalid."),
        ({"DateTimeStart": "yesterday"}, 400, "DateTimeStart format must be yyyy-MM-dd HH:mm:ss."),
        ({"DateTimeStop": ""}, 400, "DateTimeStop is invalid."),
        ({"Workstation": "x" * 300}, 400, "Workstation is invalid."),
        ({"Note": {}}, 400, "Note is invalid."),
    ],
)
def test_what_cannot_be_is_refused(office, change, status, text):
    before = database(office).contents()

    assert office.refusal("POST", "subscriptions", {**WATCH, **change}) == (status, text)
    assert database(office).contents() == before


@pytest.mark.parametrize(
    ("version", "url", "taken"),
    [
        ("22.2", "http://localhost/hooks", True),
        ("22.3", "http://localhost/hooks", False),
        ("22.3", "http://localhost", False),
        ("22.3", "http://localhost/hooks?type=patientdb", True),
        ("22.3", "http://localhost/hooks/?type=patientdb", True),
    ],
)
def test_since_22_3_the_path_ends_with_a_slash(make_office, version, url, taken):
    answer = make_office("tiny", version=version).post("subscriptions", {**WATCH, "EndPointUrl": url})

    assert answer.status_code == (201 if taken else 400)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8080", "127.0.0.1", "127.9.9.9:1", "[::1]:8080"])
def test_this_machine_may_be_told(office, host):
    assert office.post("subscriptions", {**WATCH, "EndPointUrl": f"http://{host}/"}).status_code == 201


@pytest.mark.parametrize(
    "host",
    ["example.com", "10.0.0.7", "169.254.169.254", "0.0.0.0", "localhost.example.com", "[::]"],
)
def test_nobody_else_is_told_unless_the_operator_says_so(office, host):
    before = database(office).contents()
    answer = office.post("subscriptions", {**WATCH, "EndPointUrl": f"http://{host}/"})

    assert (answer.status_code, answer.json) == (400, "EndPointUrl is invalid.")
    assert "loopback addresses only" in answer.headers["X-Mockod-Note"]
    assert database(office).contents() == before


def test_the_operator_may_name_other_hosts():
    config = read_config({"practice": "tiny", "webhooks": "Receiver.test, 10.0.0.7,[fd00::1]"})
    http = create_app(config).test_client()

    def status(host):
        body = {**WATCH, "EndPointUrl": f"http://{host}:8000/"}
        return http.post("/api/v1/subscriptions", json=body, headers={"Authorization": "ODFHIR a/b"}).status_code

    assert [status(host) for host in ("receiver.test", "10.0.0.7", "[fd00::1]", "localhost")] == [201] * 4
    assert [status(host) for host in ("other.test", "sub.receiver.test", "10.0.0.8")] == [400] * 3


@pytest.mark.parametrize("text", ["http://receiver.test", "receiver.test:8000", "a b", "*", "receiver.test/hooks"])
def test_a_webhooks_option_that_names_no_host_is_refused_at_start(text):
    with pytest.raises(ConfigError, match=r"--webhooks: .* is no host"):
        read_config({"webhooks": text})


def test_the_same_twice_is_refused_until_it_has_stopped(office):
    office.post("subscriptions", {**WATCH, "DateTimeStop": "2026-03-02 08:00:00"})

    assert office.refusal("POST", "subscriptions", {**WATCH, "PollingSeconds": 9, "Note": "other"}) == (
        400,
        "Subscription already exists.",
    )
    for other in ({"EndPointUrl": f"{URL}2/"}, {"Workstation": "FRONT"}, {"WatchTable": "Appointment"}):
        assert office.post("subscriptions", {**WATCH, **other}).status_code == 201
    office.set_clock("2026-03-02 08:00:00")
    assert office.post("subscriptions", WATCH).status_code == 201


def test_what_is_given_changes_and_what_is_watched_does_not(office):
    office.post("subscriptions", WATCH)
    change = {
        "EndPointUrl": "http://127.0.0.1:9001/",
        "Workstation": "BACK",
        "PollingSeconds": "60",
        "DateTimeStart": "2026-02-01",
        "DateTimeStop": "2026-05-01",
        "Note": "later",
        "WatchTable": "Appointment",
    }
    changed = office.put("subscriptions/1", change)

    assert (changed.status_code, changed.data) == (200, b"")
    assert office.read("subscriptions")[0] == {
        "SubscriptionNum": 1,
        "EndPointUrl": "http://127.0.0.1:9001/",
        "Workstation": "BACK",
        "CustomerKey": office.customer,
        "WatchTable": "Patient",
        "PollingSeconds": 60,
        "UiEventType": "",
        "DateTimeStart": "2026-02-01 00:00:00",
        "DateTimeStop": "2026-05-01 00:00:00",
        "Note": "later",
    }


@pytest.mark.parametrize(
    ("number", "change", "status", "text"),
    [
        (1, {"EndPointUrl": ""}, 400, "EndPointUrl is invalid."),
        (1, {"EndPointUrl": "http://example.com/"}, 400, "EndPointUrl is invalid."),
        (1, {"PollingSeconds": 0}, 400, "PollingSeconds is invalid."),
        (1, {"PollingSeconds": 2**40}, 400, "PollingSeconds is invalid."),
        (1, {"PollingSeconds": "often"}, 400, "PollingSeconds is invalid."),
        (1, {"DateTimeStart": "01-01-0001"}, 400, "DateTimeStart format must be yyyy-MM-dd HH:mm:ss."),
        (2, {"Note": "x"}, 404, "Subscription not found."),
        (10**17, {"PollingSeconds": "often"}, 404, "Subscription not found."),
    ],
)
def test_a_change_that_cannot_be_is_refused(office, number, change, status, text):
    office.post("subscriptions", WATCH)
    before = database(office).contents()

    assert office.refusal("PUT", f"subscriptions/{number}", {"Note": "changed", **change}) == (status, text)
    assert database(office).contents() == before


def test_one_that_is_deleted_is_gone(office):
    office.post("subscriptions", WATCH)
    gone = office.call("DELETE", "subscriptions/1")

    assert (gone.status_code, gone.data) == (200, b"")
    assert office.read("subscriptions") == []
    assert office.refusal("DELETE", "subscriptions/1") == (404, "Subscription not found.")


def test_there_is_no_single_one_to_get(office):
    assert office.refusal("GET", "subscriptions/1") == (400, "subscriptions GET  is not a valid method.")


def test_another_keys_subscriptions_are_not_there(practice_office):
    office = practice_office(
        "subscriptions:\n"
        "  - {EndPointUrl: 'http://localhost/', WatchTable: Patient, PollingSeconds: 5}\n"
        "  - {EndPointUrl: 'http://localhost/', WatchTable: Patient, PollingSeconds: 5, CustomerKey: another}\n"
    )

    assert [(s["SubscriptionNum"], s["CustomerKey"]) for s in office.read("subscriptions")] == [(1, office.customer)]
    assert office.refusal("PUT", "subscriptions/2", {"Note": "x"}) == (404, "Subscription not found.")
    assert office.refusal("DELETE", "subscriptions/2") == (404, "Subscription not found.")


def test_reading_changing_and_deleting_want_their_permissions(office):
    settings = {"permissions": ["ApiReadAll"]}
    assert office.http.put("/_mockod/settings", json=settings, headers=office.headers).status_code == 200

    assert office.post("subscriptions", WATCH).status_code == 201
    assert office.put("subscriptions/1", {"Note": "x"}).status_code == 200
    assert office.refusal("DELETE", "subscriptions/1") == (
        401,
        "Developer does not have permission ApiAllOthers for this method.",
    )


def test_an_office_is_looked_after_only_while_it_has_somebody_to_tell(office):
    offices = office.http.application.extensions["mockod.offices"]

    def wanted():
        return offices.office(office.customer).webhook_status.is_wanted

    office.read("patients")
    assert not wanted()
    office.post("subscriptions", WATCH)
    assert wanted()
    office.call("DELETE", "subscriptions/1")
    assert not wanted()
    office.post("subscriptions", WATCH)
    office.http.post("/_mockod/reset", headers=office.headers)
    assert not wanted()


def test_an_office_whose_practice_has_subscriptions_is_looked_after_from_the_start_and_after_a_reset(practice_office):
    office = practice_office(
        "subscriptions: [{EndPointUrl: 'http://localhost/', WatchTable: Patient, PollingSeconds: 5}]\n"
    )
    kept = office.http.application.extensions["mockod.offices"].office(office.customer)
    assert kept.webhook_status.is_wanted

    office.call("DELETE", "subscriptions/1")
    assert not kept.webhook_status.is_wanted
    assert kept.park()
    office.http.post("/_mockod/reset", headers=office.headers)
    assert kept.is_parked
    assert kept.webhook_status.is_wanted


@pytest.mark.parametrize(
    ("name", "longest", "refused"),
    [
        ("PollingSeconds", 1, 0),
        ("PollingSeconds", 2**31 - 1, 2**31),
        ("Workstation", "x" * 255, "x" * 256),
        ("EndPointUrl", f"http://localhost/{'x' * 237}/", f"http://localhost/{'x' * 238}/"),
    ],
)
def test_the_last_value_that_is_taken_and_the_first_that_is_not(office, name, longest, refused):
    assert office.post("subscriptions", {**WATCH, name: longest}).json[name] == longest
    assert office.refusal("POST", "subscriptions", {**WATCH, name: refused}) == (400, f"{name} is invalid.")
