"""From the part ``telehealth`` of a practice file to the rows of an office.

Its sections are ``clients``, ``users``, ``appointment_types`` and ``appointments``; a single value beside them is a
setting: ``telehealth: {profile: iso}``. Fields are called as the API calls them. A row without an ``id`` has one made.
An appointment's ``start_time`` is a date as practices write it, its length the ``minutes``; host and attendees are ids.
A practice without the part has the people and the type of ``DEFAULTS``, so that any office can be booked in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlite_utils

from mockod.store.practice_dates import resolve
from mockod.store.practice_file import PART, Entry, PracticeError, PracticeFile, TableRows, Written
from mockod.store.shared_practice import COMMON
from mockod.store.transaction import Transaction
from mockod.vendors.telehealth.domain.ids import meeting_id, new_id
from mockod.vendors.telehealth.domain.moments import to_ms
from mockod.vendors.telehealth.domain.words import Attendance, Interaction, Role, Status
from mockod.vendors.telehealth.practice import tables
from mockod.vendors.telehealth.practice.defaults import CLIENTS, TYPES, USERS
from mockod.vendors.telehealth.wire.shapes import ADDRESS

__all__ = ["create_tables", "finish", "load", "mistakes", "sql_functions", "starter"]

NAME = "telehealth"
DEFAULT_ZONE = "-08:00"
ZONE = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d", re.ASCII)
MINUTE = 60_000
MOST_MINUTES = 1440
sql_functions: Mapping[str, Callable[[str], str]] = {}
Row = dict[str, Any]


def create_tables(db: sqlite_utils.Database) -> None:
    """Make the tables of an office of this vendor."""
    db.conn.executescript(tables.TABLES)


def load(practice: PracticeFile, today: date) -> TableRows:
    """The part as rows. Raises PracticeError with file and line."""
    reading = _Reading(practice, today)
    reading.read()
    return reading.tables()


def mistakes(practice: PracticeFile, today: date) -> list[PracticeError]:
    """Every mistake of the part, in the order of its lines."""
    reading = _Reading(practice, today, goes_on=True)
    reading.read()
    return [mistake for _, mistake in sorted(reading.found, key=lambda found: found[0])]


def finish(tx: Transaction) -> None:
    """Nothing follows from the rest."""


def starter() -> str:
    """A practice file with comments, for people to begin their own with."""
    return STARTER


STARTER = """\
# What the telehealth API begins with.
telehealth:
  users:
    - {id: user_Z1zXZKvqrpwxbznuW6lJ, role: provider, first_name: Petra, last_name: Provider}
    - {id: user_IsW3SoxZQxW0agHKyP2V, role: patient, first_name: Paul, last_name: Patient}
  appointment_types:
    - {id: aptp_3XxtAULYUrX7GVsTKePy, name: Check-in, duration: 30}
  appointments:
    - {appointment_type: aptp_3XxtAULYUrX7GVsTKePy, name: Check-in, start_time: workday+1 09:00,
       host: user_Z1zXZKvqrpwxbznuW6lJ, attendees: [user_IsW3SoxZQxW0agHKyP2V]}
"""


@dataclass
class _Reading:
    """One reading of a part: rows by table, and what is wrong."""

    practice: PracticeFile
    today: date
    goes_on: bool = False
    found: list[tuple[int, PracticeError]] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    relative: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    by_calendar: bool = False
    zone: str = DEFAULT_ZONE

    def tables(self) -> TableRows:
        rows = {table: rows for table, rows in self.rows.items() if rows}
        return TableRows(self.zone, rows, self.relative, by_calendar=self.by_calendar)

    def read(self) -> None:
        readers = {
            "clients": self._client,
            "users": self._user,
            "appointment_types": self._type,
            "appointments": self._appointment,
        }
        for section, line in self.practice.sections.items():
            name = section.partition(PART)[2]
            if section not in (NAME, COMMON) and name not in readers:
                self._wrong(line, f"{name!r} is no section of {NAME} (sections: {', '.join(readers)})")
        for entry in self.practice.entries:
            if entry.section == COMMON:
                self._common(entry)
        for name, table, rows in (
            ("clients", tables.CLIENT, CLIENTS),
            ("users", tables.USER, USERS),
            ("appointment_types", tables.TYPE, TYPES),
        ):
            if f"{NAME}{PART}{name}" not in self.practice.sections:
                for row in rows:
                    self._add(table, dict(row))
        for wanted in (NAME, *(f"{NAME}{PART}{name}" for name in readers)):  # what others name comes first
            reader = self._setting if wanted == NAME else readers[wanted.partition(PART)[2]]
            for entry in self.practice.entries:
                if entry.section == wanted:
                    self._tried(reader, entry)

    def _tried(self, reader: Callable[[Entry], None], entry: Entry) -> None:
        try:
            reader(entry)
        except _Mistake as exc:
            self._wrong(exc.line or entry.line, f"{entry.section}: {exc}")

    def _wrong(self, line: int, reason: str) -> None:
        mistake = self.practice.mistake(line, reason)
        if not self.goes_on:
            raise mistake
        self.found.append((line, mistake))

    def _common(self, entry: Entry) -> None:
        name, value = (entry.fields.get(key, Written(0)).text for key in ("name", "value"))
        if name == "zone" and ZONE.fullmatch(value):  # whoever has the section says what is wrong with another
            self.zone = value

    def _setting(self, entry: Entry) -> None:
        name, value = (entry.fields.get(key, Written(0)).text for key in ("name", "value"))
        if value not in tables.SETTINGS.get(name, ()):
            words = ", ".join(f"{known}: {' or '.join(words)}" for known, words in tables.SETTINGS.items())
            raise _Mistake(f"{name}: {value!r} is no setting ({words})")
        self._add(tables.SETTING, {"name": name, "value": value})

    def _client(self, entry: Entry) -> None:
        fields = _Fields(entry, ("client_id", "client_secret"))
        self._add(tables.CLIENT, {name: fields.text(name) for name in ("client_id", "client_secret")})

    def _user(self, entry: Entry) -> None:
        texts = ("first_name", "last_name", "email", "phone")
        fields = _Fields(entry, ("id", "role", *texts))
        self._add_named(
            tables.USER,
            "user",
            fields,
            {"role": fields.word("role", Role, Role.PATIENT), **{name: fields.text(name, "") for name in texts}},
        )

    def _type(self, entry: Entry) -> None:
        numbers = {"duration": 30, "max_participants": 1}
        known = ("id", "name", "description", "color", "group", "interaction_type", "status", *numbers, *ADDRESS)
        fields = _Fields(entry, known)
        location = {name: text for name in ADDRESS if (text := fields.text(name, ""))}
        self._add_named(
            tables.TYPE,
            "aptp",
            fields,
            {
                "name": fields.text("name"),
                "description": fields.text("description", ""),
                "color": fields.text("color", ""),
                "is_group": fields.flag("group"),
                "interaction_type": fields.word("interaction_type", Interaction, Interaction.VIDEO_CALL),
                "status": fields.one_of("status", ("active", "archived")),
                "location": tables.as_json(location) if location else "",
                **{name: fields.number(name, default) for name, default in numbers.items()},
            },
        )

    def _appointment(self, entry: Entry) -> None:
        texts = ("appointment_type", "name", "description", "host", "created_by")
        known = ("id", "start_time", "minutes", "attendees", "status", "internal", "reference_patients", "booked")
        fields = _Fields(entry, (*texts, *known))
        number = len(self.rows.get(tables.APPOINTMENT, ())) + 1
        is_internal = fields.flag("internal")
        kind = None if is_internal else self._known(fields, tables.TYPE, "appointment_type")
        start, moves = self._moment(fields, "start_time")
        booked, booked_moves = self._moment(fields, "booked") if "booked" in entry.fields else (start, moves)
        minutes = fields.number("minutes", kind["duration"] if kind else 30)
        host = self._known(fields, tables.USER, "host")["id"]
        creator = self._known(fields, tables.USER, "created_by")["id"] if "created_by" in entry.fields else host
        status = fields.word("status", Status, Status.SCHEDULED)
        interaction = kind["interaction_type"] if kind else Interaction.VIDEO_CALL
        end, is_video = start + minutes * MINUTE, interaction == Interaction.VIDEO_CALL
        is_done = status == Status.COMPLETED
        row = {
            "AptNum": number,
            "id": fields.text("id", "") or new_id("appt", number),
            "appointment_type": kind["id"] if kind else "",
            "name": fields.text("name"),
            "description": fields.text("description", ""),
            "is_group": kind["is_group"] if kind else 0,
            "is_internal": is_internal,
            "start_time": start,
            "end_time": end,
            "actual_start_time": start if is_done else None,
            "actual_end_time": end if is_done else None,
            "host": host,
            "reference_patients": tables.as_json(self._users(fields, "reference_patients")),
            "interaction_type": str(interaction),
            "meeting_id": meeting_id(number) if is_video else "",
            "location": "" if is_video or kind is None else kind["location"],
            "visit_note": "" if is_internal else new_id("note", number),
            "change_log": new_id("clog", number),
            "created_by": creator,
            "created_at": booked,
            "last_updated_at": end if is_done else booked,
        }
        self._add(tables.APPOINTMENT, row)
        times = ("start_time", "end_time", *(("actual_start_time", "actual_end_time") if is_done else ()))
        self._moves(moves, tables.APPOINTMENT, number, times)
        self._moves(booked_moves, tables.APPOINTMENT, number, ("created_at",))
        self._moves(moves if is_done else booked_moves, tables.APPOINTMENT, number, ("last_updated_at",))
        for user in self._users(fields, "attendees"):
            invited = {
                "AptNum": number,
                "user": user,
                "attendance_status": str(Attendance.GOING),
                "last_updated_at": booked,
            }
            self._moves(booked_moves, tables.ATTENDEE, self._add(tables.ATTENDEE, invited), ("last_updated_at",))
        history = [(Status.SCHEDULED, booked, booked_moves)]
        if is_done:
            history.append((Status.IN_PROGRESS, start, moves))
        if status != Status.SCHEDULED:
            history.append((Status(status), end if is_done else booked, moves if is_done else booked_moves))
        for word, at, is_moving in history:
            entered = {"AptNum": number, "status": str(word), "changed_by": creator, "changed_at": at}
            self._moves(is_moving, tables.STATUS, self._add(tables.STATUS, entered), ("changed_at",))

    def _moment(self, fields: _Fields, name: str) -> tuple[int, bool]:
        """A date as milliseconds, and whether it moves with today."""
        try:
            dated = resolve(fields.text(name), self.today)
        except ValueError as exc:
            raise _Mistake(f"{name}: {exc}", fields.line(name)) from exc
        self.by_calendar |= dated.by_calendar
        return to_ms(datetime.fromisoformat(f"{dated.day} {dated.time or '00:00:00'}"), self.zone), dated.relative

    def _moves(self, is_moving: bool, table: str, number: int, columns: Iterable[str]) -> None:
        if is_moving:
            for column in columns:
                self.relative.setdefault((table, column), set()).add(number)

    def _known(self, fields: _Fields, table: str, name: str) -> Row:
        """The row that a field names by its id."""
        wanted = fields.text(name)
        for row in self.rows.get(table, ()):
            if row["id"] == wanted:
                return row
        raise _Mistake(f"{name}: there is no {wanted}", fields.line(name))

    def _users(self, fields: _Fields, name: str) -> list[str]:
        known = {row["id"] for row in self.rows.get(tables.USER, ())}
        users = fields.texts(name)
        for user in users:
            if user not in known:
                raise _Mistake(f"{name}: there is no {user}", fields.line(name))
        return users

    def _add_named(self, table: str, prefix: str, fields: _Fields, row: Row) -> None:
        number = len(self.rows.get(table, ())) + 1
        identifier = fields.text("id", "") or new_id(prefix, number)
        if any(other["id"] == identifier for other in self.rows.get(table, ())):
            raise _Mistake(f"id: {identifier} is given twice", fields.line("id"))
        self._add(table, {"id": identifier, **row})

    def _add(self, table: str, row: Row) -> int:
        rows = self.rows.setdefault(table, [])
        rows.append(row)
        return len(rows)


class _Mistake(Exception):
    """What is wrong in an entry, and in which line; 0 for that of the entry."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.line = line


class _Fields:
    """The fields of an entry, as what they should be."""

    def __init__(self, entry: Entry, known: Iterable[str]) -> None:
        self._fields = {name: written for name, written in entry.fields.items() if not written.is_null}
        unknown = entry.fields.keys() - set(known)
        if unknown:
            name = min(unknown)
            raise _Mistake(f"{name!r} is no field of a row here", entry.fields[name].line)

    def line(self, name: str) -> int:
        return self._fields[name].line if name in self._fields else 0

    def text(self, name: str, default: str | None = None) -> str:
        written = self._fields.get(name)
        if written is None:
            if default is None:
                raise _Mistake(f"{name} is missing")
            return default
        if written.items is not None:
            raise _Mistake(f"{name}: a list does not belong here", written.line)
        return written.text

    def texts(self, name: str) -> list[str]:
        written = self._fields.get(name)
        if written is None:
            return []
        if written.items is None or not all(isinstance(item, str) for item in written.items):
            raise _Mistake(f"{name}: a list of ids belongs here", written.line)
        return list(dict.fromkeys(written.items))

    def number(self, name: str, default: int) -> int:
        text = self.text(name, str(default))
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= MOST_MINUTES and len(text) <= 6):
            raise _Mistake(f"{name}: {text!r} is no number from 1 to {MOST_MINUTES}", self.line(name))
        return int(text)

    def flag(self, name: str) -> int:
        return int(self.one_of(name, ("false", "true")) == "true")

    def word(self, name: str, words: type[Role] | type[Status] | type[Interaction], default: str) -> str:
        return self.one_of(name, (default, *(str(word) for word in words if word != default)))

    def one_of(self, name: str, words: tuple[str, ...]) -> str:
        """One of some words, the first where nothing is said."""
        text = self.text(name, words[0])
        if text not in words:
            raise _Mistake(f"{name}: {text!r} is none of {', '.join(words)}", self.line(name))
        return str(text)
