"""What a visit does to procedures: they follow it, are completed with it, and are billed when it is broken."""

from __future__ import annotations

from dataclasses import replace

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.appointment import NEVER, Appointment
from mockod.vendors.opendental.domain.enums import BreakType, BrokenProcedure, ProcStatus
from mockod.vendors.opendental.domain.procedures import Procedure
from mockod.vendors.opendental.resources import fees, preferences
from mockod.vendors.opendental.resources.appointments import procedure_queries, queries
from mockod.vendors.opendental.resources.appointments import table as appointment_table
from mockod.vendors.opendental.resources.procedurelogs import table as procedure_table

MISSED = "D9986"
CANCELLED = "D9987"
BROKEN_CODES = {BreakType.Missed: MISSED, BreakType.Cancelled: CANCELLED}
"""The procedure that breaking adds."""


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
    follow_on_plans(tx, apt.pat_num)


def follow_on_plans(tx: Transaction, pat_num: int) -> None:
    """Let the patient's treatment plans hold what is planned now, and nothing that is done."""
    from mockod.vendors.opendental.resources.treatplans.following import (
        follow_treatment,  # here, as a first answer rarely needs it
    )

    follow_treatment(tx, pat_num)


def describe(tx: Transaction, *numbers: int) -> None:
    """Let these appointments say what their procedures now spell, which is a change like any other (source 7.1)."""
    for number in dict.fromkeys(numbers):
        apt = appointment_table.RECORDS.get(tx, number)
        if apt is not None:
            described = procedure_queries.proc_descript(tx, apt.apt_num, planned=apt.is_planned)
            queries.save(tx, apt, replace(apt, proc_descript=described))


def break_enabled(tx: Transaction, break_type: BreakType) -> bool:
    """Whether the office bills for such a break: by its preference, and having the code."""
    allowed = preferences.number(tx, "BrokenApptProcedure")
    return (
        allowed in (break_type, BrokenProcedure.Both)
        and procedure_queries.procedure_code(tx, BROKEN_CODES[break_type]) is not None
    )


def add_broken_procedure(tx: Transaction, apt: Appointment, break_type: BreakType, note: str) -> None:
    """A completed procedure of today, attached to no appointment (source 6.3)."""
    code = procedure_queries.procedure_code(tx, BROKEN_CODES[break_type])
    if code is None:
        return
    provider = code.provider or apt.prov_num
    new = Procedure(
        pat_num=apt.pat_num,
        proc_date=tx.now.date(),
        proc_status=ProcStatus.C,
        prov_num=provider,
        clinic_num=apt.clinic_num,
        code_num=code.number,
        date_entry_c=tx.now.date(),
        date_tp=tx.now.date(),
        date_t_stamp=tx.now,
        sec_date_entry=tx.now.date(),
        note=note,
    )
    procedure_table.RECORDS.insert(tx, replace(new, proc_fee=fees.proc_fee(tx, new)))
