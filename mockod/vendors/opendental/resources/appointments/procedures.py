"""Procedures attached to appointments: added by a type, completed with the visit, billed when one is broken."""

from __future__ import annotations

from dataclasses import replace

from mockod.store.office import Transaction
from mockod.vendors.opendental.domain import pattern, procedures
from mockod.vendors.opendental.domain.appointment import NEVER, Appointment
from mockod.vendors.opendental.domain.enums import BreakType, BrokenProcedure, ProcStatus
from mockod.vendors.opendental.domain.procedures import Procedure
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.appointments import procedure_queries, queries
from mockod.vendors.opendental.resources.appointments import table as appointment_table
from mockod.vendors.opendental.resources.procedurelogs import table as procedure_table

MISSED = "D9986"
CANCELLED = "D9987"
BROKEN_CODES = {BreakType.Missed: MISSED, BreakType.Cancelled: CANCELLED}
"""The procedure that breaking adds."""


def codes(tx: Transaction, apt: Appointment) -> tuple[str, ...]:
    """The codes of the procedures in an appointment."""
    return procedure_queries.codes(tx, apt.apt_num, planned=apt.is_planned)


def add_procedures(tx: Transaction, apt: Appointment, wanted: tuple[str, ...]) -> bool:
    """Attach these codes: the patient's planned treatment first, else new procedures (source 9.4).

    Answers whether any was attached.
    """
    if not wanted:
        return False
    match = procedures.match_type_codes(wanted, codes(tx, apt), procedure_queries.unattached(tx, apt))
    procedure_queries.attach(tx, apt, match.reused, planned=apt.is_planned)
    for code in match.added:
        found = procedure_queries.procedure_code(tx, code)
        if found is None:
            continue  # a type may name a code that the office no longer has
        provider = procedures.provider_of(
            code_default=found.provider, code_is_hygiene=found.is_hygiene, prov_num=apt.prov_num, prov_hyg=apt.prov_hyg
        )
        procedure_table.RECORDS.insert(
            tx,
            Procedure(
                pat_num=apt.pat_num,
                apt_num=0 if apt.is_planned else apt.apt_num,
                planned_apt_num=apt.apt_num if apt.is_planned else 0,
                proc_date=apt.apt_date_time.date(),
                proc_fee=procedure_queries.fee(tx, found.number, provider),
                proc_status=ProcStatus.TP,
                prov_num=provider,
                clinic_num=apt.clinic_num,
                code_num=found.number,
                date_tp=tx.now.date(),
                site_num=queries.booked_patient(tx, apt.pat_num).site,
                date_t_stamp=tx.now,
                sec_date_entry=tx.now.date(),
            ),
        )
    return bool(match.reused or match.added)


def computed_pattern(tx: Transaction, apt: Appointment) -> str | None:
    """The pattern that the attached procedures ask for, None without any (source 1.7)."""
    times = procedure_queries.times(tx, apt, planned=apt.is_planned)
    if not times:
        return None
    return pattern.cut(pattern.of_procedures(times, preferences.increment(tx)))


def follow_appointment(tx: Transaction, apt: Appointment) -> None:
    """Planned treatment moves with its appointment: date, provider and clinic (source 6.8)."""
    procedure_queries.follow(tx, apt, planned=apt.is_planned)


def complete(tx: Transaction, apt: Appointment) -> None:
    """Complete the attached treatment that is not yet (source 6.4); recalls follow."""
    from mockod.vendors.opendental.resources.recalls.following import (
        follow_treatment,  # here, as a first answer rarely needs it
    )

    follow_appointment(tx, apt)
    procedure_queries.complete(
        tx, apt.apt_num, apt.apt_date_time.date() if apt.apt_date_time > NEVER else tx.now.date()
    )
    follow_treatment(tx, apt.pat_num)


def describe(tx: Transaction, *numbers: int) -> None:
    """Let these appointments say what their procedures now spell, which is a change like any other (source 7.1)."""
    for number in dict.fromkeys(numbers):
        apt = appointment_table.RECORDS.get(tx, number)
        if apt is not None:
            described = procedure_queries.proc_descript(tx, apt.apt_num, planned=apt.is_planned)
            queries.save(tx, apt, replace(apt, proc_descript=described))


def break_enabled(tx: Transaction, kind: BreakType) -> bool:
    """Whether the office bills for such a break: by its preference, and having the code."""
    allowed = preferences.number(tx, "BrokenApptProcedure")
    return (
        allowed in (kind, BrokenProcedure.Both) and procedure_queries.procedure_code(tx, BROKEN_CODES[kind]) is not None
    )


def add_broken_procedure(tx: Transaction, apt: Appointment, kind: BreakType, note: str) -> None:
    """A completed procedure of today, attached to no appointment (source 6.3)."""
    code = procedure_queries.procedure_code(tx, BROKEN_CODES[kind])
    if code is None:
        return
    provider = code.provider or apt.prov_num
    procedure_table.RECORDS.insert(
        tx,
        Procedure(
            pat_num=apt.pat_num,
            proc_date=tx.now.date(),
            proc_fee=procedure_queries.fee(tx, code.number, provider),
            proc_status=ProcStatus.C,
            prov_num=provider,
            clinic_num=apt.clinic_num,
            code_num=code.number,
            date_entry_c=tx.now.date(),
            date_tp=tx.now.date(),
            date_t_stamp=tx.now,
            sec_date_entry=tx.now.date(),
            note=note,
        ),
    )
