"""Why a time is not among the answers of GET appointments/Slots: one day of one provider, explained."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import AptStatus, SchedStatus, SchedType
from mockod.vendors.opendental.domain.intervals import Interval, clock_time, minute_of_day
from mockod.vendors.opendental.domain.open_slots import BusyTime
from mockod.vendors.opendental.domain.slot_explanation import Piece, Visit, explained
from mockod.vendors.opendental.domain.status import OFF_THE_BOOK
from mockod.vendors.opendental.engine.records import placeholders
from mockod.vendors.opendental.resources.appointments.facts import default_provider
from mockod.vendors.opendental.resources.appointments.queries import is_hidden, shifts
from mockod.vendors.opendental.wire.date_fields import Day, TimeOfDay
from mockod.vendors.opendental.wire.errors import not_found

OPERATORY_SINCE = "22.1"
"""Since then Slots understands OpNum."""


@dataclass(frozen=True, slots=True)
class Question:
    """What GET Slots could be asked of one day, and perhaps one minute of it."""

    day: date
    prov: int
    op: int = 0
    length: int = 0
    minute: int | None = None


def explain(tx: Transaction, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The day in pieces with their reasons, as JSON; of a single ``time`` those that a visit of that length touches.

    ``asked``: date ``yyyy-MM-dd``, time ``HH:mm``, ProvNum, OpNum and lengthMinutes as numbers; all but the
    date may be missing. Raises ValueError for a malformed one; refuses with 404 what names no row.
    """
    question = _question(tx, asked)
    visits = _visits(tx, question)
    version = tx.settings.version
    pieces = explained(
        shifts(tx, question.prov, question.day, question.day).get(question.day, []),
        visits,
        at_least=question.length,
        op=question.op,
        only_in_op=(version.major, version.minor) == (22, 1),
    )
    if question.minute is not None:
        end = question.minute + max(question.length, 1)
        pieces = [piece for piece in pieces if piece.start < end and question.minute < piece.end]
    notes = [*_quirks(tx, question, visits), *_blockouts(tx, question), *_holidays(tx, question.day)]
    return {
        "date": str(question.day),
        "ProvNum": question.prov,
        "OpNum": question.op,
        "lengthMinutes": question.length,
        "pieces": [_told(piece) for piece in pieces],
        "notes": notes,
    }


def _told(piece: Piece) -> dict[str, str]:
    return {"start": clock_time(piece.start)[:5], "end": clock_time(piece.end)[:5], "reason": piece.reason}


def _question(tx: Transaction, asked: Mapping[str, Any]) -> Question:
    minute = None
    try:
        day = Day().parse(str(asked["date"]))
    except ValueError as exc:
        raise ValueError("date format must be yyyy-MM-dd.") from exc
    if asked.get("time"):
        try:
            at = TimeOfDay().parse(f"{asked['time']}:00")
        except ValueError as exc:
            raise ValueError("time format must be HH:mm.") from exc
        minute = at.hour * 60 + at.minute
    prov, op = asked.get("ProvNum") or 0, asked.get("OpNum") or 0
    for number, row, table, key in (
        (prov, "Provider", "provider", "ProvNum"),
        (op, "Operatory", "operatory", "OperatoryNum"),
    ):
        if number and not tx.row(f"SELECT 1 FROM {table} WHERE {key} = ?", (number,)):
            raise not_found(row)
    if not tx.settings.version.knows(OPERATORY_SINCE):
        op = 0  # Slots ignores it too
    return Question(day, prov or default_provider(tx), op, asked.get("lengthMinutes") or 0, minute)


def _visits(tx: Transaction, question: Question) -> list[Visit]:
    """What holds the provider that day: the rows that ``queries.taken`` counts, with their names."""
    rows = tx.rows(
        "SELECT AptNum, AptStatus, PatNum, AptDateTime, length(Pattern) * 5, Op FROM appointment "
        "WHERE (ProvNum = ? OR ProvHyg = ?) AND AptDateTime BETWEEN ? AND ? "
        f"AND AptStatus NOT IN ({placeholders(OFF_THE_BOOK)}) ORDER BY AptDateTime, AptNum",
        (
            question.prov,
            question.prov,
            f"{question.day} 00:00:00",
            f"{question.day} 23:59:59",
            *sorted(OFF_THE_BOOK),
        ),
    )
    return [
        Visit(number, AptStatus(status), patient, BusyTime(minute_of_day(at), length, op))
        for number, status, patient, at, length, op in rows
    ]


def _quirks(tx: Transaction, question: Question, visits: list[Visit]) -> list[str]:
    """What surprises people in how Slots reckons (source 3.1)."""
    notes = []
    if question.day < tx.now.date():
        notes.append("the day is past: Slots refuses to be asked about it")
    if is_hidden(tx, "provider", "ProvNum", question.prov):
        notes.append(f"provider {question.prov} is hidden; that does not count for Slots")
    if is_hidden(tx, "operatory", "OperatoryNum", question.op):
        notes.append(f"operatory {question.op} is hidden; that does not count for Slots")
    notes += [f"{visit} lasts until midnight or longer: it blocks nothing" for visit in visits if visit.past_midnight]
    return notes


def _blockouts(tx: Transaction, question: Question) -> list[str]:
    """Blockouts of the day, in the operatory where one is asked for."""
    rows = tx.rows(
        "SELECT s.StartTime, s.StopTime, coalesce(d.ItemName, ''), (SELECT group_concat(OperatoryNum, ', ') FROM "
        "(SELECT OperatoryNum FROM scheduleop o WHERE o.ScheduleNum = s.ScheduleNum ORDER BY OperatoryNum)) "
        "FROM schedule s LEFT JOIN definition d ON d.DefNum = s.BlockoutType "
        "WHERE s.SchedType = :blockout AND s.SchedDate = :day AND (:op = 0 OR EXISTS (SELECT 1 FROM scheduleop o "
        "WHERE o.ScheduleNum = s.ScheduleNum AND o.OperatoryNum = :op)) ORDER BY s.StartTime, s.ScheduleNum",
        {"blockout": SchedType.Blockout, "day": str(question.day), "op": question.op},
    )
    return [
        f"a blockout {Interval(minute_of_day(start), minute_of_day(stop))} "
        f"({f'{name}, ' if name else ''}{f'in {ops}' if ops else 'in no operatory'}) does not count for Slots"
        for start, stop, name, ops in rows
    ]


def _holidays(tx: Transaction, day: date) -> list[str]:
    notes = tx.column(
        "SELECT Note FROM schedule WHERE SchedType = ? AND Status = ? AND SchedDate = ? ORDER BY ScheduleNum",
        (SchedType.Practice, SchedStatus.Holiday, str(day)),
    )
    return [f"a holiday{f' ({note})' if note else ''} does not count for Slots" for note in notes]
