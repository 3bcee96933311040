"""What the machines know of a dental office, said once more in their own plain words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import settings

from support.api_client import ApiClient
from support.paths import PRACTICES

Row = dict[str, Any]

MOVES = {
    ("Scheduled", "Complete"),
    ("Scheduled", "UnschedList"),
    ("Scheduled", "Broken"),
    ("Complete", "Scheduled"),
    ("Complete", "UnschedList"),
    ("UnschedList", "Scheduled"),
    ("Broken", "Scheduled"),
    ("Broken", "UnschedList"),
    ("Planned", "Scheduled"),
}
"""Which status may follow which, notes left out."""
STANDING = ("Scheduled", "Complete", "Broken")
"""These hold their time in the operatory."""
JUDGED = ("Scheduled", "Complete")
"""These must keep the rules on double booking."""


def forbidden(status: str, wanted: str) -> str:
    """The refusal of a change of status; nothing, if it may be."""
    if wanted == status or (status, wanted) in MOVES:
        return ""
    return f"AptStatus is invalid. An appointment with an AptStatus of {status} cannot be set to {wanted}."


def spelled(procedure: Row, code: Row) -> str:
    """One procedure in an appointment's description: where in the mouth, then the code's abbreviation."""
    tooth, surface = procedure["ToothNum"], procedure["Surf"]
    match code["TreatArea"]:
        case "Surf":
            where = [f"#{tooth}", surface]
        case "Tooth":
            where = [f"#{tooth}"]
        case "Quad" | "Arch":
            where = [surface]
        case "Sextant":
            where = [f"S{surface}"]
        case _:
            where = []
    return "-".join([*(part for part in where if part.strip("#S")), code["AbbrDesc"]])


def practice_file(folder: Path, text: str) -> str:
    """Write the tiny practice and ``text`` as one file; answers its path."""
    tiny = PRACTICES / "tiny.yaml"
    path = folder / "practice.yaml"
    path.write_text(f"{tiny.read_text()}\n{text}")
    return str(path)


def part_of_all(part: float) -> settings:
    """The chosen profile with a part of its examples: each step of a machine looks at a whole office."""
    return settings(max_examples=int(settings().max_examples * part))


def everything(office: ApiClient, path: str) -> list[Row]:
    """A whole list, page by page."""
    rows: list[Row] = []
    while True:
        page = office.read(path, Limit=1000, Offset=len(rows))
        rows += page
        if len(page) < 1000:
            return rows


def timeless(rows: list[Row]) -> list[Row]:
    """Rows without the server's time."""
    return [{name: value for name, value in row.items() if name != "serverDateTime"} for row in rows]


class Journal:
    """Holds the book against its history: a row for each real change and for nothing else.

    The last row of an appointment is the appointment as it stands, its time stamp included.
    """

    def __init__(self, office: ApiClient) -> None:
        self._office = office
        self._lengths: dict[int, int] = {}
        self.rows: dict[int, Row] = {}
        """The book as last seen, by number and without the server's time."""
        self.changed: frozenset[int] = frozenset()
        """What was made or changed since it was seen before."""

    def follow(self, now: str, *, broken_to_list: int = 0) -> None:
        """See the book again after one call at ``now``, which may have changed a row twice: broken, then listed."""
        before = self.rows
        self.rows = {row["AptNum"]: row for row in timeless(everything(self._office, "appointments"))}
        assert before.keys() <= self.rows.keys()
        self.changed = frozenset(number for number, row in self.rows.items() if row != before.get(number))
        entries: dict[int, list[Row]] = {number: [] for number in self.rows}
        for entry in everything(self._office, "histappointments"):
            entries[entry["AptNum"]].append(entry)
        for number, kept in entries.items():
            new = kept[self._lengths.get(number, 0) :]
            assert len(new) == (number in self.changed) * (2 if number == broken_to_list else 1), (number, kept)
            assert all(entry["HistDateTStamp"] == now for entry in new)
            self._lengths[number] = len(kept)
            shared = self.rows[number].keys() & kept[-1].keys()
            assert {name: kept[-1][name] for name in shared} == {name: self.rows[number][name] for name in shared}
            assert [entry["HistApptAction"] for entry in kept] == ["Created"] + ["Changed"] * (len(kept) - 1)
        for number in self.changed:
            assert self.rows[number]["DateTStamp"] == now
            assert self._office.read("histappointments", AptNum=number) == entries[number]
            assert timeless([self._office.read(f"appointments/{number}")]) == [self.rows[number]]
