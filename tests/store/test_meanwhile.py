"""What happens to an office between two steps of a reset, a restore or a drop: it is done wholly or refused."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from mockod.rest.errors import ApiError
from mockod.store.registry import Offices
from support.api_client import ApiClient
from support.office_in_folder import client, close, control


@pytest.fixture
def office(tmp_path) -> ApiClient:
    """In a file, with a booking and a snapshot ``kept`` of it; there is room for one office, and the idle go."""
    office = client(tmp_path / "offices", offices=1, evict_idle=True)
    office.book(AptDateTime="2026-03-02 09:00:00")
    assert control(office, "POST", "snapshots", json={"name": "kept"}).status_code == 201
    return office


def registry(office: ApiClient) -> Offices:
    return office.http.application.extensions["mockod.offices"]


def restore(office: ApiClient):
    return control(office, "POST", "snapshots/restore", json={"name": "kept"})


def drop(office: ApiClient):
    return control(office, "DELETE", "offices")


MOMENT = 0.3
"""Seconds until somebody who is not done by then must be waiting for the office."""


@pytest.fixture
def after_the_first(monkeypatch):
    """Let somebody else try something once, after the first call of a method: at once, or when it is their turn."""
    others: list[Thread] = []

    def arrange(owner: object, name: str, happens: Callable[[], object]) -> None:
        def attempt() -> None:
            with suppress(ApiError):  # there is no room, perhaps
                happens()

        real, left = getattr(owner, name), [attempt]

        def called(*args, **options):
            answer = real(*args, **options)
            if left:
                others.append(Thread(target=left.pop(), daemon=True))
                others[-1].start()
                others[-1].join(MOMENT)
            return answer

        monkeypatch.setattr(owner, name, called)

    yield arrange
    for other in others:
        other.join(10)
        assert not other.is_alive()


def test_an_office_that_is_opened_during_its_reset_is_reset(office, tmp_path, after_the_first):
    close(office)
    again = client(tmp_path / "offices")
    after_the_first(registry(again), "known", lambda: registry(again).office("one"))

    registry(again).reset("one")
    assert again.read("appointments") == []


def test_an_office_that_makes_room_during_its_reset_is_reset(office, after_the_first):
    after_the_first(registry(office), "known", lambda: registry(office).office("two"))

    registry(office).reset("one")
    assert office.read("appointments") == []


@pytest.mark.parametrize("found", ["by_key", "unopened"])
def test_a_reset_of_all_reaches_one_that_is_opened_or_makes_room_meanwhile(office, tmp_path, after_the_first, found):
    close(office)
    again = client(tmp_path / "offices", offices=1, evict_idle=True)
    if found == "by_key":
        registry(again).office("one")
    other = "two" if found == "by_key" else "one"
    after_the_first(registry(again), found, lambda: registry(again).office(other))

    registry(again).reset_all()
    assert again.read("appointments") == []


def test_a_snapshot_that_is_dropped_with_its_office_during_a_restore_is_not_restored(office, after_the_first):
    after_the_first(registry(office).snapshots, "named", lambda: drop(office))

    assert restore(office).status_code == 404
    assert office.read("appointments") == []


def test_a_snapshot_that_is_replaced_during_a_restore_is_replaced_after_it(office, after_the_first):
    office.book(AptDateTime="2026-03-02 10:00:00")
    replaced = {"name": "kept", "replace": True}
    after_the_first(registry(office).snapshots, "named", lambda: control(office, "POST", "snapshots", json=replaced))

    assert restore(office).status_code == 200
    assert len(office.read("appointments")) == 1
    assert restore(office).status_code == 200  # after the other, whose turn it is by now
    assert len(office.read("appointments")) == 1


def test_an_office_that_makes_room_during_its_drop_is_dropped_with_its_file(office, tmp_path, after_the_first):
    after_the_first(registry(office), "known", lambda: registry(office).office("two"))

    assert drop(office).status_code == 200
    assert not Path(registry(office)._folder.data("one")).exists()
    assert office.read("appointments") == []
