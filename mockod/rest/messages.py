"""What the core speaks: a call comes in, a reply goes out, a refusal says why not.

Nothing here knows Flask, so that every door (HTTP today, in-process ones later) speaks the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Any

MOST_BODY_BYTES = 16_800_000
"""Of any request's body; larger ones are refused unread."""


class Basis(StrEnum):
    """What a behaviour rests on, strongest first. Shown with every answer."""

    OBSERVED = "observed"
    """Seen in an answer of the real API."""
    DOCUMENTED = "documented"
    """Said by the vendor's page."""
    SOURCE = "source"
    """Done so by the vendor's published source."""
    GUIDE = "guide"
    """Told by integrators."""
    ASSUMED = "assumed"
    """Nobody outside the vendor knows; our choice."""
    STUB = "stub"
    """Nothing of the vendor's: somebody ordered it, by a fault of kind ``respond``."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request, as it came in."""

    method: str
    path: str
    """Everything after the door's prefix, percent-decoded: ``appointments/18``."""
    query_string: str
    """Undecoded: ``date=2026-03-02&Limit=10``."""
    headers: Mapping[str, str]
    body: bytes | None
    """None for one that was too large to be read."""
    waited: float = 0.0
    """Seconds that the door held it in the office's queue."""
    turned_away: int | None = None
    """Seconds after which to come again, where the queue was full."""
    scheme: str = "http"
    """Of the address that it was sent to."""
    prefix: str = ""
    """What stood before ``path`` there: an answer that names an address begins it with these two."""

    @property
    def is_encoded(self) -> bool:
        """Whether there is a body that is compressed, or otherwise encoded: nothing here reads such."""
        codings = self.headers.get("Content-Encoding")
        if not codings or self.body == b"":
            return False
        return any(coding.strip().lower() not in ("", "identity") for coding in codings.split(","))


class Cut(Enum):
    """How a connection ends that does not end well."""

    LOST = "lost"
    """Closed without an answer."""
    RESET = "reset"
    """Reset, as by a broken line."""
    TRUNCATED = "truncated"
    """Closed in the middle of the body."""


@dataclass(frozen=True, slots=True)
class Transport:
    """What becomes of an answer on its way; the door carries it out."""

    delay: float = 0.0
    """Seconds between the work and the answer."""
    cut: Cut | None = None


DELIVERED = Transport()


@dataclass(slots=True)
class Response:
    """One answer, filled in on its way out. ``body`` is JSON-ready; None sends no body at all."""

    status: int
    body: Any = None
    basis: Basis = Basis.DOCUMENTED
    headers: Mapping[str, str] = field(default_factory=dict)
    location: str = ""
    """Path of what was made; the door knows the host before it."""
    payload: bytes | None = None
    """The body as it goes out, where that is settled already."""
    transport: Transport = DELIVERED
    office: str = ""
    """From here on for the log: the customer key of the office that was asked, where one is known."""
    developer: str = ""
    """The developer key beside it. No line of the log holds either whole."""
    faults: tuple[str, ...] = ()
    """Faults that struck the request, by kind."""
    unmatched: str = ""
    """Why the request matched no endpoint, or no office; nothing where it did."""
