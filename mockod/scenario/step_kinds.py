"""The kinds of steps: what may stand in one, and which call each command makes. New kinds are new rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mockod.scenario.model import UNSAID
from mockod.scenario.placeholders import moment

VERBS = ("get", "post", "put", "delete", "patch")
"""Requests to the API."""
OF_ANSWERS = ("status", "answer", "keep")
"""Fields of every step that has an answer."""
AT = "at"
"""Names another API that the server answers for the same office."""
OF_COMMANDS = (AT, *OF_ANSWERS)
OF_REQUESTS = (AT, "query", "headers", "body", "times", "answer_headers", "keep_headers", *OF_ANSWERS)
RECEIVER, RECEIVED = "receiver", "received"
Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Command:
    """A step that commands or asks the world around the API: one call of the control plane."""

    method: str
    path: str
    takes: tuple[type, ...]
    """What may stand after the step's word."""
    wants: str
    """The same in words, for a refusal."""
    make: Callable[[Any, Now], Any] = lambda value, now: value
    """The body, or the query, of what stands there. Raises ValueError."""
    by_query: bool = False
    by_word: bool = False
    """Whether a map of one word stands there: the word ends the path, and what it is for is the body."""
    answer: Any = UNSAID
    """What must come back where the step says nothing of it."""
    explains: bool = False
    """Whether the same call, asked for text, says why the answer is not so."""


def _frozen(text: Any, now: Now) -> dict[str, Any]:
    """The clock, frozen at a time as practice files write one."""
    told = moment(str(text), now)
    return {"mode": "frozen", "now": told if " " in told else f"{told} 00:00:00"}


def _calls(value: Any, now: Now) -> Any:
    """One expected call, several, or the whole of an order to verify."""
    if isinstance(value, list):
        return {"calls": value}
    return value if "calls" in value else {"calls": [value]}


def _nothing(value: Any, now: Now) -> None:
    return None


COMMANDS: Mapping[str, Command] = {
    "clock": Command("PUT", "clock", (str,), "a time", _frozen),
    "advance": Command("POST", "clock/advance", (dict,), "days, hours, minutes or seconds"),
    "settings": Command("PUT", "settings", (dict,), "a map of settings"),
    "fault": Command("POST", "faults", (dict,), "an order with its kind"),
    "end_faults": Command("DELETE", "faults", (bool,), "true", _nothing),
    "seed": Command("POST", "seed", (dict,), "a fragment of a practice"),
    "snapshot": Command("POST", "snapshots", (str,), "a name", lambda name, now: {"name": name, "replace": True}),
    "restore": Command("POST", "snapshots/restore", (str,), "a name", lambda name, now: {"name": name}),
    "verify": Command(
        "POST", "verify", (dict, list), "a call, or several", _calls, answer={"verified": True}, explains=True
    ),
    "journal": Command("GET", "requests", (dict,), "a map of filters", by_query=True),
    "events": Command("GET", "events", (bool,), "true", _nothing),
    "lint": Command("GET", "lint", (bool,), "true", _nothing),
    "happens": Command("POST", "events", (dict,), "one event, with what it needs,", by_word=True),
}
"""By the word that begins such a step."""

KINDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(VERBS, OF_REQUESTS),
    **dict.fromkeys(COMMANDS, OF_COMMANDS),
    RECEIVER: (),
    RECEIVED: ("answer", "keep"),
}
"""The word that says what a step does -> what may stand beside it, but for ``say``."""
