"""The SQL of procedures on appointments.

A planned appointment is named by a procedure's PlannedAptNum, any other by its AptNum: hence ``planned``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mockod.store.office import Transaction
from mockod.vendors.opendental.domain.appointment import Appointment
from mockod.vendors.opendental.domain.enums import ProcStatus, TreatArea
from mockod.vendors.opendental.domain.procedures import Described, description
from mockod.vendors.opendental.domain.teeth import international
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.appointments.queries import marks


@dataclass(frozen=True, slots=True)
class Code:
    """A procedure code: its number, whose it is by default (0 for nobody's), and whether it is hygiene."""

    number: int
    provider: int
    is_hygiene: bool


def _on(planned: bool) -> str:
    return "PlannedAptNum" if planned else "AptNum"


def procedure_code(tx: Transaction, code: str) -> Code | None:
    row = tx.row("SELECT CodeNum, ProvNumDefault, IsHygiene FROM procedurecode WHERE ProcCode = ?", (code,))
    return Code(row[0], row[1], bool(row[2])) if row else None


def fee(tx: Transaction, code_num: int, prov_num: int) -> float:
    """What the provider's fee schedule asks for a code; 0 where it names none."""
    return float(
        tx.value(
            "SELECT f.Amount FROM fee f JOIN provider p ON p.FeeSched = f.FeeSched "
            "WHERE f.CodeNum = ? AND p.ProvNum = ?",
            (code_num, prov_num),
            0,
        )
    )


def codes(tx: Transaction, apt_num: int, *, planned: bool) -> tuple[str, ...]:
    return tuple(
        tx.column(
            "SELECT c.ProcCode FROM procedurelog p JOIN procedurecode c ON c.CodeNum = p.CodeNum "
            f"WHERE p.{_on(planned)} = ? AND p.ProcStatus <> ? ORDER BY p.ProcNum",
            (apt_num, ProcStatus.D),
        )
    )


def codes_between(tx: Transaction, start: date, end: date) -> dict[int, tuple[str, ...]]:
    """The codes of every appointment between two days, both included, by its number."""
    by_appointment: dict[int, tuple[str, ...]] = {}
    for number, code in tx.rows(
        "SELECT a.AptNum, c.ProcCode FROM appointment a JOIN procedurelog p ON p.AptNum = a.AptNum "
        "JOIN procedurecode c ON c.CodeNum = p.CodeNum "
        "WHERE a.AptDateTime BETWEEN ? AND ? AND p.ProcStatus <> ? ORDER BY p.ProcNum",
        (f"{start} 00:00:00", f"{end} 23:59:59", ProcStatus.D),
    ):
        by_appointment[number] = (*by_appointment.get(number, ()), code)
    return by_appointment


def proc_descript(tx: Transaction, apt_num: int, *, planned: bool = False) -> str:
    """What the attached procedures spell (source 7.1)."""
    rows = tx.rows(
        "SELECT c.TreatArea, c.AbbrDesc, p.ToothNum, p.Surf FROM procedurelog p "
        "JOIN procedurecode c ON c.CodeNum = p.CodeNum "
        f"WHERE p.{_on(planned)} = ? AND p.ProcStatus <> ? ORDER BY p.ProcNum",
        (apt_num, ProcStatus.D),
    )
    named = international if preferences.switched_on(tx, "UseInternationalToothNumbers") else str
    return description(Described(TreatArea(area), abbr, named(tooth), surf) for area, abbr, tooth, surf in rows)


def times_of_codes(tx: Transaction, wanted: Sequence[str]) -> list[str]:
    """How long each of these codes takes, whoever does it; a code that the office lacks takes nothing."""
    times = dict(tx.rows(f"SELECT ProcCode, ProcTime FROM procedurecode WHERE ProcCode IN ({marks(wanted)})", wanted))
    return [times[code] for code in wanted if code in times]


def times(tx: Transaction, apt: Appointment, *, planned: bool) -> list[str]:
    """How long each attached procedure takes; a provider's own time for a code wins over the code's (source 1.8)."""
    return list(
        tx.column(
            "SELECT coalesce(n.ProcTime, c.ProcTime) FROM procedurelog p JOIN procedurecode c ON c.CodeNum = p.CodeNum "
            "LEFT JOIN proccodenote n ON n.CodeNum = c.CodeNum AND n.ProvNum = "
            "CASE WHEN c.IsHygiene AND :hygienist THEN :hygienist ELSE :dentist END "
            f"WHERE p.{_on(planned)} = :apt AND p.ProcStatus <> :deleted ORDER BY p.ProcNum",
            {"hygienist": apt.prov_hyg, "dentist": apt.prov_num, "apt": apt.apt_num, "deleted": ProcStatus.D},
        )
    )


def unattached(tx: Transaction, apt: Appointment) -> Sequence[tuple[int, str]]:
    """The patient's planned treatment that is on no appointment, or on the planned one that this was made from."""
    return [
        (number, code)
        for number, code in tx.rows(
            "SELECT p.ProcNum, c.ProcCode FROM procedurelog p JOIN procedurecode c ON c.CodeNum = p.CodeNum "
            "WHERE p.PatNum = ? AND p.ProcStatus = ? AND p.AptNum = 0 AND p.PlannedAptNum IN (0, ?) "
            "ORDER BY p.ProcNum",
            (apt.pat_num, ProcStatus.TP, apt.next_apt_num),
        )
    ]


def attach(tx: Transaction, apt: Appointment, procedures: Sequence[int], *, planned: bool) -> None:
    """Put procedures on an appointment; they take its date, a plan's only while no visit has them (source 6.14)."""
    day = "CASE WHEN AptNum THEN ProcDate ELSE ? END" if planned else "?"
    tx.run_each(
        f"UPDATE procedurelog SET {_on(planned)} = ?, ProcDate = {day}, DateTStamp = ? WHERE ProcNum = ?",
        [(apt.apt_num, str(apt.apt_date_time.date()), tx.stamp, number) for number in procedures],
    )


def follow(tx: Transaction, apt: Appointment, *, planned: bool) -> None:
    """Give treatment not yet done its appointment's provider and clinic, planned treatment its date too (source 6.8).

    What was planned and has since been scheduled stays with the appointment it is scheduled on (source 6.7).
    """
    provider = (
        "(SELECT CASE WHEN c.ProvNumDefault THEN c.ProvNumDefault WHEN :hygienist AND c.IsHygiene THEN :hygienist "
        "ELSE :dentist END FROM procedurecode c WHERE c.CodeNum = procedurelog.CodeNum)"
    )
    day = "CASE ProcStatus WHEN :treatment_planned THEN :day ELSE ProcDate END"
    tx.run(
        f"UPDATE procedurelog SET ProcDate = {day}, ClinicNum = :clinic, DateTStamp = :now, ProvNum = {provider} "
        f"WHERE {'PlannedAptNum = :apt AND AptNum = 0' if planned else 'AptNum = :apt'} "
        f"AND ProcStatus NOT IN (:done, :deleted) AND (ProcDate, ClinicNum, ProvNum) <> ({day}, :clinic, {provider})",
        {
            "day": str(apt.apt_date_time.date()),
            "clinic": apt.clinic_num,
            "now": tx.stamp,
            "hygienist": apt.prov_hyg,
            "dentist": apt.prov_num,
            "apt": apt.apt_num,
            "treatment_planned": ProcStatus.TP,
            "done": ProcStatus.C,
            "deleted": ProcStatus.D,
        },
    )


def plannable(tx: Transaction, pat_num: int, numbers: Sequence[int]) -> tuple[set[int], set[int]]:
    """Which of these procedures there are, and which of those are the patient's treatment that nothing plans yet."""
    rows = tx.rows(
        f"SELECT ProcNum, PatNum, ProcStatus, PlannedAptNum FROM procedurelog WHERE ProcNum IN ({marks(numbers)})",
        numbers,
    )
    free = (pat_num, ProcStatus.TP, 0)
    return {row[0] for row in rows}, {row[0] for row in rows if row[1:] == free}


def has_planned(tx: Transaction, apt_num: int) -> bool:
    """Whether a planned appointment has any procedure."""
    return bool(
        tx.row("SELECT 1 FROM procedurelog WHERE PlannedAptNum = ? AND ProcStatus <> ?", (apt_num, ProcStatus.D))
    )


def schedule(tx: Transaction, apt: Appointment) -> None:
    """What was planned and is on no appointment goes on ``apt``, made from the plan; it stays planned (source 6.7)."""
    tx.run(
        "UPDATE procedurelog SET AptNum = ?, ProcDate = ?, DateTStamp = ? "
        "WHERE PlannedAptNum = ? AND AptNum = 0 AND ProcStatus <> ?",
        (apt.apt_num, str(apt.apt_date_time.date()), tx.stamp, apt.next_apt_num, ProcStatus.D),
    )


def move_planned(tx: Transaction, apt_num: int) -> None:
    """A planned appointment that becomes a scheduled one takes its procedures along, but those on another visit."""
    tx.run(
        "UPDATE procedurelog SET AptNum = CASE AptNum WHEN 0 THEN PlannedAptNum ELSE AptNum END, PlannedAptNum = 0, "
        "DateTStamp = ? WHERE PlannedAptNum = ?",
        (tx.stamp, apt_num),
    )


def complete(tx: Transaction, apt_num: int, day: date) -> None:
    """Treatment is done on that day, at the patient's site, and its code's own note is added (source 6.4)."""
    tx.run(
        "UPDATE procedurelog SET ProcStatus = ?, ProcDate = ?, DateEntryC = ?, DateTStamp = ?, SiteNum = "
        "(SELECT SiteNum FROM patient WHERE patient.PatNum = procedurelog.PatNum), Note = "
        "(SELECT trim(procedurelog.Note || char(13, 10) || c.DefaultNote, char(13, 10)) FROM procedurecode c "
        "WHERE c.CodeNum = procedurelog.CodeNum) WHERE AptNum = ? AND ProcStatus = ?",
        (ProcStatus.C, str(day), str(tx.now.date()), tx.stamp, apt_num, ProcStatus.TP),
    )


def has_completed(tx: Transaction, pat_num: int, *, but_for: tuple[str, str]) -> bool:
    """Whether the patient has a completed procedure with another code than these."""
    return (
        tx.row(
            "SELECT 1 FROM procedurelog p JOIN procedurecode c ON c.CodeNum = p.CodeNum "
            "WHERE p.PatNum = ? AND p.ProcStatus = ? AND c.ProcCode NOT IN (?, ?)",
            (pat_num, ProcStatus.C, *but_for),
        )
        is not None
    )
