"""How the control plane answers, below ``/_mockod``: its own endpoints, its own errors (problem details)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import parse_qsl

from mockod._version import __version__
from mockod.call import Basis, Call, Refused, Reply
from mockod.clock import FORMAT, Clock, parse_moment
from mockod.endpoint import Endpoint, Routes
from mockod.jsontext import read_json
from mockod.offices import Offices
from mockod.wire import Habits, Wire, WireField

PROBLEM = {"Content-Type": "application/problem+json; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a control call means: the office of a customer key, or, without one, all of them."""

    offices: Offices
    tell_key: Callable[[], str | None]

    @property
    def key(self) -> str | None:
        """Read only where it matters: a health check with any header is healthy."""
        return self.tell_key()


@dataclass(frozen=True, slots=True)
class ClockSetting:
    mode: str
    now: str | None = None


class OneOf(WireField):
    """One of a few words."""

    def __init__(self, *words: str, **options: Any) -> None:
        super().__init__(**options)
        self.words = words

    def read(self, value: Any, habits: Habits) -> str:
        if value not in self.words:
            raise ValueError("none of these words")
        return cast(str, value)


class MomentText(WireField):
    """A time that a clock can show, ``yyyy-MM-dd HH:mm:ss``."""

    def read(self, value: Any, habits: Habits) -> str:
        if not isinstance(value, str):
            raise ValueError("no text")
        parse_moment(value)
        return value


class ClockBody(Wire):
    makes = ClockSetting
    mode = OneOf("frozen", "running", data_key="mode", required=True)
    now = MomentText(data_key="now")


def health(target: Target) -> dict[str, Any]:
    """The process answers."""
    return {"status": "ok", "mockod": __version__}


def ready(target: Target) -> dict[str, Any]:
    """The practice is loaded: a server listens only after that."""
    return {"ready": True, "practice": target.offices.start.practice}


def reset(target: Target) -> dict[str, Any]:
    """The key's office, or all, as they were at the start: practice, clock and settings."""
    key = target.key
    if key is None:
        target.offices.reset_all()
    else:
        target.offices.reset(key)
    return {"reset": key or "all"}


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
    Endpoint("GET", "health", health, basis=Basis.ASSUMED),
    Endpoint("GET", "ready", ready, basis=Basis.ASSUMED),
    Endpoint("POST", "reset", reset, basis=Basis.ASSUMED),
    Endpoint("GET", "clock", get_clock, basis=Basis.ASSUMED),
    Endpoint("PUT", "clock", put_clock, body=ClockBody, basis=Basis.ASSUMED),
)
ROUTES = Routes({endpoint.resource: lambda: ENDPOINTS for endpoint in ENDPOINTS})


class ControlPlane:
    """Control calls in, replies out."""

    def __init__(self, offices: Offices, customer: Callable[[Mapping[str, str]], str]) -> None:
        """``customer`` tells the customer key from a request's headers; it refuses malformed ones."""
        self._offices = offices
        self._customer = customer

    def answer(self, call: Call) -> Reply:
        try:
            found = ROUTES.find(call.method, call.path)
            if found is None:
                raise Refused(404, f"There is no /_mockod{call.path}.")
            if call.body is None:
                raise Refused(400, "The body is too large.")
            if found.endpoint is None:
                raise Refused(405, f"{call.path} does not understand {call.method}.")
            arguments: list[Any] = [Target(self._offices, partial(self._key, call))]
            if found.endpoint.body:
                arguments.append(_body(call, found.endpoint.body))
            return Reply(200, found.endpoint.run(*arguments), found.endpoint.basis)
        except Refused as refusal:
            return problem(refusal)

    def _key(self, call: Call) -> str | None:
        """``?office=`` wins over the Authorization header; a header that is there must be well-formed."""
        named = dict(parse_qsl(call.query_string, keep_blank_values=True)).get("office")
        if named:
            if len(named) > 128 or "/" in named or any(mark.isspace() for mark in named):
                raise Refused(400, "office is a customer key: up to 128 characters without blanks or slashes.")
            return named
        return self._customer(call.headers) if call.headers.get("Authorization") else None


def problem(refusal: Refused) -> Reply:
    """A refusal as this plane tells it: problem details (RFC 9457)."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": refusal.text,
    }
    return Reply(refusal.status, body, refusal.basis, PROBLEM)


def _body(call: Call, wire: type[Wire]) -> Any:
    from mockod.reading import Problem, Reader  # here, as it brings marshmallow along

    try:
        given = read_json(call.body or b"")
    except ValueError as wrong:
        raise Refused(400, "The body is not valid JSON.") from wrong
    if not isinstance(given, dict):
        raise Refused(400, "The body must be a JSON object.")
    reader = Reader(wire, lambda since: True, Habits())
    known, unknown = reader.named(given)
    if unknown:
        raise Refused(400, f"{unknown[0]} is not known here.")
    values = reader.load(known)
    if isinstance(values, Problem):
        raise Refused(400, values.text)
    return wire.makes(**values)
