"""The SQL of the appointment book."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from mockod.office import Transaction
from mockod.opendental.appointments.asked import AppointmentFilter
from mockod.opendental.appointments.schemas import ReadAppointment
from mockod.opendental.domain.appointment import Appointment
from mockod.opendental.domain.enums import AptStatus, HistAction, ProcStatus, SchedType, TreatArea
from mockod.opendental.domain.procedures import Described, description
from mockod.opendental.domain.slots import Shift, Taken
from mockod.opendental.domain.status import OFF_THE_BOOK
from mockod.opendental.paging import Page
from mockod.opendental.records import RecordTable
from mockod.wire import columns

APPOINTMENTS = RecordTable(Appointment, "appointment")

_SHOWN = f"""
SELECT {columns(ReadAppointment, "a")}
FROM appointment a
LEFT JOIN definition confirmed ON confirmed.DefNum = a.Confirmed
LEFT JOIN definition unsched ON unsched.DefNum = a.UnschedStatus
LEFT JOIN provider ON provider.ProvNum = a.ProvNum
"""
_HISTORY = [name for name in APPOINTMENTS.columns.split(", ") if name not in ("SecUserNumEntry", "SecDateTEntry")]
_HISTORY_INSERT = (
    f"INSERT INTO histappointment (HistDateTStamp, HistApptAction, {', '.join(_HISTORY)}) "
    f"SELECT ?, ?, {', '.join(_HISTORY)} FROM appointment WHERE AptNum = ?"
)


def shown(tx: Transaction, apt_num: int) -> tuple[Any, ...] | None:
    """The row as an answer shows it."""
    return tx.row(f"{_SHOWN} WHERE a.AptNum = ?", (apt_num,))


def listed(
    tx: Transaction, wanted: AppointmentFilter, start: date | None, end: date | None, page: Page
) -> list[tuple[Any, ...]]:
    """Rows between two dates, both included, by time and number. All statuses, planned ones too (source 8.2)."""
    tests: dict[str, Any] = {
        "a.AptDateTime >= ?": f"{start} 00:00:00" if start else None,
        "a.AptDateTime <= ?": f"{end} 23:59:59" if end else None,
        "a.DateTStamp >= ?": str(wanted.date_t_stamp) if wanted.date_t_stamp else None,
        "a.PatNum = ?": wanted.pat_num or None,
        "a.AptStatus = ?": wanted.apt_status,
        "a.Op = ?": wanted.op,
        "a.ClinicNum = ?": wanted.clinic_num,
        "a.AppointmentTypeNum = ?": wanted.appointment_type_num,
    }
    given = {test: value for test, value in tests.items() if value is not None}
    where = f"WHERE {' AND '.join(given)}" if given else ""
    return tx.rows(
        f"{_SHOWN} {where} ORDER BY a.AptDateTime, a.AptNum LIMIT ? OFFSET ?",
        [*given.values(), page.limit, page.offset],
    )


def record_history(tx: Transaction, apt_num: int, action: HistAction) -> None:
    """Keep the row as it now is."""
    tx.run(_HISTORY_INSERT, (tx.stamp, action, apt_num))


def save(
    tx: Transaction, before: Appointment, after: Appointment, action: HistAction = HistAction.Changed
) -> Appointment:
    """Write what differs, its time stamp and its history; where nothing differs, nothing at all (source 10.2)."""
    if APPOINTMENTS.update(tx, before, after):
        tx.run("UPDATE appointment SET DateTStamp = ? WHERE AptNum = ?", (tx.stamp, before.apt_num))
        record_history(tx, before.apt_num, action)
    return after


def proc_descript(tx: Transaction, apt_num: int) -> str:
    """What the attached procedures spell: those planned for a planned appointment, else those in it (source 7.1)."""
    rows = tx.rows(
        "SELECT c.TreatArea, c.AbbrDesc, p.ToothNum, p.Surf FROM appointment a "
        "JOIN procedurelog p ON a.AptNum = CASE a.AptStatus WHEN ? THEN p.PlannedAptNum ELSE p.AptNum END "
        "JOIN procedurecode c ON c.CodeNum = p.CodeNum "
        "WHERE a.AptNum = ? AND p.ProcStatus <> ? ORDER BY p.ProcNum",
        (AptStatus.Planned, apt_num, ProcStatus.D),
    )
    return description(Described(TreatArea(area), abbr, tooth, surf) for area, abbr, tooth, surf in rows)


def plans(tx: Transaction, pat_num: int) -> tuple[int, int]:
    """InsPlan1 and InsPlan2: the patient's first two plans that are not medical, by ordinal (source 6.9)."""
    numbers = tx.column(
        "SELECT s.PlanNum FROM patplan p JOIN inssub s ON s.InsSubNum = p.InsSubNum "
        "JOIN insplan i ON i.PlanNum = s.PlanNum WHERE p.PatNum = ? AND i.IsMedical = 0 "
        "ORDER BY p.Ordinal, p.PatPlanNum LIMIT 2",
        (pat_num,),
    )
    first, second, *_ = [*numbers, 0, 0]
    return first, second


def minute_of_day(stored: str) -> int:
    """``2026-03-02 09:05:00`` or ``09:05:00`` in minutes since midnight."""
    return int(stored[-8:-6]) * 60 + int(stored[-5:-3])


def shifts(tx: Transaction, prov_num: int, start: date, end: date) -> dict[date, list[Shift]]:
    """The provider's schedule between two dates, both included, with the operatories linked."""
    rows = tx.rows(
        "SELECT s.ScheduleNum, s.SchedDate, s.StartTime, s.StopTime, coalesce(o.ScheduleOpNum, 0), o.OperatoryNum "
        "FROM schedule s LEFT JOIN scheduleop o ON o.ScheduleNum = s.ScheduleNum "
        "WHERE s.SchedType = ? AND s.ProvNum = ? AND s.SchedDate BETWEEN ? AND ? "
        "ORDER BY s.SchedDate, s.StartTime, s.ScheduleNum, o.ScheduleOpNum",
        (SchedType.Provider, prov_num, str(start), str(end)),
    )
    links: dict[tuple[int, str, str, str], list[tuple[int, int]]] = {}
    for number, day, begin, stop, link, op in rows:
        links.setdefault((number, day, begin, stop), []).extend([(link, op)] if op is not None else [])
    by_day: dict[date, list[Shift]] = {}
    for (_, day, begin, stop), linked in links.items():
        shift = Shift(minute_of_day(begin), minute_of_day(stop), tuple(linked))
        by_day.setdefault(date.fromisoformat(day), []).append(shift)
    return by_day


def taken(tx: Transaction, prov_num: int, start: date, end: date) -> dict[date, list[Taken]]:
    """What holds the provider between two dates, both included: broken and completed visits too (source 3.1)."""
    rows = tx.rows(
        "SELECT AptDateTime, length(Pattern) * 5, Op FROM appointment WHERE (ProvNum = ? OR ProvHyg = ?) "
        f"AND AptDateTime BETWEEN ? AND ? AND AptStatus NOT IN ({marks(OFF_THE_BOOK)})",
        (prov_num, prov_num, f"{start} 00:00:00", f"{end} 23:59:59", *sorted(OFF_THE_BOOK)),
    )
    by_day: dict[date, list[Taken]] = {}
    for at, length, op in rows:
        by_day.setdefault(date.fromisoformat(at[:10]), []).append(Taken(minute_of_day(at), length, op))
    return by_day


def own_operatory(tx: Transaction, prov_num: int) -> int:
    """The first operatory, hidden ones too, that is this dentist's or hygienist's own; 0 for none."""
    return int(
        tx.value(
            "SELECT OperatoryNum FROM operatory WHERE ProvDentist = ? OR ProvHygienist = ? "
            "ORDER BY ItemOrder, OperatoryNum",
            (prov_num, prov_num),
            0,
        )
    )


def first_definition(tx: Transaction, category: int) -> int:
    """The first definition of a category that is not hidden; 0 where there is none."""
    return int(
        tx.value(
            "SELECT DefNum FROM definition WHERE Category = ? AND IsHidden = 0 ORDER BY ItemOrder, DefNum",
            (category,),
            0,
        )
    )


def marks(values: Iterable[object]) -> str:
    """Question marks for as many values."""
    return ", ".join("?" for _ in values)
