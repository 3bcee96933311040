"""What offices in memory share: the image that they begin with, and connections to it that are ready."""

from __future__ import annotations

import tracemalloc
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config
from mockod.simulation.clock import Clock
from mockod.store import office_places, start_images
from mockod.store.connection import PAGE_SIZE, connect
from mockod.store.office import OfficeTemplate
from mockod.store.registry import Offices
from mockod.store.start_images import AHEAD, MOST_SPARES, RECENT, StartImage

IDLE_BYTES = 20_000
"""What an office may take that nobody wrote into."""
MADE: dict[date, bytes] = {}


def image(practice: str, today: date) -> bytes:
    """The same object for the same day, as images are kept."""
    if today not in MADE:
        db = connect()
        db.executescript("CREATE TABLE book (page TEXT) STRICT; CREATE TABLE cover (page TEXT) STRICT")
        db.execute("INSERT INTO book VALUES (?)", (str(today),))
        MADE[today] = db.serialize()
    return MADE[today]


def on(day: int) -> Clock:
    return Clock.frozen(datetime(2026, 3, 2) + timedelta(days=day))


@pytest.fixture
def offices():
    offices = Offices(OfficeTemplate("tiny", on(0), None), image)
    yield offices
    offices.close()


def pages(office):
    with office.transaction() as tx:
        return list(tx.column("SELECT page FROM book ORDER BY rowid"))


def write(office, page):
    with office.transaction() as tx:
        tx.insert("book", {"page": page})


def connection(office):
    return office._database.connection


PAGES = st.lists(st.sampled_from([bytes(PAGE_SIZE), b"a" * PAGE_SIZE, b"b" * PAGE_SIZE]), max_size=5).map(b"".join)


@given(PAGES, PAGES, st.binary(max_size=30))
def test_an_image_comes_back_from_what_differs(start, other, rest):
    kept = StartImage(start)

    assert kept.with_difference(kept.difference(other + rest)) == other + rest
    assert (kept.difference(other) == b"") is (start == other)
    kept.pack()
    assert kept.with_difference(kept.difference(other)) == other
    assert kept.image == start


def test_a_parked_office_that_nobody_wrote_into_keeps_nothing_of_its_own(offices):
    office = offices.office("one")
    offices.park_all()

    assert (office.is_parked, office.size()) == (True, 0)
    assert pages(office) == ["2026-03-02"]


def test_a_parked_office_keeps_what_was_written_and_no_more(offices):
    office = offices.office("one")
    write(office, "mine")
    offices.park_all()

    assert 0 < office.size() < PAGE_SIZE
    assert pages(office) == ["2026-03-02", "mine"]


def test_the_connection_of_an_office_that_nobody_wrote_into_serves_the_next(offices):
    first = offices.office("one")
    used = connection(first)
    assert pages(first)
    offices.drop("one")

    assert connection(offices.office("two")) is used
    assert pages(offices.office("two")) == ["2026-03-02"]


def test_a_connection_through_which_somebody_wrote_serves_nobody_else(offices):
    office = offices.office("one")
    write(office, "mine")
    used = connection(office)
    offices.drop("one")

    assert connection(offices.office("two")) is not used
    assert pages(offices.office("two")) == ["2026-03-02"]


def test_a_connection_whose_schema_was_changed_serves_nobody_else(offices):
    office = offices.office("one")
    connection(office).execute("DROP TABLE cover")
    offices.drop("one")

    with offices.office("two").transaction() as tx:
        assert tx.rows("SELECT * FROM cover") == []


def test_connections_are_made_ahead_for_the_next_offices_and_no_more(offices):
    assert offices.starts._spares == []
    offices.starts.make_ahead()
    assert offices.starts._spares == []  # nobody has asked for an office yet

    offices.office("one")
    offices.starts.make_ahead()
    ready = [db for _, db in offices.starts._spares]
    assert len(ready) == AHEAD
    offices.starts.make_ahead()
    assert [db for _, db in offices.starts._spares] == ready

    assert connection(offices.office("two")) in ready
    write(offices.office("two"), "mine")
    assert pages(offices.office("three")) == ["2026-03-02"]


def test_whoever_makes_ahead_is_woken_when_a_connection_is_taken_and_only_meanwhile(offices):
    woken = []
    with offices.starts.made_ahead_by(lambda: woken.append("now")):
        offices.office("one")
    offices.office("two")

    assert woken == ["now"]


@pytest.mark.parametrize("count", [MOST_SPARES, MOST_SPARES + 1])
def test_few_connections_are_kept_ready(offices, count):
    made = [offices.office(str(number)) for number in range(count)]
    used = [connection(office) for office in made]
    offices.park_all()

    assert [db for _, db in offices.starts._spares] == used[-MOST_SPARES:]


@pytest.mark.parametrize(("more", "kept"), [(0, 1), (1, 0)])
def test_no_connection_is_kept_ready_to_a_large_image(offices, monkeypatch, more, kept):
    monkeypatch.setattr(start_images, "MOST_SPARE_BYTES", len(image("tiny", date(2026, 3, 2))) - more)
    offices.office("one")
    offices.park_all()
    assert len(offices.starts._spares) == kept

    offices.starts.make_ahead()
    assert len(offices.starts._spares) == kept * AHEAD


def test_at_the_end_no_connection_is_kept(offices):
    offices.office("one")
    offices.starts.make_ahead()
    offices.close()
    offices.starts.make_ahead()

    assert offices.starts._spares == []


def test_offices_of_more_days_than_are_kept_as_they_are_wake_as_they_were(offices):
    days = range(RECENT + 2)
    made = [offices.office(str(day), on(day)) for day in days]
    write(made[0], "mine")
    offices.park_all()

    assert [office._database._start._image is None for office in made] == [True, True, *[False] * RECENT]
    assert pages(made[0]) == ["2026-03-02", "mine"]
    assert [pages(office) for office in made[1:]] == [[str(date(2026, 3, 2 + day))] for day in days[1:]]


@pytest.mark.parametrize(("bytes_more", "kept"), [(0, 2), (-1, 1)])
def test_start_images_take_so_much_as_they_are_and_no_more(offices, monkeypatch, bytes_more, kept):
    size = len(image("tiny", date(2026, 3, 2)))
    monkeypatch.setattr(start_images, "MOST_RECENT_BYTES", 2 * size + bytes_more)
    made = [offices.office(str(day), on(day)) for day in range(3)]

    assert sum(office._database._start._image is not None for office in made) == kept
    assert [pages(office) for office in made] == [[str(date(2026, 3, 2 + day))] for day in range(3)]


def test_offices_of_one_day_share_their_image_though_it_was_forgotten_meanwhile(offices):
    first = offices.office("first")
    for day in range(1, RECENT + 2):
        offices.office(str(day), on(day))
    MADE.pop(date(2026, 3, 2))

    again = offices.office("again")
    assert again._database._start is first._database._start


def test_a_snapshot_restored_is_parked_as_it_is(offices):
    office = offices.office("one")
    write(office, "first")
    taken = office.snapshot("taken")
    write(office, "second")
    office.restore(lambda: taken)
    office.park()

    assert pages(office) == ["2026-03-02", "first"]


def test_a_parked_office_is_reset_to_the_image_of_its_own_day(offices):
    office = offices.office("one", on(1))
    write(office, "mine")
    office.park()

    offices.reset("one")
    assert (office.is_parked, office.size()) == (True, 0)
    assert pages(office) == ["2026-03-02"]


def test_an_idle_office_that_nobody_wrote_into_takes_under_twenty_kilobytes(monkeypatch):
    monkeypatch.setattr(office_places, "OPEN_AT_ONCE", 1)
    client = create_app(Config(practice="tiny", clock=Clock.frozen(MONDAY))).test_client()

    def read(number):
        answer = client.get("/api/v1/patients/1", headers={"Authorization": f"ODFHIR any/office-{number}"})
        assert answer.status_code == 200

    for number in range(5):
        read(number)
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for number in range(5, 105):
        read(number)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (after - before) / 100 < IDLE_BYTES
    offices = client.application.extensions["mockod.offices"]
    assert [office.size() for office in offices.by_key().values() if office.is_parked] == [0] * 104
