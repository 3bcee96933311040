"""Subscriptions go on from where the office's clock is, also where that is earlier than their last poll."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mockod.simulation import clock
from support.desk import SEVEN, Desk, at, names, new_desk
from support.receiver import Receiver, receiving

pytestmark = pytest.mark.live


@pytest.fixture
def receiver():
    with receiving(Receiver()) as one:
        yield one


def polled_until_nine(receiver: Receiver) -> Desk:
    desk = new_desk()
    desk.subscribe(receiver.url)
    desk.advance(hours=2)
    assert desk.started() == "2026-03-02 09:00:00"
    return desk


def test_after_the_clock_is_set_back_changes_are_told_as_before(receiver):
    desk = polled_until_nine(receiver)

    desk.freeze("2026-03-02 08:00:00")
    desk.patient("Neu")

    assert desk.started() == "2026-03-02 08:00:00"
    assert at(desk.advance(minutes=1)) == [("08:00:05", "delivered")]
    assert names(receiver) == ["Neu"]


def test_a_change_between_setting_back_and_setting_ahead_is_not_lost(receiver):
    desk = polled_until_nine(receiver)

    desk.freeze("2026-03-02 08:00:00")
    desk.patient("Neu")
    desk.freeze("2026-03-02 12:00:00")

    assert at(desk.advance(minutes=1)) == [("12:00:00", "delivered")]
    assert names(receiver) == ["Neu"]


def test_all_clocks_set_back_at_once_stop_no_subscription(receiver):
    desk = polled_until_nine(receiver)
    other = Desk(desk.app, "other")
    other.subscribe(receiver.url)
    other.advance(hours=3)
    assert other.office.park()

    desk.app.test_client().put("/_mockod/clock", json={"mode": "frozen", "now": "2026-03-02 08:00:00"})
    assert other.office.is_parked
    for one in (desk, other):
        one.patient("Neu")
        assert at(one.advance(minutes=1)) == [("08:00:05", "delivered")]


def test_a_server_that_begins_earlier_than_the_last_one_ended_goes_on(receiver, tmp_path):
    desk = new_desk(data_dir=tmp_path)
    desk.subscribe(receiver.url)
    desk.advance(hours=2)
    desk.app.extensions["mockod.site"].close()

    again = new_desk(data_dir=tmp_path)
    again.patient("Neu")

    assert at(again.advance(minutes=1)) == [("07:00:05", "delivered")]
    assert names(receiver) == ["Neu"]


def test_a_local_time_that_goes_back_an_hour_stops_no_subscription(receiver, monkeypatch):
    now = datetime(2026, 11, 1, 1, 59, 58)
    monkeypatch.setattr(clock, "wall", lambda: now)
    desk = new_desk()
    desk.call("PUT", "/_mockod/clock", {"mode": "running", "now": str(now)})
    desk.subscribe(receiver.url, seconds=1)
    tick = desk.app.extensions["mockod.site"].tick
    now += timedelta(seconds=2)
    tick()
    now -= timedelta(hours=1)
    tick()
    desk.patient("Neu")
    now += timedelta(seconds=2)
    tick()
    receiver.wait_for(1)

    assert names(receiver) == ["Neu"]


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_start_in_the_future_that_the_client_named_stays(receiver, method):
    desk = new_desk()
    future = {"DateTimeStart": "2026-03-02 10:00:00"}
    if method == "POST":
        desk.subscribe(receiver.url, **future)
    else:
        desk.subscribe(receiver.url)
        desk.call("PUT", "/api/v1/subscriptions/1", future)
    desk.patient("Too early")
    desk.freeze("2026-03-02 06:00:00")
    assert desk.advance(hours=2) == []

    assert desk.started() == "2026-03-02 10:00:00"
    assert receiver.came == []


def test_a_clock_that_is_set_back_while_a_receiver_answers_loses_no_change(receiver):
    desk = new_desk()
    desk.subscribe(receiver.url)
    desk.patient("First")

    def set_back(received):
        receiver.when_called = None
        desk.freeze("2026-03-02 07:00:03")
        desk.patient("Second")

    receiver.when_called = set_back
    desk.advance(seconds=5)
    assert desk.started() == "2026-03-02 07:00:03"
    desk.advance(minutes=1)

    assert names(receiver) == ["First", "Second"]


def test_an_office_that_is_reset_or_restored_tells_by_the_clock_of_then(receiver):
    desk = new_desk()
    desk.subscribe(receiver.url)
    desk.call("POST", "/_mockod/snapshots", {"name": "seven"})
    desk.advance(hours=2)
    desk.call("POST", "/_mockod/snapshots/restore", {"name": "seven"})
    assert desk.started() == str(SEVEN)
    desk.patient("Neu")

    assert at(desk.advance(minutes=1)) == [("07:00:05", "delivered")]
