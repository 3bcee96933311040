"""Subscriptions told for real, to a receiver on a socket: what is sent, to whom, and when the clock jumps."""

from __future__ import annotations

import time

import pytest

from mockod.runtime import time_travel, webhook_sender
from mockod.vendors.opendental.access.versions import parse_version
from support.desk import Desk, at, names, new_desk
from support.receiver import Receiver, receiving

pytestmark = pytest.mark.live


@pytest.fixture
def receiver():
    with receiving(Receiver()) as one:
        yield one


# What is sent


def test_headers_and_rows_are_those_of_the_vendor(receiver):
    desk = new_desk()
    desk.subscribe(receiver.url, Workstation="FRONT")
    desk.subscribe(f"{receiver.url}?type=visits", "Appointment")
    patient = desk.patient("Neu")
    visit = desk.book()

    assert at(desk.advance(minutes=1)) == [("07:00:05", "delivered")] * 2

    first, second = receiver.came
    assert (first.path, second.path) == ("/hooks/", "/hooks/?type=visits")
    assert first.headers == {
        "Accept-Encoding": "identity",
        "Host": f"127.0.0.1:{receiver.port}",
        "Authorization": "desk",
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "mockod",
        "Workstation": "FRONT",
        "Event-Type": "WatchTable: Patient",
        "Content-Length": first.headers["Content-Length"],
    }
    assert (second.headers["Workstation"], second.headers["Event-Type"]) == ("MOCKOD", "WatchTable: Appointment")
    assert (first.body, second.body) == ([patient], [visit])
    assert list(first.body[0]) == list(patient)
    assert list(second.body[0]) == list(visit)


@pytest.mark.parametrize(
    ("version", "there"),
    [("22.4.27", set()), ("22.4.28", {"Workstation"}), ("22.4.35", {"Workstation", "Event-Type"})],
)
def test_headers_came_with_versions(receiver, version, there):
    desk = new_desk(version=parse_version(version))
    desk.subscribe(receiver.url)
    desk.patient("Neu")
    desk.advance(minutes=1)

    assert {"Workstation", "Event-Type"} & set(receiver.came[0].headers) == there


def test_every_table_is_told_as_get_answers_it(receiver, tmp_path):
    tables = ("Operatory", "Provider", "Schedule", "Patient", "PatField", "ToothInitial")
    told = "".join(
        f"  - {{EndPointUrl: '{receiver.url}', WatchTable: {table}, PollingSeconds: 5, DateTimeStart: today-1}}\n"
        for table in tables
    )
    path = tmp_path / "watched.yaml"
    path.write_text(
        "providers: [{ProvNum: 1, Abbr: DOC1}]\noperatories: [{OperatoryNum: 1, OpName: Room 1}]\n"
        "schedules: [{SchedDate: today, ProvNum: 1, StartTime: '08:00', StopTime: '12:00', operatories: [1]}]\n"
        "patients: [{PatNum: 1, LName: Muster, FName: Erika}]\npatfielddefs: [{FieldName: Hobby}]\n"
        "patfields: [{PatNum: 1, FieldName: Hobby, FieldValue: Chess}]\n"
        f"toothinitials: [{{PatNum: 1, ToothNum: '32', InitialType: Missing}}]\nsubscriptions:\n{told}"
    )
    desk = new_desk(str(path))
    desk.advance(seconds=0)

    bodies = {one.headers["Event-Type"]: one.body for one in receiver.came}
    assert set(bodies) == {f"WatchTable: {table}" for table in tables}
    for table, resource in (("Operatory", "operatories"), ("Provider", "providers"), ("Schedule", "schedules")):
        row = desk.call("GET", f"/api/v1/{resource}/1")
        row.pop("serverDateTime", None)
        assert bodies[f"WatchTable: {table}"] == [row]
    assert [row["LName"] for row in bodies["WatchTable: Patient"]] == ["Muster"]
    for table in ("PatField", "ToothInitial"):
        assert bodies[f"WatchTable: {table}"] == desk.call("GET", f"/api/v1/{table.lower()}s")


def test_rows_come_in_the_order_of_their_changes(receiver):
    desk = new_desk()
    desk.subscribe(receiver.url, seconds=60)
    for number, now in ((1, "07:00:10"), (2, "07:00:20"), (1, "07:00:30")):
        desk.freeze(f"2026-03-02 {now}")
        desk.rename(number, f"At {now}")
    desk.advance(minutes=1)

    assert names(receiver) == ["At 07:00:20", "At 07:00:30"]


def test_deleted_appointments_are_read_off_history(receiver):
    desk = new_desk()
    desk.subscribe(receiver.url, "AppointmentDeleted")
    desk.book()
    assert desk.advance(minutes=1) == []
    with desk.office.transaction() as tx:
        tx.update("histappointment", "HistApptAction = 4, DateTStamp = ?", (tx.stamp,))

    assert at(desk.advance(minutes=1)) == [("07:01:05", "delivered")]

    assert (receiver.rows()[0]["AptNum"], receiver.rows()[0]["HistApptAction"]) == (1, "Deleted")


@pytest.mark.parametrize(("version", "batches"), [("23.2.1", [1000, 200]), ("23.1", [1200])])
def test_many_rows_go_in_batches_of_a_thousand(receiver, tmp_path, version, batches):
    path = tmp_path / "many.yaml"
    people = "".join(f"  - {{PatNum: {n}, LName: P{n}, FName: A}}\n" for n in range(1, 1201))
    path.write_text(f"providers: [{{ProvNum: 1, Abbr: DOC1}}]\npatients:\n{people}")
    desk = new_desk(str(path), version=parse_version(version))
    desk.subscribe(receiver.url, DateTimeStart="2026-03-01")

    assert [one["rows"] for one in desk.advance(days=1)] == [1200]

    assert [len(one.body) for one in receiver.came] == batches
    assert [row["PatNum"] for row in receiver.rows()] == list(range(1, 1201))


def test_selecting_a_patient_is_told_at_once_and_only_when_it_is_another(receiver):
    desk = new_desk()
    body = {"EndPointUrl": receiver.url, "UiEventType": "PatientSelected"}
    desk.call("POST", "/api/v1/subscriptions", body)
    for number in (1, 1, 2, 1):
        desk.call("POST", "/_mockod/events/patient-selected", {"PatNum": number})

    assert [one.body["PatNum"] for one in receiver.came] == [1, 2, 1]
    assert receiver.came[0].headers["Event-Type"] == "UiEventType: PatientSelected"
    assert list(receiver.came[0].body)[:4] == ["PatNum", "LName", "FName", "MiddleI"]
    assert (len(receiver.came[0].body), receiver.came[0].body["ClinicNum"]) == (41, "0")
    assert {"FeeSched", "SuperFamily", "serverDateTime"}.isdisjoint(receiver.came[0].body)
    told = desk.call("GET", "/_mockod/events")
    assert [(one["event"], one["status"]) for one in told] == [("UiEventType: PatientSelected", 200)] * 3


# Jumps of the clock


def test_a_year_of_polling_every_second_costs_next_to_nothing_and_tells_each_change_once(receiver):
    desk = new_desk()
    desk.subscribe(receiver.url, seconds=1)
    desk.patient("Neu")
    began = time.monotonic()

    assert at(desk.advance(days=365)) == [("07:00:01", "delivered")]

    assert time.monotonic() - began < 1.0
    assert desk.started() == "2027-03-02 07:00:00"
    assert desk.advance(days=1) == []
    assert names(receiver) == ["Neu"]


def test_polls_keep_their_own_pace_and_order(receiver):
    desk = new_desk()
    desk.subscribe(receiver.url, seconds=7)
    desk.subscribe(f"{receiver.url}?slow", seconds=60)
    desk.patient("First")

    assert at(desk.advance(seconds=8)) == [("07:00:07", "delivered")]
    desk.patient("Second")  # at 07:00:08
    assert at(desk.advance(seconds=45)) == [("07:00:14", "delivered")]
    assert desk.started() == "2026-03-02 07:00:49"
    assert at(desk.advance(seconds=7)) == [("07:01:00", "delivered")]

    assert [[row["LName"] for row in one.body] for one in receiver.came] == [["First"], ["Second"], ["First", "Second"]]


def test_a_change_that_a_receiver_makes_is_told_by_the_next_poll(receiver):
    desk = new_desk()
    desk.subscribe(receiver.url, seconds=10)
    receiver.when_called = lambda one: desk.rename(1, "Twice") if len(receiver.came) == 1 else None
    desk.rename(1, "Once")

    assert at(desk.advance(minutes=1)) == [("07:00:10", "delivered"), ("07:00:20", "delivered")]

    assert names(receiver) == ["Once", "Twice"]


def test_a_receiver_that_answers_every_event_with_a_change_does_not_run_for_ever(receiver, monkeypatch):
    monkeypatch.setattr("mockod.simulation.scheduler.MOST", 20)
    desk = new_desk()
    desk.subscribe(receiver.url, seconds=1)
    receiver.when_called = lambda one: desk.rename(1, f"Name{len(receiver.came)}")
    desk.rename(1, "Once")

    fired = desk.advance(days=1)

    assert (len(receiver.came), fired[-1]["what"]) == (20, "stopped firing")
    assert desk.call("GET", "/_mockod/clock")["now"] == "2026-03-03 07:00:00"


def test_nothing_is_told_after_its_stop(receiver):
    desk = new_desk()
    desk.subscribe(receiver.url, seconds=5, DateTimeStop="2026-03-02 07:00:08")
    desk.patient("In time")
    desk.advance(seconds=6)
    desk.patient("Too late")

    assert desk.advance(days=1) == []
    assert names(receiver) == ["In time"]


def test_what_stopped_while_nobody_looked_is_told_nothing_either(receiver):
    desk = new_desk()
    desk.subscribe(receiver.url, DateTimeStop="2026-03-02 07:00:08")
    desk.patient("In time")
    desk.freeze("2026-03-02 07:00:08")
    desk.app.extensions["mockod.site"].tick()

    assert desk.advance(days=1) == []
    assert receiver.came == []


def test_every_offices_subscriptions_are_told_by_their_own_clocks_and_keys(receiver):
    desk = new_desk()
    other = Desk(desk.app, "other")
    other.freeze("2030-01-01 12:00:00")
    for one in (desk, other):
        one.subscribe(receiver.url)
        one.patient("Neu")

    answer = desk.app.test_client().post("/_mockod/clock/advance", json={"seconds": 5}).json["fired"]

    assert [(one["at"], one["office"]) for one in answer] == [
        ("2026-03-02 07:00:05", "desk"),
        ("2030-01-01 12:00:05", "other"),
    ]
    assert [one.headers["Authorization"] for one in receiver.came] == ["desk", "other"]


# Who may be told


def test_a_name_that_means_another_machine_by_now_is_not_told(receiver, monkeypatch):
    desk = new_desk()
    desk.subscribe(f"http://localhost:{receiver.port}/")
    desk.patient("Neu")
    elsewhere = [(2, 1, 6, "", ("192.0.2.7", receiver.port))]
    monkeypatch.setattr(webhook_sender.socket, "getaddrinfo", lambda *args, **options: elsewhere)

    fired = desk.advance(seconds=5)

    assert (at(fired), fired[0]["problem"]) == ([("07:00:05", "not delivered")], "localhost is not this machine")
    assert receiver.came == []


def test_a_host_that_the_operator_named_is_resolved_once_and_called_by_its_name(receiver, monkeypatch):
    desk = new_desk(webhooks=frozenset({"receiver.test"}))
    asked, known = [], webhook_sender.socket.getaddrinfo
    here = [(2, 1, 6, "", ("127.0.0.1", receiver.port))]

    def resolve(host, *args, **options):
        asked.append(host)
        return here if host == "receiver.test" else known(host, *args, **options)

    monkeypatch.setattr(webhook_sender.socket, "getaddrinfo", resolve)
    desk.subscribe(f"http://receiver.test:{receiver.port}/")
    desk.patient("Neu")
    desk.advance(seconds=5)

    assert receiver.came[0].headers["Host"] == f"receiver.test:{receiver.port}"
    assert asked.count("receiver.test") == 1


def test_neither_proxies_nor_passwords_of_the_environment_are_used(receiver, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    desk = new_desk()
    desk.subscribe(f"http://127.0.0.1:{receiver.port}/")
    desk.patient("Neu")
    desk.advance(seconds=5)

    assert receiver.came[0].headers["Authorization"] == "desk"
    assert receiver.came[0].headers["Host"] == f"127.0.0.1:{receiver.port}"


def test_a_workstation_of_any_text_breaks_no_header(receiver):
    desk = new_desk()
    desk.subscribe(receiver.url, Workstation=" A\r\nX-Evil: 1 \U0001f600\x00")
    desk.patient("Neu")
    desk.advance(seconds=5)

    assert receiver.came[0].headers["Workstation"] == "A  X-Evil: 1 ?"
    assert "X-Evil" not in receiver.came[0].headers


def test_deliveries_of_one_advance_are_bounded_and_the_rest_waits(receiver, monkeypatch):
    monkeypatch.setattr(time_travel, "MOST_DELIVERIES", 3)
    desk = new_desk()
    for number in range(5):
        desk.subscribe(f"{receiver.url}{number}/")
    desk.patient("New")

    fired = desk.advance(seconds=5)
    assert [one["what"] for one in fired] == ["delivered"] * 3 + ["stopped delivering"]
    assert fired[-1]["because"] == "3 deliveries were made"
    assert [one["what"] for one in desk.advance(seconds=1)] == ["delivered"] * 2
    assert len({one.path for one in receiver.accepted}) == 5
