"""Numbers of new appointments: one that was given is never given again, not even after a deletion."""

from __future__ import annotations

from mockod.store.transaction import Transaction
from mockod.vendors.superoffice.practice.tables import APPOINTMENTS, PREFIX

SEQUENCE = f"{PREFIX}sequence"
SEQUENCE_SQL = f"CREATE TABLE {SEQUENCE} (LastAppointmentId INTEGER NOT NULL) STRICT;"


def next_appointment_id(tx: Transaction) -> int:
    """The number of a new appointment."""
    last = tx.value(f"SELECT max(LastAppointmentId) FROM {SEQUENCE}") or 0
    highest = tx.value(f"SELECT max({APPOINTMENTS.key_column}) FROM {APPOINTMENTS.name}") or 0
    number = int(max(last, highest)) + 1
    tx.note(SEQUENCE, ("LastAppointmentId",), [(number,)])
    tx.forget(SEQUENCE, "LastAppointmentId < ?", (number,))
    return number
