"""What is played, as data: operations, shapes of answers, checks and where their values come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from mockod.conformance.report import masked
from mockod.rest.endpoint import ID
from mockod.rest.messages import Basis

Values = Mapping[str, Any]
NOTHING: Values = {}


def shape_of(path: str) -> tuple[str, ...]:
    """The words of a path, with ``#`` for each value: ``things/$ThingNum/Close`` is as ``things/7/Close``.

    >>> shape_of("things/$ThingNum/Close")
    ('things', '#', 'close')
    """
    words = path.split("/")
    return tuple(ID if word[:1] in ("$", "{") or word.isdigit() else word.lower() for word in words)


# ----- answers -----


@dataclass(frozen=True, slots=True)
class ValueFormat:
    """How a value looks in JSON."""

    words: str
    """For a person: ``a whole number``."""
    fits: Callable[[Any], bool]
    is_word: bool = False
    """Its values are words of the API, and none that a person wrote: a report may hold them."""


@dataclass(frozen=True, slots=True)
class ShapeField:
    """A field of an answer."""

    name: str
    format: ValueFormat
    basis: Basis = Basis.DOCUMENTED


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of the API, as one version has it."""

    method: str
    path: str
    """With the ids by name: ``things/{ThingNum}``."""
    status: int = 200
    fields: tuple[ShapeField, ...] | None = None
    """Of the answered object, or of each row, in their order. None: the body is empty."""
    is_list: bool = False
    may_be_one: bool = False
    """A list for some queries, the one row for others."""
    needs: tuple[str, ...] = ()
    """Query parameters that must be given."""
    lacks: frozenset[str] = frozenset()
    """Query parameters that came with a later version."""
    since: str = ""
    is_known: bool = True
    """Whether the server's version has it."""
    permission: str = ""
    basis: Basis = Basis.DOCUMENTED
    printed: tuple[str, ...] = ()
    """Where the vendor prints an example of its answer."""

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def key(self) -> tuple[str, ...]:
        return (self.method, *shape_of(self.path))


# ----- checks -----


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What an answer must be. What is not given is not asked."""

    status: int | None = None
    """None: that of the operation."""
    text: str | None = None
    """The body is this text, as JSON."""
    empty: bool = False
    """The body has no bytes."""
    has: Values = field(default_factory=dict)
    """Fields of the object, or of every row, with their values."""
    starts: Values = field(default_factory=dict)
    """The same, with what they begin with, in any letter case."""
    between: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    """The same, with the least and the most."""
    looks: Mapping[str, str] = field(default_factory=dict)
    """The same, with a regular expression of the whole text."""
    lacks: Values = field(default_factory=dict)
    """No row has all of these."""
    sorted_by: tuple[str, ...] = ()
    most: int | None = None
    """Rows at most."""
    least: int | None = None
    """Rows at least."""
    at_hand: int = 0
    """Rows without which there is nothing to see: with fewer the check is not tried."""
    excused: str = ""
    """How a refusal begins that means the same."""
    same_as: str = ""
    """The rows are those that another step remembered under this name,"""
    rows: tuple[int | None, int | None] = (None, None)
    """this part of them (Python's slice),"""
    apart_from: tuple[str, ...] = ()
    """without looking at these fields."""
    plain_shape: bool = True
    """The answer's fields are of their usual form."""
    location: str = ""
    """How the header ``location`` ends; ``{ThingNum}`` is the answer's field."""
    basis: Basis | None = None
    """What this rests on, where not on the same as the check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One call. ``$ThingNum`` stands for a value, ``$today+7`` for a day."""

    method: str
    path: str
    query: Values = field(default_factory=dict)
    body: Any = None
    """A mapping; a text is sent as it is."""
    anonymous: bool = False
    """Sent without credentials."""
    expect: Expectation = field(default_factory=Expectation)
    keep: Mapping[str, str] = field(default_factory=dict)
    """Names for fields of the answer, for the steps that follow."""
    remember: str = ""
    """A name for its rows."""

    @property
    def writes(self) -> bool:
        return self.method != "GET"

    @property
    def name(self) -> str:
        """As a report has it: values by name."""
        query = "&".join(f"{name}={value}" for name, value in self.query.items())
        return f"{self.method} {self.path}" + (f"?{query}" if query else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Something that can be true of a server or not."""

    name: str
    """Group and name: ``reads.unknown-row``."""
    about: str
    basis: Basis
    steps: tuple[Step, ...]
    source: str = ""
    """Where it is said: a page of the vendor's."""
    since: str = ""
    """The version that it begins with, where that is none of its operations'."""
    wants_rows: bool = False
    """Says nothing where the answer is an empty list."""
    varies: str = ""
    """The name whose next values are tried while it says nothing."""

    @property
    def group(self) -> str:
        return self.name.partition(".")[0]

    @property
    def writes(self) -> bool:
        return any(step.writes for step in self.steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the values of a name come from: a column of the rows that a call answers."""

    step: Step
    column: str
    where: Values = field(default_factory=dict)
    """Only of rows that have these."""
    first: int | None = None
    """So many characters of it."""
    varies: str = ""
    """The name whose values are tried one after another until there is a row."""
    renew: Step | None = None
    """Brings the row back to what it was when it was made, for the next check; where it is refused, another is made."""

    @property
    def writes(self) -> bool:
        return self.step.writes


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """How what a call makes is taken back."""

    key: str
    """The field of its answer that names the row."""
    steps: tuple[Step, ...] = ()
    """In order, of which the last one counts. Fields of the answer are values by their names."""
    leaves: str = ""
    """What stays all the same, in words."""


@dataclass(frozen=True, kw_only=True)
class Description:
    """The API as one version has it."""

    operations: tuple[Operation, ...]
    checks: tuple[Check, ...]
    sources: Mapping[str, tuple[Source, ...]]
    """By name; the first that has a row counts."""
    undo: Mapping[tuple[str, ...], Undo]
    """By the key of the operation that makes something."""
    knows: Callable[[str], bool] = lambda since: True
    """Whether the version has what came with another."""
    tell_refusal: Callable[[str], str] = masked
    """A refusal's words for a report, without those that may name a person."""


@dataclass(frozen=True, kw_only=True)
class Suite:
    """All that a vendor says of its API for the kit."""

    title: str
    headers: Callable[[str], Mapping[str, str]]
    """Of every request, from the key. Raises ValueError in words, which must not hold the key."""
    pace: Callable[[str], float]
    """Seconds from one request to the next that a server at this host grants to anybody."""
    version: Source
    """Where the server tells its version."""
    describe: Callable[[str], Description]
    """From that version; empty for the newest that is known. Raises ValueError for one that cannot be."""


def chosen(checks: Iterable[Check], patterns: Iterable[str]) -> list[Check]:
    """The checks that patterns name (``reads.*``, ``*things*``, or a group), in their order; all without one.

    Raises ValueError for a pattern that names none.
    """
    every, patterns = list(checks), list(patterns)
    named: set[str] = set()
    for pattern in patterns:
        of_pattern = {c.name for c in every if pattern in (c.group, c.name) or fnmatchcase(c.name, pattern)}
        if not of_pattern:
            groups = ", ".join(dict.fromkeys(check.group for check in every))
            raise ValueError(f"no check is called {pattern} (groups: {groups}; see --list)")
        named |= of_pattern
    return [check for check in every if not patterns or check.name in named]
