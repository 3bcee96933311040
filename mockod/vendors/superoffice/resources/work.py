"""What a handler works with: the office, who asks, how the answer is to look, and what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mockod.rest.endpoint import Endpoint
from mockod.store.transaction import Transaction
from mockod.vendors.superoffice.domain.words import TABLE_RIGHT
from mockod.vendors.superoffice.practice.settings import OfficeSettings
from mockod.vendors.superoffice.wire.carriers import Associate
from mockod.vendors.superoffice.wire.errors import no_right
from mockod.vendors.superoffice.wire.request_view import RequestView


@dataclass(slots=True)
class Work:
    """One request at work, in one transaction."""

    tx: Transaction
    settings: OfficeSettings
    associate: Associate
    """Who asks."""
    view: RequestView
    base: str
    """The address of the API, without a slash at its end."""
    body: Any = None
    """As JSON."""
    ignored: list[str] = field(default_factory=list)
    """For the journal: names that were sent and that nobody knows."""
    rows: int | None = None
    """For the journal: rows of the list that was answered."""
    limit: int = 0
    """And those that it could have had."""

    def require(self, right: str) -> None:
        """Refuse with 403 where the office's users have not this right to appointments."""
        if not self.settings.rights & TABLE_RIGHT.bits[right]:
            raise no_right(right)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered. ``root`` is the name that XML gives it."""

    root: str
    value: Any
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


WorkEndpoint = Endpoint[Work]
