"""How the control plane answers, below ``/_mockod``: its own endpoints, its own errors (problem details)."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from mockod.call import Call, Refused, Reply
from mockod.control.routes import ROUTES
from mockod.control.target import Target, Vendor
from mockod.jsontext import read_json
from mockod.offices import Offices
from mockod.wire import Habits, Wire

PROBLEM = {"Content-Type": "application/problem+json; charset=utf-8"}


class ControlPlane:
    """Control calls in, replies out."""

    def __init__(self, offices: Offices, vendor: Vendor) -> None:
        self._offices = offices
        self._vendor = vendor

    def answer(self, call: Call) -> Reply:
        try:
            found = ROUTES.find(call.method, call.path)
            if found is None:
                raise Refused(404, f"There is no /_mockod{call.path}.")
            if call.body is None:
                raise Refused(400, "The body is too large.")
            if found.endpoint is None:
                raise Refused(405, f"{call.path} does not understand {call.method}.")
            arguments: list[Any] = [Target(self._offices, self._vendor, partial(self._key, call))]
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
