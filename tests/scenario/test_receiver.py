"""Receivers of webhooks: so many at one time, each with so much kept."""

from __future__ import annotations

import http.client
import threading
from urllib.parse import urlsplit

import pytest

from mockod.scenario import receiver as module
from mockod.scenario.receiver import Receiver, listening


def post(receiver: Receiver, body: bytes = b"", **headers: str) -> int:
    connection = http.client.HTTPConnection(urlsplit(receiver.url).netloc, timeout=10)
    try:
        connection.request("POST", "/", body, {name.replace("_", "-"): value for name, value in headers.items()})
        return connection.getresponse().status
    finally:
        connection.close()


def test_there_are_no_more_than_there_is_room_for():
    room = threading.BoundedSemaphore(2)
    with listening("a", room), listening("b", room):
        with pytest.raises(OSError, match="as many are open") as refused, listening("c", room):
            pass
        assert refused.value.strerror
    with listening("a", room), listening("b", room):
        pass


@pytest.mark.parametrize(("length", "status"), [("-1", 400), ("many", 400), ("9" * 5000, 400), ("8000001", 413)])
def test_a_body_of_no_size_or_too_large_a_one_is_refused_unread(length, status):
    with listening("a") as receiver:
        assert post(receiver, Content_Length=length) == status
        assert receiver.take() == []


def test_what_is_beyond_the_bound_is_answered_and_not_kept(monkeypatch):
    monkeypatch.setattr(module, "MOST_KEPT_BYTES", 10)
    with listening("a") as receiver:
        assert [post(receiver, body) for body in (b'"12345"', b'"6789"', b"[1]")] == [200, 200, 200]
        assert [one["body"] for one in receiver.take()] == ["12345", [1]]
        assert post(receiver, b'"6789"') == 200
        assert [one["body"] for one in receiver.take()] == ["6789"]


def test_nesting_without_end_is_kept_as_a_text():
    receiver = Receiver("a")
    receiver.receive(b"[" * 100_000)

    assert receiver.take()[0]["body"] == "[" * 100_000
