"""Snapshots beside their office's file: they are there after a restart, as they were."""

from __future__ import annotations

import errno
import json
import os
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from mockod.rest.errors import ApiError
from mockod.store.connection import connect
from support import office_in_folder
from support.api_client import ApiClient
from support.failing_disk import as_after_a_kill
from support.office_in_folder import client, close

LATER = "2026-03-05 12:00:00"


def control(office: ApiClient, method: str, path: str, status: int = 200, **options):
    response = office_in_folder.control(office, method, path, **options)
    assert response.status_code == status, response.text
    return response


def take(office: ApiClient, name: str, **more) -> None:
    control(office, "POST", "snapshots", 201, json={"name": name, **more})


def names(office: ApiClient) -> list[str]:
    return [one["name"] for one in control(office, "GET", "snapshots").json]


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.snapshot"))


@pytest.mark.parametrize("end", ["closed", "killed"])
def test_after_a_restart_data_clock_and_settings_are_restored(tmp_path, end):
    office = client(tmp_path / "offices")
    office.book(AptDateTime="2026-03-02 09:00:00")
    office.set_clock(LATER)
    control(office, "PUT", "settings", json={"mode": "remote", "queue_depth": 3, "conduct": "strict"})
    settings = control(office, "GET", "settings").json
    take(office, "booked", replace=True)
    listed = control(office, "GET", "snapshots").json
    control(office, "POST", "reset")
    folder = tmp_path / "offices"
    if end == "closed":
        close(office)
    else:
        folder = as_after_a_kill(folder, tmp_path / "killed")

    again = client(folder)
    assert control(again, "GET", "snapshots").json == listed
    assert control(again, "GET", "settings").json["mode"] == "local"
    control(again, "POST", "snapshots/restore", json={"name": "booked"})

    assert len(again.read("appointments")) == 1
    assert control(again, "GET", "clock").json["now"] == LATER
    assert control(again, "GET", "settings").json == settings


def test_a_running_clock_runs_on_after_a_restart(tmp_path):
    office = client(tmp_path)
    office.set_clock("2030-01-01 08:00:00", mode="running")
    take(office, "running")
    close(office)

    again = client(tmp_path)
    control(again, "POST", "snapshots/restore", json={"name": "running"})
    clock = control(again, "GET", "clock").json
    assert (clock["mode"], clock["now"][:15]) == ("running", "2030-01-01 08:0")


def test_they_keep_their_order_and_names_of_any_kind(tmp_path):
    office = client(tmp_path)
    wanted = ["z", "a/b\\..", "Zoë ☂", "z.sqlite", "0"]
    for name in wanted:
        take(office, name)
    control(office, "DELETE", "snapshots?name=a%2Fb%5C..")
    take(office, "last")
    take(office, "z", replace=True)
    wanted = ["z", "Zoë ☂", "z.sqlite", "0", "last"]
    assert names(office) == wanted
    close(office)

    again = client(tmp_path)
    assert names(again) == wanted
    assert names(ApiClient(again.http, "two")) == []
    control(again, "DELETE", "snapshots")
    assert files(tmp_path) == []


def test_those_of_a_dropped_office_are_gone_and_those_of_a_reset_one_stay(tmp_path):
    office = client(tmp_path)
    for key in ("one", "two"):
        take(ApiClient(office.http, key), key)
    close(office)

    again = client(tmp_path)
    assert again.http.post("/_mockod/reset?office=two").status_code == 200
    control(again, "DELETE", "offices")
    close(again)

    last = client(tmp_path)
    assert (names(last), names(ApiClient(last.http, "two"))) == ([], ["two"])
    control(last, "POST", "snapshots/restore?office=two", json={"name": "two"})


def test_one_that_was_imported_stays_and_goes_out_as_the_same_file(tmp_path):
    office = client(tmp_path)
    office.book(AptDateTime="2026-03-02 09:00:00")
    take(office, "out")
    content = control(office, "GET", "snapshots/file?name=out").data
    control(office, "PUT", "snapshots/file?name=in", data=content)
    close(office)

    again = client(tmp_path)
    assert names(again) == ["out", "in"]
    assert control(again, "GET", "snapshots/file?name=out").data == content
    assert control(again, "GET", "snapshots/diff?from=out&to=in").json == []


def test_one_of_an_older_mockod_is_brought_up_to_date(tmp_path, monkeypatch):
    office = client(tmp_path)
    office.book(AptDateTime="2026-03-02 09:00:00")
    offices = office.http.application.extensions["mockod.offices"]
    snapshot = offices.office("one").snapshot("old")
    with_less = connect()
    with_less.deserialize(snapshot.image)
    with_less.executescript("DROP TABLE recall; PRAGMA user_version = 7")
    image = with_less.serialize()
    monkeypatch.setattr(zlib, "compress", lambda content, level, real=zlib.compress: real(image, level))
    take(office, "old")
    monkeypatch.undo()
    close(office)

    again = client(tmp_path)
    control(again, "POST", "snapshots/restore", json={"name": "old"})
    assert (again.read("recalls"), len(again.read("appointments"))) == ([], 1)


@pytest.mark.parametrize("content", [b"", b"{}\n", b"[]\n", b"\xff\n", b'{"name": "b"}\nx'])
def test_one_that_is_damaged_is_none_and_can_be_taken_anew(tmp_path, content):
    office = client(tmp_path)
    take(office, "a")
    take(office, "b")
    close(office)
    last = max(files(tmp_path), key=lambda path: path.stat().st_mtime_ns)
    last.write_bytes(content)

    again = client(tmp_path)
    assert names(again) == ["a"]
    take(again, "b")
    close(again)
    assert names(client(tmp_path)) == ["a", "b"]


@pytest.mark.parametrize("at", range(0, 200, 17))
def test_a_byte_that_has_changed_is_noticed(tmp_path, at):
    office = client(tmp_path)
    take(office, "a")
    close(office)
    (file,) = files(tmp_path)
    content = bytearray(file.read_bytes())
    content[-1 - at * 50] ^= 1
    file.write_bytes(content)

    assert names(client(tmp_path)) == []


def test_one_that_cannot_be_read_now_is_refused_and_is_there_again_later(tmp_path, monkeypatch):
    office = client(tmp_path)
    take(office, "a")
    close(office)
    again = client(tmp_path)
    with monkeypatch.context() as patched:

        def failing(path):
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

        patched.setattr(Path, "read_bytes", failing)
        control(again, "GET", "snapshots", 400)
        control(again, "POST", "snapshots/restore", 400, json={"name": "a"})

    assert names(again) == ["a"]


def test_one_that_goes_between_its_listing_and_its_reading_hinders_nobody(tmp_path):
    office = client(tmp_path)
    take(office, "a")
    close(office)
    (kept,) = files(tmp_path)
    gone = kept.with_name(f"{kept.name.partition('.')[0]}.{'0' * 32}.snapshot")
    gone.symlink_to(tmp_path / "nowhere")  # it is listed and cannot be read, as one that was deleted just then
    again = client(tmp_path)

    assert names(again) == ["a"]
    take(again, "b")
    assert names(again) == ["a", "b"]


def test_all_of_a_folder_together_take_so_many_bytes_before_and_after_a_restart(tmp_path):
    office = client(tmp_path)
    take(office, "a")
    size = files(tmp_path)[0].stat().st_size
    for _ in range(2):
        snapshots = office.http.application.extensions["mockod.offices"].snapshots
        snapshots._most_bytes = size + size // 2
        with pytest.raises(ApiError, match="All snapshots together"):
            snapshots.keep("two", snapshots.named("one", "a"))
        close(office)
        office = client(tmp_path)


def altered_image(office: ApiClient, sql: str) -> bytes:
    with closing(connect()) as db:
        db.deserialize(office.http.application.extensions["mockod.offices"].office("one").snapshot("a").image)
        db.executescript(sql)
        return db.serialize()


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        (
            "CREATE TRIGGER t AFTER INSERT ON appointment BEGIN DELETE FROM patient; END",
            "An office's file has tables only; this one has the trigger t",
        ),
        ("PRAGMA writable_schema = ON; DELETE FROM sqlite_master WHERE name = 'site'", "is never used"),
        ("PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = 'x' WHERE name = 'recall'", "malformed"),
        ("ALTER TABLE recall RENAME COLUMN Note TO Notes", "its column recall.Note is missing"),
    ],
)
def test_one_whose_file_holds_no_office_is_refused_wherever_it_is_used(tmp_path, monkeypatch, sql, reason):
    office = client(tmp_path)
    office.book(AptDateTime="2026-03-02 09:00:00")
    image = altered_image(office, sql)
    snapshot = office.http.application.extensions["mockod.offices"].office("one").snapshot("bad")
    monkeypatch.setattr(type(snapshot), "of", classmethod(_of(image)))
    take(office, "bad")
    monkeypatch.undo()
    close(office)

    again = client(tmp_path)
    for method, path, options in (
        ("POST", "snapshots/restore", {"json": {"name": "bad"}}),
        ("GET", "snapshots/file?name=bad", {}),
        ("GET", "snapshots/diff?from=bad", {}),
    ):
        told = control(again, method, path, 400, **options).json["detail"]
        assert told.startswith('The snapshot "bad" cannot be used (')
        assert reason in told
    assert len(again.read("appointments")) == 1
    control(again, "DELETE", "snapshots?name=bad")


def _of(image: bytes):
    def of(cls, name, _, taken, clock, settings):
        return cls(name, taken, clock, settings, len(image), zlib.compress(image, 1))

    return of


@pytest.mark.parametrize("size", [-1, +1, 1 << 31])
def test_one_that_is_not_as_long_as_it_says_is_refused_before_it_is_unpacked_whole(tmp_path, size):
    office = client(tmp_path)
    office.book(AptDateTime="2026-03-02 09:00:00")
    take(office, "long")
    close(office)
    (path,) = files(tmp_path)
    line, _, rest = path.read_bytes().partition(b"\n")
    head = json.loads(line)
    head["bytes"] += size
    path.write_bytes(json.dumps(head).encode() + b"\n" + rest)

    again = client(tmp_path)
    response = office_in_folder.control(again, "POST", "snapshots/restore", json={"name": "long"})

    assert response.status_code == (404 if size > 1 else 400)
    assert len(again.read("appointments")) == 1
