"""The SQL of subscriptions."""

from __future__ import annotations

from datetime import datetime

from mockod.rest.endpoint import Page
from mockod.rest.serializer import columns
from mockod.store.office import Transaction
from mockod.vendors.opendental.engine.record_table import RecordTable, stored
from mockod.vendors.opendental.resources.subscriptions import schemas
from mockod.vendors.opendental.resources.subscriptions.polling import NEVER, Subscription
from mockod.vendors.opendental.wire.errors import Row

TABLE = "apisubscription"

SUBSCRIPTIONS = RecordTable(Subscription, TABLE)

_SHOWN = f"SELECT {columns(schemas.Subscription, 's')} FROM {TABLE} s"
_OWN = "(s.CustomerKey = '' OR s.CustomerKey = :key)"
_ALL = f"SELECT {SUBSCRIPTIONS.columns} FROM {TABLE} ORDER BY ApiSubscriptionNum"


def shown(tx: Transaction, number: int) -> Row | None:
    return tx.row(f"{_SHOWN} WHERE s.ApiSubscriptionNum = :number", {"number": number, "key": tx.key})


def listed(tx: Transaction, page: Page) -> list[Row]:
    """Those of the office's own key; a practice may hold others."""
    return tx.rows(
        f"{_SHOWN} WHERE {_OWN} ORDER BY s.ApiSubscriptionNum LIMIT :limit OFFSET :offset",
        {"key": tx.key, "limit": page.limit, "offset": page.offset},
    )


def one(tx: Transaction, number: int) -> Subscription | None:
    """One of the office's own key."""
    subscription = SUBSCRIPTIONS.get(tx, number)
    return subscription if subscription and subscription.customer_key in ("", tx.key) else None


def everyone(tx: Transaction) -> list[Subscription]:
    """All of them, whosever they are."""
    return [SUBSCRIPTIONS.read(row) for row in tx.rows(_ALL)]


def is_there(tx: Transaction, new: Subscription) -> bool:
    """Whether the same is told to the same address already, and has not stopped."""
    same = (
        f"SELECT 1 FROM {TABLE} s WHERE {_OWN} AND EndPointUrl = :url AND Workstation = :workstation "
        "AND WatchTable = :table AND UiEventType = :event AND (DateTimeStop = :never OR DateTimeStop > :now)"
    )
    values = {
        "key": tx.key,
        "url": new.end_point_url,
        "workstation": new.workstation,
        "table": new.watch_table,
        "event": new.ui_event_type,
        "never": stored(NEVER),
        "now": tx.stamp,
    }
    return tx.row(same, values) is not None


def delete(tx: Transaction, number: int) -> None:
    tx.run(f"DELETE FROM {TABLE} WHERE ApiSubscriptionNum = ?", (number,))


def select_patient(tx: Transaction, pat_num: int) -> bool:
    """Remember who stands on the workstation's screen. Answers whether that is somebody else than before."""
    if tx.value("SELECT PatNum FROM mockod_workstation") == pat_num:
        return False
    tx.run("INSERT OR REPLACE INTO mockod_workstation (WorkstationNum, PatNum) VALUES (1, ?)", (pat_num,))
    return True


def poll(tx: Transaction, number: int, at: datetime) -> None:
    """It has been polled, and everything before has been told."""
    tx.run(f"UPDATE {TABLE} SET DateTimeStart = ? WHERE ApiSubscriptionNum = ?", (stored(at), number))
