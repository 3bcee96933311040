"""The clock of an office: told, frozen, set, advanced."""

from __future__ import annotations

from datetime import datetime, timedelta

from mockod.client import moments
from mockod.client.moments import Moment
from mockod.client.records import ClockTime, Event, read
from mockod.client.transport import Transport


class Clock:
    """``client.clock``. A clock that is set before the office's first request decides the days of its practice."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get(self) -> ClockTime:
        """Mode and time."""
        return read(ClockTime, self._transport.ask("GET", "clock").data)

    @property
    def now(self) -> datetime:
        """What time it is at the office."""
        return self.get().now

    @property
    def mode(self) -> str:
        """``frozen`` or ``running``."""
        return self.get().mode

    def freeze(self, now: Moment | None = None) -> ClockTime:
        """Stop it, at ``now`` or at the time it is."""
        return self._put("frozen", now)

    def run(self, now: Moment | None = None) -> ClockTime:
        """Let it run, from ``now`` or from the time it is."""
        return self._put("running", now)

    def set(self, now: Moment) -> ClockTime:
        """Set it; it runs or stands as before."""
        return self._put(self.mode, now)

    def advance(
        self, span: timedelta | None = None, *, days: int = 0, hours: int = 0, minutes: int = 0, seconds: int = 0
    ) -> list[Event]:
        """Let time pass at once, with all that falls due in it, and tell that: deliveries, waiting requests, faults."""
        step = {"days": days, "hours": hours, "minutes": minutes, "seconds": seconds}
        if span is not None:
            step["seconds"] += moments.whole_seconds(span)
        answer = self._transport.ask("POST", "clock/advance", step)
        return [Event.of(event) for event in answer.data["fired"]]

    def _put(self, mode: str, now: Moment | None) -> ClockTime:
        body = {"mode": mode, "now": None if now is None else moments.spelled(now)}
        return read(ClockTime, self._transport.ask("PUT", "clock", body).data)
