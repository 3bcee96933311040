"""Webhooks: told what becomes of appointments, signed, each notice once."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from mockod.vendors.superoffice.practice.webhooks import WEBHOOKS
from mockod.vendors.superoffice.webhooks import dispatcher
from support.api_client import ApiClient
from support.receiver import Received, Receiver, receiving
from support.superoffice import SuperOfficeClient, basic


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving(Receiver()) as one:
        yield one


def _tell(so: SuperOfficeClient) -> Any:
    """Let a second pass, with all that falls due in it."""
    response = so.control("POST", "clock/advance", {"seconds": 1})
    assert response.status_code == 200, response.text
    return response.json["fired"]


def _send(so: SuperOfficeClient, webhooks: Any) -> TestResponse:
    """Send a list of webhooks, which may be refused."""
    url = f"/_mockod/settings?vendor=superoffice&office={so.tenant}"
    return so.http.put(url, json={"webhooks": webhooks}, headers={"Authorization": basic(so.tenant)})


def _bytes(body: Any) -> bytes:
    """A body as it was sent."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _signed(secret: str, one: Received) -> str:
    return base64.b64encode(hmac.new(secret.encode(), _bytes(one.body), hashlib.sha256).digest()).decode()


def test_a_life_is_told_in_three_events(so: SuperOfficeClient, receiver: Receiver):
    so.settings(
        {"webhooks": [{"Name": "Sync", "TargetUrl": receiver.url, "Secret": "håll", "Headers": {"X-Own": "1"}}]}
    )
    number = so.create(Title="Ä visit", StartDate="2026-05-04T09:00:00")["AppointmentId"]
    so.call("PATCH", f"Appointment/{number}", {"Completed": "Completed", "StartDate": "2026-05-04T08:00:00"})
    so.call("DELETE", f"Appointment/{number}")
    fired = _tell(so)
    assert [one["what"] for one in fired] == ["delivered"] * 3
    assert [one.body["Event"] for one in receiver.came] == ["activity.created", "activity.changed", "activity.deleted"]
    for one in receiver.came:
        assert one.headers["X-SuperOffice-Event"] == one.body["Event"]
        assert one.headers["X-SuperOffice-EventId"] == one.body["EventId"]
        assert one.headers["X-SuperOffice-Signature"] == _signed("håll", one)
        assert one.headers["X-Own"] == "1"
        told = [
            one.body[name]
            for name in ("PrimaryKey", "Entity", "ContextIdentifier", "ChangedByAssociateId", "WebhookName")
        ]
        assert told == [number, "activity", so.tenant, 1, "Sync"]
    created, changed, deleted = (one.body for one in receiver.came)
    assert created["FieldValues"]["do_by"] == "2026-05-04T17:00:00"
    assert (created["FieldValues"]["type"], created["FieldValues"]["status"]) == (1, 1)
    assert set(changed["Changes"]) == {"status", "do_by", "activeDate", "updated"}
    assert changed["FieldValues"]["status"] == 3
    assert (deleted["Changes"], deleted["Values"]["appointment_id"]) == ([], number)
    assert len({one.body["EventId"] for one in receiver.came}) == 3
    assert _tell(so) == []


def test_events_of_one_frozen_second_have_ids_of_their_own_though_the_first_was_delivered(
    so: SuperOfficeClient, receiver: Receiver
):
    so.settings({"webhooks": [{"TargetUrl": receiver.url}]})
    so.set_clock("2026-05-04 09:00:00")
    number = so.create()["AppointmentId"]
    _tell(so)
    so.set_clock("2026-05-04 09:00:00")
    so.call("PATCH", f"Appointment/{number}", {"Title": "Changed"})
    _tell(so)
    assert [one.body["Event"] for one in receiver.came] == ["activity.created", "activity.changed"]
    assert len({one.body["EventId"] for one in receiver.came}) == 2


def test_only_what_a_webhook_wants_is_told_and_without_a_secret_nothing_is_signed(
    so: SuperOfficeClient, receiver: Receiver
):
    deleted_alone = {"TargetUrl": receiver.url, "Events": ["activity.deleted"]}
    stopped = {"TargetUrl": receiver.url, "State": "Stopped"}
    so.settings({"webhooks": [deleted_alone, stopped]})
    number = so.create()["AppointmentId"]
    so.call("DELETE", f"Appointment/{number}")
    _tell(so)
    [one] = receiver.came
    assert one.body["Event"] == "activity.deleted"
    assert "X-SuperOffice-Signature" not in one.headers


def test_what_is_refused_is_not_told(so: SuperOfficeClient, receiver: Receiver):
    so.settings({"webhooks": [{"TargetUrl": receiver.url}]})
    so.call("POST", "Appointment", {"Type": "Nonsense"})
    assert (_tell(so), receiver.came) == ([], [])


def test_a_notice_is_told_once_and_whoever_fails_ten_times_no_more(so: SuperOfficeClient, receiver: Receiver):
    so.settings({"webhooks": [{"Name": "Broken", "TargetUrl": receiver.url}]})
    receiver.status = 500
    for _ in range(12):
        so.create()
        _tell(so)
    assert len(receiver.came) == 10
    [told] = so.told("settings")["webhooks"]
    assert (told["State"], told["ConsecutiveErrors"]) == ("TooManyErrors", 10)


def test_a_webhook_that_hangs_keeps_no_other_from_being_told(so: SuperOfficeClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(dispatcher, "MOST_AT_ONCE", 2)
    url = "http://127.0.0.1:9/"
    so.settings({"webhooks": [{"TargetUrl": url}, {"TargetUrl": url, "Events": ["activity.deleted"]}]})
    number = so.create()["AppointmentId"]
    so.create()
    so.call("DELETE", f"Appointment/{number}")
    office = so.http.application.extensions["mockod.offices"].office(so.tenant)
    source = dispatcher.WebhookDispatcher()
    told = [[one.number for one in source.events(office, office.webhook_status, out)] for out in ((), {1}, {1, 2})]
    assert told == [[1, 1], [2], []]


def test_a_receiver_elsewhere_is_refused(so: SuperOfficeClient):
    response = _send(so, [{"TargetUrl": "https://receiver.example/hook"}])
    assert response.status_code == 400
    assert "TargetUrl: an address of this machine belongs here" in response.text
    assert so.told("settings")["webhooks"] == []


@pytest.mark.parametrize(
    "webhooks",
    [
        "x",
        {"TargetUrl": "http://127.0.0.1:9/"},
        [1],
        [{}],
        [{"TargetUrl": "nowhere"}],
        [{"TargetUrl": "ftp://127.0.0.1/"}],
        [{"TargetUrl": "http://127.0.0.1:9/", "Events": []}],
        [{"TargetUrl": "http://127.0.0.1:9/", "Events": ["contact.created"]}],
        [{"TargetUrl": "http://127.0.0.1:9/", "State": "Asleep"}],
        [{"TargetUrl": "http://127.0.0.1:9/", "Color": "red"}],
        [{"TargetUrl": "http://127.0.0.1:9/"}] * 51,
        [{"TargetUrl": "http://127.0.0.1:9/", "WebhookId": "x"}],
        [{"TargetUrl": "http://127.0.0.1:9/", "Secret": "***"}],
    ],
)
def test_webhooks_that_cannot_be_are_refused(so: SuperOfficeClient, webhooks: Any):
    response = _send(so, webhooks)
    assert response.status_code == 400, response.text


def test_a_secret_is_not_told_and_no_webhooks_end_them(so: SuperOfficeClient, office: ApiClient, receiver: Receiver):
    told = so.settings({"webhooks": [{"TargetUrl": receiver.url, "Secret": "hidden"}]})
    assert "hidden" not in json.dumps(told)
    assert so.settings({"webhooks": []})["webhooks"] == []
    so.create()
    assert (_tell(so), receiver.came) == ([], [])


def test_a_webhook_that_is_sent_back_as_it_was_told_goes_on(so: SuperOfficeClient, receiver: Receiver):
    receiver.status = 500
    so.settings({"webhooks": [{"Name": "First", "TargetUrl": receiver.url, "Secret": "hidden"}]})
    so.create()
    _tell(so)
    told = so.told("settings")["webhooks"]
    assert told[0]["ConsecutiveErrors"] == 1
    second = {"TargetUrl": receiver.url, "Events": ["activity.deleted"]}
    first, added = so.settings({"webhooks": [*told, second]})["webhooks"]
    assert ([first], added["WebhookId"]) == (told, told[0]["WebhookId"] + 1)
    so.create()
    _tell(so)
    assert receiver.came[-1].headers["X-SuperOffice-Signature"] == _signed("hidden", receiver.came[-1])
    assert _send(so, [first, first]).status_code == 400


def test_a_webhook_that_is_set_active_again_begins_to_count_anew(so: SuperOfficeClient):
    so.settings({"webhooks": [{"TargetUrl": "http://127.0.0.1:9/", "State": "TooManyErrors"}]})
    [told] = so.told("settings")["webhooks"]
    office = so.http.application.extensions["mockod.offices"].office(so.tenant)
    with office.transaction() as tx:
        tx.update(WEBHOOKS.name, "ConsecutiveErrors = 10")
    [again] = so.settings({"webhooks": [{**told, "State": "Active"}]})["webhooks"]
    assert (again["WebhookId"], again["State"], again["ConsecutiveErrors"]) == (told["WebhookId"], "Active", 0)


def test_what_a_webhook_was_still_to_be_told_ends_with_it(so: SuperOfficeClient, receiver: Receiver):
    one = {"TargetUrl": receiver.url}
    [first] = so.settings({"webhooks": [one]})["webhooks"]
    so.create()
    so.settings({"webhooks": []})
    [second] = so.settings({"webhooks": [one]})["webhooks"]
    assert second["WebhookId"] > first["WebhookId"]
    assert (_tell(so), receiver.came) == ([], [])


def test_a_snapshot_brings_back_webhooks_and_appointments(so: SuperOfficeClient, receiver: Receiver):
    so.settings({"webhooks": [{"TargetUrl": receiver.url}]})
    so.create(Title="Kept")
    _tell(so)
    assert so.control("POST", "snapshots", {"name": "one"}).status_code == 201
    so.create(Title="Gone")
    so.settings({"webhooks": []})
    assert so.control("POST", "snapshots/restore", {"name": "one"}).status_code == 200
    assert [row["text"] for row in so.rows(select="text")] == ["Kept"]
    so.create()
    _tell(so)
    assert len(receiver.came) == 2
    assert so.control("POST", "reset").status_code == 200
    assert so.rows() == []
