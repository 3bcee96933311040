"""Endpoints as rows of a table, and the lookup that finds one for a call.

The table is the one source for routes, validation, permissions, versions and basis.
Whatever wants to know what exists (documents, reports, faults) reads these rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockod.call import Basis
from mockod.wire import Wire

ID = "#"
"""Stands for a row's number in the shape of a path."""
MOST_DIGITS = 18
"""Longer numbers are no ids: they would not fit a 64-bit column."""


@dataclass(frozen=True, slots=True)
class One:
    """A single row as the answer of a method that usually answers a list."""

    row: Sequence[Any]


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
    """The answer is a list, cut into pages; or, where ``run`` says so, ``One`` row."""
    since: str = "21.1"
    permission: str = ""
    basis: Basis = Basis.DOCUMENTED
    checks_names: bool = False
    """Unknown query parameters are refused by any office, not only by a strict one."""
    status: int = 200
    location: str = ""
    """Column of the answer that a ``location`` header points at."""
    answers_since: str = ""
    """The version since which the answer has a body; before, the same is done without a word."""
    takes_file: bool = False
    """The body is a file, as bytes."""
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
    """A lookup over tables of endpoints: one dictionary access per call, however long the tables.

    A resource's table is loaded when the resource is first asked for, so that a server's start does not grow
    with the number of resources.
    """

    def __init__(self, resources: Mapping[str, Callable[[], Iterable[Endpoint]]]) -> None:
        """Resource -> what loads its endpoints."""
        self._resources = dict(resources)
        self._by_shape: dict[str, dict[tuple[str, ...], Endpoint]] = {}

    @property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """All of them, resource by resource."""
        return tuple(endpoint for resource in self._resources for endpoint in self._table(resource).values())

    def _table(self, resource: str) -> dict[tuple[str, ...], Endpoint]:
        table = self._by_shape.get(resource)
        if table is None:
            rows = [row for row in self._resources[resource]() if row.resource == resource]
            table = {(row.method, *row.shape): row for row in rows}
            if len(table) != len(rows):
                raise ValueError(f"two endpoints of {resource} share a method and a path")
            self._by_shape[resource] = table
        return table

    def find(self, method: str, path: str) -> Found | None:
        """Letter case, doubled slashes and a trailing slash make no difference; None for an unknown resource."""
        parts = [part for part in path.split("/") if part]
        resource = parts[0].lower() if parts else ""
        if resource not in self._resources:
            return None
        ids: list[int] = []
        words: list[str] = []
        shape: list[str] = [method, resource]
        for part in parts[1:]:
            if part.isascii() and part.isdigit() and len(part) <= MOST_DIGITS:
                ids.append(int(part))
                shape.append(ID)
            else:
                words.append(part)
                shape.append(part.lower())
        return Found(resource, "/".join(words), tuple(ids), self._table(resource).get(tuple(shape)))

    @staticmethod
    def first_segment(path: str) -> str:
        return next((part for part in path.split("/") if part), "")
