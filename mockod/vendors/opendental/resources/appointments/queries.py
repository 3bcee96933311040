"""The SQL of the appointment book."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.appointment import Appointment
from mockod.vendors.opendental.domain.booking_rules import Blockout
from mockod.vendors.opendental.domain.enums import AptStatus, HistAction, PatStatus, SchedType
from mockod.vendors.opendental.domain.intervals import Interval, minute_of_day
from mockod.vendors.opendental.domain.open_slots import BusyTime, Shift
from mockod.vendors.opendental.domain.status import OFF_THE_BOOK
from mockod.vendors.opendental.engine.records import placeholders
from mockod.vendors.opendental.resources.appointments.table import RECORDS
from mockod.vendors.opendental.wire.errors import get_or_404

_HISTORY = [name for name in RECORDS.columns.split(", ") if name not in ("SecUserNumEntry", "SecDateTEntry")]
_HISTORY_ROW = (
    f"(HistDateTStamp, HistApptAction, HistNoteNum, NoteBytes, {', '.join(_HISTORY)}) "
    "SELECT :now, :action, :note, :bytes, "
    f"{', '.join(':own' if name == 'Note' else name for name in _HISTORY)} FROM appointment WHERE AptNum = :appointment"
)
SHORT_NOTE = 200
"""Characters of a note that each entry of the history has for itself; a longer one is shared."""


def record_history(tx: Transaction, apt_num: int, action: HistAction) -> None:
    """Keep the row as it now is."""
    note = str(tx.value("SELECT Note FROM appointment WHERE AptNum = ?", (apt_num,)))
    is_short = len(note) <= SHORT_NOTE
    values = {
        "now": tx.stamp,
        "action": action,
        "appointment": apt_num,
        "own": note if is_short else "",
        "note": 0 if is_short else shared_note(tx, apt_num, note),
        "bytes": 0 if is_short else len(note.encode()),
    }
    tx.insert_rows("histappointment", _HISTORY_ROW, values)


def shared_note(tx: Transaction, apt_num: int, note: str) -> int:
    """The number under which a long note is kept.

    An appointment's notes that only grew are kept as one, the longest, of which each entry knows how far it went:
    thousands of short additions would else keep the whole note thousands of times.
    """
    last = tx.row(
        "SELECT HistNoteNum, Note FROM mockod_histnote WHERE AptNum = ? ORDER BY HistNoteNum DESC LIMIT 1", (apt_num,)
    )
    number, kept = last or (0, "")
    if number and kept.startswith(note):
        return int(number)
    if number and note.startswith(kept):
        tx.update("mockod_histnote", "Note = ? WHERE HistNoteNum = ?", (note, number))
        return int(number)
    return tx.insert("mockod_histnote", {"AptNum": apt_num, "Note": note})


def save(
    tx: Transaction, before: Appointment, after: Appointment, action: HistAction = HistAction.Changed
) -> Appointment:
    """Write what differs, its time stamp and its history; where nothing differs, nothing at all (source 10.2)."""
    if after != before:
        after = replace(after, date_t_stamp=tx.now)
        RECORDS.update(tx, before, after)
        record_history(tx, before.apt_num, action)
    return after


_PLANS = (
    "FROM patplan p JOIN inssub s ON s.InsSubNum = p.InsSubNum "
    "JOIN insplan i ON i.PlanNum = s.PlanNum WHERE i.IsMedical = 0"
)


def plans(tx: Transaction, pat_num: int) -> tuple[int, int]:
    """InsPlan1 and InsPlan2: the patient's first two plans that are not medical, by ordinal (source 6.9)."""
    numbers = tx.column(f"SELECT s.PlanNum {_PLANS} AND p.PatNum = ? ORDER BY p.Ordinal, p.PatPlanNum", (pat_num,))
    first, second, *_ = [*numbers, 0, 0]
    return first, second


def plans_by_patient(tx: Transaction) -> dict[int, tuple[int, int]]:
    """The same of every patient that has a plan, by number."""
    numbers: dict[int, list[int]] = {}
    for pat_num, plan_num in tx.each(f"SELECT p.PatNum, s.PlanNum {_PLANS} ORDER BY p.Ordinal, p.PatPlanNum"):
        numbers.setdefault(pat_num, []).append(plan_num)
    return {pat_num: (found[0], found[1] if len(found) > 1 else 0) for pat_num, found in numbers.items()}


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


def taken(tx: Transaction, prov_num: int, start: date, end: date) -> dict[date, list[BusyTime]]:
    """What holds the provider between two dates, both included: broken and completed visits too (source 3.1)."""
    rows = tx.rows(
        "SELECT AptDateTime, length(Pattern) * 5, Op FROM appointment WHERE (ProvNum = ? OR ProvHyg = ?) "
        f"AND AptDateTime BETWEEN ? AND ? AND AptStatus NOT IN ({placeholders(OFF_THE_BOOK)})",
        (prov_num, prov_num, f"{start} 00:00:00", f"{end} 23:59:59", *sorted(OFF_THE_BOOK)),
    )
    by_day: dict[date, list[BusyTime]] = {}
    for at, length, op in rows:
        by_day.setdefault(date.fromisoformat(at[:10]), []).append(BusyTime(minute_of_day(at), length, op))
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


@dataclass(frozen=True, slots=True)
class BookedPatient:
    """What of a patient shapes an appointment. Numbers of other rows are 0 for none."""

    status: PatStatus
    clinic: int
    provider: int
    site: int
    minutes_early: int


def booked_patient(tx: Transaction, pat_num: int) -> BookedPatient:
    sql = "SELECT PatStatus, ClinicNum, PriProv, SiteNum, AskToArriveEarly FROM patient WHERE PatNum = ?"
    status, *rest = get_or_404(tx.row(sql, (pat_num,)), "Patient")  # an imported appointment may name none
    return BookedPatient(PatStatus(status), *rest)


def operatory_clinic(tx: Transaction, op: int) -> int:
    return int(tx.value("SELECT ClinicNum FROM operatory WHERE OperatoryNum = ?", (op,), 0))


def is_hidden(tx: Transaction, table: str, key: str, number: int) -> bool:
    """Whether a row of operatories or providers is hidden; none is not."""
    return bool(tx.value(f"SELECT IsHidden FROM {table} WHERE {key} = ?", (number,), 0))


def first_provider(tx: Transaction, preferred: int) -> int:
    """The ``preferred`` provider, where there is such a one, or else the first who is not hidden; 0 for nobody."""
    sql = """SELECT ProvNum FROM provider WHERE IsHidden = 0 OR ProvNum = :preferred
      ORDER BY ProvNum = :preferred DESC, ItemOrder, ProvNum"""
    return int(tx.value(sql, {"preferred": preferred}, 0))


def appointment_type(tx: Transaction, number: int) -> tuple[str, int, str] | None:
    """Pattern, colour and codes of a type."""
    row = tx.row(
        "SELECT Pattern, AppointmentTypeColor, CodeStr FROM appointmenttype WHERE AppointmentTypeNum = ?", (number,)
    )
    return (row[0], row[1], row[2]) if row else None


def count_planned(tx: Transaction, pat_num: int) -> int:
    """How many planned appointments the patient has."""
    return int(
        tx.value("SELECT count(*) FROM appointment WHERE PatNum = ? AND AptStatus = ?", (pat_num, AptStatus.Planned))
    )


def is_scheduled(tx: Transaction, planned: int) -> bool:
    """Whether an appointment made from this planned one is Scheduled."""
    sql = "SELECT 1 FROM appointment WHERE NextAptNum = ? AND NextAptNum <> 0 AND AptStatus = ?"
    return tx.row(sql, (planned, AptStatus.Scheduled)) is not None


def copy_fields(tx: Transaction, source: int, target: int) -> None:
    """Give one appointment the custom fields of another."""
    tx.insert_rows(
        "apptfield",
        "(AptNum, FieldName, FieldValue) SELECT ?, FieldName, FieldValue FROM apptfield WHERE AptNum = ?",
        (target, source),
    )


def attach_lab_cases(tx: Transaction, planned: int, visit: int) -> None:
    """What a laboratory makes for a planned appointment goes with the visit that is made from it, too (source)."""
    tx.update(
        "labcase", "AptNum = ?, DateTStamp = ? WHERE PlannedAptNum = ? AND AptNum = 0", (visit, tx.stamp, planned)
    )


def blockouts(tx: Transaction, day: str) -> tuple[Blockout, ...]:
    """A blockout that is linked to no operatory blocks nothing (source 2.10)."""
    rows = tx.rows(
        "SELECT s.StartTime, s.StopTime, o.OperatoryNum, s.BlockoutType, coalesce(d.ItemValue, '') FROM schedule s "
        "JOIN scheduleop o ON o.ScheduleNum = s.ScheduleNum LEFT JOIN definition d ON d.DefNum = s.BlockoutType "
        "WHERE s.SchedType = ? AND s.SchedDate = ?",
        (SchedType.Blockout, day),
    )
    return tuple(
        Blockout(Interval(minute_of_day(start), minute_of_day(stop)), op, blockout_type, "NS" in value)
        for start, stop, op, blockout_type, value in rows
    )
