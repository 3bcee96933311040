"""The list of webhooks as a setting of an office: told, and changed as a whole.

A webhook that is sent with its number goes on: it keeps the failures that were counted and what it is still to be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from mockod.runtime.webhook_sender import is_address, is_allowed
from mockod.store.transaction import Transaction
from mockod.vendors.superoffice.practice.numbers import next_webhook_ids
from mockod.vendors.superoffice.practice.webhooks import ACTIVE, NOTICES, WEBHOOKS, Webhook
from mockod.vendors.superoffice.wire.kinds import AS_STORED
from mockod.vendors.superoffice.wire.records import read_object, show_object

MOST_WEBHOOKS = 50
HIDDEN = "***"
"""What stands for a secret, which is not told; sent back, it means the one that is there."""


def read_webhooks(tx: Transaction) -> list[dict[str, Any]]:
    """The office's webhooks, but for their secrets."""
    told = WEBHOOKS.where(tx)
    return [{**show_object(one, AS_STORED), "Secret": HIDDEN if one.secret else ""} for one in told]


def change_webhooks(tx: Transaction, wanted: Any) -> None:
    """Have these webhooks and no others. Raises ValueError naming what is wrong."""
    if not isinstance(wanted, list) or len(wanted) > MOST_WEBHOOKS:
        raise ValueError(f"webhooks: a list of at most {MOST_WEBHOOKS} objects belongs here")
    there = {webhook.webhook_id: webhook for webhook in WEBHOOKS.where(tx)}
    webhooks = [_webhook(item, there, f"webhooks[{place}]") for place, item in enumerate(wanted)]
    kept = [webhook.webhook_id for webhook in webhooks if webhook.webhook_id]
    if len(set(kept)) < len(kept):
        raise ValueError("webhooks: two have the same WebhookId")
    _remove(tx, there.keys() - set(kept))
    new = [webhook for webhook in webhooks if not webhook.webhook_id]
    for webhook in webhooks:
        if webhook.webhook_id and webhook != there[webhook.webhook_id]:
            WEBHOOKS.put(tx, webhook)
    for number, webhook in zip(next_webhook_ids(tx, len(new)) if new else (), new, strict=True):
        WEBHOOKS.add(tx, replace(webhook, webhook_id=number))


def _remove(tx: Transaction, numbers: Iterable[int]) -> None:
    """Remove webhooks, with what they were still to be told."""
    for number in sorted(numbers):
        WEBHOOKS.delete(tx, number)
        tx.forget(NOTICES, "WebhookId = ?", (number,))


def _webhook(given: Any, there: Mapping[int, Webhook], place: str) -> Webhook:
    """A webhook as it is to be; its number is 0 where it is new."""
    if not isinstance(given, dict):
        raise ValueError(f"{place}: a JSON object belongs here")
    reading = read_object(Webhook, given, AS_STORED)
    if reading.unknown:
        raise ValueError(f"{place}: {reading.unknown[0]}: a webhook has no such field")
    try:
        reading.refuse()
    except ValueError as exc:
        raise ValueError(f"{place}: {exc}") from exc
    webhook = Webhook(**reading.values)
    if not is_address(webhook.target_url) or not is_allowed(webhook.target_url, ()):
        raise ValueError(f"{place}: TargetUrl: an address of this machine belongs here, as http://127.0.0.1:8000/hook")
    before = there.get(webhook.webhook_id)
    if webhook.secret == HIDDEN and before is None:
        raise ValueError(f"{place}: Secret: {HIDDEN} stands for one that is kept, and a new webhook has none")
    if before is None:
        return replace(webhook, webhook_id=0, consecutive_errors=0)
    starts_again = webhook.state == ACTIVE != before.state
    return replace(
        webhook,
        secret=before.secret if webhook.secret == HIDDEN else webhook.secret,
        consecutive_errors=0 if starts_again else before.consecutive_errors,
    )
