"""Looking after subscriptions: what is due is read in one transaction, sent outside of any, and then marked as told."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from mockod.log import shortened
from mockod.rest.json_codec import write_json
from mockod.rest.keys import as_header
from mockod.runtime.delivery_log import log_outcome
from mockod.runtime.webhook_sender import Delivery, Outcome, deliver
from mockod.simulation.scheduler import Event
from mockod.simulation.webhook_status import AT_ONCE, WebhookStatus
from mockod.store.office import Office
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.engine import readers
from mockod.vendors.opendental.engine.select import RowList
from mockod.vendors.opendental.resources.subscriptions import queries
from mockod.vendors.opendental.resources.subscriptions.polling import (
    PATIENT_SELECTED,
    PER_REQUEST,
    WATCH_TABLES,
    Subscription,
    text_size,
)
from mockod.vendors.opendental.resources.subscriptions.table import APISUBSCRIPTION, RECORDS
from mockod.vendors.opendental.wire.errors import not_found

if TYPE_CHECKING:
    from mockod.vendors.opendental.resources.subscriptions.events import Watched

log = logging.getLogger(__name__)
MOST_TEXT = 64_000_000
"""Characters of events that are read at a time; what others are to be told waits for the next look."""
WORKSTATION = "MOCKOD"
"""The one computer on which the simulated program runs: it looks after every workstation's subscriptions.

Assumed, name and all: a real office's subscriptions wait for the computer that they name.
"""


@dataclass(frozen=True, slots=True)
class SubscriptionEvent:
    """What one subscription is to be told now."""

    subscription: Subscription
    at: datetime
    rows: RowList
    webhook_status: WebhookStatus
    """The office's when this was read."""

    @property
    def number(self) -> int:
        return self.subscription.api_subscription_num


class SubscriptionDispatcher:
    """See ``mockod.vendors.vendor.EventSource``."""

    def dues(self, office: Office) -> dict[int, datetime]:
        """By subscription, the first poll that finds something as things stand, were each made in time."""
        dues = {}
        with office.transaction() as tx:
            tx.is_quiet = True
            for subscription in _polled(tx):
                first = _first_change(tx, subscription)
                poll = subscription.finding_poll(first) if first else None
                if poll and subscription.is_live(max(poll, tx.now)):
                    dues[subscription.api_subscription_num] = poll
        return dues

    def skip_empty_polls(self, office: Office) -> None:
        """Make the polls up to now that find nothing."""
        with office.transaction() as tx:
            tx.is_quiet = True
            for subscription in _live(tx):
                first = _first_change(tx, subscription)
                _move_on(tx, subscription, subscription.last_empty_poll(tx.now, first))

    def set_back(self, office: Office, now: datetime) -> None:
        """Poll from ``now`` on for whoever was polled for later."""
        with office.transaction() as tx:
            tx.is_quiet = True
            _come_back(tx, queries.everyone(tx), now)
            office.webhook_status.due = AT_ONCE

    def events(
        self, office: Office, webhook_status: WebhookStatus, exclude: Collection[int] = ()
    ) -> list[SubscriptionEvent]:
        """What the polls that are due now find. Those that find nothing are made with this."""
        events, size = [], 0
        with office.transaction() as tx:
            if office.webhook_status is not webhook_status:
                return []
            tx.is_quiet = True
            live = _live(tx)
            webhook_status.keep_failing(APISUBSCRIPTION.name, {item.api_subscription_num for item in live})
            for subscription in live:
                if subscription.api_subscription_num in exclude or not subscription.is_due(tx.now):
                    continue
                if size > MOST_TEXT:
                    break
                watched = _watched(subscription)
                rows = watched.changed(tx, subscription.looks_back_to(tx.now), tx.now) if watched else None
                if rows and rows.values:
                    events.append(SubscriptionEvent(subscription, tx.now, rows, webhook_status))
                    size += text_size(rows.values)
                else:
                    _move_on(tx, subscription, tx.now)
            first_changes = [(item, first) for item in live if (first := _first_change(tx, item))]
            polls = [poll for item, first in first_changes if (poll := item.finding_poll(first))]
            webhook_status.due = min(polls, default=None)
        return events

    def send(self, office: Office, event: SubscriptionEvent) -> Event:
        """Send an event, in as many requests as it takes, and mark it as told where all arrive."""
        outcome, sent = Outcome(), 0
        for delivery, rows in _deliveries(office, event):
            outcome = deliver(delivery, office.settings.webhooks, office.is_served_here)
            if not outcome.has_arrived:
                break
            sent += rows
        subscription = event.subscription
        if outcome.has_arrived and subscription.watch_table:
            with office.transaction() as tx:
                tx.is_quiet = True
                now = RECORDS.get(tx, event.number)
                if office.webhook_status is event.webhook_status and now and _is_same(now, subscription):
                    _move_on(tx, now, min(event.at, tx.now))  # the clock may have been set back meanwhile
        more = {
            "subscription": event.number,
            "event": subscription.event_type,
            "url": subscription.end_point_url,
            "rows": sent if outcome.has_arrived else len(event.rows.values),
            **({"status": outcome.status} if outcome.status is not None else {"problem": outcome.problem}),
        }
        facts = {
            "office": shortened(office.key),
            "subscription": event.number,
            "url": _address(subscription.end_point_url),
        }
        log_outcome(log, event.webhook_status, (APISUBSCRIPTION.name, event.number), outcome, **facts)
        return Event(event.at, "delivered" if outcome.has_arrived else "not delivered", more)

    def select_patient(self, office: Office, pat_num: int) -> list[Event]:
        """Somebody selects a patient at the workstation; the same one again is no event (documented)."""
        from mockod.vendors.opendental.resources.subscriptions.events import selected

        with office.transaction() as tx:
            tx.is_quiet = True
            row = selected(tx, pat_num)
            if row is None:
                raise not_found("Patient")
            if not queries.select_patient(tx, pat_num):
                return []
            events = [
                SubscriptionEvent(subscription, tx.now, RowList(row.schema, [row.values]), office.webhook_status)
                for subscription in queries.everyone(tx)
                if subscription.ui_event_type == PATIENT_SELECTED and subscription.is_live(tx.now)
            ]
        return [self.send(office, event) for event in events]


def _is_same(now: Subscription, then: Subscription) -> bool:
    """Whether nobody has polled for it, or changed what it watches, since then."""
    return (now.date_time_start, now.watch_table) == (then.date_time_start, then.watch_table)


def _polled(tx: Transaction) -> list[Subscription]:
    """Those that watch a table which the office's version tells of, none of them polled later than now."""
    knows = tx.settings.version.knows
    tables = {name for name, since in WATCH_TABLES.items() if knows(since)}
    watching = [subscription for subscription in queries.everyone(tx) if subscription.watch_table in tables]
    return _come_back(tx, watching, tx.now)


def _come_back(tx: Transaction, subscriptions: Iterable[Subscription], now: datetime) -> list[Subscription]:
    """Subscriptions that are polled from ``now`` on, where the last poll of one was made later by the office's clock.

    A clock may be set back, or be one of a server that was started anew; a local time goes back once a year. A start in
    the future that the client named is no poll, and stays.
    """
    back = []
    for subscription in subscriptions:
        if subscription.date_time_start > now and queries.was_polled(tx, subscription):
            queries.poll(tx, subscription.api_subscription_num, now)
            subscription = replace(subscription, date_time_start=now)
        back.append(subscription)
    return back


def _live(tx: Transaction) -> list[Subscription]:
    """Those of them that have not stopped yet."""
    return [subscription for subscription in _polled(tx) if subscription.is_live(tx.now)]


def _watched(subscription: Subscription) -> Watched | None:
    from mockod.vendors.opendental.resources.subscriptions.events import (
        WATCHED,  # here, as it knows every resource that is watched
    )

    return WATCHED.get(subscription.watch_table)


def _first_change(tx: Transaction, subscription: Subscription) -> datetime | None:
    watched = _watched(subscription)
    return watched.first_change(tx, subscription.date_time_start) if watched else None


def _move_on(tx: Transaction, subscription: Subscription, polled: datetime) -> None:
    if polled > subscription.date_time_start:
        queries.poll(tx, subscription.api_subscription_num, polled)


def _deliveries(office: Office, event: SubscriptionEvent) -> Iterator[tuple[Delivery, int]]:
    """The requests that tell an event: the array of its rows, cut where the version cuts it, or the one patient."""
    knows = office.settings.version.knows
    headers = {
        "Authorization": as_header(event.subscription.customer_key or office.key),
        "Content-Type": "application/json; charset=utf-8",
    }
    if knows("22.4.28"):
        headers["Workstation"] = event.subscription.workstation or WORKSTATION
    if knows("22.4.35"):
        headers["Event-Type"] = event.subscription.event_type
    write = readers.writer(event.rows.schema, office.settings.version, False)
    values = event.rows.values
    size = PER_REQUEST if knows("23.2.1") else len(values)
    for first in range(0, len(values), size):
        rows = write(values[first : first + size], str(event.at), None)
        body = write_json(rows if event.subscription.watch_table else rows[0])
        yield Delivery(event.subscription.end_point_url, headers, body), len(rows)


def _address(url: str) -> str:
    """A URL without what may be secret in it: credentials and the query."""
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("?")[0].partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"
