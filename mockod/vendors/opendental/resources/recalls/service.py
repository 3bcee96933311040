"""What the practice does with recalls: keep them up to date, remind, and switch between cleaning and perio."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import CommSentOrReceived
from mockod.vendors.opendental.domain.recall import Recall
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.resources import commlogs
from mockod.vendors.opendental.resources.definitions import name_of
from mockod.vendors.opendental.resources.recalls import queries
from mockod.vendors.opendental.resources.recalls.bodies import NewRecall, RecallChange, Reminder, Switch
from mockod.vendors.opendental.resources.recalls.table import RECORDS, SELECT
from mockod.vendors.opendental.wire.errors import already_exists, conflict, get_or_404, invalid


def create_recall(tx: Transaction, body: NewRecall) -> Row:
    """POST recalls: one for each type a patient has (documented). Its interval is the type's unless given."""
    if queries.recalls_of_types(tx, body.pat_num, [body.recall_type_num]):
        raise already_exists("A Recall with that RecallType")
    new = Recall(
        pat_num=body.pat_num,
        recall_type_num=body.recall_type_num,
        recall_interval=queries.default_interval(tx, body.recall_type_num),
        date_t_stamp=tx.now,
    )
    return SELECT.one(tx, RECORDS.insert(tx, replace(new, **_given(body))))


def update_recall(tx: Transaction, before: Recall, body: RecallChange) -> Row:
    """PUT recalls."""
    _save(tx, before, replace(before, **_given(body)))
    return SELECT.one(tx, before.recall_num)


def remind(tx: Transaction, body: Reminder) -> None:
    """PUT Status: the recall takes the status, and a commlog tells of the reminder (documented)."""
    types = queries.types_named(tx, body.recall_type)
    if not types:
        raise invalid("recallType")
    before = get_or_404(next(iter(queries.recalls_of_types(tx, body.pat_num, types)), None), "Recall")
    after = before if body.recall_status is None else replace(before, recall_status=body.recall_status)
    entry = commlogs.Entry(
        pat_num=after.pat_num,
        comm_date_time=tx.now,
        comm_type=commlogs.type_for(tx, "RECALL"),
        note=body.commlog_note or _note(name_of(tx, after.recall_status)),
        mode=body.commlog_mode,
        sent_or_received=CommSentOrReceived.Sent,
        date_t_stamp=tx.now,
        date_t_entry=tx.now,
    )
    _save(tx, before, after)
    commlogs.ENTRIES.insert(tx, entry)


def switch_type(tx: Transaction, body: Switch) -> None:
    """PUT SwitchType: Prophy becomes Perio and Perio Prophy, with the interval of the new type."""
    prophy, perio = queries.types_named(tx, "Prophy"), queries.types_named(tx, "Perio")
    before, recall_type = switched(queries.recalls_of_types(tx, body.pat_num, [*prophy, *perio]), prophy, perio)
    interval = queries.default_interval(tx, recall_type)
    _save(tx, before, replace(before, recall_type_num=recall_type, recall_interval=interval))


def switched(recalls: Sequence[Recall], prophy: Sequence[int], perio: Sequence[int]) -> tuple[Recall, int]:
    """Which of a patient's cleaning recalls takes which type.

    ``prophy`` and ``perio`` are the numbers of the types so named. Raises ApiError naming PatNum unless there is one
    recall, and one in words of its own where the office has no type to switch to.
    """
    if not recalls:
        raise invalid("PatNum", "Patient has no Prophy or Perio Recall.")
    if len(recalls) > 1:
        raise invalid("PatNum", "Patient has more than one Prophy or Perio Recall.")
    (recall,) = recalls
    name, others = ("Perio", perio) if recall.recall_type_num in prophy else ("Prophy", prophy)
    if not others:
        raise conflict(f"There is no RecallType {name} to switch to.")
    return recall, others[0]


def _given(body: RecallChange) -> dict[str, Any]:
    given = {field.name: getattr(body, field.name) for field in fields(body)}
    return {name: value for name, value in given.items() if value is not None}


def _save(tx: Transaction, before: Recall, after: Recall) -> None:
    """Write what differs, and when; where nothing differs, nothing."""
    if after != before:
        RECORDS.update(tx, before, replace(after, date_t_stamp=tx.now))


def _note(status: str) -> str:
    return f"Recall reminder: {status}" if status else "Recall reminder"
