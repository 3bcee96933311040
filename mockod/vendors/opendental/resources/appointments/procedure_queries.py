"""The SQL of procedures on appointments.

A planned appointment is named by a procedure's PlannedAptNum, any other by its AptNum: hence ``planned``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from mockod.store.office import Transaction
from mockod.vendors.opendental.domain.appointment import Appointment
from mockod.vendors.opendental.domain.enums import AptStatus, ProcStatus, TreatArea
from mockod.vendors.opendental.domain.treatment import Code, Treatment, described
from mockod.vendors.opendental.engine.records import placeholders
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.wire.errors import invalid
from mockod.vendors.opendental.wire.fields import TEXT_BYTES

_CODE = "c.CodeNum, c.ProcCode, c.ProvNumDefault, c.IsHygiene, c.ProcTime, c.TreatArea, c.AbbrDesc"
_TREATMENT = (
    f"SELECT p.ProcNum, p.ToothNum, p.Surf, p.AptNum, p.PlannedAptNum, {_CODE} "
    "FROM procedurelog p JOIN procedurecode c ON c.CodeNum = p.CodeNum"
)


def _on(planned: bool) -> str:
    return "PlannedAptNum" if planned else "AptNum"


def _code(row: Sequence[Any]) -> Code:
    number, code, provider, is_hygiene, time, area, abbreviation = row
    return Code(number, code, provider, bool(is_hygiene), time, TreatArea(area), abbreviation)


def _treatment(row: Sequence[Any]) -> Treatment:
    number, tooth, surface, apt_num, planned_apt_num, *code = row
    return Treatment(number, _code(code), tooth, surface, apt_num, planned_apt_num)


def procedure_code(tx: Transaction, code: str) -> Code | None:
    return codes_named(tx, [code]).get(code)


def codes_named(tx: Transaction, codes: Collection[str]) -> dict[str, Code]:
    """The codes that the office has, by themselves."""
    names = list(dict.fromkeys(codes))
    if not names:
        return {}
    rows = tx.rows(f"SELECT {_CODE} FROM procedurecode c WHERE c.ProcCode IN ({placeholders(names)})", names)
    return {code.code: code for code in map(_code, rows)}


def treatment_of(tx: Transaction, apt_num: int) -> list[Treatment]:
    """The procedures that name an appointment, as visit or as plan, but for deleted ones; by number."""
    rows = tx.rows(
        f"{_TREATMENT} WHERE p.ProcNum IN (SELECT ProcNum FROM procedurelog WHERE AptNum = :apt "
        "UNION SELECT ProcNum FROM procedurelog WHERE PlannedAptNum = :apt) AND p.ProcStatus <> :deleted "
        "ORDER BY p.ProcNum",
        {"apt": apt_num, "deleted": ProcStatus.D},
    )
    return [_treatment(row) for row in rows]


def treatment_numbered(tx: Transaction, numbers: Sequence[int]) -> list[Treatment]:
    """Procedures by their numbers."""
    if not numbers:
        return []
    rows = tx.rows(f"{_TREATMENT} WHERE p.ProcNum IN ({placeholders(numbers)}) ORDER BY p.ProcNum", numbers)
    return [_treatment(row) for row in rows]


def unattached(tx: Transaction, pat_num: int, planned: int = 0) -> list[Treatment]:
    """The patient's planned treatment that no visit has, and no plan but ``planned``; by number."""
    rows = tx.rows(
        f"{_TREATMENT} WHERE p.PatNum = ? AND p.ProcStatus = ? AND p.AptNum = 0 AND p.PlannedAptNum IN (0, ?) "
        "ORDER BY p.ProcNum",
        (pat_num, ProcStatus.TP, planned),
    )
    return [_treatment(row) for row in rows]


def own_times(tx: Transaction, providers: Collection[int]) -> dict[tuple[int, int], str]:
    """Number of a code and of a provider -> that provider's own time for it."""
    numbers = list(providers)
    rows = tx.rows(
        f"SELECT CodeNum, ProvNum, ProcTime FROM proccodenote WHERE ProvNum IN ({placeholders(numbers)})", numbers
    )
    return {(code, provider): time for code, provider, time in rows}


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
    """What the procedures of an appointment spell as things stand (source 7.1)."""
    there = [t for t in treatment_of(tx, apt_num) if (t.planned_apt_num if planned else t.apt_num) == apt_num]
    return described(there, preferences.switched_on(tx, "UseInternationalToothNumbers"))


def descriptions(tx: Transaction) -> dict[int, str]:
    """The same of every appointment that has procedures, by its number: what is planned of one that is planned."""
    planned = set(tx.column("SELECT AptNum FROM appointment WHERE AptStatus = ?", (AptStatus.Planned,)))
    there: dict[int, list[Treatment]] = {}
    for row in tx.each(f"{_TREATMENT} WHERE p.ProcStatus <> ? ORDER BY p.ProcNum", (ProcStatus.D,)):
        treatment = _treatment(row)
        if treatment.apt_num and treatment.apt_num not in planned:
            there.setdefault(treatment.apt_num, []).append(treatment)
        if treatment.planned_apt_num in planned:
            there.setdefault(treatment.planned_apt_num, []).append(treatment)
    international = preferences.switched_on(tx, "UseInternationalToothNumbers")
    return {number: described(treatments, international) for number, treatments in there.items()}


def times_of_codes(tx: Transaction, wanted: Sequence[str]) -> list[str]:
    """How long each of these codes takes, whoever does it; a code that the office lacks takes nothing."""
    times = dict(
        tx.rows(f"SELECT ProcCode, ProcTime FROM procedurecode WHERE ProcCode IN ({placeholders(wanted)})", wanted)
    )
    return [times[code] for code in wanted if code in times]


def attach(tx: Transaction, apt: Appointment, procedures: Sequence[int], *, planned: bool) -> None:
    """Put procedures on an appointment; they take its date, a plan's only while no visit has them (source 6.14)."""
    day = "CASE WHEN AptNum THEN ProcDate ELSE ? END" if planned else "?"
    tx.update_each(
        "procedurelog",
        f"{_on(planned)} = ?, ProcDate = {day}, DateTStamp = ? WHERE ProcNum = ?",
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
    tx.update(
        "procedurelog",
        f"ProcDate = {day}, ClinicNum = :clinic, DateTStamp = :now, ProvNum = {provider} "
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
        "SELECT ProcNum, PatNum, ProcStatus, PlannedAptNum FROM procedurelog "
        f"WHERE ProcNum IN ({placeholders(numbers)})",
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
    tx.update(
        "procedurelog",
        "AptNum = ?, ProcDate = ?, DateTStamp = ? WHERE PlannedAptNum = ? AND AptNum = 0 AND ProcStatus <> ?",
        (apt.apt_num, str(apt.apt_date_time.date()), tx.stamp, apt.next_apt_num, ProcStatus.D),
    )


def move_planned(tx: Transaction, apt_num: int) -> None:
    """A planned appointment that becomes a scheduled one takes its procedures along, but those on another visit."""
    tx.update(
        "procedurelog",
        "AptNum = CASE AptNum WHEN 0 THEN PlannedAptNum ELSE AptNum END, PlannedAptNum = 0, "
        "DateTStamp = ? WHERE PlannedAptNum = ?",
        (tx.stamp, apt_num),
    )


def complete(tx: Transaction, apt_num: int, day: date) -> None:
    """Treatment is done on that day, at the patient's site, and its code's own note is added (source 6.4).

    Refuses where the column cannot hold the note with the addition.
    """
    tx.update(
        "procedurelog",
        "ProcStatus = ?, ProcDate = ?, DateEntryC = ?, DateTStamp = ?, SiteNum = "
        "(SELECT SiteNum FROM patient WHERE patient.PatNum = procedurelog.PatNum), Note = "
        "(SELECT trim(procedurelog.Note || char(13, 10) || c.DefaultNote, char(13, 10)) FROM procedurecode c "
        "WHERE c.CodeNum = procedurelog.CodeNum) WHERE AptNum = ? AND ProcStatus = ?",
        (ProcStatus.C, str(day), str(tx.now.date()), tx.stamp, apt_num, ProcStatus.TP),
    )
    too_long = "SELECT 1 FROM procedurelog WHERE AptNum = ? AND length(CAST(Note AS BLOB)) > ?"
    if tx.row(too_long, (apt_num, TEXT_BYTES)):
        raise invalid("Note")


def has_completed(tx: Transaction, pat_num: int, *, exclude: tuple[str, str]) -> bool:
    """Whether the patient has a completed procedure with another code than these."""
    return (
        tx.row(
            "SELECT 1 FROM procedurelog p JOIN procedurecode c ON c.CodeNum = p.CodeNum "
            "WHERE p.PatNum = ? AND p.ProcStatus = ? AND c.ProcCode NOT IN (?, ?)",
            (pat_num, ProcStatus.C, *exclude),
        )
        is not None
    )
