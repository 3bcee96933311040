"""The SQL of Web Sched: reasons, what they are linked to, and everything that stands in their operatories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.booking_rules import Visit
from mockod.vendors.opendental.domain.enums import (
    AptStatus,
    DefCat,
    DefLinkType,
    EServiceAction,
    EServiceType,
    SchedType,
)
from mockod.vendors.opendental.domain.intervals import Interval, minute_of_day
from mockod.vendors.opendental.engine.records import placeholders
from mockod.vendors.opendental.resources.appointments import procedure_queries


@dataclass(frozen=True, slots=True)
class Definition:
    """A reason to come, as patients choose it."""

    number: int
    category: DefCat
    name: str


@dataclass(frozen=True, slots=True)
class Operatory:
    """An operatory with its own dentist and hygienist, 0 for none."""

    number: int
    clinic: int
    is_hygiene: bool
    dentist: int
    hygienist: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a provider's schedule on a day; ``op`` is an operatory linked to it, None for none."""

    day: date
    start: int
    stop: int
    prov_num: int
    op: int | None


def reason(tx: Transaction, def_num: int) -> Definition | None:
    """The definition, if it is of one of the two categories of reasons."""
    row = tx.row(
        "SELECT DefNum, Category, ItemName FROM definition WHERE DefNum = ? AND Category IN (?, ?)",
        (def_num, DefCat.WebSchedNewPatApptTypes, DefCat.WebSchedExistingApptTypes),
    )
    return Definition(row[0], DefCat(row[1]), row[2]) if row else None


def first_reason(tx: Transaction, category: DefCat) -> int:
    """The first reason of a category that has an appointment type; 0 for none."""
    return int(
        tx.value(
            "SELECT d.DefNum FROM definition d JOIN deflink l ON l.DefNum = d.DefNum AND l.LinkType = ? "
            "JOIN appointmenttype t ON t.AppointmentTypeNum = l.FKey AND t.IsHidden = 0 "
            "WHERE d.Category = ? AND d.IsHidden = 0 ORDER BY d.ItemOrder, d.DefNum",
            (DefLinkType.AppointmentType, category),
            0,
        )
    )


def linked(tx: Transaction, def_num: int, kind: DefLinkType) -> tuple[int, ...]:
    sql = "SELECT FKey FROM deflink WHERE DefNum = ? AND LinkType = ? ORDER BY DefLinkNum"
    return tuple(tx.column(sql, (def_num, kind)))


def restricted_to_by_any(tx: Transaction) -> frozenset[int]:
    """The blockout types that some reason is restricted to."""
    return frozenset(tx.column("SELECT FKey FROM deflink WHERE LinkType = ?", (DefLinkType.BlockoutType,)))


def visible_type(tx: Transaction, def_num: int) -> int:
    """The appointment type that a reason stands for; 0 for none, or a hidden one."""
    return int(
        tx.value(
            "SELECT t.AppointmentTypeNum FROM deflink l JOIN appointmenttype t ON t.AppointmentTypeNum = l.FKey "
            "WHERE l.DefNum = ? AND l.LinkType = ? AND t.IsHidden = 0 ORDER BY l.DefLinkNum",
            (def_num, DefLinkType.AppointmentType),
            0,
        )
    )


def operatories(tx: Transaction, numbers: Sequence[int]) -> list[Operatory]:
    """Those of them that are not hidden, in the office's order."""
    rows = tx.rows(
        "SELECT OperatoryNum, ClinicNum, IsHygiene, ProvDentist, ProvHygienist FROM operatory "
        f"WHERE OperatoryNum IN ({placeholders(numbers)}) AND IsHidden = 0 ORDER BY ItemOrder, OperatoryNum",
        numbers,
    )
    return [Operatory(number, clinic, bool(hygiene), *own) for number, clinic, hygiene, *own in rows]


def pieces(tx: Transaction, start: date, end: date) -> list[Piece]:
    """Schedules of every provider who is a person and not hidden, one for each operatory linked."""
    rows = tx.rows(
        "SELECT s.SchedDate, s.StartTime, s.StopTime, s.ProvNum, o.OperatoryNum FROM schedule s "
        "JOIN provider p ON p.ProvNum = s.ProvNum AND p.IsHidden = 0 AND p.IsNotPerson = 0 "
        "LEFT JOIN scheduleop o ON o.ScheduleNum = s.ScheduleNum "
        "WHERE s.SchedType = ? AND s.SchedDate BETWEEN ? AND ? ORDER BY s.SchedDate, s.StartTime, s.ScheduleNum",
        (SchedType.Provider, str(start), str(end)),
    )
    return [
        Piece(date.fromisoformat(day), minute_of_day(begin), minute_of_day(stop), provider, op)
        for day, begin, stop, provider, op in rows
    ]


def blockouts(tx: Transaction, ops: Sequence[int], start: date, end: date) -> list[tuple[date, int, int, Interval]]:
    """Day, operatory, blockout type and time of each blockout in these operatories, by time."""
    rows = tx.rows(
        "SELECT s.SchedDate, o.OperatoryNum, s.BlockoutType, s.StartTime, s.StopTime FROM schedule s "
        "JOIN scheduleop o ON o.ScheduleNum = s.ScheduleNum "
        f"WHERE s.SchedType = ? AND s.SchedDate BETWEEN ? AND ? AND o.OperatoryNum IN ({placeholders(ops)}) "
        "ORDER BY s.SchedDate, s.StartTime, s.ScheduleNum",
        (SchedType.Blockout, str(start), str(end), *ops),
    )
    return [
        (date.fromisoformat(day), op, kind, Interval(minute_of_day(begin), minute_of_day(stop)))
        for day, op, kind, begin, stop in rows
    ]


def visits(tx: Transaction, start: date, end: date) -> dict[date, list[tuple[Visit, AptStatus]]]:
    """All appointments of these days with their codes, but planned ones."""
    codes = procedure_queries.codes_between(tx, start, end)
    by_day: dict[date, list[tuple[Visit, AptStatus]]] = {}
    for number, op, dentist, hygienist, hygiene, at, pattern, status in tx.rows(
        "SELECT AptNum, Op, ProvNum, ProvHyg, IsHygiene, AptDateTime, Pattern, AptStatus FROM appointment "
        "WHERE AptDateTime BETWEEN ? AND ? AND AptStatus <> ? ORDER BY AptDateTime, AptNum",
        (f"{start} 00:00:00", f"{end} 23:59:59", AptStatus.Planned),
    ):
        visit = Visit(
            apt_num=number,
            pat_num=0,
            op=op,
            prov_num=dentist,
            prov_hyg=hygienist,
            is_hygiene=bool(hygiene),
            start=minute_of_day(at),
            pattern=pattern,
            codes=codes.get(number, ()),
            broken=status == AptStatus.Broken,
        )
        by_day.setdefault(date.fromisoformat(at[:10]), []).append((visit, AptStatus(status)))
    return by_day


def is_secondary(tx: Transaction, prov_num: int) -> bool:
    """Whether a provider is a hygienist."""
    return bool(tx.value("SELECT IsSecondary FROM provider WHERE ProvNum = ?", (prov_num,), 0))


def assigned(tx: Transaction, op: int, day: date, minute: int, *, secondary: bool) -> int:
    """Who works in an operatory at that time in that role; 0 for nobody (source 2.7)."""
    rows = tx.rows(
        "SELECT s.ProvNum, s.StartTime, s.StopTime FROM schedule s JOIN scheduleop o ON o.ScheduleNum = s.ScheduleNum "
        "JOIN provider p ON p.ProvNum = s.ProvNum WHERE o.OperatoryNum = ? AND s.SchedDate = ? AND s.SchedType = ? "
        "AND p.IsSecondary = ? ORDER BY s.StartTime, s.ScheduleNum",
        (op, str(day), SchedType.Provider, secondary),
    )
    return next((who for who, start, stop in rows if minute_of_day(start) <= minute < minute_of_day(stop)), 0)


def log_booking(tx: Transaction, apt_num: int, pat_num: int, clinic: int, service: EServiceType) -> None:
    """Keep which online service made an appointment."""
    tx.insert(
        "eservicelog",
        {
            "LogDateTime": tx.stamp,
            "PatNum": pat_num,
            "EServiceType": service,
            "EServiceAction": EServiceAction.AppointmentScheduled,
            "FKey": apt_num,
            "ClinicNum": clinic,
        },
    )


def visible_operatories(tx: Transaction, clinic: int | None) -> frozenset[int]:
    """The operatories that are not hidden, of one clinic or, where None is named, of all."""
    sql = "SELECT OperatoryNum FROM operatory WHERE IsHidden = 0 AND (:clinic IS NULL OR ClinicNum = :clinic)"
    return frozenset(tx.column(sql, {"clinic": clinic}))
