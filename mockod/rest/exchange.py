"""What a request to somebody else's server and its answer show, held against what a vendor's own description says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from mockod.rest.messages import Basis, Request


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request, and the answer of a real server. The body is as it was before it was compressed."""

    request: Request
    """Its path stands below the vendor's base path."""
    status: int
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes


@dataclass(frozen=True, slots=True)
class Difference:
    """One point in which an answer is other than described. It never holds a value of the answer."""

    rule: str
    """Which kind of point: ``missing field``, ``order``, ``error text``."""
    where: str
    """The field; nothing where it is about the whole answer."""
    expected: str
    got: str
    basis: Basis
    """What the description rests on there."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of one exchange."""

    endpoint: str
    """``GET things/{number}``, as it is documented, without the numbers and names that a client asked for."""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """A list that can be read page by page: its path below the base path, and its query."""

    path: str
    query: Mapping[str, str] = field(default_factory=dict)


class Shadow(Protocol):
    """A vendor's view on a real server: compares each answer, and learns a practice from it."""

    def observe(self, exchange: Exchange) -> Comparison:
        """Compare an answer, and keep of its rows what a practice file may hold: no person's data."""

    def wanted(self, today: date, days: int) -> Sequence[Listing]:
        """The lists that a practice needs which goes so many days ahead."""

    def practice(self, today: date) -> Iterator[str]:
        """The lines of a practice file of all rows seen."""

    def rows(self) -> dict[str, int]:
        """How many rows of each section were seen."""


@dataclass(frozen=True, kw_only=True)
class ShadowFeature:
    """How a vendor's real servers are shadowed."""

    options: Sequence[tuple[Sequence[str], Mapping[str, Any]]]
    """Of the command, as ``click.option`` takes them: names and attributes."""
    begin: Callable[[Mapping[str, Any], date], Shadow]
    """A new shadow, from the values of ``options`` and the day. Raises ValueError for a wrong value."""
