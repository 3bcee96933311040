"""Endpoints as rows of a table, and the lookup that finds one for a call.

The table is the one source for routes, validation, permissions, versions and basis.
Whatever wants to know what exists (documents, reports, faults) reads these rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mockod.rest.messages import Basis
from mockod.rest.schema import Wire

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
