"""What the office does with subscriptions: take them, change them, let them go.

Nobody outside the vendor knows the texts of the refusals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import datetime

from mockod.runtime.webhook_sender import ITSELF, is_address, is_allowed, leads_here
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import Settings
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.resources.subscriptions import queries
from mockod.vendors.opendental.resources.subscriptions.bodies import NewSubscription, SubscriptionChange
from mockod.vendors.opendental.resources.subscriptions.polling import (
    LONGEST_POLLING,
    MOST_SUBSCRIPTIONS,
    PATIENT_SELECTED,
    WATCH_TABLES,
    Subscription,
)
from mockod.vendors.opendental.resources.subscriptions.table import RECORDS, SELECT
from mockod.vendors.opendental.wire.errors import (
    NO_HEADERS,
    already_exists,
    conflict,
    get_or_404,
    invalid,
    note,
    only_one_of,
    required,
)

SLASH_SINCE = "22.3"
"""Since then the path of an EndPointUrl ends with a slash (documented)."""


def subscription(tx: Transaction, number: int) -> Subscription:
    """The subscription that the path names; another key's is none."""
    return get_or_404(queries.own(tx, number), "Subscription")


def create_subscription(tx: Transaction, body: NewSubscription) -> Row:
    """POST subscriptions. Refuses what ``new_subscription`` refuses, one that is there already, and one too many."""
    new = new_subscription(body, tx.settings, tx.now)
    check_receiver(tx, new.end_point_url)
    if queries.is_there(tx, new):
        raise already_exists("Subscription")
    if queries.count(tx) >= MOST_SUBSCRIPTIONS:
        raise conflict(f"This office has {MOST_SUBSCRIPTIONS} subscriptions already; delete some first.")
    number = RECORDS.insert(tx, new)
    if body.date_time_start is None:
        queries.keep_poll(tx, number, new.date_time_start)
    return SELECT.one(tx, number)


def update_subscription(tx: Transaction, before: Subscription, body: SubscriptionChange) -> None:
    """PUT subscriptions. Refuses what ``changed_subscription`` refuses."""
    after = changed_subscription(before, body, tx.settings)
    if body.end_point_url is not None:
        check_receiver(tx, after.end_point_url)
    RECORDS.update(tx, before, after)


def delete_subscription(tx: Transaction, gone: Subscription) -> None:
    """DELETE subscriptions."""
    queries.delete(tx, gone.api_subscription_num)


def new_subscription(body: NewSubscription, settings: Settings, now: datetime) -> Subscription:
    """The subscription to be written: to a table, which is polled from ``now`` on unless said otherwise, or an event.

    Raises ApiError where both are given or neither is, and naming what the office does not take.
    """
    if not body.watch_table and not body.ui_event_type:
        raise required("WatchTable or UiEventType")
    if body.watch_table and body.ui_event_type:
        raise only_one_of("WatchTable", "UiEventType")
    if body.watch_table and body.polling_seconds is None:
        raise required("PollingSeconds")
    check_url(body.end_point_url, settings)
    polling_seconds = (body.polling_seconds or 0) if body.watch_table else 0
    if body.watch_table:
        check_polling(polling_seconds)
    tables = [name for name, since in WATCH_TABLES.items() if settings.version.knows(since)]
    if body.watch_table and body.watch_table not in tables:
        raise invalid("WatchTable", headers=spelling_note(body.watch_table, tables))
    if body.ui_event_type not in ("", PATIENT_SELECTED):
        raise invalid("UiEventType", headers=spelling_note(body.ui_event_type, [PATIENT_SELECTED]))
    return Subscription(
        end_point_url=body.end_point_url,
        workstation=body.workstation,
        watch_table=body.watch_table,
        polling_seconds=polling_seconds,
        ui_event_type=body.ui_event_type,
        date_time_start=body.date_time_start or now,
        date_time_stop=body.date_time_stop,
        note=body.note,
    )


def changed_subscription(before: Subscription, body: SubscriptionChange, settings: Settings) -> Subscription:
    """The subscription with what is given; how often it is polled changes only where a table is watched.

    Raises ApiError naming EndPointUrl or PollingSeconds.
    """
    changes = {field.name: value for field in fields(body) if (value := getattr(body, field.name)) is not None}
    if body.end_point_url is not None:
        check_url(body.end_point_url, settings)
    if not before.watch_table:
        changes.pop("polling_seconds", None)
    elif body.polling_seconds is not None:
        check_polling(body.polling_seconds)
    return replace(before, **changes)


def spelling_note(given: str, names: Iterable[str]) -> Mapping[str, str]:
    """A note for a name that is right but for its letter case; none for any other."""
    meant = [name for name in names if name.lower() == given.lower() and name != given]
    return note(f"Open Dental spells it {meant[0]}; letter case counts.") if meant else NO_HEADERS


def check_url(url: str, settings: Settings) -> None:
    """Raises ApiError naming EndPointUrl where a text is no address of the web, or none that this mockod sends to."""
    if not is_address(url):
        raise invalid("EndPointUrl")
    if "?" not in url and not url.endswith("/") and settings.version.knows(SLASH_SINCE):
        wanted = f"Since Open Dental {SLASH_SINCE} the path of an EndPointUrl must end with a slash."
        raise invalid("EndPointUrl", headers=note(wanted))
    if not is_allowed(url, settings.webhooks):
        allowed = "This mockod sends to loopback addresses only, and to hosts named by --webhooks."
        raise invalid("EndPointUrl", headers=note(allowed))


def check_receiver(tx: Transaction, url: str) -> None:
    """Raises ApiError naming EndPointUrl where this very mockod listens there: an office must not command it."""
    if leads_here(url, tx.is_served_here):
        raise invalid("EndPointUrl", headers=note(f"{ITSELF}: it listens there."))


def check_polling(seconds: int) -> None:
    """Raises ApiError naming PollingSeconds where no poll can be made so often."""
    if not 1 <= seconds <= LONGEST_POLLING:
        raise invalid("PollingSeconds")
