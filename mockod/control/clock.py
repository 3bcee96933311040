"""The clock of one office, or of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mockod.call import Basis
from mockod.clock import FORMAT, Clock, parse_moment
from mockod.control.fields import MomentText, OneOf
from mockod.control.target import Target
from mockod.endpoint import Endpoint
from mockod.wire import Wire


@dataclass(frozen=True, slots=True)
class ClockSetting:
    mode: str
    now: str | None = None


class ClockBody(Wire):
    makes = ClockSetting
    mode = OneOf("frozen", "running", data_key="mode", required=True)
    now = MomentText(data_key="now")


def get_clock(target: Target) -> dict[str, Any]:
    return _told(_clock(target))


def put_clock(target: Target, asked: ClockSetting) -> dict[str, Any]:
    """Freeze or run, at ``now`` or, without it, from the time it is."""
    at = parse_moment(asked.now) if asked.now else None
    if asked.mode == "frozen":
        clock = Clock.frozen(at or _clock(target).now())
    else:
        clock = Clock.running(at or _clock(target).now()) if at or _clock(target).frozen_at else _clock(target)
    target.offices.set_clock(clock, target.key)
    return _told(clock)


def _clock(target: Target) -> Clock:
    return target.offices.clock(target.key)


def _told(clock: Clock) -> dict[str, Any]:
    return {"mode": clock.mode, "now": clock.now().strftime(FORMAT)}


ENDPOINTS = (
    Endpoint("GET", "clock", get_clock, basis=Basis.ASSUMED),
    Endpoint("PUT", "clock", put_clock, body=ClockBody, basis=Basis.ASSUMED),
)
