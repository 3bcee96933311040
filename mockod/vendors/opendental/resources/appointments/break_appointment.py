"""PUT Break: billed and logged as the office wishes, then left in place or sent to the Unscheduled List."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mockod.rest.messages import Basis
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.appointment import Appointment
from mockod.vendors.opendental.domain.enums import AptStatus, BreakType, HistAction
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.appointments import procedures, queries
from mockod.vendors.opendental.resources.appointments.bodies import Break
from mockod.vendors.opendental.wire.errors import conflict

HISTORY = {
    None: HistAction.Changed,
    BreakType.Missed: HistAction.Missed,
    BreakType.Cancelled: HistAction.Cancelled,
}
"""How history tells a break (source 6.3)."""


@dataclass(frozen=True, slots=True)
class BreakFacts:
    """What the office does when an appointment is broken."""

    bills: bool
    """Whether it bills for breaks of this type."""
    logs: bool
    """Whether it writes a commlog."""


def break_appointment(tx: Transaction, before: Appointment, body: Break) -> None:
    """Only a scheduled appointment breaks (documented); sent to the list it leaves its operatory."""
    facts = BreakFacts(
        bills=body.break_type is not None and procedures.break_enabled(tx, body.break_type),
        logs=preferences.switched_on(tx, "BrokenApptCommLog"),
    )
    check_break(before, body, facts)
    broken = replace(before, apt_status=AptStatus.Broken)
    queries.save(tx, before, broken, HISTORY[body.break_type])
    note = break_note(before)
    if body.break_type:
        procedures.add_broken_procedure(tx, before, body.break_type, note)
    if facts.logs:
        from mockod.vendors.opendental.resources import commlogs  # here, as a first answer rarely needs it

        commlogs.log(tx, before.pat_num, "APPT", note)
    if body.send_to_unscheduled_list:
        queries.save(tx, broken, replace(broken, apt_status=AptStatus.UnschedList, op=0))


def check_break(before: Appointment, body: Break, facts: BreakFacts) -> None:
    """Refuse a break that the office does not bill for, and one of an appointment that is not in the book."""
    if body.break_type and not facts.bills:
        # Seen without a final period.
        raise conflict(f"breakType is invalid. {body.break_type.name} is not enabled", Basis.OBSERVED)
    if before.apt_status != AptStatus.Scheduled:
        raise conflict("Appointment must be in a booked status to be broken.", Basis.GUIDE)


def break_note(apt: Appointment) -> str:
    """As the vendor's program words it: description, day of the week, date and time (source 6.3)."""
    at = apt.apt_date_time
    described = f"{apt.proc_descript} " if apt.proc_descript else ""
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[at.weekday()]
    half = "AM" if at.hour < 12 else "PM"
    return (
        f"Appt BROKEN for {described}{weekday} {at.month}/{at.day}/{at.year:04} "
        f"{at.hour % 12 or 12}:{at.minute:02}:{at.second:02} {half}"
    )
