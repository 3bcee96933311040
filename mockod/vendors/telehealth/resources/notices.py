"""Webhooks: a notice is written with the change that it tells of, and sent to each receiver that wants its event.

Receivers are registered on the control plane, as the vendor's staff does it by hand. Nothing is signed and nothing is
sent twice: neither is known of the vendor.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from mockod.rest.json_codec import write_json
from mockod.runtime.webhook_sender import Delivery, deliver
from mockod.simulation.scheduler import Event
from mockod.simulation.webhook_status import AT_ONCE, WebhookStatus
from mockod.store.office import Office
from mockod.store.transaction import Transaction
from mockod.vendors.telehealth.domain.appointments import Appointment
from mockod.vendors.telehealth.domain.moments import to_iso, to_local
from mockod.vendors.telehealth.domain.words import Profile, Status, event_name
from mockod.vendors.telehealth.practice.tables import NOTICE, RECEIVER
from mockod.vendors.telehealth.resources import records
from mockod.vendors.telehealth.wire.shapes import shape

KEPT = 1000
"""Notices of an office; the oldest go."""
HEADERS = {"Content-Type": "application/json; charset=utf-8"}


def announce(tx: Transaction, apt: Appointment, statuses: Iterable[Status], now: int, profile: Profile) -> None:
    """Write a notice of each status that an appointment has come into; without a receiver it is kept all the same."""
    receivers = tx.rows(f"SELECT ReceiverNum, events FROM {RECEIVER} ORDER BY ReceiverNum")
    for status in statuses:
        event = event_name(status, profile)
        at = now if profile is Profile.MS else to_iso(now)
        body = {"event": event, "created_at": at, "object": shape(apt, profile, tx.key)}
        wanting = [number for number, events in receivers if not events or event in events.split(",")]
        notice = {"event": event, "created_at": now, "body": write_json(body).decode()}
        for number in wanting:
            tx.insert(NOTICE, {"ReceiverNum": number, **notice})
        if not wanting:
            tx.insert(NOTICE, {"ReceiverNum": 0, **notice, "outcome": "no receiver"})
    tx.forget(NOTICE, f"outcome <> '' AND NoticeNum <= (SELECT max(NoticeNum) FROM {NOTICE}) - ?", [KEPT])


@dataclass(frozen=True, slots=True)
class Notice:
    """What a receiver is to be told now."""

    number: int
    """The receiver's."""
    notice: int
    event: str
    url: str
    body: str
    at: datetime
    webhook_status: WebhookStatus
    """The office's when this was read."""


class NoticeSource:
    """See ``mockod.vendors.vendor.EventSource``."""

    def dues(self, office: Office) -> dict[int, datetime]:
        with office.transaction() as tx:
            tx.is_quiet = True
            zone = records.zone_of(tx)
            pending = tx.rows(f"SELECT ReceiverNum, min(created_at) FROM {NOTICE} WHERE outcome = '' GROUP BY 1")
            return {number: to_local(at, zone) for number, at in pending if number}

    def skip_empty_polls(self, office: Office) -> None:
        """Nobody is polled for."""

    def set_back(self, office: Office, now: datetime) -> None:
        """What is pending is sent at once, whatever the clock shows."""

    def events(self, office: Office, webhook_status: WebhookStatus, exclude: Collection[int] = ()) -> list[Notice]:
        with office.transaction() as tx:
            if office.webhook_status is not webhook_status:
                return []
            tx.is_quiet = True
            sql = (
                f"SELECT n.ReceiverNum, n.NoticeNum, n.event, r.url, n.body FROM {NOTICE} n "
                f"JOIN {RECEIVER} r ON r.ReceiverNum = n.ReceiverNum WHERE n.outcome = '' ORDER BY n.NoticeNum"
            )
            pending = tx.rows(sql)
            webhook_status.due = AT_ONCE if pending else None
            return [
                Notice(number, notice, event, url, body, tx.now, webhook_status)
                for number, notice, event, url, body in pending
                if number not in exclude
            ]

    def send(self, office: Office, event: Notice) -> Event:
        """Send a notice once, to this machine alone."""
        outcome = deliver(Delivery(event.url, HEADERS, event.body.encode()), (), office.is_served_here)
        told = str(outcome.status) if outcome.status is not None else outcome.problem
        with office.transaction() as tx:
            tx.is_quiet = True
            if office.webhook_status is event.webhook_status:
                # Where receivers were removed meanwhile, a later notice may have the number.
                is_same = f"body = ? AND ReceiverNum IN (SELECT ReceiverNum FROM {RECEIVER} WHERE url = ?)"
                values = [told or "no answer", event.notice, event.body, event.url]
                tx.update(NOTICE, f"outcome = ? WHERE NoticeNum = ? AND {is_same}", values)
        more = {"subscription": event.number, "event": event.event, "url": event.url, "rows": 1}
        result = {"status": outcome.status} if outcome.status is not None else {"problem": outcome.problem}
        return Event(event.at, "delivered" if outcome.has_arrived else "not delivered", {**more, **result})
