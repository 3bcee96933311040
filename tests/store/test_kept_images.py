"""A large practice file is read at the first start only: its image is kept, and read where it can be trusted."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from mockod.store import kept_images
from mockod.store.connection import connect
from mockod.store.images import Images
from mockod.store.practice_file import PracticeError
from mockod.vendors.opendental.practice import loader

MONDAY = date(2026, 3, 2)
PATIENT = "  - {LName: A, FName: B, DateFirstVisit: today-3}\n"


@pytest.fixture
def practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A practice file that is just large enough, of a user with a cache folder."""
    monkeypatch.setattr(kept_images, "WORTH_KEEPING", 1000)
    monkeypatch.setattr(kept_images, "user_cache", lambda: tmp_path / "user")
    path = tmp_path / "office" / "large.yaml"
    path.parent.mkdir()
    write(path, 1000)
    return path


def write(path: Path, size: int) -> None:
    text = f"patients:\n{PATIENT}"
    path.write_text(text + "#" * (size - len(text)))


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """The days for which a practice file was read and understood."""
    days: list[date] = []
    load = loader.load

    def counted(practice, today):
        days.append(today)
        return load(practice, today)

    monkeypatch.setattr(loader, "load", counted)
    return days


def start(path: Path, today: date = MONDAY) -> bytes:
    """What an office begins with in a process that has just started."""
    return Images(lambda: loader).image(str(path), today)


def kept(path: Path) -> list[Path]:
    return sorted((path.parent / ".mockod_cache").glob("*.image"))


def first_visit(image: bytes) -> str:
    with closing(connect()) as db:
        db.deserialize(image)
        return str(db.execute("SELECT DateFirstVisit FROM patient").fetchone()[0])


def test_the_second_start_reads_the_image_that_the_first_one_kept_beside_the_file(practice, built):
    assert start(practice) == start(practice)
    assert built == [MONDAY]
    assert len(kept(practice)) == 1
    assert (practice.parent / ".mockod_cache" / ".gitignore").read_text() == "*\n"


def test_an_image_of_the_same_day_of_the_week_is_moved_and_another_day_is_read_from_the_file(practice, built):
    start(practice)
    week_later = MONDAY + timedelta(weeks=1)
    assert first_visit(start(practice, week_later)) == first_visit(start(practice, week_later)) == "2026-03-06"
    assert built == [MONDAY]
    assert first_visit(start(practice, MONDAY + timedelta(days=1))) == "2026-02-28"
    assert built == [MONDAY, MONDAY + timedelta(days=1)]
    assert len(kept(practice)) == 2


def test_a_small_file_leaves_nothing_beside_it(practice, built):
    write(practice, 999)
    start(practice)
    start(practice)
    assert (len(built), kept(practice)) == (2, [])


def test_a_file_that_changed_is_read_anew_and_its_older_image_goes(practice, built):
    start(practice)
    (before,) = kept(practice)
    write(practice, 1001)
    start(practice)
    (after,) = kept(practice)
    assert (len(built), before == after) == (2, False)


def test_another_mockod_reads_the_file_anew(practice, built, monkeypatch):
    start(practice)
    monkeypatch.setattr(kept_images, "_own_files", lambda: b"another")
    start(practice)
    assert len(built) == 2


def flip(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


DAMAGE = {
    "empty": lambda content: b"",
    "cut short": lambda content: content[:-1],
    "longer": lambda content: content + b"\0",
    "the first byte": lambda content: flip(content, 0),
    "its code": lambda content: flip(content, 20),
    "in the middle": lambda content: flip(content, len(content) // 2),
    "the last byte": lambda content: flip(content, -1 % len(content)),
    "another file": lambda content: b"SQLite format 3\0" + content,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_image_is_not_read_and_a_good_one_takes_its_place(practice, built, damage):
    wanted = start(practice)
    (image,) = kept(practice)
    whole = image.read_bytes()
    image.write_bytes(damage(whole))
    assert (start(practice), len(built)) == (wanted, 2)
    assert image.read_bytes() == whole


def test_an_image_that_another_user_made_is_not_read(practice, built, tmp_path, monkeypatch):
    monkeypatch.setattr(kept_images, "user_cache", lambda: tmp_path / "another user")
    start(practice)
    monkeypatch.setattr(kept_images, "user_cache", lambda: tmp_path / "user")
    start(practice)
    assert len(built) == 2


def test_an_image_under_another_days_name_is_not_read(practice, built):
    start(practice)
    (image,) = kept(practice)
    image.rename(image.with_name(image.name.replace(".0.image", ".1.image")))
    assert first_visit(start(practice, MONDAY + timedelta(days=1))) == "2026-02-28"


def test_where_the_folder_cannot_be_written_the_image_is_among_the_users_caches(practice, built, tmp_path):
    (practice.parent / ".mockod_cache").write_text("a file is in the way")
    start(practice)
    start(practice)
    assert (len(built), len(list((tmp_path / "user" / "images").glob("*.image")))) == (1, 1)


@pytest.mark.parametrize("home", [lambda folder: None, lambda folder: folder / "a file" / "below"], ids=["none", "bad"])
def test_a_user_without_a_cache_folder_keeps_no_image(practice, built, tmp_path, monkeypatch, home):
    (tmp_path / "a file").touch()
    monkeypatch.setattr(kept_images, "user_cache", lambda: home(tmp_path))
    start(practice)
    start(practice)
    assert (len(built), kept(practice)) == (2, [])


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
@pytest.mark.parametrize("harm", [lambda secret: secret.chmod(0o644), lambda secret: secret.write_bytes(b"short")])
def test_a_secret_that_others_may_know_is_made_anew_and_its_images_are_not_read(practice, built, tmp_path, harm):
    start(practice)
    harm(tmp_path / "user" / "image-secret")
    for _ in range(3):
        start(practice)
    assert len(built) == 3
    assert (tmp_path / "user" / "image-secret").stat().st_mode & 0o777 == 0o600


def test_a_mistake_is_told_with_its_line_at_every_start(practice):
    practice.write_text(practice.read_text().replace(PATIENT, f"{PATIENT}  - {{LName: C}}\n"))
    for _ in range(2):
        with pytest.raises(PracticeError, match=r"^large\.yaml:3: patients: FName is missing$"):
            start(practice)
    assert kept(practice) == []


def test_the_users_cache_folder_is_where_the_system_has_it(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert kept_images.user_cache() == tmp_path / "mockod"
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert kept_images.user_cache() == tmp_path / "mockod"
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert kept_images.user_cache() == tmp_path / "Library" / "Caches" / "mockod"


@pytest.mark.parametrize(
    "dated",
    [
        "patients:\n  - {LName: A, FName: B, DateFirstVisit: 6 months ago}\n",
        "schedules:\n  - {every: monday, from: 1 month ago, to: in 1 month}\n",
    ],
)
def test_dates_that_are_counted_in_months_are_read_anew_on_another_day_and_kept_for_that(practice, built, dated):
    practice.write_text(dated.ljust(1000, "#"))
    later = MONDAY + timedelta(weeks=9)
    first = start(practice)
    assert start(practice) == first
    assert built == [MONDAY]

    assert start(practice, later) == Images(lambda: loader).build(str(practice), later)
    assert start(practice, later) == start(practice, later)
    assert built == [MONDAY, later, later]
