"""PUT Note and PUT Confirm: the two changes of an appointment that no booking rule looks at."""

from __future__ import annotations

from dataclasses import replace

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.appointment import Appointment, appended
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.appointments import queries
from mockod.vendors.opendental.resources.appointments.bodies import Confirmation, NoteLine
from mockod.vendors.opendental.resources.appointments.facts import stamped_by
from mockod.vendors.opendental.resources.definitions import first_definition
from mockod.vendors.opendental.wire.errors import invalid, only_one_of, required

CONFIRMATIONS = {
    "None": "",
    "Sent": "ApptEConfirmStatusSent",
    "Confirmed": "ApptEConfirmStatusAccepted",
    "Not Accepted": "ApptEConfirmStatusDeclined",
    "Failed": "ApptEConfirmStatusSendFailed",
}
"""confirmVal -> the preference that holds its DefNum; None is the first confirmation status (documented)."""


def append_note(tx: Transaction, apt: Appointment, body: NoteLine) -> None:
    """PUT Note: one more line under what stands there."""
    queries.save(tx, apt, replace(apt, note=appended(apt.note, body.note)))


def confirm_appointment(tx: Transaction, apt: Appointment, body: Confirmation) -> None:
    """PUT Confirm: a status by its meaning or by its number. It stamps an arrival every time (source 8.2)."""
    if body.confirm_val is not None and body.def_num is not None:
        raise only_one_of("confirmVal", "defNum")
    if body.confirm_val is None and body.def_num is None:
        raise required("confirmVal or defNum")
    confirmed = replace(apt, confirmed=body.def_num or _confirmation(tx, body.confirm_val or ""))
    stamps = stamped_by(tx, confirmed.confirmed)
    if stamps:
        confirmed = replace(confirmed, **{stamps: tx.now})  # type: ignore[arg-type]
    queries.save(tx, apt, confirmed)


def _confirmation(tx: Transaction, value: str) -> int:
    preference = CONFIRMATIONS.get(value)
    number = preferences.number(tx, preference) if preference else first_definition(tx, DefCat.ApptConfirmed)
    if preference is None or not number:
        raise invalid("confirmVal")
    return number
