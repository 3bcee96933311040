"""Files that were damaged: told in words, never a lock-out; a reset or a drop always mends."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mockod.store.connection import connect, without_log
from mockod.store.storage_errors import DamagedFile
from support.api_client import ApiClient
from support.office_in_folder import client, close, control


def schema_byte(path: Path) -> None:
    """The byte 0xD4 in the schema's text, in the middle of a CREATE TABLE."""
    content = path.read_bytes()
    at = content.index(b"CREATE TABLE")
    path.write_bytes(content[: at + 3] + b"\xd4" + content[at + 4 :])


def name_byte(path: Path) -> None:
    """The same in a column's name, which SQLite reads without a word."""
    content = path.read_bytes()
    at = content.index(b"AbbrDesc")
    path.write_bytes(content[:at] + b"\xd4" + content[at + 1 :])


def page(path: Path) -> None:
    content = bytearray(path.read_bytes())
    with closing(connect()) as db:
        db.deserialize(without_log(bytes(content)))
        (number,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'patient'").fetchone()
    content[(number - 1) * 4096 : number * 4096] = b"\xff" * 4096
    path.write_bytes(content)


def nothing() -> bytes:
    """A database without tables."""
    with closing(connect()) as db:
        db.execute("PRAGMA user_version = 1")
        return db.serialize()


def every_kth(start: int, step: int):
    def damage(path: Path) -> None:
        content = bytearray(path.read_bytes())
        content[start::step] = bytes(byte ^ 0x5A for byte in content[start::step])
        path.write_bytes(content)

    return damage


DAMAGES = {
    "a byte that is no UTF-8 in the schema": schema_byte,
    "a byte that is no UTF-8 in a name": name_byte,
    "a page overwritten": page,
    "cut in half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "cut to a hundred bytes": lambda path: path.write_bytes(path.read_bytes()[:100]),
    "empty": lambda path: path.write_bytes(b""),
    "no database": lambda path: path.write_bytes(b"no database at all, " * 1000),
    "zeros": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "no tables": lambda path: path.write_bytes(nothing()),
    **{
        f"every {step}th byte from {start}": every_kth(start, step)
        for start, step in [(16, 97), (100, 501), (5000, 4096)]
    },
}


@pytest.fixture
def office(tmp_path) -> ApiClient:
    office = client(tmp_path)
    office.book(AptDateTime="2026-03-02 09:00:00")
    return office


def file_of(office: ApiClient) -> Path:
    return office.http.application.extensions["mockod.offices"]._folder.data("one")


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_after_a_restart_it_is_told_again_and_again_until_a_reset_or_a_drop_mends_it(office, tmp_path, damage):
    path = file_of(office)
    for mend in (("POST", "reset"), ("DELETE", "offices")):
        close(office)
        damage(path)
        office = client(tmp_path)

        for _ in range(2):  # the second time nothing of ours may hold it
            refused = office.get("appointments")
            assert refused.status_code == 400, refused.text
            assert refused.json.startswith(f"This office's file {path.name} cannot be used (")
            assert refused.json.endswith("A reset makes it anew.")
        for method, call in (("POST", "snapshots"), ("POST", "clock/advance"), ("POST", "offices")):
            told = control(office, method, call, json={"name": "a"} if call == "snapshots" else {})
            assert told.status_code in (400, 409)
        assert control(office, "GET", "offices").json["offices"][0]["office"] == "one"

        assert control(office, *mend).status_code == 200
        assert office.read("appointments") == []
        office.book(AptDateTime="2026-03-02 10:00:00")


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("is_parked", [False, True])
def test_one_that_is_damaged_under_a_running_office_is_mended_by_a_reset_and_by_restoring(office, damage, is_parked):
    path, offices = file_of(office), office.http.application.extensions["mockod.offices"]
    assert control(office, "POST", "snapshots", json={"name": "kept"}).status_code == 201
    for method, call, left in (("POST", "reset", 0), ("POST", "snapshots/restore", 1)):
        offices.park_all()
        if not is_parked:
            office.read("appointments")
        damage(path)

        assert office.get("appointments").status_code in (200, 400)
        mended = control(office, method, call, json={"name": "kept"} if left else None)
        assert mended.status_code == 200, mended.text
        assert len(office.read("appointments")) == left
        offices.park_all()
        assert len(office.read("appointments")) == left


def damaged_at_random(seed: int, content: bytes) -> bytes:
    """One bit flipped, many bytes, a piece gone, two pages exchanged, or the end cut off."""
    chance = random.Random(seed)
    damaged, at = bytearray(content), chance.randrange(len(content))
    match seed % 5:
        case 0:
            damaged[at] ^= 1 << chance.randrange(8)
        case 1:
            for _ in range(chance.randrange(2, 60)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        case 2:
            del damaged[at : at + chance.randrange(1, 5000)]
        case 3:
            one, other = (chance.randrange(len(content) // 4096) * 4096 for _ in range(2))
            damaged[one : one + 4096], damaged[other : other + 4096] = (
                content[other : other + 4096],
                content[one : one + 4096],
            )
        case _:
            del damaged[at:]
    return bytes(damaged)


READ = """
    appointments patients patients/1 procedurelogs?PatNum=1 recalls histappointments procedurecodes schedules
    appointments/Slots?date=2026-03-02 appointments/WebSched?dateStart=2026-03-02 chartmodules/1/ProgNotes
""".split()


def test_two_hundred_damaged_files_are_told_or_read_and_a_reset_mends_each(office):
    path, offices = file_of(office), office.http.application.extensions["mockod.offices"]
    offices.park_all()
    content = path.read_bytes()
    told = 0
    for seed in range(200):
        one = ApiClient(office.http, f"damaged-{seed}")
        offices._folder.data(one.customer).write_bytes(damaged_at_random(seed, content))

        for read in READ:
            response = one.get(read)
            assert response.status_code in (200, 400), (seed, read, response.text)
        told += response.status_code == 400
        assert control(one, "POST", "reset").status_code == 200, seed
        assert one.read("appointments") == []
    assert 80 < told < 180


def test_a_column_whose_name_was_damaged_is_told_at_once(office, tmp_path):
    path = file_of(office)
    close(office)
    path.write_bytes(path.read_bytes().replace(b'"RecallInterval"', b'"RecallJnterval"', 1))
    office = client(tmp_path)

    assert "its column recall.RecallInterval is missing" in office.get("appointments").json
    assert control(office, "POST", "reset").status_code == 200
    assert office.read("recalls") == []


@pytest.mark.parametrize(
    ("sql", "path", "told"),
    [
        ("UPDATE appointment SET AptStatus = 99", "appointments", "appointment.AptStatus cannot be '99'"),
        ("UPDATE schedule SET StartTime = 'soon'", "appointments/Slots?date=2026-03-02", "schedule.StartTime cannot"),
        ("UPDATE appointment SET Note = NULL", "appointments", "appointment.Note cannot be 'None'"),
    ],
)
def test_a_value_that_its_column_cannot_hold_is_told_where_somebody_stumbles_over_it(office, tmp_path, sql, path, told):
    file = file_of(office)
    close(office)
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'appointment'")
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute(sql)
    office = client(tmp_path)

    refused = office.get(path)

    assert (refused.status_code, told in refused.text) == (400, True), refused.text
    assert control(office, "POST", "reset").status_code == 200
    assert office.get(path).status_code == 200


def test_an_index_that_says_something_else_than_its_table_is_told_where_somebody_stumbles_over_it(office, tmp_path):
    """Opening a file looks through all but what its indexes say: that would take five times as long."""
    file = file_of(office)
    close(office)
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        db.execute("PRAGMA writable_schema = ON")
        two = "('ix_appointment_AptDateTime', 'ix_appointment_DateTStamp')"
        (both,) = db.execute(f"SELECT sum(rootpage) FROM sqlite_master WHERE name IN {two}").fetchone()
        db.execute(f"UPDATE sqlite_master SET rootpage = ? - rootpage WHERE name IN {two}", (both,))
    office = client(tmp_path)

    offices = office.http.application.extensions["mockod.offices"]
    with pytest.raises(DamagedFile, match="index"), offices.office("one").transaction():
        raise TypeError("a date that is a number")


def test_a_text_that_is_no_utf_8_refuses_what_reads_it_and_nothing_else(office, tmp_path):
    path = file_of(office)
    close(office)
    with sqlite3.connect(path) as db:
        db.execute("UPDATE patient SET Address = CAST(x'41d442' AS TEXT)")
    db.close()
    office = client(tmp_path)

    refused = office.get("patients/1")
    assert (refused.status_code, refused.json) == (
        400,
        f"This office's file {path.name} cannot be used (it is not UTF-8). A reset makes it anew.",
    )
    assert len(office.read("appointments")) == 1
    assert control(office, "POST", "snapshots", json={"name": "a"}).status_code == 201
    assert control(office, "GET", "snapshots/diff?from=a").status_code in (200, 400)
    assert control(office, "POST", "reset").status_code == 200
    assert office.read("patients/1")["LName"]


def test_a_file_from_an_earlier_run_is_looked_through_once_and_not_at_every_waking(office, tmp_path, monkeypatch):
    close(office)
    asked = []
    real = sqlite3.connect

    def connecting(*args, **named):
        db = real(*args, **named)
        db.set_trace_callback(asked.append)
        return db

    monkeypatch.setattr(sqlite3, "connect", connecting)
    office = client(tmp_path)
    for _ in range(3):
        office.read("appointments")
        office.http.application.extensions["mockod.offices"].park_all()

    assert sum("quick_check" in sql for sql in asked) == 1
