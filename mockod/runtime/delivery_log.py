"""What the log tells of deliveries: when a subscriber begins to fail, and when it is reached again."""

from __future__ import annotations

import logging

from mockod.log import Line
from mockod.runtime.webhook_sender import Outcome
from mockod.simulation.webhook_status import WebhookStatus


def log_outcome(
    log: logging.Logger, webhook_status: WebhookStatus, subscriber: tuple[str, int], outcome: Outcome, **facts: object
) -> None:
    """Log a delivery to a subscriber (its table and number) where it is news: the first failure of many is a warning,
    those after it are for debugging."""
    failing = webhook_status.failing
    if outcome.has_arrived:
        if subscriber in failing:
            failing.discard(subscriber)
            log.info(Line("webhook delivered again", **facts))
        return
    level = logging.DEBUG if subscriber in failing else logging.WARNING
    failing.add(subscriber)
    log.log(level, Line("webhook not delivered", **facts, status=outcome.status, problem=outcome.problem))
