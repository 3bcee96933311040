"""Records: what a server tells, as frozen dataclasses. What a newer server tells besides is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any, TypedDict, TypeVar

from mockod.client import moments

T = TypeVar("T")


def read(record: type[T], data: Mapping[str, Any]) -> T:
    """A record of an answer's JSON; a time, by its field's type, as a ``datetime``."""
    values = {each.name: _value(each.type, data[each.name]) for each in fields(record) if each.name in data}  # type: ignore[arg-type]
    return record(**values)


def _value(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if str(kind).startswith("datetime"):
        return moments.read(value)
    return read(ClockTime, value) if kind == "ClockTime" else value


@dataclass(frozen=True, slots=True)
class ClockTime:
    """What an office's clock shows."""

    mode: str
    """``frozen`` or ``running``."""
    now: datetime


@dataclass(frozen=True, slots=True)
class Event:
    """Something that fell due while a clock was advanced, or was sent to a receiver."""

    at: datetime
    what: str
    """``delivered``, ``not delivered``, ``request started``, ``fault ends`` and the like."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What a delivery says: ``event``, ``url``, ``rows``, and its ``status`` or the ``problem``."""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Event:
        rest = {name: value for name, value in data.items() if name not in ("at", "what")}
        return cls(moments.read(data["at"]), data["what"], rest)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault at work."""

    number: int
    kind: str
    seen: int
    """Requests that it was about."""
    struck: int
    """Those of them that it hit."""
    ordered: Mapping[str, Any] = field(default_factory=dict)
    """What was said of it: ``path``, ``times``, ``seconds`` and the like."""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Fault:
        own = ("number", "kind", "seen", "struck")
        rest = {name: value for name, value in data.items() if name not in (*own, "offices")}
        return cls(data["number"], data["kind"], data["seen"], data["struck"], rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request of the journal, and what came of it."""

    number: int
    at: datetime
    """On the office's clock."""
    office: str | None = None
    """The customer key; None where it reached no office."""
    developer: str | None = None
    method: str
    path: str
    """Below the API's address: ``appointments/4``."""
    query: Mapping[str, Any] = field(default_factory=dict)
    endpoint: str | None = None
    """``GET appointments/{AptNum}``; None where it matched none."""
    simulated: bool = True
    client: str | None = None
    """Its User-Agent."""
    content_type: str = ""
    origin: str = ""
    status: int
    basis: str | None = None
    """What the answer rests on: documented, observed, source or assumed."""
    milliseconds: float = 0.0
    waited: float = 0.0
    """Seconds in the queue of a throttled office."""
    faults: Sequence[str] = ()
    """Kinds of the faults that hit it."""
    changes: Sequence[str] = ()
    """What it wrote: ``appointment: 1 inserted``."""
    ignored: Sequence[str] = ()
    """Parameters and fields that it sent and the method does not have."""
    rows: int | None = None
    limit: int | None = None
    body: Any = None
    """As JSON where it was JSON, else as text; None for none."""
    answer: Any = None
    clipped: Sequence[str] = ()
    """Which of ``body`` and ``answer`` is not kept whole."""
    unmatched: str | None = None
    """Why it matched no endpoint, or no office."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An office kept as it was."""

    name: str
    taken: datetime
    bytes: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that was inserted, changed or deleted between two snapshots."""

    table: str
    key: Any
    kind: str
    changes: Mapping[str, Any]
    """By column the values before and after."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What lint found."""

    rule: str
    text: str
    times: int
    requests: Sequence[int] = ()
    """Numbers of requests in the journal."""
    groups: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class MinimumVersion:
    """The oldest Open Dental that knows all that was used."""

    version: str
    because: Sequence[Mapping[str, Any]]
    note: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a day, from ``start`` to ``end`` (``HH:mm``), and whether and why it is not offered."""

    start: str
    end: str
    reason: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A day of the office in pieces, with the reason why each is not offered."""

    pieces: Sequence[Piece]
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Office:
    """An office of the server."""

    office: str
    """Its customer key."""
    practice: str
    state: str
    """``open``, ``parked`` or ``unopened``."""
    bytes: int
    clock: ClockTime
    requests: int
    """In its journal."""
    mode: str = ""
    od_version: str = ""


@dataclass(frozen=True, slots=True)
class Seeded:
    """What became of a fragment: numbers of rows by section, in its order."""

    added: Mapping[str, Any] = field(default_factory=dict)
    changed: Mapping[str, Any] = field(default_factory=dict)
    removed: Mapping[str, Any] = field(default_factory=dict)
    named: Mapping[str, Any] = field(default_factory=dict)
    """Numbers of the rows that the fragment gave names."""


@dataclass(frozen=True, slots=True)
class ScenarioListed:
    """A scenario that comes with mockod."""

    name: str
    story: str
    practice: str
    clock: str
    """Where it is frozen; empty where it runs."""
    steps: int


@dataclass(frozen=True, slots=True)
class StepPlayed:
    """A step of a scenario, and what came of it. Number 0 is what the office begins with."""

    number: int
    line: int
    say: str
    did: str
    """What was asked: ``GET patients/11``."""
    outcome: str
    """``passed``, ``failed`` or ``skipped``."""
    status: int | None = None
    problems: Sequence[str] = ()
    """What was not as expected."""


@dataclass(frozen=True, slots=True)
class PlayedScenario:
    """A scenario that was played into an office, as far as it went."""

    office: str
    scenario: str
    story: str
    passed: bool
    steps: Sequence[StepPlayed]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> PlayedScenario:
        steps = tuple(read(StepPlayed, step) for step in data["steps"])
        return cls(data["office"], data["scenario"], data["story"], data["passed"], steps)

    def describe(self) -> str:
        """The steps in lines, and what was wrong with the last."""
        lines = [f"{self.scenario}: {self.story}"]
        for step in self.steps:
            lines.append(f"  {step.outcome} {step.number} (line {step.line}) {step.say} [{step.did}]")
            lines += [f"    {problem}" for problem in step.problems]
        return "\n".join(lines)


class Settings(TypedDict, total=False):
    """An office's settings; what is not given stays as it is."""

    mode: str
    od_version: str
    conduct: str
    permissions: Sequence[str]
    enabled: bool
    queue_depth: int
    throttle_clock: str
    delay: float | Sequence[float]
    """Seconds that every answer is held, or the least and the most."""
    preferences: Mapping[str, str | int | bool | None]
    appointment_rules: Sequence[Mapping[str, Any]]


class FaultOptions(TypedDict, total=False):
    """Which requests a fault is about, and what it says; times of an office as text or ``datetime``."""

    method: str
    path: str
    unmatched: bool
    every: int
    times: int
    probability: float
    seed: int
    begins: moments.Moment
    ends: moments.Moment
    seconds: float | Sequence[float]
    permission: str
    version: str
    status: int
    headers: Mapping[str, str]
    body: Any
    json: Any
    merge: Any
    remove: Any
    execute: bool


class Expectation(TypedDict, total=False):
    """Requests that are expected, and how often: at least once where that is not said."""

    method: str
    path: str
    endpoint: str
    status: int | str
    query: Mapping[str, Any]
    headers: Mapping[str, Any]
    body: Any
    unmatched: bool
    times: int | str | Mapping[str, int]
    at_least: int
    at_most: int
