"""How the control plane answers, below ``/_mockod``: its own endpoints, its own errors (problem details)."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from mockod.control.auth import Guard
from mockod.control.routes import ROUTES
from mockod.control.scope import KEY, ControlAdapter, File, Result, Scope
from mockod.rest.endpoint import Inputs
from mockod.rest.errors import ApiError
from mockod.rest.json_codec import read_json
from mockod.rest.messages import Basis, Request, Response
from mockod.rest.schema import Leniency, Schema
from mockod.runtime.time_travel import TimeTravel
from mockod.store.registry import Offices

PROBLEM = {"Content-Type": "application/problem+json; charset=utf-8"}


class ControlPlane:
    """Control calls in, replies out."""

    def __init__(
        self, offices: Offices, vendor: ControlAdapter, time_travel: TimeTravel, guard: Guard | None = None
    ) -> None:
        self._offices = offices
        self._guard = guard or Guard()
        self._vendor = vendor
        self._time_travel = time_travel

    def answer(self, request: Request) -> Response:
        try:
            found = ROUTES.find(request.method, request.path)
            self._guard.check(request.headers, is_open=found is not None and found.resource == "health")
            if found is None:
                raise ApiError(404, f"There is no /_mockod{request.path}.")
            if request.body is None:
                raise ApiError(400, "The body is too large.")
            if found.endpoint is None:
                raise ApiError(405, f"{request.path} does not understand {request.method}.")
            endpoint, query = found.endpoint, dict(parse_qsl(request.query_string, keep_blank_values=True))
            read_key = partial(self._key, request, query.pop("office", ""))
            scope = Scope(self._offices, self._vendor, read_key, self._time_travel, request.body)
            wants_text = query.pop("format", "") == "text" or _prefers_text(request)
            filters = _record(endpoint.query, query) if endpoint.query else None
            body = _record(endpoint.body, _body(request)) if endpoint.body else None
            result = endpoint.run(scope, Inputs(found.ids, filters=filters, body=body))
            if request.method != "GET":
                self._time_travel.wake(None)  # clocks, modes or offices may have changed
            return _told(result, endpoint.status, wants_text=wants_text)
        except ApiError as refusal:
            return problem(refusal)

    @staticmethod
    def is_slow(method: str, path: str) -> bool:
        """Whether a call may take long enough to hold up other offices."""
        found = ROUTES.find(method, path.removeprefix("/_mockod"))
        return bool(found and found.endpoint and found.endpoint.slow)

    def _key(self, request: Request, named: str) -> str | None:
        """``?office=`` wins over the Authorization header; a header that is there must be well-formed."""
        if named:
            if not KEY.fullmatch(named):
                raise ApiError(400, "office is a customer key: up to 128 characters without blanks or slashes.")
            return named
        return self._vendor.customer(request.headers) if request.headers.get("Authorization") else None


def problem(refusal: ApiError) -> Response:
    """A refusal as this plane tells it: problem details (RFC 9457)."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "detail": refusal.text,
    }
    return Response(refusal.status, body, refusal.basis, PROBLEM)


def _prefers_text(request: Request) -> bool:
    return (request.headers.get("Accept") or "").startswith("text/plain")


def _told(result: Any, status: int, *, wants_text: bool) -> Response:
    """A result as JSON, or as text for people, or as the file that it is."""
    if isinstance(result, File):
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Disposition": f'attachment; filename="{result.name}"',
        }
        return Response(status, "", Basis.ASSUMED, headers, payload=result.content)
    if isinstance(result, Result):
        if wants_text:
            headers = {"Content-Type": "text/plain; charset=utf-8"}
            return Response(status, "", Basis.ASSUMED, headers, payload=f"{result.text}\n".encode())
        result = result.data
    return Response(status, result, Basis.ASSUMED)


def _body(request: Request) -> dict[str, Any]:
    """The body, a JSON object; none at all is an empty one."""
    if not (request.body or b"").strip():
        return {}
    try:
        given = read_json(request.body or b"")
    except ValueError as exc:
        raise ApiError(400, "The body is not valid JSON.") from exc
    if not isinstance(given, dict):
        raise ApiError(400, "The body must be a JSON object.")
    return given


def _record(schema: Schema, given: dict[str, Any]) -> Any:
    """What was sent, as the record of the schema."""
    from mockod.rest.validation import Problem, Reader  # here, as it brings marshmallow along

    reader = Reader(schema, lambda since: True, Leniency())
    known, unknown = reader.named(given)
    if unknown:
        raise ApiError(400, f"{unknown[0]} is not known here.")
    values = reader.load(known)
    if isinstance(values, Problem):
        raise ApiError(400, values.text)
    return schema.record(**values)
