"""What the program itself writes beside every change through the API: the audit trail, and signals to other computers.

One entry for each call that changed its resource's table. It is written in the call's own transaction, and counts as no
change: neither the journal, nor a diff, nor a subscription tells of it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from mockod.rest.endpoint import Endpoint
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.audit import (
    AUDITED,
    INVALIDATED,
    Signal,
    Visit,
    audited,
    cache_signals,
    visit_signals,
)
from mockod.vendors.opendental.domain.security_enums import LogSource
from mockod.vendors.opendental.resources import load, preferences

SECURITYLOG, SIGNALOD = "securitylog", "signalod"
TABLES = frozenset({SECURITYLOG, SIGNALOD})
"""Tables of which no difference is told."""
KEYS = {SECURITYLOG: "SecurityLogNum", SIGNALOD: "SignalNum"}
MOST_KEPT = 10_000
"""Rows of each of the two that an office keeps; the oldest go first (assumed: a real office keeps its audit trail)."""
TRIMMED_EVERY = 100
"""Rows after which the oldest go: so many more than are kept may stand there for a while."""
VISIT = "appointment"
DAYS_AHEAD = "ApptAutoRefreshRange"
"""The preference that says how many days ahead other computers are told of appointments; -1 for all."""
VISIT_SQL = "SELECT substr(AptDateTime, 1, 10), ProvNum, ProvHyg, Op, PatNum, AptNum FROM appointment"


@dataclass(frozen=True, slots=True)
class Traced:
    """A resource's table, and how a row tells whose it is."""

    name: str
    key: str
    patient: str
    """SQL for the patient of a row, 0 where it has none."""


@dataclass(frozen=True, slots=True)
class Before:
    """What a call is about, read before it is carried out."""

    number: int = 0
    patient: int = 0
    visit: Visit | None = None


NOTHING = Before()


@cache
def traced(resource: str) -> Traced | None:
    """None for a resource whose changes nobody is told of."""
    table = load(resource).table
    if table is None or not (table.name in AUDITED or table.name in INVALIDATED):
        return None
    return Traced(table.name, table.key, "PatNum" if "PatNum" in table.stored else "0")


def look(tx: Transaction, endpoint: Endpoint[Any], ids: tuple[int, ...]) -> Before:
    """Read what may be gone or otherwise after the call: the row that its path names."""
    if not ids or endpoint.method == "GET":
        return NOTHING
    table = traced(endpoint.resource)
    if table is None:
        return NOTHING
    if table.name == VISIT:
        visit, _ = _visit(tx, ids[0])
        return Before(ids[0], visit.pat_num if visit else 0, visit)
    return Before(ids[0], _patient(tx, table, ids[0]))


def note(tx: Transaction, endpoint: Endpoint[Any], before: Before) -> None:
    """Write what is to be noted of the changes that a call made."""
    table = traced(endpoint.resource)
    signals = cache_signals(name for name, _ in tx.changes)
    verbs = [verb for name, verb in tx.changes if table and name == table.name]
    if table and verbs:
        number, patient = before.number, before.patient
        if table.name == VISIT:
            after, number = _visit(tx, number) if number else _newest_visit(tx)
            patient = after.pat_num if after else patient
            signals += visit_signals(before.visit, after, tx.now.date(), preferences.number(tx, DAYS_AHEAD))
        elif not patient:
            if "INSERT" in verbs and not number:
                number = tx.value(f"SELECT max({table.key}) FROM {table.name}")
            patient = _patient(tx, table, number) if number else 0
        _log(tx, table.name, verbs, number, patient)
    if signals:
        _signal(tx, signals)


def _log(tx: Transaction, table: str, verbs: Collection[str], number: int, patient: int) -> None:
    entry = audited(table, verbs)
    if entry is not None:
        kind, text = entry
        columns = ("PermType", "LogDateTime", "LogText", "PatNum", "FKey", "LogSource")
        _write(tx, SECURITYLOG, columns, [(int(kind), tx.stamp, text, patient, number, int(LogSource.API))])


def _signal(tx: Transaction, signals: Collection[Signal]) -> None:
    columns = ("DateViewing", "SigDateTime", "FKey", "FKeyType", "IType")
    _write(tx, SIGNALOD, columns, [(s.day, tx.stamp, s.key, s.key_type, int(s.invalid_type)) for s in signals])


def _write(tx: Transaction, table: str, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
    """Write rows; now and then the oldest go. There may be none: an office without room leaves them out."""
    tx.note(table, columns, rows)
    key = KEYS[table]
    last = tx.value(f"SELECT coalesce(max({key}), 0) FROM {table}")
    if last // TRIMMED_EVERY > (last - len(rows)) // TRIMMED_EVERY:
        newest = f"SELECT {key} FROM {table} ORDER BY {key} DESC LIMIT {MOST_KEPT}"
        tx.forget(table, f"{key} < (SELECT min({key}) FROM ({newest}))", ())


def _visit(tx: Transaction, number: int) -> tuple[Visit | None, int]:
    """The appointment of this number, and its number."""
    row = tx.row(f"{VISIT_SQL} WHERE AptNum = ?", (number,))
    return (Visit(*row[:-1]) if row else None), number


def _newest_visit(tx: Transaction) -> tuple[Visit | None, int]:
    """The appointment that was made last, and its number."""
    row = tx.row(f"{VISIT_SQL} ORDER BY AptNum DESC LIMIT 1")
    return (Visit(*row[:-1]), row[-1]) if row else (None, 0)


def _patient(tx: Transaction, table: Traced, number: int) -> int:
    return int(tx.value(f"SELECT {table.patient} FROM {table.name} WHERE {table.key} = ?", (number,), 0))
