"""The clock of one office, or of all: shown, set, advanced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from mockod.control import answers
from mockod.control.endpoints import body, call
from mockod.control.fields import MomentText, Number, OneOf
from mockod.control.refusals import refused
from mockod.control.scope import Scope
from mockod.rest.errors import Contradiction
from mockod.simulation.clock import EARLIEST, FORMAT, LATEST, Clock, parse_moment
from mockod.simulation.scheduler import Event


@dataclass(frozen=True, slots=True)
class ClockBody:
    """What a clock is to be."""

    mode: Annotated[str, OneOf("frozen", "running")]
    now: Annotated[str | None, MomentText()] = None


@dataclass(frozen=True, slots=True)
class StepBody:
    """How far a clock is advanced: the sum of all four."""

    seconds: Annotated[int, Number()] = 0
    minutes: Annotated[int, Number()] = 0
    hours: Annotated[int, Number()] = 0
    days: Annotated[int, Number()] = 0

    @property
    def length(self) -> timedelta:
        """Raises Contradiction where it is too long for any clock."""
        seconds = self.seconds + 60 * (self.minutes + 60 * (self.hours + 24 * self.days))
        if seconds > (LATEST - EARLIEST).total_seconds():
            raise Contradiction("No clock goes on for so long.")
        return timedelta(seconds=seconds)


def get_clock(scope: Scope) -> dict[str, Any]:
    """The office's clock; without a key, the one that new offices begin with."""
    return clock_to_json(scope.offices.clock(scope.key))


def put_clock(scope: Scope, setting: ClockBody) -> dict[str, Any]:
    """Freeze or run, at ``now`` or, without it, from the time it is."""
    key = scope.key_to_come
    clock = set_to(setting, scope.offices.clock(key))
    touched = scope.all_offices()
    scope.time_travel.set_clock(key, clock)
    return {**clock_to_json(clock), **touched}


def advance(scope: Scope, step: StepBody) -> dict[str, Any]:
    """Let time pass, and see to what falls due: deliveries, waiting requests, faults. Answers when all has settled."""
    key = scope.key_to_come
    try:
        fired = scope.time_travel.advance(key, step.length)
    except ValueError as exc:
        raise refused(exc) from exc
    clock = clock_to_json(scope.offices.clock(key))
    return {**clock, **scope.all_offices(), "fired": [event_to_json(event) for event in fired]}


def event_to_json(event: Event) -> dict[str, Any]:
    """Something that fell due, as JSON."""
    return {"at": event.at.strftime(FORMAT), "what": event.what, **event.more}


def clock_to_json(clock: Clock) -> dict[str, Any]:
    """A clock's mode, and the time it shows."""
    return {"mode": clock.mode, "now": clock.now().strftime(FORMAT)}


def set_to(setting: ClockBody, clock: Clock) -> Clock:
    """What becomes of a clock that is set."""
    at = parse_moment(setting.now) if setting.now else None
    if setting.mode == "frozen":
        return Clock.frozen(at or clock.now())
    return Clock.running(at or clock.now()) if at or clock.frozen_at else clock


ENDPOINTS = (
    call("GET", "clock", get_clock, name="get_clock", answers=answers.CLOCK),
    body("PUT", "clock", put_clock, ClockBody, name="set_clock", answers=answers.CLOCK_SET),
    body(
        "POST",
        "clock/advance",
        advance,
        StepBody,
        name="advance_clock",
        answers=answers.CLOCK_ADVANCED,
        awaits_receivers=True,
    ),
)
