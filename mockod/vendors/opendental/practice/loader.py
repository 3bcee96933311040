"""From a practice file to the rows of an Open Dental office.

Beyond columns a file may say: ``every``, ``from`` and ``to`` repeat a schedule, ``operatories`` links it, and
``procedures`` on an appointment lists the codes done in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import sqlite_utils

from mockod.store.office import Transaction
from mockod.store.practice_file import DAYS, Entry, PracticeError, PracticeFile, TableRows, Written, resolve
from mockod.vendors.opendental.domain import enums
from mockod.vendors.opendental.domain.procedures import provider_of
from mockod.vendors.opendental.domain.status import OFF_THE_BOOK
from mockod.vendors.opendental.engine import sql_tables
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.practice.columns import (
    LINKED,
    NO_DATES,
    in_practice,
    is_dated,
    named_table,
    sections,
    tables,
)
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.wire.fields import DefinitionKey, read_whole
from mockod.vendors.opendental.wire.sql_functions import FUNCTIONS

__all__ = ["create_tables", "finish", "load", "sql_functions"]

sql_functions = FUNCTIONS
PREFERENCES = {**preferences.DEFAULTS, "ProgramVersion": "", "DataBaseVersion": ""}
"""What every office has, set by its practice or not; the versions are told by the office's settings."""
EXTRAS = {
    "appointment": frozenset(("procedures",)),
    "preference": frozenset(("name", "value")),
    "schedule": frozenset(("every", "from", "to", "operatories")),
}
"""Fields that a row of a table may have beside its columns."""
OFFICE = "office"
"""The section that says what the office has once: ``office: {zone: "-08:00"}``."""
DEFAULT_ZONE = "-08:00"
ZONE = re.compile(r"[+-](?:0\d|1[0-4]):[0-5]\d", re.ASCII)
ARRIVAL_TIMES = ("DateTimeArrived", "DateTimeSeated", "DateTimeDismissed")
TIME_AT_THE_END = re.compile(r" +[\d:]+$", re.ASCII)
LONGEST_RUN = 3660
"""Days that one repeated schedule may span."""


def _falls_on(weekday: int) -> Callable[[date, date], bool]:
    return lambda day, today: day.weekday() == weekday


REPEATS: dict[str, Callable[[date, date], bool]] = {
    "day": lambda day, today: True,
    "weekday": lambda day, today: day.weekday() < 5,
    "weekday and today": lambda day, today: day.weekday() < 5 or day == today,
    **{name: _falls_on(at) for at, name in enumerate(DAYS)},
}


def create_tables(db: sqlite_utils.Database) -> None:
    """Make the tables of an office of this vendor."""
    sql_tables.create_tables(db, tables().values())


def load(practice: PracticeFile, today: date) -> TableRows:
    """The practice as rows, its relative dates resolved by ``today``. Raises PracticeError with file and line."""
    return _Understanding(practice, today).tables()


class _Understanding:
    """One reading of one practice. Collects rows by table; numbers those that carry no number of their own."""

    def __init__(self, practice: PracticeFile, today: date) -> None:
        self._practice = practice
        self._today = today
        self._rows: dict[str, dict[int, dict[str, Any]]] = {table.name: {} for table in sections().values()}
        self._lines: dict[tuple[str, int], int] = {}
        self._relative: list[tuple[str, str, int]] = []
        self._names: dict[tuple[str, str], int] = {}
        self._highest: dict[str, int] = dict.fromkeys(self._rows, 0)
        self._apts: list[tuple[Entry, int]] = []

    def tables(self) -> TableRows:
        for section, line in self._practice.sections.items():
            if section not in (*sections(), OFFICE):
                known = ", ".join((*sections(), OFFICE))
                raise self._mistake(line, f"{section!r} is no section of a practice (sections: {known})")
        for numbered in (True, False):  # rows with a number first, so that the others do not take it
            for entry in self._practice.entries:
                if entry.section != OFFICE and self._is_numbered(entry) == numbered:
                    self._expand(entry)
        self._attach_procedures()
        self._check_references()
        self._check_sense()
        rows = {table: list(by_number.values()) for table, by_number in self._rows.items() if by_number}
        return TableRows(self._zone(), rows, self._relative)

    def _zone(self) -> str:
        """What the section ``office`` says of the clock's offset from UTC."""
        zone = DEFAULT_ZONE
        for entry in self._practice.entries:
            if entry.section == OFFICE:
                name, value = (entry.fields.get(key, Written(entry.line)).text for key in ("name", "value"))
                if name == "zone" and entry.fields["value"].is_null:
                    continue
                if name != "zone":
                    raise self._mistake(entry.line, f"office: {name!r} is nothing that an office has; it has a zone")
                if not ZONE.fullmatch(value):
                    raise self._mistake(entry.line, f"office: zone: {value!r} is no offset; write -08:00")
                zone = value
        return zone

    def _mistake(self, line: int, reason: str) -> PracticeError:
        return self._practice.mistake(line, reason)

    def _is_numbered(self, entry: Entry) -> bool:
        written = entry.fields.get(sections()[entry.section].key)
        return written is not None and not written.is_null

    def _expand(self, entry: Entry) -> None:
        table = sections()[entry.section].name
        fields = {name: written for name, written in entry.fields.items() if not written.is_null}
        left_out = entry.fields.keys() - fields.keys()
        for name in left_out - tables()[table].stored.keys() - EXTRAS.get(table, frozenset()):
            raise self._mistake(entry.fields[name].line, f"{entry.section}: {name!r} is no field of a row here")
        if table == "preference":
            if set(entry.fields) - set(fields) == {"value"}:
                return  # a preference that is null is not set
            if set(fields) == {"name", "value"}:
                fields = {"PrefName": fields["name"], "ValueString": fields["value"]}
        if table == "schedule":
            self._add_schedules(entry, fields)
        elif table == "appointment":
            fields.pop("procedures", None)
            self._apts.append((entry, self._add(table, entry, _with_arrival(fields))))
        else:
            self._add(table, entry, fields)

    def _add(self, name: str, entry: Entry, fields: dict[str, Written]) -> int:
        table = tables()[name]
        given = {
            column.name: Written(entry.line, text) for column in table.stored.values() if (text := in_practice(column))
        } | fields
        number = self._number(table, given.pop(table.key, None))
        row: dict[str, Any] = {table.key: number}
        if number in self._rows[name]:
            raise self._mistake(entry.line, f"{entry.section}: {table.key} {number} is given twice")
        for column, written in given.items():
            if column not in table.stored:
                raise self._mistake(written.line, f"{entry.section}: {column!r} is no field of a row here")
            try:
                row[column] = self._cell(table, table.stored[column], written, number)
            except ValueError as exc:
                raise self._mistake(written.line, f"{entry.section}: {column}: {exc}") from exc
        if name == "patient":
            row.setdefault("Guarantor", number)
            row.setdefault("ImageFolder", f"{row.get('LName', '')}{row.get('FName', '')}{number}")
        self._check_unique(table, row, entry)
        missing = [column.name for column in table.stored.values() if column.needed and _is_missing(column, row)]
        if missing:
            raise self._mistake(entry.line, f"{entry.section}: {missing[0]} is missing")
        self._rows[name][number] = row
        self._highest[name] = max(number, self._highest[name])
        self._lines[name, number] = entry.line
        return number

    def _check_unique(self, table: Table, row: dict[str, Any], entry: Entry) -> None:
        for column in table.stored.values():
            if column.unique:
                value = row.get(column.name, "")
                if self._names.setdefault((table.name, value), row[table.key]) != row[table.key]:
                    raise self._mistake(entry.line, f"{entry.section}: {column.name} {value!r} is given twice")

    def _number(self, table: Table, written: Written | None) -> int:
        if written is None:
            return self._highest[table.name] + 1
        try:
            number = read_whole(written.text)
        except ValueError as exc:
            raise self._mistake(written.line, f"{table.key}: {exc}") from exc
        if number < 1:
            raise self._mistake(written.line, f"{table.key}: a row's number is 1 or more")
        return number

    def _cell(self, table: Table, column: Column, written: Written, number: int) -> Any:
        if written.items is not None:
            raise ValueError("a list does not belong here")
        if is_dated(column):
            return self._dated(table, column, written.text, number)
        return column.type.from_text(written.text)

    def _dated(self, table: Table, column: Column, text: str, number: int) -> str:
        nothing = str(column.type.empty)
        if text in NO_DATES:
            return nothing
        dated = resolve(text, self._today)
        if dated.relative:
            self._relative.append((table.name, column.name, number))
        if len(nothing) == len("yyyy-MM-dd"):
            if dated.time:
                raise ValueError("a date only, no time")
            return dated.day.isoformat()
        return f"{dated.day} {dated.time or '00:00:00'}"

    def _add_schedules(self, entry: Entry, fields: dict[str, Written]) -> None:
        ops = self._listed(fields, "schedules", "operatories")
        for one in self._repeated(entry, fields):
            schedule = self._add("schedule", entry, one)
            for op in ops:
                link = {"ScheduleNum": Written(entry.line, str(schedule)), "OperatoryNum": Written(entry.line, str(op))}
                self._add("scheduleop", entry, link)

    def _listed(self, fields: dict[str, Written], section: str, name: str) -> tuple[Any, ...]:
        """Take out a field that must be a list; nothing where it is not given."""
        written = fields.pop(name, None)
        if written is None or written.is_null:
            return ()
        if written.items is None:
            raise self._mistake(written.line, f"{section}: {name}: a list belongs here, as [1, 2]")
        return written.items

    def _repeated(self, entry: Entry, fields: dict[str, Written]) -> Iterator[dict[str, Written]]:
        """A schedule for each day that ``every`` names between ``from`` and ``to``; or the one it is."""
        every, first, last = (fields.pop(name, None) for name in ("every", "from", "to"))
        if every is None:
            if first or last:
                raise self._mistake(entry.line, "schedules: from and to belong to every")
            yield fields
            return
        if first is None or last is None or "SchedDate" in fields:
            raise self._mistake(entry.line, "schedules: every wants from and to, and no SchedDate")
        start, moves = self._bound(first)
        end, also_moves = self._bound(last)
        falls_on = REPEATS.get(every.text)
        if falls_on is None:
            raise self._mistake(every.line, f"schedules: every is one of {', '.join(REPEATS)}")
        if end < start:
            raise self._mistake(last.line, "schedules: to lies before from")
        if (end - start).days > LONGEST_RUN:
            raise self._mistake(entry.line, f"schedules: more than {LONGEST_RUN} days")
        for distance in range((end - start).days + 1):
            day = start + timedelta(days=distance)
            if falls_on(day, self._today):
                away = f"today{(day - self._today).days:+d}"
                yield {"SchedDate": Written(entry.line, away if moves or also_moves else str(day)), **fields}

    def _bound(self, written: Written) -> tuple[date, bool]:
        """The first or last day of a repeated schedule, and whether it moves with today."""
        try:
            dated = resolve(written.text, self._today)
        except ValueError as exc:
            raise self._mistake(written.line, f"schedules: {exc}") from exc
        return dated.day, dated.relative

    def _attach_procedures(self) -> None:
        """Rows for the codes listed with appointments: done where the appointment is complete, else planned."""
        for entry, apt in self._apts:
            for item in self._listed(dict(entry.fields), "appointments", "procedures"):
                self._attach(entry, apt, item if isinstance(item, dict) else {"code": item})

    def _attach(self, entry: Entry, apt: int, item: dict[str, str]) -> None:
        line = entry.fields["procedures"].line
        row = self._rows["appointment"][apt]
        unknown = set(item) - {"code", "tooth", "surf"}
        code_num = self._names.get(("procedurecode", item.get("code", "")))
        if unknown or code_num is None:
            what = f"{sorted(unknown)[0]!r} is no field" if unknown else f"no procedure code {item.get('code')!r}"
            raise self._mistake(line, f"appointments: procedures: {what}")
        status = row.get("AptStatus", enums.AptStatus.Scheduled)
        planned = status == enums.AptStatus.Planned
        done = status == enums.AptStatus.Complete
        moved = ("appointment", "AptDateTime", apt) in self._relative
        day = row["AptDateTime"][:10]
        if moved:
            day = f"today{(date.fromisoformat(day) - self._today).days:+d}"
        code = self._rows["procedurecode"][code_num]
        provider = provider_of(
            code_default=code.get("ProvNumDefault", 0),
            code_is_hygiene=bool(code.get("IsHygiene", 0)),
            prov_num=row.get("ProvNum", 0),
            prov_hyg=row.get("ProvHyg", 0),
        )
        fields = {
            "PatNum": str(row["PatNum"]),
            ("PlannedAptNum" if planned else "AptNum"): str(apt),
            "CodeNum": str(code_num),
            "ProcFee": str(self._fee(code_num, provider)),
            "SiteNum": str(self._rows["patient"].get(row["PatNum"], {}).get("SiteNum", 0)),
            "ProcStatus": "C" if done else "TP",
            "ProvNum": str(provider),
            "ClinicNum": str(row.get("ClinicNum", 0)),
            "ToothNum": item.get("tooth", ""),
            "Surf": item.get("surf", ""),
            "ProcDate": day,
            "DateTP": day,
            "DateEntryC": day if done else "0001-01-01",
        }
        self._add("procedurelog", entry, {name: Written(line, text) for name, text in fields.items()})

    def _fee(self, code_num: int, provider: int) -> float:
        """What the provider's fee schedule asks for a code; 0 where it names none."""
        schedule = self._rows["provider"].get(provider, {}).get("FeeSched", 0)
        fees = self._rows["fee"].values()
        asked = (fee["Amount"] for fee in fees if (fee["CodeNum"], fee["FeeSched"]) == (code_num, schedule))
        return float(next(asked, 0))

    def _check_sense(self) -> None:
        """What no office could be: a definition of another category, hours that end before they begin."""
        for table, number, row in self._described_rows():
            for column in table.stored.values():
                if isinstance(column.type, DefinitionKey):
                    named = self._rows["definition"].get(row.get(column.name, 0))
                    if named and named["Category"] != column.type.category:
                        category = enums.wire_name(column.type.category)
                        what = f"definition {row[column.name]} is not of category {category}"
                        raise self._mistake(self._lines[table.name, number], f"{table.section}: {column.name}: {what}")
        for number, row in self._rows["schedule"].items():
            if row.get("StopTime", "00:00:00") < row.get("StartTime", "00:00:00"):
                raise self._mistake(self._lines["schedule", number], "schedules: StopTime lies before StartTime")
        for number, row in self._rows["preference"].items():
            value = row.get("ValueString", "")
            if row["PrefName"] == "PracticeDefaultProv" and value not in ("", "0", *map(str, self._rows["provider"])):
                raise self._mistake(self._lines["preference", number], f"preferences: there is no provider {value}")

    def _check_references(self) -> None:
        for table, number, row in self._described_rows():
            for name, value in row.items():
                named = named_table(table.stored[name])
                if table.name == "deflink" and name == "FKey":
                    named = LINKED.get(row["LinkType"], "")
                if named and value and value not in self._rows[named]:
                    line = self._lines[table.name, number]
                    raise self._mistake(line, f"{table.section}: {name}: there is no {named} {value}")

    def _described_rows(self) -> Iterator[tuple[Table, int, dict[str, Any]]]:
        """Every row with its table and its number."""
        for name, rows in self._rows.items():
            for number, row in rows.items():
                yield tables()[name], number, row


def _with_arrival(fields: dict[str, Written]) -> dict[str, Written]:
    """An appointment whose arrival is not told arrived on its own date at midnight: so rows of real offices have it."""
    at = fields.get("AptDateTime")
    if at is None:
        return fields
    midnight = Written(at.line, TIME_AT_THE_END.sub("", at.text))
    return fields | {name: midnight for name in ARRIVAL_TIMES if name not in fields}


def _is_missing(column: Column, row: dict[str, Any]) -> bool:
    """Whether a row lacks a value, or names no row where it must."""
    value = row.get(column.name, "")
    return value == "" or bool(named_table(column) and not value)


def finish(tx: Transaction) -> None:
    """Fill in what follows from the rest: first confirmation, descriptions, insurance, places in lists."""
    from mockod.vendors.opendental.resources.appointments import procedure_queries, queries

    for preference in PREFERENCES.items():
        tx.insert_rows("preference", "(PrefName, ValueString) VALUES (?, ?) ON CONFLICT DO NOTHING", preference)
    tx.update(
        "appointment",
        "Confirmed = coalesce((SELECT DefNum FROM definition "
        "WHERE Category = ? AND IsHidden = 0 ORDER BY ItemOrder LIMIT 1), 0) WHERE Confirmed = 0",
        (enums.DefCat.ApptConfirmed,),
    )
    tx.update("appointment", "Op = 0 WHERE AptStatus IN (?, ?)", sorted(OFF_THE_BOOK))
    tx.update(
        "appointment",
        "ItemOrderPlanned = (SELECT count(*) FROM appointment p WHERE p.PatNum = "
        "appointment.PatNum AND p.AptStatus = ? AND p.AptNum <= appointment.AptNum) "
        "WHERE AptStatus = ? AND ItemOrderPlanned = 0",
        (enums.AptStatus.Planned, enums.AptStatus.Planned),
    )
    for number, pat_num, status, described, plan in tx.rows(
        "SELECT AptNum, PatNum, AptStatus, ProcDescript, InsPlan1 FROM appointment"
    ):
        if not described:
            tx.update(
                "appointment",
                "ProcDescript = ? WHERE AptNum = ?",
                (procedure_queries.proc_descript(tx, number, planned=status == enums.AptStatus.Planned), number),
            )
        if not plan:
            tx.update(
                "appointment",
                "InsPlan1 = ?, InsPlan2 = ? WHERE AptNum = ?",
                (*queries.plans(tx, pat_num), number),
            )
