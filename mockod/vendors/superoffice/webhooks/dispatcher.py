"""Sending notices: each once, whether it arrives or not; whoever fails too often is told no more (documented)."""

from __future__ import annotations

import hashlib
import hmac
import logging
from base64 import b64encode
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from mockod.log import shortened
from mockod.rest.json_codec import read_written, write_json
from mockod.runtime.delivery_log import log_outcome
from mockod.runtime.webhook_sender import Delivery, Outcome, deliver
from mockod.simulation.scheduler import Event
from mockod.simulation.webhook_status import AT_ONCE, WebhookStatus
from mockod.store.office import Office
from mockod.store.transaction import Transaction
from mockod.vendors.superoffice.practice.webhooks import (
    ACTIVE,
    MOST_ERRORS,
    NOTICES,
    TOO_MANY_ERRORS,
    WEBHOOKS,
    Webhook,
)

log = logging.getLogger(__name__)
NOWHERE_ELSE: frozenset[str] = frozenset()
"""Hosts beside this machine to which webhooks may lead: none."""
MOST_AT_ONCE = 200
"""Notices that are read at a time; the others wait for the next look."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What one webhook is to be told now."""

    notice: int
    webhook: Webhook
    at: datetime
    event: str
    body: bytes
    event_id: str
    webhook_status: WebhookStatus
    """The office's when this was read."""

    @property
    def number(self) -> int:
        return self.webhook.webhook_id


class WebhookDispatcher:
    """See ``mockod.vendors.vendor.EventSource``. Nothing is polled: a notice is due when it is written down."""

    def dues(self, office: Office) -> dict[int, datetime]:
        with office.transaction() as tx:
            tx.is_quiet = True
            rows = tx.rows(f"SELECT WebhookId, min(At) FROM {NOTICES} GROUP BY WebhookId")
        return {number: datetime.fromisoformat(at) for number, at in rows}

    def skip_empty_polls(self, office: Office) -> None:
        """There are none."""

    def set_back(self, office: Office, now: datetime) -> None:
        """What was written down by a clock that is set back is due all the same."""
        with office.transaction() as tx:
            tx.is_quiet = True
            tx.update(NOTICES, "At = ? WHERE At > ?", (str(now), str(now)))
            office.webhook_status.due = AT_ONCE

    def events(self, office: Office, webhook_status: WebhookStatus, exclude: Collection[int] = ()) -> list[Notice]:
        with office.transaction() as tx:
            if office.webhook_status is not webhook_status:
                return []
            tx.is_quiet = True
            webhooks = {webhook.webhook_id: webhook for webhook in WEBHOOKS.where(tx)}
            webhook_status.keep_failing(WEBHOOKS.name, webhooks)
            notices = []
            others = f"WebhookId NOT IN ({', '.join('?' * len(exclude))})"
            rest = f"FROM {NOTICES} WHERE At <= ? AND {others} ORDER BY NoticeId LIMIT ?"
            values = (tx.stamp, *exclude, MOST_AT_ONCE)
            for row in tx.rows(f"SELECT NoticeId, WebhookId, At, Event, Body {rest}", values):
                webhook = webhooks.get(row[1])
                if webhook is None or webhook.state != ACTIVE:
                    tx.forget(NOTICES, "NoticeId = ?", (row[0],))
                else:
                    notices.append(_notice(office.key, webhook, row, webhook_status))
            first = tx.value(f"SELECT min(At) FROM {NOTICES}")
            webhook_status.due = datetime.fromisoformat(first) if first else None
        return notices

    def send(self, office: Office, event: Notice) -> Event:
        outcome = deliver(_delivery(event), NOWHERE_ELSE, office.is_served_here)
        with office.transaction() as tx:
            tx.is_quiet = True
            if office.webhook_status is event.webhook_status:  # else the number is another notice's
                tx.forget(NOTICES, "NoticeId = ?", (event.notice,))
                _count(tx, event.webhook, outcome)
        facts = {"office": shortened(office.key), "webhook": event.number}
        log_outcome(log, event.webhook_status, (WEBHOOKS.name, event.number), outcome, **facts)
        more = {
            "webhook": event.number,
            "event": event.event,
            "url": event.webhook.target_url,
            **({"status": outcome.status} if outcome.status is not None else {"problem": outcome.problem}),
        }
        return Event(event.at, "delivered" if outcome.has_arrived else "not delivered", more)


def signature(secret: str, body: bytes) -> str:
    """``X-SuperOffice-Signature``: the body's HMAC-SHA256 in Base64."""
    return b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()


def _notice(key: str, webhook: Webhook, row: tuple[int, int, str, str, str], webhook_status: WebhookStatus) -> Notice:
    number, _, at, event, text = row
    event_id = str(uuid5(NAMESPACE_URL, f"mockod/{key}/{number}/{at}"))
    body = {"EventId": event_id, **read_written(text.encode()), "WebhookName": webhook.name}
    return Notice(number, webhook, datetime.fromisoformat(at), event, write_json(body), event_id, webhook_status)


def _delivery(notice: Notice) -> Delivery:
    headers = {
        **notice.webhook.headers,
        "Content-Type": "application/json; charset=utf-8",
        "X-SuperOffice-Event": notice.event,
        "X-SuperOffice-EventId": notice.event_id,
    }
    if notice.webhook.secret:
        headers["X-SuperOffice-Signature"] = signature(notice.webhook.secret, notice.body)
    return Delivery(notice.webhook.target_url, headers, notice.body)


def _count(tx: Transaction, told: Webhook, outcome: Outcome) -> None:
    """Count what fails one after another; a webhook that fails too often stops."""
    webhook = WEBHOOKS.find(tx, told.webhook_id)
    if webhook is None or webhook.target_url != told.target_url:  # removed meanwhile; the number may be another's
        return
    errors = 0 if outcome.has_arrived else webhook.consecutive_errors + 1
    state = TOO_MANY_ERRORS if errors >= MOST_ERRORS else webhook.state
    if (errors, state) != (webhook.consecutive_errors, webhook.state):
        WEBHOOKS.put(tx, replace(webhook, consecutive_errors=errors, state=state))
