"""Nothing acknowledged is lost: whatever of restoring, resetting, making, dropping or keeping fails, it is refused,
and the office is as it was, in this process, in the next, and in one that begins after a kill."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from conftest import new_office
from mockod.store import database_file
from mockod.store.connection import connect
from support.api_client import ApiClient
from support.failing_disk import CALLS, as_after_a_kill, fail, no_file_over
from support.office_in_folder import client, close, control

NOTE = "n" * 20_000
FULL = "The office's database is full."
LATER = "2026-03-05 12:00:00"
posix = pytest.mark.skipif(os.name != "posix", reason="only there")


def data(office: ApiClient) -> Path:
    return office.http.application.extensions["mockod.offices"]._folder.data("one")


def book(office: ApiClient, hours: range) -> None:
    for hour in hours:
        office.book(AptDateTime=f"2026-03-02 {hour:02}:00:00", Note=NOTE)


def hours(office: ApiClient) -> list[int]:
    return [int(apt["AptDateTime"][11:13]) for apt in office.read("appointments")]


@pytest.fixture
def office(tmp_path) -> ApiClient:
    """Nine bookings of 20 kB, a snapshot ``empty`` without any and one ``half`` with four; its clock was set after."""
    office = client(tmp_path / "offices")
    office.read("appointments")
    assert control(office, "POST", "snapshots", json={"name": "empty"}).status_code == 201
    book(office, range(4))
    assert control(office, "POST", "snapshots", json={"name": "half"}).status_code == 201
    book(office, range(4, 9))
    office.set_clock(LATER)
    assert control(office, "PUT", "settings", json={"mode": "service"}).status_code == 200
    return office


def restore(office: ApiClient):
    return control(office, "POST", "snapshots/restore", json={"name": "half"})


def reset(office: ApiClient):
    return control(office, "POST", "reset")


REPLACING = {"restore": (restore, [0, 1, 2, 3]), "reset": (reset, [])}


def state(office: ApiClient) -> tuple[list[int], str, str]:
    clock = control(office, "GET", "clock").json["now"]
    return hours(office), clock, control(office, "GET", "settings").json["mode"]


def assert_as_before(office: ApiClient, tmp_path: Path) -> None:
    """In the running office, after a kill now, and after a restart: all bookings; and it books on."""
    assert state(office) == (list(range(9)), LATER, "service")
    folder = tmp_path / "offices"
    assert not [path.name for path in folder.iterdir() if ".new" in path.name]
    killed = client(as_after_a_kill(folder, tmp_path / "killed"))
    assert hours(killed) == list(range(9))
    close(killed)
    book(office, range(9, 10))
    close(office)
    again = client(folder)
    assert hours(again) == list(range(10))
    assert [one["name"] for one in control(again, "GET", "snapshots").json] == ["empty", "half"]
    close(again)


@posix
@pytest.mark.parametrize("what", REPLACING)
@pytest.mark.parametrize("kilobytes", [0, 4, 100, 200, 400, 500, 600, 650, 700, 800])
def test_on_a_full_disk_it_is_done_or_refused_and_nothing_is_lost(office, tmp_path, what, kilobytes):
    act, after = REPLACING[what]
    with no_file_over(kilobytes * 1024):
        response = act(office)
        seen = hours(office)

    if response.status_code == 200:
        assert seen == after
        close(office)
        assert hours(client(tmp_path / "offices")) == after
    else:
        assert (response.status_code, response.json["detail"]) == (400, FULL)
        assert "Nothing was changed" in response.headers["X-Mockod-Note"]
        assert seen == list(range(9))
        assert_as_before(office, tmp_path)


@posix
@pytest.mark.parametrize("what", REPLACING)
def test_where_only_the_log_is_in_the_way_it_makes_room(office, what):
    """The data, and a log of its own size, would fit; a log of both does not."""
    act, after = REPLACING[what]
    path = data(office)
    log = Path(f"{path}-wal").stat().st_size
    with no_file_over(path.stat().st_size + log + 4096):
        assert log > 200_000
        assert act(office).status_code == 200
    assert hours(office) == after


@posix
@pytest.mark.parametrize("what", REPLACING)
def test_an_office_that_is_parked_on_a_full_disk_loses_nothing(office, tmp_path, what):
    """Closing a file writes its log into it, which fails in silence there."""
    act, _ = REPLACING[what]
    path = data(office)
    with no_file_over(64 * 1024):
        office.http.application.extensions["mockod.offices"].park_all()
        assert Path(f"{path}-wal").stat().st_size > 180_000
        response = act(office)
        assert (response.status_code, response.json["detail"]) == (400, FULL)
        assert hours(office) == list(range(9))

    assert_as_before(office, tmp_path)


@posix
def test_what_finds_no_room_is_refused_as_the_office_says_and_the_next_request_is_answered(office, tmp_path):
    with no_file_over(data(office).stat().st_size // 2):
        full = office.post("appointments", {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 18:00:00", "Note": NOTE})
        assert (full.status_code, full.json) == (400, FULL)
        assert full.headers["X-Mockod-Basis"] == "assumed"
        assert "Nothing was changed" in full.headers["X-Mockod-Note"]
        assert hours(office) == list(range(9))

    assert_as_before(office, tmp_path)


@posix
@pytest.mark.parametrize("kilobytes", [0, 4, 100, 400])
def test_an_office_that_finds_no_room_at_its_creation_leaves_nothing(office, tmp_path, kilobytes):
    other = ApiClient(office.http, "two")
    with no_file_over(kilobytes * 1024):
        assert other.get("patients").json == FULL
        made = office.http.post("/_mockod/offices", json={"office": "two"})
        assert (made.status_code, made.json["detail"]) == (400, FULL)

    names = {path.name.partition(".")[0] for path in (tmp_path / "offices").iterdir()}
    assert names == {data(office).stem, "mockod"}
    assert office.http.post("/_mockod/offices", json={"office": "two"}).status_code == 201
    assert_as_before(office, tmp_path)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_an_office_whose_making_fails_at_any_call_leaves_nothing(office, tmp_path, monkeypatch, call, number):
    before = sorted(path.name for path in (tmp_path / "offices").iterdir())
    with monkeypatch.context() as patched:
        fail(patched, call, number)
        refused = ApiClient(office.http, "two").get("patients")
    if call == "write":
        number = errno.ENOSPC

    assert refused.status_code == 400
    assert (refused.json == FULL) == (number == errno.ENOSPC)
    if call != "unlink":  # then nothing can be cleared away before the next start
        assert sorted(path.name for path in (tmp_path / "offices").iterdir()) == before
    assert ApiClient(office.http, "two").read("patients")
    assert_as_before(office, tmp_path)


@pytest.mark.parametrize("call", CALLS)
def test_a_snapshot_whose_file_fails_is_refused_and_the_one_of_that_name_is_kept(office, tmp_path, monkeypatch, call):
    with monkeypatch.context() as patched:
        fail(patched, call)
        for order in ({"name": "new"}, {"name": "half", "replace": True}):
            refused = control(office, "POST", "snapshots", json=order)
            if call != "unlink":
                assert (refused.status_code, refused.json["detail"]) == (400, FULL)

    if call != "unlink":
        assert [one["name"] for one in control(office, "GET", "snapshots").json] == ["empty", "half"]
        assert restore(office).status_code == 200
        assert hours(office) == [0, 1, 2, 3]


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("what", REPLACING)
def test_restoring_and_resetting_ask_nothing_of_the_disk_but_one_transaction(office, monkeypatch, what, call):
    """So whatever of our own calls fails cannot come between the old data and the new."""
    act, after = REPLACING[what]
    with monkeypatch.context() as patched:
        fail(patched, call)
        assert act(office).status_code == 200
    assert hours(office) == after


@pytest.mark.parametrize("name", ["SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_READONLY"])
@pytest.mark.parametrize("what", REPLACING)
def test_whatever_sqlite_says_data_clock_and_settings_stay_together(office, tmp_path, monkeypatch, what, name):
    def failing(db, image):
        error = sqlite3.OperationalError("it cannot be")
        error.sqlite_errorname = name
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(database_file, "fill", failing)
        refused = REPLACING[what][0](office)

    assert refused.status_code == 400
    assert ("cannot be read or written (it cannot be)" in refused.json["detail"]) == (
        name in ("SQLITE_IOERR_FSYNC", "SQLITE_READONLY")
    )
    assert_as_before(office, tmp_path)


@pytest.mark.parametrize("what", REPLACING)
def test_an_office_that_somebody_else_has_locked_is_not_waited_for(office, tmp_path, what):
    office.http.application.extensions["mockod.offices"].park_all()
    other = connect(data(office))
    other.execute("BEGIN IMMEDIATE")
    refused = REPLACING[what][0](office)
    assert (refused.status_code, "is in use by another process" in refused.json["detail"]) == (400, True)
    other.close()

    assert_as_before(office, tmp_path)


def test_a_reset_of_all_resets_all_that_can_be(office, monkeypatch):
    other = ApiClient(office.http, "two")
    other.book(AptDateTime="2026-03-02 09:00:00")
    path = data(office)
    real = database_file.DatabaseFile.replace

    def failing(self, image):
        if self.name == path.name:
            raise database_file.damaged(self.name, "just so")
        return real(self, image)

    monkeypatch.setattr(database_file.DatabaseFile, "replace", failing)
    refused = office.http.post("/_mockod/reset")

    assert refused.status_code == 400
    assert refused.json["detail"].startswith("1 could not be reset, all others were. one: This office's file ")
    assert (len(hours(office)), hours(other)) == (9, [])


def test_dropping_takes_all_or_nothing(office, tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        fail(patched, "unlink", errno.EROFS)
        refused = control(office, "DELETE", "offices")
    assert refused.status_code == 400
    assert hours(office) == list(range(9))

    real, path = Path.unlink, data(office)

    def all_but_the_log(self, missing_ok=False):
        if self.name.endswith("-wal"):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        real(self, missing_ok)

    log = Path(f"{path}-wal").read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", all_but_the_log)
        dropped = control(office, "DELETE", "offices")
        assert (dropped.status_code, dropped.json) == (200, {"dropped": "one", "made": 0})
    Path(f"{path}-wal").write_bytes(log)
    assert hours(office) == []

    assert control(office, "DELETE", "offices").status_code == 200
    assert [path.name for path in (tmp_path / "offices").iterdir()] == ["mockod.lock"]
    assert (hours(office), control(office, "GET", "snapshots").json) == ([], [])


def test_a_file_of_an_older_mockod_that_finds_no_room_for_what_has_come_since_stays_as_it_is(office, tmp_path):
    path = data(office)
    close(office)
    old = connect(path)
    old.create_function("fold", 1, str, deterministic=True)
    old.executescript(
        "DROP TABLE recall; ALTER TABLE procedurelog DROP COLUMN UnitQty; PRAGMA user_version = 7; VACUUM"
    )
    old.close()
    size = path.stat().st_size
    later = client(tmp_path / "offices")
    with no_file_over(0):
        refused = later.get("appointments")
        assert (refused.status_code, refused.json) == (400, FULL)
    assert path.stat().st_size == size

    assert hours(later) == list(range(9))
    assert later.read("recalls") == []


@pytest.mark.parametrize("remade", [False, True])
def test_a_file_that_was_removed_while_it_is_open_is_not_written_into_nothing(office, remade):
    path = data(office)
    path.unlink()
    if remade:
        path.write_bytes(b"another")

    refused = office.post("appointments", {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 18:00:00"})

    assert refused.status_code == 400
    assert "it was removed or replaced while it was open" in refused.json
    assert reset(office).status_code == 200
    assert hours(office) == []
    office.book(AptDateTime="2026-03-02 09:00:00")
    close(office)
    assert hours(client(path.parent)) == [9]


def test_a_folder_that_was_removed_while_it_is_in_use_is_told_and_takes_nothing(office, tmp_path):
    shutil.rmtree(tmp_path / "offices")

    refused = office.post("appointments", {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 18:00:00"})
    assert (refused.status_code, "it was removed" in refused.json) == (400, True)
    for response in (reset(office), control(ApiClient(office.http, "two"), "POST", "offices", json={"office": "two"})):
        assert response.status_code == 400
        assert "was removed while it was in use, with its lock. Start mockod anew." in response.json["detail"]

    close(office)
    again = client(tmp_path / "offices")
    assert hours(again) == []
    book(again, range(1))


def test_an_office_in_memory_that_may_not_grow_says_so_and_goes_on():
    office = new_office()
    office.read("appointments")
    db = office.http.application.extensions["mockod.offices"].office(office.customer)._database.connection
    (pages,) = db.execute("PRAGMA page_count").fetchone()
    db.execute(f"PRAGMA max_page_count = {pages + 1}")
    too_much = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 18:00:00", "Note": NOTE}

    full = office.post("appointments", too_much)

    assert (full.status_code, full.json) == (400, FULL)
    assert office.read("appointments") == []
    db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, len(NOTE) - 1)
    assert office.post("appointments", too_much).json == FULL
    assert control(office, "POST", "reset").status_code == 200
    office.post("appointments", too_much)
    assert len(office.read("appointments")) == 1
