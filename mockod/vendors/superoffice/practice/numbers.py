"""Numbers of new rows: one that was given is never given again, not even after a deletion."""

from __future__ import annotations

from mockod.store.transaction import Transaction
from mockod.vendors.superoffice.practice.tables import APPOINTMENTS, PREFIX
from mockod.vendors.superoffice.practice.webhooks import NOTICES, WEBHOOKS

SEQUENCE = f"{PREFIX}sequence"
NUMBERED = {
    "LastAppointmentId": (APPOINTMENTS.name, APPOINTMENTS.key_column),
    "LastNoticeId": (NOTICES, "NoticeId"),
    "LastWebhookId": (WEBHOOKS.name, WEBHOOKS.key_column),
}
"""What is numbered, by the column that keeps the last number: the table and its key."""
_COLUMNS = ",\n".join(f"  {column} INTEGER NOT NULL DEFAULT 0" for column in NUMBERED)
SEQUENCE_SQL = f"CREATE TABLE {SEQUENCE} (\n{_COLUMNS}\n) STRICT;"


def next_appointment_id(tx: Transaction) -> int:
    """The number of a new appointment."""
    return _next_numbers(tx, "LastAppointmentId", 1)[0]


def next_notice_ids(tx: Transaction, count: int) -> range:
    """The numbers of so many new notices."""
    return _next_numbers(tx, "LastNoticeId", count)


def next_webhook_ids(tx: Transaction, count: int) -> range:
    """The numbers of so many new webhooks."""
    return _next_numbers(tx, "LastWebhookId", count)


def _next_numbers(tx: Transaction, column: str, count: int) -> range:
    """So many numbers, one or more, that nothing has or had. The last number of each column has a row of its own."""
    table, key = NUMBERED[column]
    last = tx.value(f"SELECT max({column}) FROM {SEQUENCE}") or 0
    highest = tx.value(f"SELECT max({key}) FROM {table}") or 0
    first = int(max(last, highest)) + 1
    numbers = range(first, first + count)
    tx.note(SEQUENCE, (column,), [(numbers[-1],)])
    tx.forget(SEQUENCE, f"{column} BETWEEN 1 AND ?", (numbers[-1] - 1,))
    return numbers
