"""A data folder: one application at a time, told at once; freed by whoever ends; nothing half-made left in it."""

from __future__ import annotations

import errno
import gc
import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest

from mockod.app import create_app
from mockod.config import Config, ConfigError
from mockod.rest.errors import ApiError
from mockod.simulation.clock import Clock
from mockod.store.connection import connect
from mockod.store.folder_lock import FolderError
from mockod.store.office import OfficeTemplate
from mockod.store.registry import Offices

posix = pytest.mark.skipif(os.name != "posix", reason="only there")


def image(practice: str, today: date) -> bytes:
    db = connect()
    db.execute("CREATE TABLE book (page TEXT) STRICT")
    db.execute("INSERT INTO book VALUES ('first')")
    return db.serialize()


def offices(folder: Path) -> Offices:
    return Offices(OfficeTemplate("tiny", Clock(), "settings"), image, data_dir=folder)


def pages(office):
    with office.transaction() as tx:
        return list(tx.column("SELECT page FROM book ORDER BY rowid"))


def write(office, page):
    with office.transaction() as tx:
        tx.insert("book", {"page": page})


def holder(folder: Path, then: str = "input()") -> subprocess.Popen[str]:
    """A process that holds a folder, once it has said so."""
    code = f"""
from pathlib import Path
from mockod.store.folder_lock import FolderLock
lock = FolderLock(Path({str(folder)!r}))
print("held", flush=True)
{then}
"""
    process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate(timeout=10)


def test_a_second_application_in_this_process_is_told_that_the_folder_is_in_use(tmp_path):
    first = create_app(Config(practice="tiny", data_dir=tmp_path))

    with pytest.raises(ConfigError) as refused:
        create_app(Config(practice="tiny", data_dir=tmp_path))

    assert str(refused.value) == (
        f"--data-dir: {tmp_path}: in use by another application of this process; one at a time can use a folder"
    )
    first.extensions["mockod.site"].close()
    create_app(Config(practice="tiny", data_dir=tmp_path)).extensions["mockod.site"].close()


def test_an_application_that_nobody_has_any_more_does_not_keep_the_folder(tmp_path):
    gc.disable()
    try:
        for _ in range(3):
            write(offices(tmp_path).office("one"), "mine")
    finally:
        gc.enable()

    last = offices(tmp_path)
    assert pages(last.office("one")) == ["first", "mine", "mine", "mine"]


def test_a_folder_in_use_by_another_process_is_told_with_its_number(tmp_path):
    process = holder(tmp_path)
    try:
        with pytest.raises(FolderError, match=rf"in use by another mockod \(process {process.pid}\)"):
            offices(tmp_path)
    finally:
        end(process)


def once_free(folder: Path) -> Offices:
    """The offices of a folder that is about to be let go of: a process forked off closes its copy when it runs."""
    for _ in range(100):
        try:
            return offices(folder)
        except FolderError:
            time.sleep(0.05)
    return offices(folder)


@posix
def test_a_killed_process_lets_go_of_its_folder_even_while_one_that_it_forked_lives(tmp_path):
    fork = "import os, time; child = os.fork()\nif child: os.write(1, b'%d\\n' % child)\ntime.sleep(60)"
    process = holder(tmp_path, fork)
    forked = int(process.stdout.readline())
    try:
        process.kill()
        process.wait(10)
        assert pages(once_free(tmp_path).office("one")) == ["first"]
    finally:
        os.kill(forked, signal.SIGKILL)
        process.stdout.close()
        process.stdin.close()


@posix
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_process_forked_off_is_refused_and_takes_nothing_from_its_parent(tmp_path):
    made = offices(tmp_path)
    office = made.office("one")
    write(office, "before")
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        told = []
        for use in (lambda: made.office("two"), lambda: write(office, "child"), lambda: made.reset("one")):
            try:
                use()
                told.append("done")
            except ApiError as refused:
                told.append(refused.text)
        os.write(writing, "\n".join(told).encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    told = os.read(reading, 10_000).decode().splitlines()
    os.close(reading)

    assert len(told) == 3
    assert all("belongs to the process before a fork" in text for text in told)
    with pytest.raises(FolderError):
        offices(tmp_path)
    write(office, "after")
    assert pages(office) == ["first", "before", "after"]


def test_a_folder_that_was_closed_is_used_no_more(tmp_path):
    made = offices(tmp_path)
    office = made.office("one")
    made.close()

    for use in (lambda: made.office("one"), lambda: made.drop("one"), made.reset_all, lambda: pages(office)):
        with pytest.raises(ApiError, match="no more: it was closed"):
            use()


def test_closing_waits_for_work_under_way(tmp_path):
    made = offices(tmp_path)
    closing = threading.Thread(target=made.close)
    with made.office("one").transaction() as tx:
        closing.start()
        time.sleep(0.05)
        tx.insert("book", {"page": "mine"})
        assert closing.is_alive()
    closing.join(5)

    assert pages(offices(tmp_path).office("one")) == ["first", "mine"]


@posix
@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EROFS, "Read-only file system"), (errno.EACCES, "Permission denied")],
)
def test_a_folder_that_cannot_be_written_is_told(tmp_path, monkeypatch, number, words):
    def refuse(path, flags, mode=0o777):
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(ConfigError) as refused:
        create_app(Config(practice="tiny", data_dir=tmp_path))
    assert str(refused.value) == f"--data-dir: {tmp_path}: {words}"


@posix
def test_a_file_system_without_locks_is_told(tmp_path, monkeypatch):
    import fcntl

    def no_locks(descriptor, operation):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(FolderError, match="its file system has no locks"):
        offices(tmp_path)


def test_what_is_a_file_is_no_folder(tmp_path):
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(ConfigError, match=r"^--data-dir: .*file: File exists$"):
        create_app(Config(practice="tiny", data_dir=file))


def test_what_a_killed_process_left_half_made_is_swept_up_and_nothing_else(tmp_path):
    first = offices(tmp_path)
    write(first.office("one"), "mine")
    first.close()
    stem = next(tmp_path.glob("*.sqlite")).stem
    gone = hashlib.sha256(b"gone").hexdigest()[:32]
    half_made = [f"{stem}.sqlite.0f0f.new", f"{stem}.new", f"{stem}.new-journal", f"{stem}.json.a0.new"]
    orphans = [f"{gone}.sqlite-wal", f"{gone}.sqlite-shm", f"{gone}.{gone}.snapshot"]
    kept = [f"{stem}.sqlite", f"{stem}.json", "mockod.lock", "README.new", "mine.sqlite-wal", "notes.snapshot"]
    for name in (*half_made, *orphans, *kept[3:]):
        (tmp_path / name).write_bytes(b"cut off")

    second = offices(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(kept)
    assert pages(second.office("one")) == ["first", "mine"]


def test_a_log_that_was_left_by_an_office_that_is_gone_is_not_taken_for_the_new_ones(tmp_path):
    made = offices(tmp_path)
    office = made.office("one")
    write(office, "of the old office")
    path = made._folder.data("one")
    log = Path(f"{path}-wal").read_bytes()
    made.drop("one")
    Path(f"{path}-wal").write_bytes(log)
    Path(f"{path}-journal").write_bytes(b"left")

    assert pages(made.office("one")) == ["first"]
    made.drop("one")
    assert [left.name for left in tmp_path.iterdir()] == ["mockod.lock"]


def test_a_file_is_listed_by_its_key_after_a_restart_and_one_of_an_older_mockod_when_it_was_asked_for(tmp_path):
    first = offices(tmp_path)
    for key in ("one", "két/\\key"):
        first.office(key)
    first.close()
    next(tmp_path.glob(f"{hashlib.sha256(b'one').hexdigest()[:32]}.json")).unlink()

    second = offices(tmp_path)
    assert sorted(map(str, second.unopened().values())) == ["None", "két/\\key"]
    second.office("one")
    second.close()

    assert sorted(map(str, offices(tmp_path).unopened().values())) == ["két/\\key", "one"]


def test_a_key_file_that_says_anything_else_is_passed_over(tmp_path):
    first = offices(tmp_path)
    first.office("one")
    first.close()
    (note,) = tmp_path.glob("*.json")
    for content in (b"", b"[]", b'{"office": "two"}', b"\xff", b'{"office": 1}'):
        note.write_bytes(content)
        second = offices(tmp_path)
        assert list(second.unopened().values()) == [None]
        second.close()
