"""Procedures attached to appointments: added by a type, completed with the visit, billed when one is broken."""

from __future__ import annotations

from dataclasses import replace

from mockod.office import Transaction
from mockod.opendental import preferences
from mockod.opendental.appointments import queries
from mockod.opendental.domain import pattern, procedures
from mockod.opendental.domain.appointment import NEVER, Appointment
from mockod.opendental.domain.enums import BreakType, BrokenProcedure, ProcStatus
from mockod.opendental.domain.status import NOTES

BROKEN_CODES = {BreakType.Missed: "D9986", BreakType.Cancelled: "D9987"}
"""The procedure that breaking adds."""


def codes(tx: Transaction, apt_num: int) -> tuple[str, ...]:
    """The codes of the procedures in an appointment."""
    return tuple(
        tx.column(
            "SELECT c.ProcCode FROM procedurelog p JOIN procedurecode c ON c.CodeNum = p.CodeNum "
            "WHERE p.AptNum = ? AND p.ProcStatus <> ? ORDER BY p.ProcNum",
            (apt_num, ProcStatus.D),
        )
    )


def add_type_procedures(tx: Transaction, apt: Appointment) -> None:
    """Attach what the appointment's type asks for: the patient's planned treatment first, else new procedures.

    Notes get none. Source: scheduling rules 9.4.
    """
    if not apt.appointment_type_num or apt.apt_status in NOTES:
        return
    loose = tx.rows(
        "SELECT p.ProcNum, c.ProcCode FROM procedurelog p JOIN procedurecode c ON c.CodeNum = p.CodeNum "
        "WHERE p.PatNum = ? AND p.ProcStatus = ? AND p.AptNum = 0 AND p.PlannedAptNum IN (0, ?) ORDER BY p.ProcNum",
        (apt.pat_num, ProcStatus.TP, apt.next_apt_num),
    )
    match = procedures.match_type_codes(type_codes(tx, apt.appointment_type_num), codes(tx, apt.apt_num), loose)
    day = str(apt.apt_date_time.date())
    tx.run_each(
        "UPDATE procedurelog SET AptNum = ?, ProcDate = ?, DateTStamp = ? WHERE ProcNum = ?",
        [(apt.apt_num, day, tx.stamp, number) for number in match.reused],
    )
    for code in match.added:
        _add(tx, apt, code, day)


def _add(tx: Transaction, apt: Appointment, code: str, day: str) -> None:
    found = tx.row("SELECT CodeNum, ProvNumDefault, IsHygiene FROM procedurecode WHERE ProcCode = ?", (code,))
    if not found:
        return  # a type may name a code that the office no longer has
    number, default, hygiene = found
    provider = procedures.provider_of(
        code_default=default, code_is_hygiene=bool(hygiene), prov_num=apt.prov_num, prov_hyg=apt.prov_hyg
    )
    tx.run(
        "INSERT INTO procedurelog (PatNum, AptNum, ProcDate, ProcFee, ProcStatus, ProvNum, ClinicNum, CodeNum, "
        "DateTP, SiteNum, DateTStamp, SecDateEntry) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            apt.pat_num,
            apt.apt_num,
            day,
            fee(tx, number, provider),
            ProcStatus.TP,
            provider,
            apt.clinic_num,
            number,
            str(tx.now.date()),
            tx.value("SELECT SiteNum FROM patient WHERE PatNum = ?", (apt.pat_num,), 0),
            tx.stamp,
            str(tx.now.date()),
        ),
    )


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


def type_codes(tx: Transaction, appointment_type: int) -> list[str]:
    listed = tx.value("SELECT CodeStr FROM appointmenttype WHERE AppointmentTypeNum = ?", (appointment_type,), "")
    return [code.strip() for code in listed.split(",") if code.strip()]


def computed_pattern(tx: Transaction, apt: Appointment) -> str | None:
    """The pattern that the attached procedures ask for, None without any (source 1.7, 1.8).

    A provider's own time for a code wins over the code's.
    """
    rows = tx.rows(
        "SELECT coalesce(n.ProcTime, c.ProcTime) FROM procedurelog p JOIN procedurecode c ON c.CodeNum = p.CodeNum "
        "LEFT JOIN proccodenote n ON n.CodeNum = c.CodeNum AND n.ProvNum = "
        "CASE WHEN c.IsHygiene AND :hygienist THEN :hygienist ELSE :dentist END "
        "WHERE p.AptNum = :apt AND p.ProcStatus <> :deleted ORDER BY p.ProcNum",
        {"hygienist": apt.prov_hyg, "dentist": apt.prov_num, "apt": apt.apt_num, "deleted": ProcStatus.D},
    )
    if not rows:
        return None
    return pattern.cut(pattern.of_procedures([row[0] for row in rows], preferences.increment(tx)))


def described(tx: Transaction, apt: Appointment) -> Appointment:
    """The appointment with its description as its procedures now spell it."""
    return replace(apt, proc_descript=queries.proc_descript(tx, apt.apt_num))


def follow_appointment(tx: Transaction, apt: Appointment) -> None:
    """Planned treatment moves with its appointment: date, provider and clinic (source 6.8)."""
    tx.run(
        "UPDATE procedurelog SET ProcDate = :day, ClinicNum = :clinic, DateTStamp = :now, ProvNum = "
        "(SELECT CASE WHEN c.ProvNumDefault THEN c.ProvNumDefault WHEN :hygienist AND c.IsHygiene THEN :hygienist "
        "ELSE :dentist END FROM procedurecode c WHERE c.CodeNum = procedurelog.CodeNum) "
        "WHERE AptNum = :apt AND ProcStatus = :planned",
        {
            "day": str(apt.apt_date_time.date()),
            "clinic": apt.clinic_num,
            "now": tx.stamp,
            "hygienist": apt.prov_hyg,
            "dentist": apt.prov_num,
            "apt": apt.apt_num,
            "planned": ProcStatus.TP,
        },
    )


def move_planned(tx: Transaction, apt_num: int) -> None:
    """A planned appointment that becomes a scheduled one takes its procedures along."""
    tx.run(
        "UPDATE procedurelog SET AptNum = PlannedAptNum, PlannedAptNum = 0, DateTStamp = ? "
        "WHERE PlannedAptNum = ? AND AptNum = 0",
        (tx.stamp, apt_num),
    )


def complete(tx: Transaction, apt: Appointment) -> None:
    """Complete the attached procedures that are not yet (source 6.4)."""
    follow_appointment(tx, apt)
    day = apt.apt_date_time.date() if apt.apt_date_time > NEVER else tx.now.date()
    tx.run(
        "UPDATE procedurelog SET ProcStatus = ?, ProcDate = ?, DateEntryC = ?, DateTStamp = ? "
        "WHERE AptNum = ? AND ProcStatus = ?",
        (ProcStatus.C, str(day), str(tx.now.date()), tx.stamp, apt.apt_num, ProcStatus.TP),
    )


def break_enabled(tx: Transaction, kind: BreakType) -> bool:
    """Whether the office bills for such a break: by its preference, and having the code."""
    allowed = preferences.number(tx, "BrokenApptProcedure")
    has_code = tx.row("SELECT 1 FROM procedurecode WHERE ProcCode = ?", (BROKEN_CODES[kind],))
    return allowed in (kind, BrokenProcedure.Both) and has_code is not None


def add_broken_procedure(tx: Transaction, apt: Appointment, kind: BreakType, note: str) -> None:
    """A completed procedure of today, attached to no appointment (source 6.3)."""
    number, default = tx.rows(
        "SELECT CodeNum, ProvNumDefault FROM procedurecode WHERE ProcCode = ?", (BROKEN_CODES[kind],)
    )[0]
    provider = default or apt.prov_num
    today = str(tx.now.date())
    tx.run(
        "INSERT INTO procedurelog (PatNum, ProcDate, ProcFee, ProcStatus, ProvNum, ClinicNum, CodeNum, DateEntryC, "
        "DateTP, DateTStamp, SecDateEntry, Note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            apt.pat_num,
            today,
            fee(tx, number, provider),
            ProcStatus.C,
            provider,
            apt.clinic_num,
            number,
            today,
            today,
            tx.stamp,
            today,
            note,
        ),
    )
