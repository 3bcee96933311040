"""Offices made and dropped while others use them: who waits, who is refused, and what is left."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import pytest

from mockod.rest.errors import ApiError
from mockod.simulation.clock import Clock
from mockod.store import office_places
from mockod.store.connection import connect
from mockod.store.office import Evicted, OfficeTemplate
from mockod.store.registry import Offices

START = OfficeTemplate("tiny", Clock(), "settings")


def image(practice: str, today: date) -> bytes:
    db = connect()
    db.execute("CREATE TABLE book (page TEXT) STRICT")
    return db.serialize()


@pytest.fixture(params=["memory", "file"])
def make(request, tmp_path):
    def make(**options):
        folder = tmp_path / "offices" if request.param == "file" else None
        return Offices(START, image, data_dir=folder, **options)

    return make


def pages(office):
    with office.transaction() as tx:
        return list(tx.column("SELECT page FROM book ORDER BY rowid"))


def write(office, page):
    with office.transaction() as tx:
        tx.insert("book", {"page": page})


def at_once(*works: Callable[[], object]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
        assert not thread.is_alive()


def test_an_own_start_is_furnished_at_once_and_at_every_reset(make):
    offices = make()
    start = OfficeTemplate("tiny", Clock(), "own", seed=lambda tx: tx.insert("book", {"page": tx.settings}))
    office = offices.create("one", start)
    write(office, "mine")
    assert pages(office) == ["own", "mine"]

    offices.reset("one")
    assert (pages(office), office.settings) == (["own"], "own")
    office.park()
    offices.reset_all()
    assert pages(office) == ["own"]


def test_what_cannot_be_furnished_makes_no_office_and_leaves_the_key_free(make):
    offices = make()

    def fail(tx):
        tx.insert("book", {"page": "half"})
        raise ValueError("no such preference")

    with pytest.raises(ValueError, match="no such preference"):
        offices.create("one", OfficeTemplate("tiny", Clock(), "own", seed=fail))

    assert (offices.by_key(), offices.unopened()) == ({}, {})
    assert pages(offices.create("one", START)) == []


def test_an_office_in_use_is_dropped_when_its_work_is_done(make):
    offices = make()
    office = offices.office("one")
    dropping = threading.Thread(target=offices.drop, args=("one",))

    with office.transaction() as tx:
        dropping.start()
        tx.insert("book", {"page": "done"})
        dropping.join(timeout=0.05)
        assert dropping.is_alive()
    dropping.join(timeout=5)

    assert offices.by_key() == {}
    with pytest.raises(ApiError, match="has just been dropped"):
        write(office, "too late")
    assert pages(offices.office("one")) == []


def test_one_who_holds_a_dropped_office_cannot_bring_it_back(make):
    offices = make()
    office = offices.office("one")
    offices.drop("one")

    office.reset(START, image("tiny", date(2026, 3, 2)))
    office.park()

    assert (offices.by_key(), offices.unopened()) == ({}, {})
    with pytest.raises(ApiError, match="has just been dropped"):
        pages(office)


def test_the_office_longest_idle_goes_and_one_in_use_stays(make):
    offices = make(most=3, evict_idle=True)
    for key in ("one", "two", "three"):
        write(offices.office(key), key)

    with offices.office("one").transaction(), offices.by_key()["two"].transaction():
        offices.office("four")
        assert sorted(offices.by_key()) == ["four", "one", "two"]

    offices.office("five")
    assert sorted(offices.by_key()) == ["five", "four", "one"]


def test_parked_offices_go_first(make):
    offices = make(most=2, evict_idle=True)
    offices.office("one")
    offices.office("two")
    offices._places._park("two", offices.by_key()["two"])

    offices.office("three")
    assert sorted(offices.by_key()) == ["one", "three"]


def test_where_all_are_in_use_for_long_a_new_one_is_refused(make, monkeypatch):
    monkeypatch.setattr(office_places, "SECONDS_FOR_ROOM", 0.02)
    offices = make(most=1, evict_idle=True)

    with offices.office("one").transaction(), pytest.raises(ApiError, match="holds 1 offices"):
        offices.office("two")
    assert list(offices.by_key()) == ["one"]


def test_where_all_are_in_use_a_new_one_waits_a_little_for_one_that_can_go(make):
    offices = make(most=1, evict_idle=True)
    made = []
    coming = threading.Thread(target=lambda: made.append(offices.office("two")))

    with offices.office("one").transaction():
        coming.start()
        coming.join(timeout=0.05)
        assert (coming.is_alive(), made) == (True, [])
    coming.join(timeout=5)

    assert list(offices.by_key().values()) == made


def test_where_the_idle_do_not_go_nobody_waits_for_room(make, monkeypatch):
    monkeypatch.setattr(office_places, "sleep", None)
    offices = make(most=1)

    with offices.office("one").transaction(), pytest.raises(ApiError, match="holds 1 offices"):
        offices.office("two")


def test_whoever_holds_an_office_that_made_room_is_told_so(make):
    offices = make(most=1, evict_idle=True)
    office = offices.office("one")
    offices.office("two")

    with pytest.raises(Evicted, match="has just made room for another"):
        pages(office)
    assert pages(offices.office("one")) == []


def test_of_many_who_make_the_same_office_one_does(make):
    offices = make()
    ends = []

    def create():
        try:
            ends.append(offices.create("one", START))
        except ApiError as refused:
            ends.append(refused.status)

    at_once(*[create] * 8)

    assert ends.count(409) == 7
    assert [end for end in ends if end != 409] == [offices.office("one")]


def test_making_using_and_dropping_at_once_breaks_nothing(make):
    offices = make()
    refusals = []

    def use():
        for turn in range(40):
            try:
                write(offices.office("one"), str(turn))
            except ApiError as refused:
                refusals.append(refused.text)

    def drop():
        for _ in range(40):
            try:
                offices.drop("one")
            except ApiError as refused:
                refusals.append(refused.text)

    at_once(use, use, use, drop, drop)

    assert set(refusals) <= {"This office has just been dropped.", "There is no office one."}
    write(offices.office("one"), "still there")
    assert pages(offices.office("one"))[-1] == "still there"
