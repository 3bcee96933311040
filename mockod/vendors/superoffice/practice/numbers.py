"""Numbers of new appointments: one that was given is never given again, not even after a deletion."""

from __future__ import annotations

from mockod.store.transaction import Transaction
from mockod.vendors.superoffice.practice.tables import APPOINTMENTS

_TABLE = "mockod_superoffice_sequence"
SEQUENCE_SQL = f"CREATE TABLE {_TABLE} (LastAppointmentId INTEGER NOT NULL) STRICT;"


def next_appointment_id(tx: Transaction) -> int:
    """The number of a new appointment."""
    last = tx.value(f"SELECT max(LastAppointmentId) FROM {_TABLE}") or 0
    highest = tx.value(f"SELECT max({APPOINTMENTS.key_column}) FROM {APPOINTMENTS.name}") or 0
    number = int(max(last, highest)) + 1
    if last:
        tx.update(_TABLE, "LastAppointmentId = ?", (number,))
    else:
        tx.insert(_TABLE, {"LastAppointmentId": number})
    return number
