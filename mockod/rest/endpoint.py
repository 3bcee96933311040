"""Endpoints as rows of a table: the one source for routes, validation, permissions, versions, basis and documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from mockod.rest.messages import Basis
from mockod.rest.schema import Schema

ID = "#"
"""Stands for a row's number in the shape of a path."""
WORD = "*"
"""Stands for a word of the path that names something, of an endpoint that takes one."""
MOST_DIGITS = 18
"""Longer numbers are no ids: they would not fit a 64-bit column."""
VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT")
"""Every method that a request can have."""
C = TypeVar("C", contravariant=True)


@dataclass(frozen=True, slots=True)
class Page:
    """``limit`` rows from ``offset`` on."""

    limit: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Inputs:
    """What an endpoint is called with. The constructors of endpoints hold its parts to the handler's types."""

    ids: tuple[int, ...] = ()
    """The numbers in the path, in their order."""
    row: Any = None
    """What the endpoint's ``row`` fetched."""
    filters: Any = None
    """The record of the query."""
    body: Any = None
    """The record of the body."""
    page: Page = Page(0)
    word: str = ""
    """The word in the path that names something."""


@dataclass(frozen=True, slots=True)
class Endpoint(Generic[C]):
    """One method of one resource. ``C`` is what its work is done in: a transaction, or the scope of a control call."""

    method: str
    path: str
    """With the ids by name: ``appointments/{AptNum}/Break``."""
    run: Callable[[C, Inputs], object]
    """Does the work and returns the answer."""
    row: Callable[[C, tuple[int, ...]], object] | None = None
    """Fetches the row that the path names; refuses with 404 before the body is looked at."""
    query: Schema | None = None
    body: Schema | None = None
    answer: Schema | None = None
    many: bool = False
    """The answer is a list, cut into pages; or a single row, where the handler answers one."""
    since: str = "21.1"
    until: str = ""
    """The version that took it away; empty for one that is still there."""
    permission: str = ""
    basis: Basis = Basis.DOCUMENTED
    checks_names: bool = False
    """Unknown query parameters are refused by any office, not only by a strict one."""
    takes_one_field: bool = False
    """A body with a field beside the one that it needs is refused, known or not."""
    status: int = 200
    location: str = ""
    """Column of the answer that a ``location`` header points at."""
    answers_since: str = ""
    """The version since which the answer has a body; before, the same is done without a word."""
    takes_word: bool = False
    """What stands in braces in its path is a word, and no number of a row."""
    takes_file: bool = False
    """The body is a file, as bytes."""
    file: str = ""
    """What such a file is, by the name that the documents have for it; else a database."""
    slow: bool = False
    """May take long enough to hold up other offices; doors run it aside."""
    needs_office: bool = False
    """Is about one office, and refused where none is named."""
    awaits_receivers: bool = False
    """One that is slow because it may wait for receivers of webhooks, and takes nobody's time meanwhile."""
    summary: str = ""
    """What it does, in a sentence."""
    name: str = ""
    """What a program calls it, ``advance_clock``; of a control call, whose documents say so."""
    answers: Any = None
    """The shape of a control call's answer, as its documents tell it."""

    @property
    def resource(self) -> str:
        return self.path.partition("/")[0]

    @property
    def shape(self) -> tuple[str, ...]:
        named = WORD if self.takes_word else ID
        return tuple(named if part.startswith("{") else part.lower() for part in self.path.split("/"))
