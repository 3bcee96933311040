"""Rows that every office needs: somebody who may ask, and lists to choose from."""

from __future__ import annotations

from typing import Any

from mockod.store.transaction import Transaction
from mockod.vendors.superoffice.domain import words
from mockod.vendors.superoffice.practice.tables import ASSOCIATES, PRIORITIES, TASKS, Table
from mockod.vendors.superoffice.wire.carriers import Associate, Priority, Task

STARTER: tuple[tuple[Table[Any], tuple[Any, ...]], ...] = (
    (
        ASSOCIATES,
        (
            Associate(
                associate_id=1,
                name="SAL0",
                full_name="Front Desk",
                formal_name="Front Desk",
                user_name="SAL0",
                tooltip="Front Desk",
            ),
        ),
    ),
    (
        TASKS,
        (
            Task(task_list_item_id=1, value='US:"Meeting";NO:"Møte";SW:"Möte";DA:"Møde";GE:"Besprechung"', rank=1),
            Task(
                task_list_item_id=2,
                value='US:"Phone call";NO:"Telefonsamtale";SW:"Telefonsamtal";DA:"Telefonopkald";GE:"Telefonat"',
                type=words.TASK_TYPE["Phone"],
                direction=words.TASK_DIRECTION["Outgoing"],
                rank=2,
            ),
            Task(
                task_list_item_id=3,
                value='US:"Follow-up";NO:"Oppfølging";SW:"Uppföljning";DA:"Opfølgning";GE:"Wiedervorlage"',
                type=words.TASK_TYPE["ToDo"],
                rank=3,
            ),
        ),
    ),
    (
        PRIORITIES,
        (
            Priority(id=1, value='US:"Low";NO:"Lav"'),
            Priority(id=2, value='US:"Medium";NO:"Middels"'),
            Priority(id=3, value='US:"High";NO:"Høy"'),
        ),
    ),
)
"""Rows of a table that every office needs, where a practice has none of them."""


def complete(tx: Transaction) -> None:
    """Give an office what it lacks: one of a file that was made before this vendor came."""
    for table, records in STARTER:
        if not tx.row(f"SELECT 1 FROM {table.name}"):
            for record in records:
                table.add(tx, record)
