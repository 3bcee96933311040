"""A notice under way when its office begins anew, or loses its receivers, leaves alone the notices that come after it.

Their rows have the numbers of the rows before them.
"""

from __future__ import annotations

import pytest

from support.receiver import Receiver, halted, receiving
from support.superoffice import SuperOfficeClient
from support.telehealth import Telehealth, new_account

pytestmark = pytest.mark.live
BEGINNINGS = ["reset", "restore"]


@pytest.fixture
def receiver():
    with receiving(Receiver()) as one:
        yield one


@pytest.fixture
def account(receiver) -> Telehealth:
    """Its receiver was there when it was kept as a snapshot."""
    account = new_account()
    account.control("POST", "events/receivers", {"url": receiver.url}, 201)
    account.control("POST", "snapshots", {"name": "untold"}, 201)
    return account


def advance(account: Telehealth) -> list[str]:
    return [event["what"] for event in account.control("POST", "clock/advance", {"seconds": 1})["fired"]]


def outcomes(account: Telehealth) -> list[str]:
    return [notice["outcome"] for notice in account.control("GET", "events/notices")]


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_notice_of_telehealth_says_nothing_of_the_one_after_a_new_beginning(account, receiver, beginning):
    account.book()
    with halted(receiver, lambda: advance(account)):
        if beginning == "reset":
            account.control("POST", "reset")
            account.control("POST", "events/receivers", {"url": receiver.url}, 201)
        else:
            account.control("POST", "snapshots/restore", {"name": "untold"})
        account.book()

    assert outcomes(account) == ["waiting"]
    assert advance(account) == ["delivered"]
    assert outcomes(account) == ["200"]


@pytest.mark.parametrize("path", ["", "elsewhere/"])
def test_a_notice_of_telehealth_says_nothing_of_the_one_for_a_new_receiver(account, receiver, path):
    account.book()
    with halted(receiver, lambda: advance(account)):
        account.control("DELETE", "events/receivers")
        account.control("POST", "events/receivers", {"url": receiver.url + path}, 201)
        account.book()
    advance(account)

    assert [request.path for request in receiver.came] == ["/hooks/", f"/hooks/{path}"]
    assert outcomes(account) == ["200"]


def tell(so: SuperOfficeClient) -> list[str]:
    return [event["what"] for event in so.control("POST", "clock/advance", {"seconds": 1}).json["fired"]]


def errors(so: SuperOfficeClient) -> list[int]:
    return [webhook["ConsecutiveErrors"] for webhook in so.told("settings")["webhooks"]]


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_notice_of_superoffice_takes_away_none_after_a_new_beginning(so: SuperOfficeClient, receiver, beginning):
    so.settings({"webhooks": [{"TargetUrl": receiver.url}]})
    so.control("POST", "snapshots", {"name": "untold"})
    so.create(Title="Before")
    receiver.status = 500
    with halted(receiver, lambda: tell(so)):
        if beginning == "reset":
            so.control("POST", "reset")
            so.settings({"webhooks": [{"TargetUrl": receiver.url}]})
        else:
            so.control("POST", "snapshots/restore", {"name": "untold"})
        so.create(Title="After")

    assert errors(so) == [0]
    receiver.status = 200
    assert tell(so) == ["delivered"]


def test_a_webhook_of_superoffice_is_not_blamed_for_the_one_before_it(so: SuperOfficeClient, receiver):
    so.settings({"webhooks": [{"TargetUrl": receiver.url}]})
    so.create(Title="Before")
    receiver.status = 500
    with halted(receiver, lambda: tell(so)):
        so.settings({"webhooks": []})
        so.settings({"webhooks": [{"TargetUrl": f"{receiver.url}elsewhere/"}]})
        so.create(Title="After")
    tell(so)

    assert [request.path for request in receiver.came] == ["/hooks/", "/hooks/elsewhere/"]
    assert errors(so) == [1]
