"""PUT Break: billed and logged as the office wishes, then left in place or sent to the Unscheduled List."""

from __future__ import annotations

from dataclasses import replace

from mockod.rest.messages import Basis
from mockod.store.office import Transaction
from mockod.vendors.opendental.domain.appointment import Appointment
from mockod.vendors.opendental.domain.enums import AptStatus, BreakType, HistAction
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.appointments import procedures, queries
from mockod.vendors.opendental.resources.appointments.asked import Break
from mockod.vendors.opendental.wire.errors import conflict

HISTORY = {
    None: HistAction.Changed,
    BreakType.Missed: HistAction.Missed,
    BreakType.Cancelled: HistAction.Cancelled,
}
"""How history tells a break (source 6.3)."""


def break_appointment(tx: Transaction, before: Appointment, asked: Break) -> None:
    """Only a scheduled appointment breaks (documented); sent to the list it leaves its operatory."""
    if asked.break_type and not procedures.break_enabled(tx, asked.break_type):
        # Seen without a final period.
        raise conflict(f"breakType is invalid. {asked.break_type.name} is not enabled", Basis.OBSERVED)
    if before.apt_status != AptStatus.Scheduled:
        raise conflict("Appointment must be in a booked status to be broken.", Basis.GUIDE)
    broken = replace(before, apt_status=AptStatus.Broken)
    queries.save(tx, before, broken, HISTORY[asked.break_type])
    note = _note(before)
    if asked.break_type:
        procedures.add_broken_procedure(tx, before, asked.break_type, note)
    if preferences.switched_on(tx, "BrokenApptCommLog"):
        from mockod.vendors.opendental.resources import commlogs  # here, as a first answer rarely needs it

        commlogs.log(tx, before.pat_num, "APPT", note)
    if asked.send_to_unscheduled_list:
        queries.save(tx, broken, replace(broken, apt_status=AptStatus.UnschedList, op=0))


def _note(apt: Appointment) -> str:
    """As the vendor's program words it: description, day of the week, date and time (source 6.3)."""
    at = apt.apt_date_time
    described = f"{apt.proc_descript} " if apt.proc_descript else ""
    weekday = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[at.weekday()]
    half = "AM" if at.hour < 12 else "PM"
    return (
        f"Appt BROKEN for {described}{weekday} {at.month}/{at.day}/{at.year:04} "
        f"{at.hour % 12 or 12}:{at.minute:02}:{at.second:02} {half}"
    )
