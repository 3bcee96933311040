"""What a receiver does not take, it is told again: nothing is lost, and nothing that it took comes twice."""

from __future__ import annotations

import errno
import logging
import os
import random
from collections import Counter

import pytest

from mockod.runtime import webhook_sender
from mockod.server.uvicorn_server import ServerThread
from support.api_client import ApiClient
from support.desk import at, names, new_desk
from support.receiver import Receiver, receiving
from support.superoffice import SuperOfficeClient

pytestmark = pytest.mark.live


@pytest.fixture
def receiver():
    with receiving(Receiver()) as one:
        yield one


@pytest.mark.parametrize("status", [500, 404, 302])
def test_what_was_not_taken_is_told_again_and_then_no_more(receiver, status):
    desk = new_desk()
    desk.subscribe(receiver.url)
    desk.patient("Neu")
    receiver.status = status

    fired = desk.advance(seconds=7)

    assert at(fired) == [("07:00:05", "not delivered"), ("07:00:06", "not delivered"), ("07:00:07", "not delivered")]
    assert fired[0]["status"] == status
    assert {one.path for one in receiver.came} == {"/hooks/"}  # nobody is redirected
    assert desk.started() == "2026-03-02 07:00:00"
    receiver.status = 204
    desk.patient("Later")
    assert at(desk.advance(minutes=1)) == [("07:00:07", "delivered"), ("07:00:12", "delivered")]
    assert names(receiver) == ["Neu", "Later"]


def test_a_refused_connection_loses_nothing():
    gone = Receiver()
    desk = new_desk()
    with receiving(gone):
        desk.subscribe(gone.url)
    desk.patient("Neu")
    fired = desk.advance(seconds=5)
    assert at(fired) == [("07:00:05", "not delivered")]
    assert fired[0]["problem"] == f"nobody answers at 127.0.0.1 ({os.strerror(errno.ECONNREFUSED)})"

    with receiving(gone):
        assert at(desk.advance(minutes=1)) == [("07:00:05", "delivered")]
    assert names(gone) == ["Neu"]


def test_a_receiver_that_takes_too_long_is_told_again(receiver, monkeypatch):
    monkeypatch.setattr(webhook_sender, "TIMEOUT", 0.1)
    desk = new_desk()
    desk.subscribe(receiver.url)
    desk.patient("Neu")
    receiver.seconds = 0.3
    assert at(desk.advance(seconds=5)) == [("07:00:05", "not delivered")]

    receiver.seconds = 0.0
    assert at(desk.advance(minutes=1)) == [("07:00:05", "delivered")]
    assert names(receiver) == ["Neu", "Neu"]


def test_a_failing_receiver_is_not_tried_without_end_and_holds_up_nobody_else(receiver):
    desk = new_desk()
    desk.subscribe("http://127.0.0.1:9/")
    desk.subscribe(receiver.url, seconds=3600)
    desk.patient("Neu")

    fired = desk.advance(days=365)

    assert Counter(what for _, what in at(fired)) == {"not delivered": 100, "delivered": 1}
    assert (fired[-1]["at"], fired[-1]["subscription"]) == ("2026-03-02 08:00:00", 2)


def test_after_a_long_failure_the_last_three_days_are_told(receiver):
    desk = new_desk()
    desk.subscribe(receiver.url)
    receiver.status = 500
    desk.patient("Lost")
    desk.freeze("2026-03-03 07:00:01")
    desk.patient("Kept")
    desk.freeze("2026-03-06 07:00:00")
    receiver.status = 200

    desk.advance(seconds=0)

    assert names(receiver) == ["Kept"]
    assert desk.started() == "2026-03-06 07:00:00"


def test_a_batch_that_fails_brings_all_of_them_again(receiver, monkeypatch):
    monkeypatch.setattr("mockod.vendors.opendental.resources.subscriptions.dispatcher.PER_REQUEST", 2)
    desk = new_desk()
    desk.subscribe(receiver.url)
    for name in ("One", "Two", "Three"):
        desk.patient(name)
    receiver.when_called = lambda one: setattr(receiver, "status", 500)

    assert at(desk.advance(seconds=5)) == [("07:00:05", "not delivered")]
    receiver.when_called, receiver.status = None, 200
    desk.advance(minutes=1)

    sent = [[row["LName"] for row in one.body] for one in receiver.came]
    assert sent == [["One", "Two"], ["Three"], ["One", "Two"], ["Three"]]


def test_after_a_batch_that_fails_no_other_is_sent(receiver, monkeypatch):
    monkeypatch.setattr("mockod.vendors.opendental.resources.subscriptions.dispatcher.PER_REQUEST", 2)
    desk = new_desk()
    desk.subscribe(receiver.url)
    for name in ("One", "Two", "Three"):
        desk.patient(name)
    receiver.status = 500
    receiver.when_called = lambda one: setattr(receiver, "status", 200)

    assert at(desk.advance(minutes=1)) == [("07:00:05", "not delivered"), ("07:00:06", "delivered")]
    assert [len(one.body) for one in receiver.came] == [2, 2, 1]


def test_whatever_goes_wrong_nothing_is_lost_and_nothing_accepted_comes_twice(receiver):
    """A hundred steps by lot: changes, jumps, a receiver that fails now and then, an office that is parked."""
    lot, desk = random.Random(7), new_desk()
    desk.subscribe(receiver.url, seconds=4)
    office = desk.office
    for step in range(100):
        what = lot.choice(["new", "rename", "advance", "advance", "fail", "heal", "park"])
        if what == "new":
            desk.patient(f"New{step}")
        elif what == "rename":
            desk.rename(lot.choice([1, 2]), f"Name{step}")
        elif what == "advance":
            desk.advance(seconds=lot.randrange(12))
        elif what == "park":
            assert office.park()
        else:
            receiver.status = 503 if what == "fail" else 200
    receiver.status = 200
    desk.advance(minutes=1)

    told = receiver.rows()
    assert max(Counter((row["PatNum"], row["DateTStamp"]) for row in told).values()) == 1
    last = {row["PatNum"]: row for row in told}
    now = {row["PatNum"]: row for row in desk.call("GET", "/api/v1/patients/Simple")}
    for number, row in now.items():
        row.pop("serverDateTime")
        assert number not in last or last[number] == row
    changed = {number for number, row in now.items() if row["DateTStamp"] >= "2026-03-02 07:00:00"}
    assert set(last) == changed


def test_a_restart_loses_nothing(tmp_path):
    gone = Receiver()
    with receiving(gone):
        desk = new_desk(data_dir=tmp_path)
        desk.subscribe(gone.url)
        desk.patient("Told")
        desk.advance(seconds=5)
        desk.patient("Not yet")
    with ServerThread(desk.app):
        """Comes and goes while the receiver is away."""
    desk.app.extensions["mockod.site"].close()

    with receiving(gone):
        again = new_desk(data_dir=tmp_path)
        assert again.started() == "2026-03-02 07:00:05"
        again.freeze("2026-03-02 09:00:00")
        assert at(again.advance(minutes=5)) == [("09:00:00", "delivered")]

    assert names(gone) == ["Told", "Not yet"]


def test_a_restored_office_tells_as_it_would_have_then(receiver):
    desk = new_desk()
    office = desk.office
    desk.call("POST", "/_mockod/snapshots", {"name": "nobody listens"})
    desk.subscribe(receiver.url)
    desk.patient("Neu")
    desk.call("POST", "/_mockod/snapshots", {"name": "untold"})
    desk.advance(minutes=1)

    desk.call("POST", "/_mockod/snapshots/restore", {"name": "untold"})
    assert (office.webhook_status.is_wanted, at(desk.advance(minutes=1))) == (True, [("07:00:05", "delivered")])
    desk.call("POST", "/_mockod/snapshots/restore", {"name": "nobody listens"})
    assert (office.webhook_status.is_wanted, desk.advance(minutes=1)) == (False, [])
    assert names(receiver) == ["Neu", "Neu"]


def test_each_vendor_warns_once_of_a_subscriber_that_is_not_reached(
    office: ApiClient, so: SuperOfficeClient, receiver, caplog
):
    receiver.status = 500
    subscription = {"EndPointUrl": receiver.url, "WatchTable": "Patient", "PollingSeconds": 1}
    subscribed = office.post("subscriptions", subscription)
    so.settings({"webhooks": [{"TargetUrl": receiver.url}]})
    office.put("patients/1", {"FName": "Erna"})
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            so.create()
            so.control("POST", "clock/advance", {"seconds": 1})
    warnings = [record.getMessage() for record in caplog.records if "webhook not delivered" in record.getMessage()]
    assert len(receiver.came) >= 5
    assert subscribed.json["SubscriptionNum"] == 1
    assert sorted("subscription" in text for text in warnings) == [False, True], warnings
