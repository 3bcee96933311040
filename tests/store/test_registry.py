"""Offices: made from a copy of the practice, apart from each other, bounded, parked when idle."""

from __future__ import annotations

import sqlite3
import threading
from datetime import date

import pytest

from mockod import vendors
from mockod.rest.errors import ApiError
from mockod.simulation.clock import Clock
from mockod.store import office_places
from mockod.store.connection import connect
from mockod.store.images import Images
from mockod.store.office import OfficeTemplate
from mockod.store.registry import Offices


def image(practice: str, today: date) -> bytes:
    db = connect()
    db.execute("CREATE TABLE book (page TEXT) STRICT")
    db.execute("INSERT INTO book VALUES (?)", (f"{practice} on {today}",))
    return db.serialize()


@pytest.fixture(params=["memory", "file"])
def make(request, tmp_path):
    def make(**options):
        folder = tmp_path / "offices" if request.param == "file" else None
        return Offices(OfficeTemplate("tiny", Clock(), "settings"), image, data_dir=folder, **options)

    return make


def pages(office):
    with office.transaction() as tx:
        return list(tx.column("SELECT page FROM book ORDER BY rowid"))


def write(office, page):
    with office.transaction() as tx:
        tx.insert("book", {"page": page})


def test_a_new_key_gets_a_copy_of_the_practice_of_its_own(make):
    offices = make()
    write(offices.office("one"), "mine")

    assert len(pages(offices.office("one"))) == 2
    assert len(pages(offices.office("two"))) == 1


def test_raising_undoes_all_that_a_transaction_wrote(make):
    office = make().office("one")

    def refuse_halfway():
        with office.transaction() as tx:
            tx.insert("book", {"page": "half"})
            raise ApiError(400, "No.")

    with pytest.raises(ApiError):
        refuse_halfway()

    assert len(pages(office)) == 1
    write(office, "the lock is free again")


def test_even_what_sqlite_itself_refuses_leaves_the_office_usable(make):
    office = make().office("one")

    with pytest.raises(sqlite3.Error), office.transaction() as tx:
        tx.insert("nowhere", {"page": 1})

    write(office, "fine")


def test_idle_offices_are_parked_and_wake_as_they_were(make, monkeypatch):
    monkeypatch.setattr(office_places, "OPEN_AT_ONCE", 3)
    offices = make()
    for number in range(10):
        write(offices.office(f"key {number}"), f"page of {number}")

    for number in range(10):
        assert pages(offices.office(f"key {number}"))[1:] == [f"page of {number}"]


def test_an_office_in_use_is_not_parked(make, monkeypatch):
    monkeypatch.setattr(office_places, "OPEN_AT_ONCE", 1)
    offices = make()
    busy = offices.office("busy")

    with busy.transaction() as tx:
        for number in range(3):
            offices.office(f"other {number}")
        tx.insert("book", {"page": "written meanwhile"})

    assert pages(offices.office("busy"))[1:] == ["written meanwhile"]


def test_many_threads_on_more_offices_than_stay_open_lose_nothing(make, monkeypatch):
    monkeypatch.setattr(office_places, "OPEN_AT_ONCE", 2)
    offices = make()

    def work(thread):
        for turn in range(20):
            write(offices.office(f"key {turn % 6}"), f"{thread} {turn}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    written = [page for number in range(6) for page in pages(offices.office(f"key {number}"))[1:]]
    assert sorted(written) == sorted(f"{thread} {turn}" for thread in range(8) for turn in range(20))


def test_at_the_bound_a_new_key_is_refused_and_known_ones_are_not(make):
    offices = make(most=2)
    offices.office("one")
    offices.office("two")

    with pytest.raises(ApiError, match="holds 2 offices"):
        offices.office("three")
    assert pages(offices.office("one"))


def test_a_reset_brings_back_practice_clock_and_settings(make):
    offices = make()
    office = offices.office("one")
    write(office, "mine")
    office.clock = Clock.frozen(Clock().now().replace(year=2030))
    office.settings = "others"
    other = offices.office("two")
    write(other, "kept")

    offices.reset("one")

    assert (len(pages(office)), office.clock, office.settings) == (1, Clock(), "settings")
    assert len(pages(other)) == 2


def test_a_parked_office_can_be_reset(make, monkeypatch):
    monkeypatch.setattr(office_places, "OPEN_AT_ONCE", 1)
    offices = make()
    write(offices.office("one"), "mine")
    offices.office("two")

    offices.reset_all()

    assert len(pages(offices.office("one"))) == 1


def test_a_clock_set_for_all_is_the_clock_of_those_to_come_until_all_are_reset(make):
    offices = make()
    frozen = Clock.frozen(Clock().now().replace(year=2030))
    offices.set_clock(frozen)

    assert offices.office("new").clock == frozen
    assert pages(offices.office("new")) == [f"tiny on {frozen.now().date()}"]
    offices.reset_all()
    assert offices.office("new").clock == offices.office("newer").clock == Clock()


def test_files_are_named_by_no_key(tmp_path):
    offices = Offices(OfficeTemplate("tiny", Clock(), None), image, data_dir=tmp_path)
    offices.office("..%2f:secret\\key")

    names = [path.name for path in tmp_path.iterdir()]
    assert all("secret" not in name for name in names)


def test_resetting_all_leaves_parked_what_was_parked(make, monkeypatch):
    monkeypatch.setattr(office_places, "OPEN_AT_ONCE", 2)
    offices = make()
    for number in range(6):
        write(offices.office(f"key {number}"), "mine")

    offices.reset_all()

    assert sum(not office.is_parked for office in offices.by_key().values()) == 2
    assert all(len(pages(offices.office(f"key {number}"))) == 1 for number in range(6))


def test_resetting_an_unknown_key_makes_no_office_unless_it_would_begin_otherwise(make):
    offices = make()
    offices.reset("stranger")
    assert offices.by_key() == {}

    offices.set_clock(Clock.frozen(Clock().now().replace(year=2030)))
    offices.reset("stranger")
    assert offices.office("stranger").clock == Clock()


def test_resetting_all_reaches_files_that_were_not_opened(tmp_path):
    first = Offices(OfficeTemplate("tiny", Clock(), None), image, data_dir=tmp_path)
    write(first.office("one"), "mine")
    first.close()
    second = Offices(OfficeTemplate("tiny", Clock(), None), image, data_dir=tmp_path)

    second.reset_all()

    assert len(pages(second.office("one"))) == 1


def test_a_file_that_was_deleted_is_told(tmp_path):
    offices = Offices(OfficeTemplate("tiny", Clock(), None), image, data_dir=tmp_path)
    office = offices.office("one")
    offices.park_all()
    offices._folder.data("one").unlink()

    with pytest.raises(ApiError, match="cannot be used"):
        pages(office)
    offices.reset("one")
    assert len(pages(office)) == 1


def test_a_file_that_is_none_is_told_and_a_reset_makes_it_anew(tmp_path):
    offices = Offices(OfficeTemplate("tiny", Clock(), None), image, data_dir=tmp_path)
    offices._folder.data("one").write_bytes(b"no database at all, but long enough to look at" * 100)

    with pytest.raises(ApiError, match="cannot be used"):
        offices.office("one")
    offices.reset("one")
    assert len(pages(offices.office("one"))) == 1


def test_a_file_of_an_older_mockod_gets_what_has_come_since_and_keeps_its_rows(tmp_path):
    image = Images(vendors.practice_loader).image("tiny", date(2026, 3, 2))
    offices = Offices(OfficeTemplate("tiny", Clock(), None), lambda practice, today: image, data_dir=tmp_path)
    offices.office("one")
    offices.close()
    path = next(tmp_path.glob("*.sqlite"))
    old = connect(path)
    old.executescript("DROP TABLE recall; ALTER TABLE procedurelog DROP COLUMN UnitQty; PRAGMA user_version = 7")
    columns = "PatNum, ProcDate, CodeNum, DateTStamp, SecDateEntry"
    old.execute(f"INSERT INTO procedurelog ({columns}) VALUES (1, '', 1, '', '')")
    old.close()

    newer = Offices(OfficeTemplate("tiny", Clock(), None), lambda practice, today: image, data_dir=tmp_path)

    with newer.office("one").transaction() as tx:
        assert tx.rows("SELECT PatNum, UnitQty FROM procedurelog") == [(1, 1)]
        assert tx.rows("SELECT * FROM recall") == []
