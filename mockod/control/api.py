"""How the control plane answers, below ``/_mockod``: its own endpoints, its own errors (problem details)."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from mockod.control.auth import Guard
from mockod.control.routes import ROUTES
from mockod.control.scope import KEY, File, Target, Told, Vendor
from mockod.rest.errors import Refused
from mockod.rest.json_codec import read_json
from mockod.rest.messages import Basis, Call, Reply
from mockod.rest.schema import Habits, Wire
from mockod.runtime.time_travel import Timekeeper
from mockod.store.registry import Offices

PROBLEM = {"Content-Type": "application/problem+json; charset=utf-8"}


class ControlPlane:
    """Control calls in, replies out."""

    def __init__(self, offices: Offices, vendor: Vendor, timekeeper: Timekeeper, guard: Guard | None = None) -> None:
        self._offices = offices
        self._guard = guard or Guard()
        self._vendor = vendor
        self._timekeeper = timekeeper

    def answer(self, call: Call) -> Reply:
        try:
            found = ROUTES.find(call.method, call.path)
            self._guard.check(call.headers, is_open=found is not None and found.resource == "health")
            if found is None:
                raise Refused(404, f"There is no /_mockod{call.path}.")
            if call.body is None:
                raise Refused(400, "The body is too large.")
            if found.endpoint is None:
                raise Refused(405, f"{call.path} does not understand {call.method}.")
            endpoint, query = found.endpoint, dict(parse_qsl(call.query_string, keep_blank_values=True))
            tell_key = partial(self._key, call, query.pop("office", ""))
            target = Target(self._offices, self._vendor, tell_key, self._timekeeper, call.body)
            wants_text = query.pop("format", "") == "text" or _prefers_text(call)
            arguments: list[Any] = [target, *found.ids]
            if endpoint.query:
                arguments.append(_record(endpoint.query, query))
            if endpoint.body:
                arguments.append(_record(endpoint.body, _body(call)))
            result = endpoint.run(*arguments)
            if call.method != "GET":
                self._timekeeper.wake(None)  # clocks, modes or offices may have changed
            return _told(result, endpoint.status, wants_text=wants_text)
        except Refused as refusal:
            return problem(refusal)

    @staticmethod
    def is_slow(method: str, path: str) -> bool:
        """Whether a call may take long enough to hold up other offices."""
        found = ROUTES.find(method, path.removeprefix("/_mockod"))
        return bool(found and found.endpoint and found.endpoint.slow)

    def _key(self, call: Call, named: str) -> str | None:
        """``?office=`` wins over the Authorization header; a header that is there must be well-formed."""
        if named:
            if not KEY.fullmatch(named):
                raise Refused(400, "office is a customer key: up to 128 characters without blanks or slashes.")
            return named
        return self._vendor.customer(call.headers) if call.headers.get("Authorization") else None


def problem(refusal: Refused) -> Reply:
    """A refusal as this plane tells it: problem details (RFC 9457)."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": refusal.text,
    }
    return Reply(refusal.status, body, refusal.basis, PROBLEM)


def _prefers_text(call: Call) -> bool:
    return (call.headers.get("Accept") or "").startswith("text/plain")


def _told(result: Any, status: int, *, wants_text: bool) -> Reply:
    """A result as JSON, or as text for people, or as the file that it is."""
    if isinstance(result, File):
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Disposition": f'attachment; filename="{result.name}"',
        }
        return Reply(status, "", Basis.ASSUMED, headers, payload=result.content)
    if isinstance(result, Told):
        if wants_text:
            headers = {"Content-Type": "text/plain; charset=utf-8"}
            return Reply(status, "", Basis.ASSUMED, headers, payload=f"{result.text}\n".encode())
        result = result.data
    return Reply(status, result, Basis.ASSUMED)


def _body(call: Call) -> dict[str, Any]:
    """The body, a JSON object; none at all is an empty one."""
    if not (call.body or b"").strip():
        return {}
    try:
        given = read_json(call.body or b"")
    except ValueError as wrong:
        raise Refused(400, "The body is not valid JSON.") from wrong
    if not isinstance(given, dict):
        raise Refused(400, "The body must be a JSON object.")
    return given


def _record(wire: type[Wire], given: dict[str, Any]) -> Any:
    """What was sent, as the record that the declaration makes."""
    from mockod.rest.validation import Problem, Reader  # here, as it brings marshmallow along

    reader = Reader(wire, lambda since: True, Habits())
    known, unknown = reader.named(given)
    if unknown:
        raise Refused(400, f"{unknown[0]} is not known here.")
    values = reader.load(known)
    if isinstance(values, Problem):
        raise Refused(400, values.text)
    return wire.makes(**values)
