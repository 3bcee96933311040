"""Snapshots as files: they go out for any tool to open, and come in again, judged and not trusted."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from conftest import MONDAY
from mockod.store import connection, snapshot_file
from mockod.store.connection import connect
from support.api_client import ApiClient
from support.db import database
from support.snapshot_calls import booked_office, command, control, names, refused, restore, take

NOW = str(MONDAY)
LATER = "2026-04-01 08:30:00"
SETTINGS = {
    "mode": "remote",
    "od_version": "22.4.28",
    "conduct": "strict",
    "permissions": ["ApiReadAll"],
    "enabled": False,
}


@pytest.fixture(params=["memory", "file"])
def office(request, tmp_path) -> ApiClient:
    return booked_office(request.param, tmp_path)


def exported(office, name="before"):
    response = control(office, "GET", "/file", query_string={"name": name})
    assert response.status_code == 200, response.text
    return response


def sent(office, content, name="came"):
    return control(office, "PUT", "/file", query_string={"name": name}, data=content)


def altered(content, sql):
    with closing(connect()) as db:
        if content:
            db.deserialize(content)
        db.executescript(sql)
        return db.serialize()


def test_a_snapshot_goes_out_as_a_file_that_any_tool_opens(office, tmp_path):
    command(office, "settings", conduct="strict")
    take(office, 'after "it", ü')
    response = exported(office, 'after "it", ü')

    assert response.headers["Content-Disposition"] == 'attachment; filename="after--it----.sqlite"'
    path = tmp_path / "out.sqlite"
    path.write_bytes(response.data)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("SELECT AptNum, AptDateTime FROM appointment").fetchall() == [(1, "2026-03-02 09:00:00")]
        name, taken, frozen_at, offset, told = db.execute("SELECT * FROM mockod_snapshot").fetchone()
    assert (name, taken, frozen_at, offset) == ('after "it", ü', NOW, NOW, 0)
    assert '"conduct": "strict"' in told


@pytest.mark.parametrize("clock", [{"mode": "frozen", "now": LATER}, {"mode": "running", "now": "2031-05-06 07:08:00"}])
def test_what_went_out_comes_in_with_data_clock_and_settings(office, clock):
    command(office, "clock", **clock)
    command(office, "settings", **SETTINGS)
    offices = office.http.application.extensions["mockod.offices"]
    kept = offices.office("one")
    contents, was = database(office).contents(), (kept.clock, kept.settings)
    taken = take(office)
    content = exported(office).data
    office.http.post("/_mockod/reset", headers=office.headers)
    control(office, "DELETE")

    assert sent(office, content).json["taken"] == taken["taken"]
    restore(office, "came")

    assert database(office).contents() == contents
    assert (kept.clock, kept.settings) == was


def test_what_comes_in_is_kept_and_not_restored_and_takes_the_place_of_its_namesake(office):
    take(office)
    content = exported(office).data
    office.book(AptDateTime="2026-03-02 10:00:00")
    take(office, "came")
    before = database(office).contents()

    assert sent(office, content).status_code == 200

    assert database(office).contents() == before
    assert names(office) == ["before", "came"]
    assert control(office, "GET", "/diff?from=before&to=came").json == []


def test_it_comes_in_to_another_office_too(office):
    take(office)
    content = exported(office).data
    other = ApiClient(office.http, "two")

    sent(other, content)
    restore(other, "came")

    assert other.read("appointments") == office.read("appointments")


def test_an_offices_own_file_takes_the_clock_and_settings_that_the_office_has(office):
    take(office)
    content = altered(exported(office).data, "DROP TABLE mockod_snapshot")
    office.set_clock(LATER)

    assert sent(office, content).json["taken"] == LATER
    restore(office, "came")

    assert office.http.get("/_mockod/clock", headers=office.headers).json["now"] == LATER
    assert len(office.read("appointments")) == 1


def test_a_file_that_was_kept_with_a_log_comes_in_too(office, tmp_path):
    take(office)
    path = tmp_path / "edited.sqlite"
    path.write_bytes(exported(office).data)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("UPDATE appointment SET Note = 'by hand'")
    assert path.read_bytes()[18:20] == b"\2\2"

    assert sent(office, path.read_bytes()).status_code == 200
    restore(office, "came")

    assert office.read("appointments/1")["Note"] == "by hand"


def test_a_name_changed_in_the_file_by_another_tool_comes_in_and_is_found(office):
    take(office)
    renamed = "UPDATE patient SET LName = 'Müller' WHERE PatNum = 1"

    assert sent(office, altered(exported(office).data, renamed)).status_code == 200
    restore(office, "came")

    assert [row["PatNum"] for row in office.read("patients", LName="muller")] == [1]


def test_a_file_of_other_pages_and_with_indexes_of_its_own_comes_in_as_ours(office):
    take(office)
    odd = (
        "PRAGMA page_size = 512; VACUUM; CREATE INDEX mine ON appointment (Note); DROP INDEX ix_appointment_AptDateTime"
    )

    assert sent(office, altered(exported(office).data, odd)).status_code == 200
    restore(office, "came")

    indexes = database(office).column("SELECT name FROM sqlite_master WHERE type = 'index'")
    assert "mine" not in indexes
    assert "ix_appointment_AptDateTime" in indexes
    assert database(office).column("PRAGMA page_size") == [4096]


def test_a_file_of_an_older_mockod_is_brought_up_to_date(office):
    take(office)
    older = "DROP TABLE recall; ALTER TABLE procedurelog DROP COLUMN UnitQty; PRAGMA user_version = 7"

    assert sent(office, altered(exported(office).data, older)).status_code == 200
    restore(office, "came")

    assert len(office.read("appointments")) == 1
    assert database(office).rows("SELECT * FROM recall") == []
    assert database(office).rows("SELECT UnitQty FROM procedurelog") == []


UNUSABLE = "This SQLite file cannot be used: "
"""And then what SQLite says, which changes with its version."""
SPOILED = [
    (
        "CREATE TRIGGER t AFTER INSERT ON appointment BEGIN DELETE FROM patient; END",
        "An office's file has tables only; this one has the trigger t.",
    ),
    ("CREATE VIEW v AS SELECT 1", "An office's file has tables only; this one has the view v."),
    (
        "CREATE VIRTUAL TABLE v USING fts5(page)",
        "An office's file has tables only; this one has the table v.",
    ),
    ("CREATE TABLE guest (Num INTEGER)", "This office has no table guest."),
    ("ALTER TABLE patient ADD COLUMN Shoe TEXT", "This office's table patient has no column Shoe."),
    (
        "ALTER TABLE site ADD COLUMN Slow TEXT AS (hex(zeroblob(1000000)))",
        "The table site"
        + (
            MORE := " of this file says more than an office's: columns have a type and a plain short "
            "default, indexes have columns."
        ),
    ),
    ("DROP TABLE recall", "The table recall of this file lacks something."),
    (
        "ALTER TABLE patient DROP COLUMN Premed",
        "The table patient of this file lacks something.",
    ),
    ("UPDATE appointment SET AptStatus = 99", "appointment.AptStatus cannot be '99'."),
    ("UPDATE appointment SET AptDateTime = 'soon'", "appointment.AptDateTime cannot be 'soon'."),
    ("UPDATE appointment SET Pattern = 'O'", "appointment.Pattern cannot be 'O'."),
    ("UPDATE patient SET Premed = 2", "patient.Premed cannot be '2'."),
    (
        "UPDATE patient SET PatNum = 0 WHERE PatNum = 2",
        ROWS := "The rows of patient are numbered from 1 on, with at most 18 digits.",
    ),
    ("UPDATE patient SET PatNum = 1000000000000000000 WHERE PatNum = 2", ROWS),
    ("DROP TABLE site; CREATE TABLE site (SiteNum, Description); INSERT INTO site VALUES (1, NULL)", UNUSABLE),
    (
        "DROP TABLE site; CREATE TABLE site (SiteNum INTEGER, Description); INSERT INTO site VALUES (1, 'a'), (1, 'b')",
        UNUSABLE,
    ),
    ("DROP TABLE site; CREATE TABLE site (SiteNum, Description); INSERT INTO site VALUES ('one', 'a')", UNUSABLE),
    ("UPDATE patient SET LName = CAST(x'ff' AS TEXT)", "This SQLite file cannot be used: it is not UTF-8."),
    ("DELETE FROM mockod_snapshot", UNREADABLE := "The table mockod_snapshot of this file cannot be read."),
    ("UPDATE mockod_snapshot SET Settings = 'none'", UNREADABLE),
    ("UPDATE mockod_snapshot SET Settings = '[]'", UNREADABLE),
    ("UPDATE mockod_snapshot SET Taken = 'today'", UNREADABLE),
    ("UPDATE mockod_snapshot SET FrozenAt = '1066-10-14 09:00:00'", UNREADABLE),
    ("UPDATE mockod_snapshot SET FrozenAt = '', OffsetMicroseconds = 9000000000000000000", UNREADABLE),
    ("UPDATE mockod_snapshot SET FrozenAt = '', OffsetMicroseconds = -7000000000000000", UNREADABLE),
    ("""UPDATE mockod_snapshot SET Settings = '{"speed": 1}'""", "This office has no setting speed."),
    ("""UPDATE mockod_snapshot SET Settings = '{"mode": "fax"}'""", "mode: 'fax' is none of local, service, remote"),
]


@pytest.mark.parametrize(("sql", "text"), SPOILED)
def test_a_file_that_is_no_office_is_refused_and_changes_nothing(office, sql, text):
    take(office)
    content = exported(office).data
    office.book(AptDateTime="2026-03-02 10:00:00")
    before = database(office).contents()

    status, told = refused(sent(office, altered(content, sql)))

    assert status == 400
    assert told.startswith(text) if text == UNUSABLE else told == text
    assert names(office) == ["before"]
    assert database(office).contents() == before


def test_bytes_that_are_no_database_are_refused(office):
    take(office)
    content = exported(office).data
    half = content[: len(content) // 2]
    scrambled = content[:4096] + content[8192:12288] + content[4096:8192] + content[12288:]

    assert refused(sent(office, b"")) == (400, "This is no SQLite file.")
    assert refused(sent(office, b'{"name": "a"}')) == (400, "This is no SQLite file.")
    assert refused(sent(office, content[:16]))[1].startswith(UNUSABLE)
    assert refused(sent(office, half))[1].startswith(UNUSABLE)
    assert refused(sent(office, scrambled))[0] == 400
    assert refused(sent(office, altered(b"", "CREATE TABLE book (page TEXT)"))) == (
        400,
        "This SQLite file is no office's: it has none of its tables.",
    )
    assert refused(sent(office, b"x" * 16_800_001)) == (400, "The body is too large.")
    assert names(office) == ["before"]


@pytest.mark.parametrize(("missing", "status"), [(0, 200), (1, 400)])
def test_a_file_that_says_more_than_an_office_may_take_is_refused(office, monkeypatch, missing, status):
    take(office)
    content = exported(office).data
    pages = sent(office, content).json["bytes"] // 4096
    control(office, "DELETE", query_string={"name": "came"})
    monkeypatch.setattr(snapshot_file, "MOST_BYTES", (pages - missing) * 4096)

    response = sent(office, content)

    assert response.status_code == status
    if status == 400:
        assert refused(response)[1] == "An office made from this SQLite file would take more than 1 MB."
    assert names(office) == ["before"] + (["came"] if status == 200 else [])


def test_an_offices_own_file_comes_in_with_the_indexes_that_use_our_functions(tmp_path):
    office = booked_office("file", tmp_path)
    (path,) = (tmp_path / "offices").glob("*.sqlite")
    office.http.application.extensions["mockod.offices"].park_all()
    content = path.read_bytes()
    assert b"fold(LName)" in content

    assert sent(office, content).status_code == 200
    restore(office, "came")

    assert [row["PatNum"] for row in office.read("patients", LName="muster")] == [1, 2]
    assert len(office.read("appointments")) == 1


def test_an_index_of_a_file_that_says_something_else_than_its_table_is_not_believed(office):
    """Two indexes change places: each says of every row what the other should."""
    take(office)
    content = exported(office).data
    with closing(connect()) as db:
        db.deserialize(content)
        db.executescript("CREATE INDEX a ON appointment (AptStatus); CREATE INDEX b ON appointment (Op)")
        db.execute("UPDATE appointment SET AptStatus = 99")
        db.execute("PRAGMA writable_schema = ON")
        both = db.execute("SELECT sum(rootpage) FROM sqlite_master WHERE name IN ('a', 'b')").fetchone()
        db.execute("UPDATE sqlite_master SET rootpage = ? - rootpage WHERE name IN ('a', 'b')", both)
        content = db.serialize()

    assert refused(sent(office, content)) == (400, "appointment.AptStatus cannot be '99'.")


def test_what_an_imported_row_names_and_there_is_not_gives_no_error_of_ours(office):
    office.put("appointments/1", {"Note": "x" * 300})
    take(office)
    nobody = "UPDATE appointment SET PatNum = 99; DELETE FROM mockod_histnote"
    for early in (-(2**63), 2**63 - 1):
        content = altered(exported(office).data, f"{nobody}; UPDATE patient SET AskToArriveEarly = {early}")
        assert sent(office, content).status_code == 200
        restore(office, "came")

        moved = office.put("appointments/1", {"AptDateTime": "2026-03-02 11:00:00"})
        assert (moved.status_code, moved.json) == (404, "Patient not found.")
        assert "" in [row["Note"] for row in office.read("histappointments")]
        assert office.book(AptDateTime="2026-03-02 15:00:00")


def test_a_file_that_takes_long_is_refused_in_time(office, monkeypatch):
    take(office)
    content = exported(office).data
    monkeypatch.setattr(snapshot_file, "MOST_SECONDS", 0.0)
    monkeypatch.setattr(connection, "STEPS", 100)

    assert refused(sent(office, content)) == (400, "This SQLite file takes longer than 0 seconds to read.")
    assert names(office) == ["before"]


def test_a_file_carries_the_long_notes_of_the_history(office):
    for length in (300, 400):
        assert office.put("appointments/1", {"Note": "x" * length}).status_code == 200
    told = office.read("histappointments")
    take(office)
    content = exported(office).data
    office.http.post("/_mockod/reset", headers=office.headers)

    assert sent(office, content).status_code == 200
    restore(office, "came")

    assert office.read("histappointments") == told
    assert [len(row["Note"]) for row in told] == [0, 300, 400]
