"""What is done to an office in a folder while its process is killed or its disk fails, and what it is done to."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mockod.store.connection import connect
from support.api_client import ApiClient
from support.failing_disk import as_after_a_kill
from support.office_in_folder import client, close, control

LATER = "2026-03-05 12:00:00"
NOTE = "n" * 5_000
Answer = tuple[int, str]
"""Status and text of what was answered."""


@dataclass
class Place:
    """A data folder and, while an application uses it, the client of its office ``one``."""

    folder: Path
    office: ApiClient | None = None
    carried: bytes = b""
    """A snapshot as a file, to be imported."""

    def open(self) -> ApiClient:
        if self.office is None:
            self.office = client(self.folder)
        return self.office

    def close(self) -> None:
        if self.office is not None:
            close(self.office)
            self.office = None


@dataclass(frozen=True)
class Operation:
    """``make`` fills a folder; ``prepare`` is done in the process that then may die, ``act`` is what it dies of."""

    act: Callable[[Place], Answer]
    prepare: Callable[[Place], None]
    make: Callable[[Place], None]
    offices: tuple[str, ...] = ("one",)
    """Those whose appointments tell what was done."""


def book(office: ApiClient, hour: int) -> Answer:
    body = {"PatNum": 1, "Op": 1, "AptDateTime": f"2026-03-02 {hour:02}:00:00", "Note": NOTE}
    return answered(office.post("appointments", body))


def answered(response: Any) -> Answer:
    return response.status_code, response.text


def said(*args: Any, **options: Any) -> Callable[[Place], Answer]:
    """A call of the control plane."""
    return lambda place: answered(control(place.open(), *args, **options))


def import_snapshot(place: Place) -> Answer:
    return answered(control(place.open(), "PUT", "snapshots/file?name=carried", data=place.carried))


def read_appointments(place: Place) -> Answer:
    return answered(place.open().get("appointments"))


def stop(place: Place) -> Answer:
    place.close()
    return 200, "stopped"


def booked(place: Place) -> None:
    """Four bookings, the first two of them in the snapshot ``half``."""
    office = place.open()
    for hour in (8, 9):
        book(office, hour)
    must(control(office, "POST", "snapshots", json={"name": "half"}))
    for hour in (10, 11):
        book(office, hour)


def of_an_older_mockod(place: Place) -> None:
    """The same, in a file that lacks a table and a column."""
    booked(place)
    place.close()
    (path,) = place.folder.glob("*.sqlite")
    old = connect(path)
    old.create_function("fold", 1, str, deterministic=True)
    old.executescript(
        "DROP TABLE recall; ALTER TABLE procedurelog DROP COLUMN UnitQty; PRAGMA user_version = 7; VACUUM"
    )
    old.close()


def left_by_a_kill(place: Place) -> None:
    """The same, as a killed process leaves it: the bookings are in SQLite's log, and some files are half-made."""
    booked(place)
    left = as_after_a_kill(place.folder, place.folder.with_name("left"))
    place.close()
    shutil.rmtree(place.folder)
    left.rename(place.folder)
    (path,) = place.folder.glob("*.sqlite")
    gone = "0" * 32
    for name in (f"{path.name}.0f0f.new", f"{path.stem}.json.0f0f.new", f"{gone}.{gone}.snapshot"):
        (place.folder / name).write_bytes(b"cut off")


def in_use(place: Place) -> None:
    """Open, with another clock and other settings than at its start, and one booking in SQLite's log."""
    office = place.open()
    office.set_clock(LATER)
    must(control(office, "PUT", "settings", json={"mode": "service"}))
    book(office, 12)


def with_a_file(place: Place) -> None:
    """The same, and the snapshot at hand as a file."""
    in_use(place)
    place.carried = must(control(place.open(), "GET", "snapshots/file?name=half")).data


def not_open(place: Place) -> None:
    """The application is there, but has not opened the office."""
    place.open()


def not_there(place: Place) -> None:
    """There is no application yet."""


def must(response: Any) -> Any:
    assert response.status_code < 300, response.text
    return response


OPERATIONS = {
    "book": Operation(lambda place: book(place.open(), 13), in_use, booked),
    "take": Operation(said("POST", "snapshots", json={"name": "taken"}), in_use, booked),
    "restore": Operation(said("POST", "snapshots/restore", json={"name": "half"}), in_use, booked),
    "reset": Operation(said("POST", "reset"), in_use, booked),
    "import": Operation(import_snapshot, with_a_file, booked),
    "forget": Operation(said("DELETE", "snapshots?name=half"), in_use, booked),
    "create": Operation(
        said("POST", "offices", json={"office": "two", "practice": "demo"}), in_use, booked, ("one", "two")
    ),
    "migrate": Operation(read_appointments, not_open, of_an_older_mockod),
    "drop": Operation(said("DELETE", "offices"), in_use, booked),
    "start": Operation(read_appointments, not_there, left_by_a_kill),
    "stop": Operation(stop, in_use, booked),
}
