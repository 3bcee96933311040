"""What a scenario is, once it is read: frozen values, in the file's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mockod.scenario.document import Node

LOST = "lost"
"""In the place of a status: the connection ends, and no answer comes."""
UNSAID = object()
"""An expectation that is not given: null is one."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What must come back, and what later steps need of it."""

    status: int | str | None = None
    """A number or ``lost``; None for anything that is no refusal."""
    answer: Any = UNSAID
    headers: Mapping[str, Any] = field(default_factory=dict)
    keep: Mapping[str, str] = field(default_factory=dict)
    """Name -> path into the answer."""
    keep_headers: Mapping[str, str] = field(default_factory=dict)
    """Name -> header."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the story: a request to the API, a command to the world around it, or a look at a receiver."""

    number: int
    line: int
    say: str
    kind: str
    """The word of its file that says what it does: ``get``, ``clock``, ``fault``."""
    value: Any
    """What stands after that word: a path, a time, an order."""
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    at: str = ""
    """The API of the same office that the step is for; the first, if not said."""
    times: int = 1
    """How often the request is sent; each must be answered as expected."""
    expected: Expected = field(default_factory=Expected)
    node: Node = field(default=Node(1, None), repr=False, compare=False)
    """What is after the word, with its lines."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A story: what the office begins with, and what happens."""

    name: str
    story: str
    steps: tuple[Step, ...]
    practice: Any = None
    """A practice's name, or a practice itself; None for what the server's offices begin with."""
    clock: str = ""
    """Where the clock is frozen; nothing lets it run."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    seed: Mapping[str, Any] = field(default_factory=dict)
    """A fragment of a practice, merged before the first step."""
    receivers: tuple[str, ...] = ()
    """Names of receivers of webhooks, which the player opens on this machine."""
    node: Node = field(default=Node(1, None), repr=False, compare=False)

    @property
    def practice_name(self) -> str:
        """What a list of scenarios tells of the practice."""
        return self.practice if isinstance(self.practice, str) else "its own" if self.practice else ""
