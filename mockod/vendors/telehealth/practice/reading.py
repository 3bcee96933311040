"""One reading of the part ``telehealth`` of a practice file, or of a fragment of one.

Its sections are ``clients``, ``users``, ``appointment_types`` and ``appointments``; a single value beside them is a
setting: ``telehealth: {profile: iso}``. Fields are called as the API calls them. A row without an ``id`` has one made.
An appointment's ``start_time`` is a date as practices write it, or milliseconds; its length the ``minutes``; host and
attendees are ids. What an export writes besides says all that follows otherwise: ``attendees`` and ``status_history``
are then sections, too. A practice without a section has what ``defaults`` says for it, so that any office can be
booked in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from mockod.store.practice_dates import resolve
from mockod.store.practice_file import PART, Entry, PracticeError, PracticeFile, TableRows, Written
from mockod.store.shared_practice import COMMON
from mockod.vendors.telehealth.domain.ids import meeting_id, new_id
from mockod.vendors.telehealth.domain.moments import EARLIEST, LATEST, to_ms, within
from mockod.vendors.telehealth.domain.words import Attendance, GeneratedFrom, Interaction, Role, Status
from mockod.vendors.telehealth.practice import tables
from mockod.vendors.telehealth.practice.defaults import CLIENTS, TYPES, USERS
from mockod.vendors.telehealth.practice.fields import Fields, Mistake
from mockod.vendors.telehealth.wire.shapes import ADDRESS

NAME = "telehealth"
DEFAULT_ZONE = "-08:00"
ZONE = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d", re.ASCII)
MILLISECONDS = re.compile(r"-?\d{1,16}", re.ASCII)
MINUTE = 60_000
DEFAULTS: Mapping[str, Iterable[Mapping[str, Any]]] = {"clients": CLIENTS, "users": USERS, "appointment_types": TYPES}
EXACT_TIMES = ("end_time", "actual_start_time", "actual_end_time", "last_updated_at")
EXACT_TEXTS = ("generated_from", "meeting_id", "visit_note", "change_log")
"""What of an appointment follows from the rest where it is not written."""
Row = dict[str, Any]
Moment = tuple[int, bool]
"""Milliseconds, and whether they move with today."""


@dataclass
class Reading:
    """Rows by table and number, over those that are there already; and what is wrong, where one goes on after it."""

    practice: PracticeFile
    today: date
    goes_on: bool = False
    zone: str = DEFAULT_ZONE
    rows: dict[str, dict[int, Row]] = field(default_factory=dict)
    is_fragment: bool = False
    """Of an office that is there: nothing is filled in."""
    found: list[tuple[int, PracticeError]] = field(default_factory=list)
    relative: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    written: dict[str, list[int]] = field(default_factory=dict)
    """Numbers of the rows that were read, by table."""
    by_calendar: bool = False

    def tables(self) -> TableRows:
        """The rows as an office's image takes them."""
        rows = {
            table: [{tables.KEYS[table]: number, **row} for number, row in by_number.items()]
            for table, by_number in self.rows.items()
            if by_number
        }
        return TableRows(self.zone, rows, self.relative, by_calendar=self.by_calendar)

    def read(self) -> None:
        """Read all. Raises PracticeError with file and line, unless it goes on."""
        for section, line in self.practice.sections.items():
            name = section.partition(PART)[2]
            if section not in (NAME, COMMON) and name not in tables.SECTIONS:
                self._wrong(line, f"{name!r} is no section of {NAME} (sections: {', '.join(tables.SECTIONS)})")
        for removal in self.practice.removals:
            self._wrong(removal.line, f"remove: rows of {NAME} cannot be removed")
        self._read_section(COMMON, self._common)
        if not self.is_fragment:
            for name, rows in DEFAULTS.items():
                if f"{NAME}{PART}{name}" not in self.practice.sections:
                    for row in rows:
                        self._add(tables.SECTIONS[name], dict(row))
        self._read_section(NAME, self._setting)
        readers: dict[str, Callable[[Entry], None]] = {  # what others name comes first
            "clients": self._client,
            "users": self._user,
            "appointment_types": self._type,
            "appointments": self._appointment,
            "attendees": self._attendee,
            "status_history": self._status,
        }
        for name, reader in readers.items():
            self._read_section(f"{NAME}{PART}{name}", reader)

    def _read_section(self, section: str, reader: Callable[[Entry], None]) -> None:
        for entry in self.practice.entries:
            if entry.section == section:
                try:
                    reader(entry)
                except Mistake as exc:
                    self._wrong(exc.line or entry.line, f"{entry.section}: {exc}")

    def _wrong(self, line: int, reason: str) -> None:
        mistake = self.practice.mistake(line, reason)
        if not self.goes_on:
            raise mistake
        self.found.append((line, mistake))

    def _common(self, entry: Entry) -> None:
        name, value = _pair(entry)
        if name == "zone" and ZONE.fullmatch(value):  # whoever has the section says what is wrong with another
            self.zone = value

    def _setting(self, entry: Entry) -> None:
        name, value = _pair(entry)
        if value not in tables.SETTINGS.get(name, ()):
            words = ", ".join(f"{known}: {' or '.join(words)}" for known, words in tables.SETTINGS.items())
            raise Mistake(f"{name}: {value!r} is no setting ({words})")
        self._put(tables.SETTING, "name", {"name": name, "value": value})

    def _client(self, entry: Entry) -> None:
        fields = Fields(entry, ("client_id", "client_secret"))
        row = {name: fields.text(name) for name in ("client_id", "client_secret")}
        self._put(tables.CLIENT, "client_id", row, fields)

    def _user(self, entry: Entry) -> None:
        texts = ("first_name", "last_name", "email", "phone")
        fields = Fields(entry, ("id", "role", *texts))
        row = {"role": fields.word("role", Role, Role.PATIENT), **{name: fields.text(name, "") for name in texts}}
        self._put_named(tables.USER, "user", row, fields)

    def _type(self, entry: Entry) -> None:
        numbers = {"duration": 30, "max_participants": 1}
        known = ("id", "name", "description", "color", "group", "interaction_type", "status", *numbers, *ADDRESS)
        fields = Fields(entry, known)
        row = {
            "name": fields.text("name"),
            "description": fields.text("description", ""),
            "color": fields.text("color", ""),
            "is_group": fields.flag("group"),
            "interaction_type": fields.word("interaction_type", Interaction, Interaction.VIDEO_CALL),
            "status": fields.one_of("status", ("active", "archived")),
            "location": _location(fields, ""),
            **{name: fields.number(name, default) for name, default in numbers.items()},
        }
        self._put_named(tables.TYPE, "aptp", row, fields)

    def _appointment(self, entry: Entry) -> None:
        known = ("id", "appointment_type", "name", "description", "host", "created_by", "start_time", "minutes")
        more = ("attendees", "status", "group", "internal", "reference_patients", "booked", "generated_from_type")
        exact = ("interaction_type", *EXACT_TIMES, *EXACT_TEXTS, *ADDRESS)
        fields = Fields(entry, (*known, *more, *exact))
        is_internal = fields.flag("internal")
        kind = None if is_internal else self._known(fields, tables.TYPE, "appointment_type")
        start = self._moment(fields, "start_time")
        booked = self._moment(fields, "booked", start)
        minutes = fields.number("minutes", kind["duration"] if kind else 30)
        end = self._moment(fields, "end_time", (within(start[0] + minutes * MINUTE), start[1]))
        status = Status(fields.word("status", Status, Status.SCHEDULED))
        is_done = status is Status.COMPLETED
        really = (
            self._moment(fields, "actual_start_time", start if is_done else None),
            self._moment(fields, "actual_end_time", end if is_done else None),
        )
        host = self._known(fields, tables.USER, "host")["id"]
        creator = self._known(fields, tables.USER, "created_by")["id"] if "created_by" in fields else host
        interaction = fields.word(
            "interaction_type", Interaction, kind["interaction_type"] if kind else Interaction.VIDEO_CALL
        )
        is_video = interaction == Interaction.VIDEO_CALL
        from_words = ("", *(str(word) for word in GeneratedFrom))
        updated = self._moment(fields, "last_updated_at", end if is_done else booked)
        row = {
            "generated_from_type": fields.one_of("generated_from_type", from_words),
            "generated_from": fields.text("generated_from", ""),
            "appointment_type": kind["id"] if kind else "",
            "name": fields.text("name"),
            "description": fields.text("description", ""),
            "is_group": fields.flag("group", kind["is_group"] if kind else 0),
            "is_internal": is_internal,
            "start_time": start[0],
            "end_time": end[0],
            "actual_start_time": really[0][0] if really[0] else None,
            "actual_end_time": really[1][0] if really[1] else None,
            "host": host,
            "reference_patients": tables.as_json(self._users(fields, "reference_patients")),
            "interaction_type": interaction,
            "location": "" if is_video else _location(fields, kind["location"] if kind else ""),
            "created_by": creator,
            "created_at": booked[0],
            "last_updated_at": updated[0],
        }
        number = self._put_named(tables.APPOINTMENT, "appt", row, fields)
        row = self.rows[tables.APPOINTMENT][number]
        made = {
            "meeting_id": meeting_id(number) if is_video else "",
            "visit_note": "" if is_internal else new_id("note", number),
            "change_log": new_id("clog", number),
        }
        row |= {name: fields.text(name, text) for name, text in made.items()}
        times = {"start_time": start, "end_time": end, "created_at": booked, "last_updated_at": updated}
        times |= {name: at for name, at in zip(("actual_start_time", "actual_end_time"), really, strict=True) if at}
        for column, at in times.items():
            self._moves(at, tables.APPOINTMENT, number, column)
        self._forget(number)
        for user in self._users(fields, "attendees"):
            self._invite(number, user, str(Attendance.GOING), 0, booked)
        if f"{NAME}{PART}status_history" not in self.practice.sections:
            self._enter(number, Status.SCHEDULED, creator, booked)
            if is_done:
                self._enter(number, Status.IN_PROGRESS, creator, start)
            if status is not Status.SCHEDULED:
                self._enter(number, status, creator, end if is_done else booked)

    def _attendee(self, entry: Entry) -> None:
        fields = Fields(entry, ("appointment", "user", "attendance_status", "no_show", "at"))
        number = self._number(fields)
        user = self._known(fields, tables.USER, "user")["id"]
        status = fields.word("attendance_status", Attendance, Attendance.GOING)
        self._invite(number, user, status, fields.flag("no_show"), self._moment(fields, "at"))

    def _status(self, entry: Entry) -> None:
        fields = Fields(entry, ("appointment", "status", "changed_by", "at", "reason"))
        status = Status(fields.word("status", Status, Status.SCHEDULED))
        by, at = self._known(fields, tables.USER, "changed_by")["id"], self._moment(fields, "at")
        self._enter(self._number(fields), status, by, at, fields.text("reason", ""))

    def _invite(self, number: int, user: str, status: str, no_show: int, at: Moment) -> None:
        row = {"AptNum": number, "user": user, "attendance_status": status, "no_show": no_show}
        made = self._add(tables.ATTENDEE, {**row, "last_updated_at": at[0]})
        self._moves(at, tables.ATTENDEE, made, "last_updated_at")

    def _enter(self, number: int, status: Status, by: str, at: Moment, reason: str = "") -> None:
        row = {"AptNum": number, "status": str(status), "changed_by": by, "changed_at": at[0], "reason": reason}
        self._moves(at, tables.STATUS, self._add(tables.STATUS, row), "changed_at")

    def _forget(self, number: int) -> None:
        """Attendees and statuses that an appointment had before."""
        for table in (tables.ATTENDEE, tables.STATUS):
            rows = self.rows.get(table, {})
            for old in [key for key, row in rows.items() if row["AptNum"] == number]:
                del rows[old]

    def _moment(self, fields: Fields, name: str, default: Any = "") -> Any:
        """A date as milliseconds, and whether it moves with today; the default where nothing is written."""
        if name not in fields and default != "":
            return default
        text = fields.text(name)
        if MILLISECONDS.fullmatch(text) and EARLIEST <= int(text) <= LATEST:
            return int(text), False
        try:
            dated = resolve(text, self.today)
        except ValueError as exc:
            raise Mistake(f"{name}: {exc}", fields.line(name)) from exc
        self.by_calendar |= dated.by_calendar
        return to_ms(datetime.fromisoformat(f"{dated.day} {dated.time or '00:00:00'}"), self.zone), dated.relative

    def _moves(self, at: Moment, table: str, number: int, column: str) -> None:
        if at[1]:
            self.relative.setdefault((table, column), set()).add(number)

    def _known(self, fields: Fields, table: str, name: str) -> Row:
        """The row that a field names by its id."""
        wanted = fields.text(name)
        for row in self.rows.get(table, {}).values():
            if row["id"] == wanted:
                return row
        raise Mistake(f"{name}: there is no {wanted}", fields.line(name))

    def _number(self, fields: Fields) -> int:
        """The number of the appointment that a row is of."""
        wanted = self._known(fields, tables.APPOINTMENT, "appointment")
        return next(number for number, row in self.rows[tables.APPOINTMENT].items() if row is wanted)

    def _users(self, fields: Fields, name: str) -> list[str]:
        known = {row["id"] for row in self.rows.get(tables.USER, {}).values()}
        users = fields.texts(name)
        for user in users:
            if user not in known:
                raise Mistake(f"{name}: there is no {user}", fields.line(name))
        return users

    def _put_named(self, table: str, prefix: str, row: Row, fields: Fields) -> int:
        made = new_id(prefix, max(self.rows.get(table, ()), default=0) + 1)
        return self._put(table, "id", {"id": fields.text("id", made), **row}, fields)

    def _put(self, table: str, key: str, row: Row, fields: Fields | None = None) -> int:
        """Add a row, or put it in the place of the one that was there under its name."""
        rows = self.rows.setdefault(table, {})
        number = next((number for number, other in rows.items() if other[key] == row[key]), None)
        if number is None:
            return self._add(table, row)
        if number in self.written.get(table, ()):
            raise Mistake(f"{key}: {row[key]} is given twice", fields.line(key) if fields else 0)
        rows[number] = row
        self.written.setdefault(table, []).append(number)
        return number

    def _add(self, table: str, row: Row) -> int:
        rows = self.rows.setdefault(table, {})
        number = max(rows, default=0) + 1
        rows[number] = row
        self.written.setdefault(table, []).append(number)
        return number


def _pair(entry: Entry) -> tuple[str, str]:
    """A name and its value."""
    name, value = (entry.fields.get(key, Written(0)).text for key in ("name", "value"))
    return name, value


def _location(fields: Fields, default: str) -> str:
    """The address that a row writes, as it is stored."""
    address = {name: fields.text(name) for name in ADDRESS if name in fields}
    return tables.as_json(address) if address else default
