"""The SQL of subscriptions."""

from __future__ import annotations

from datetime import datetime

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.engine.records import stored
from mockod.vendors.opendental.resources.subscriptions.polling import NEVER, Subscription
from mockod.vendors.opendental.resources.subscriptions.table import OWN, RECORDS

_SAME = (
    f"{OWN} AND EndPointUrl = :url AND Workstation = :workstation AND WatchTable = :table AND UiEventType = :event "
    "AND (DateTimeStop = :never OR DateTimeStop > :now)"
)


def own(tx: Transaction, number: int) -> Subscription | None:
    """One of the office's own key."""
    subscription = RECORDS.get(tx, number)
    return subscription if subscription and subscription.customer_key in ("", tx.key) else None


def everyone(tx: Transaction) -> list[Subscription]:
    """All of them, whosever they are."""
    return RECORDS.find(tx, "1 ORDER BY ApiSubscriptionNum")


def is_there(tx: Transaction, new: Subscription) -> bool:
    """Whether the same is told to the same address already, and has not stopped."""
    values = {
        "key": tx.key,
        "url": new.end_point_url,
        "workstation": new.workstation,
        "table": new.watch_table,
        "event": new.ui_event_type,
        "never": stored(NEVER),
        "now": tx.stamp,
    }
    return tx.row(f"SELECT 1 FROM apisubscription WHERE {_SAME}", values) is not None


def count(tx: Transaction) -> int:
    """How many there are, whosever they are."""
    return int(tx.value("SELECT count(*) FROM apisubscription"))


def delete(tx: Transaction, number: int) -> None:
    for table in ("apisubscription", "mockod_poll"):
        tx.delete(table, "ApiSubscriptionNum = ?", (number,))


def select_patient(tx: Transaction, pat_num: int) -> bool:
    """Remember who stands on the workstation's screen. Answers whether that is somebody else than before."""
    before = tx.value("SELECT PatNum FROM mockod_workstation")
    if before == pat_num:
        return False
    if before is None:
        tx.insert("mockod_workstation", {"WorkstationNum": 1, "PatNum": pat_num})
    else:
        tx.update("mockod_workstation", "PatNum = ?", (pat_num,))
    return True


def poll(tx: Transaction, number: int, at: datetime) -> None:
    """It has been polled, and everything before has been told."""
    tx.update("apisubscription", "DateTimeStart = ? WHERE ApiSubscriptionNum = ?", (stored(at), number))
    keep_poll(tx, number, at)


def keep_poll(tx: Transaction, number: int, at: datetime) -> None:
    """Remember that its DateTimeStart is a poll, and no time that a client named."""
    sql = "(ApiSubscriptionNum, PolledAt) VALUES (:number, :at) ON CONFLICT DO UPDATE SET PolledAt = :at"
    tx.insert_rows("mockod_poll", sql, {"number": number, "at": stored(at)})


def was_polled(tx: Transaction, subscription: Subscription) -> bool:
    """Whether its DateTimeStart is that of its last poll."""
    values = (subscription.api_subscription_num, stored(subscription.date_time_start))
    return tx.row("SELECT 1 FROM mockod_poll WHERE ApiSubscriptionNum = ? AND PolledAt = ?", values) is not None
