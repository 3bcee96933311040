"""Endpoints as rows of a table, and the lookup that finds one for a call.

The table is the one source for routes, validation, permissions, versions and basis.
Whatever wants to know what exists (documents, reports, faults) reads these rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from mockod.call import Basis
from mockod.wire import Wire

ID = "#"
"""Stands for a row's number in the shape of a path."""
MOST_DIGITS = 18
"""Longer numbers are no ids: they would not fit a 64-bit column."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method of one resource.

    ``run`` is called with the transaction and then, in this order, what the row declares: what ``row``
    fetched (or the bare ids of the path), the query record, the body record, the page.
    """

    method: str
    path: str
    """With the ids by name: ``appointments/{AptNum}/Break``."""
    run: Callable[..., Any]
    row: Callable[..., Any] | None = None
    """Fetches the row that the path names; refuses with 404 before the body is looked at."""
    query: type[Wire] | None = None
    body: type[Wire] | None = None
    result: type[Wire] | None = None
    many: bool = False
    """The answer is a list, cut into pages."""
    since: str = "21.1"
    permission: str = ""
    basis: Basis = Basis.DOCUMENTED
    checks_names: bool = False
    """Unknown query parameters are refused by any office, not only by a strict one."""
    status: int = 200
    location: str = ""
    """Column of the answer that a ``location`` header points at."""
    slow: bool = False
    """May take long enough to hold up other offices; doors run it aside."""

    @property
    def resource(self) -> str:
        return self.path.partition("/")[0]

    @property
    def shape(self) -> tuple[str, ...]:
        return tuple(ID if part.startswith("{") else part.lower() for part in self.path.split("/"))


@dataclass(frozen=True, slots=True)
class Found:
    """Where a path leads: the resource, the words below it, the ids in it and, if there is one, the endpoint."""

    resource: str
    below: str
    ids: tuple[int, ...]
    endpoint: Endpoint | None


class Routes:
    """A lookup over a table of endpoints: one dictionary access per call, however long the table."""

    def __init__(self, endpoints: Iterable[Endpoint]) -> None:
        self.endpoints = tuple(endpoints)
        self._by_shape = {(e.method, *e.shape): e for e in self.endpoints}
        self._resources = frozenset(e.resource.lower() for e in self.endpoints)
        if len(self._by_shape) != len(self.endpoints):
            raise ValueError("two endpoints share a method and a path")

    def find(self, method: str, path: str) -> Found | None:
        """Letter case, doubled slashes and a trailing slash make no difference; None for an unknown resource."""
        parts = [part for part in path.split("/") if part]
        if not parts or parts[0].lower() not in self._resources:
            return None
        ids: list[int] = []
        words: list[str] = []
        shape: list[str] = [method, parts[0].lower()]
        for part in parts[1:]:
            if part.isascii() and part.isdigit() and len(part) <= MOST_DIGITS:
                ids.append(int(part))
                shape.append(ID)
            else:
                words.append(part)
                shape.append(part.lower())
        return Found(shape[1], "/".join(words), tuple(ids), self._by_shape.get(tuple(shape)))

    @staticmethod
    def first_segment(path: str) -> str:
        return next((part for part in path.split("/") if part), "")
