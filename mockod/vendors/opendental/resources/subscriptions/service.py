"""What the office does with subscriptions: take them, change them, let them go."""

from __future__ import annotations

from dataclasses import fields, replace

from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.runtime.webhook_sender import is_address, is_allowed
from mockod.store.office import Transaction
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.resources.subscriptions import queries
from mockod.vendors.opendental.resources.subscriptions.bodies import NewSubscription, SubscriptionChange
from mockod.vendors.opendental.resources.subscriptions.polling import (
    LONGEST_POLLING,
    PATIENT_SELECTED,
    WATCH_TABLES,
    Subscription,
)
from mockod.vendors.opendental.resources.subscriptions.table import RECORDS, SELECT
from mockod.vendors.opendental.wire.errors import get_or_404

SLASH_WANTED = {"X-Mockod-Note": "Since Open Dental 22.3 the path of an EndPointUrl must end with a slash."}
LOOPBACK_ONLY = {"X-Mockod-Note": "This mockod sends to loopback addresses only, and to hosts named by --webhooks."}


def subscription(tx: Transaction, number: int) -> Subscription:
    """The subscription that the path names; another key's is none."""
    return get_or_404(queries.own(tx, number), "Subscription")


def create_subscription(tx: Transaction, body: NewSubscription) -> Row:
    """POST subscriptions. Nobody outside the vendor knows the texts of its refusals."""
    if not body.watch_table and not body.ui_event_type:
        raise _refused("WatchTable or UiEventType is required.")
    if body.watch_table and body.ui_event_type:
        raise _refused("Only one field is allowed, WatchTable or UiEventType.")
    if body.watch_table and body.polling_seconds is None:
        raise _refused("PollingSeconds is required.")
    _check_url(tx, body.end_point_url)
    if body.watch_table:
        _check_polling(body.polling_seconds or 0)
    since = WATCH_TABLES.get(body.watch_table)
    if body.watch_table and (since is None or not tx.settings.version.knows(since)):
        raise _refused("WatchTable is invalid.")
    if body.ui_event_type not in ("", PATIENT_SELECTED):
        raise _refused("UiEventType is invalid.")
    new = Subscription(
        end_point_url=body.end_point_url,
        workstation=body.workstation,
        watch_table=body.watch_table,
        polling_seconds=(body.polling_seconds or 0) if body.watch_table else 0,
        ui_event_type=body.ui_event_type,
        date_time_start=body.date_time_start or tx.now,
        date_time_stop=body.date_time_stop,
        note=body.note,
    )
    if queries.is_there(tx, new):
        raise _refused("Subscription already exists.")
    return SELECT.one(tx, RECORDS.insert(tx, new))


def update_subscription(tx: Transaction, before: Subscription, body: SubscriptionChange) -> None:
    """PUT subscriptions: what is given changes; how often it is polled, only where a table is watched."""
    changes = {field.name: value for field in fields(body) if (value := getattr(body, field.name)) is not None}
    if body.end_point_url is not None:
        _check_url(tx, body.end_point_url)
    if not before.watch_table:
        changes.pop("polling_seconds", None)
    elif body.polling_seconds is not None:
        _check_polling(body.polling_seconds)
    RECORDS.update(tx, before, replace(before, **changes))


def delete_subscription(tx: Transaction, gone: Subscription) -> None:
    """DELETE subscriptions."""
    queries.delete(tx, gone.api_subscription_num)


def _check_url(tx: Transaction, url: str) -> None:
    """An address of the web, to which this mockod may send; since 22.3 its path ends with a slash (documented)."""
    ends_well = "?" in url or url.endswith("/") or not tx.settings.version.knows("22.3")
    if not is_address(url):
        raise _refused("EndPointUrl is invalid.")
    if not ends_well:
        raise ApiError(400, "EndPointUrl is invalid.", Basis.ASSUMED, SLASH_WANTED)
    if not is_allowed(url, tx.settings.webhooks):
        raise ApiError(400, "EndPointUrl is invalid.", Basis.ASSUMED, LOOPBACK_ONLY)


def _check_polling(seconds: int) -> None:
    if not 1 <= seconds <= LONGEST_POLLING:
        raise _refused("PollingSeconds is invalid.")


def _refused(text: str) -> ApiError:
    return ApiError(400, text, Basis.ASSUMED)
