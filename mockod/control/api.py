"""ControlPlane: answers calls below ``/_mockod`` by its own endpoints, with errors as problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property, partial
from http import HTTPStatus
from typing import Any

from mockod.control.accept import prefers_text
from mockod.control.auth import OPEN, Guard
from mockod.control.endpoints import ControlEndpoint, tells_text
from mockod.control.reading import read_body, read_query, read_record, take_format, take_given, take_office
from mockod.control.routes import is_offered, routes_for
from mockod.control.scope import File, Page, Result, Scope
from mockod.rest.endpoint import Inputs
from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis, Request, Response
from mockod.rest.router import Routes
from mockod.rest.schema import Schema
from mockod.runtime.vendor_runtime import VendorRuntime
from mockod.vendors.vendor import ControlFeatures

PREFIX = "/_mockod"
VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
PROBLEM = {"Content-Type": "application/problem+json; charset=utf-8"}
PAGE = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
"""Headers of a page: it has all in it, and calls this server alone."""
NO_PARAMETERS = Schema.of("NoParameters", ())


class _Commanded:
    """A vendor as the control plane sees it."""

    def __init__(self, runtime: VendorRuntime) -> None:
        self.runtime = runtime

    @cached_property
    def features(self) -> ControlFeatures:
        """What the vendor offers. The settings that an office keeps are the first vendor's."""
        features = self.runtime.vendor.control()
        return features if self.runtime.is_first else replace(features, settings=None)

    @cached_property
    def routes(self) -> Routes:
        return routes_for(self.features, self.runtime.vendor.name)

    def is_named_by(self, request: Request) -> bool:
        """Whether a request has the header that names a customer key of this vendor."""
        return bool(request.headers.get(self.runtime.vendor.key_header))

    def key(self, request: Request, office: str) -> str | None:
        """``?office=`` wins over the vendor's header; a header that is there must be well-formed."""
        if office:
            return office
        return self.runtime.api.identify(request).customer if self.is_named_by(request) else None

    def key_for_log(self, request: Request, office: str) -> str:
        """The same where it can be read, else nothing."""
        try:
            return self.key(request, office) or ""
        except ApiError:
            return ""


class ControlPlane:
    """Control requests in, responses out."""

    def __init__(self, runtimes: Iterable[VendorRuntime], guard: Guard | None = None) -> None:
        """Of several vendors the first is meant where a call names none."""
        self._vendors = [_Commanded(runtime) for runtime in runtimes]
        self._named = {vendor.runtime.vendor.name: vendor for vendor in self._vendors}
        self._guard = guard or Guard()

    def answer(self, request: Request) -> Response:
        key = ""
        try:
            verb = _verb(request.method)
            addressed = self._addressed(request)
            found = addressed.routes.find(verb, request.path)
            self._guard.check(request.headers, is_open=found is not None and self._is_open(found.resource))
            if found is None:
                raise ApiError(404, f"There is no {PREFIX}{request.path}.")
            if request.body is None:
                raise ApiError(400, "The body is too large.")
            if request.is_encoded:
                raise ApiError(400, "Content-Encoding is not supported.")
            query = read_query(request.query_string)
            commanded = self._vendor(request, query)
            if commanded is not addressed:
                found = commanded.routes.find(verb, request.path) or found
            if not is_offered(found.resource, commanded.features):
                raise ApiError(404, f"{commanded.runtime.vendor.title} does not offer {found.resource}.")
            if found.endpoint is None:
                raise _not_understood(commanded.routes, request)
            endpoint = found.endpoint
            office, has_text = take_office(query), tells_text(endpoint)
            key = commanded.key_for_log(request, office)
            read_key = partial(commanded.key, request, office)
            media = request.headers.get("Content-Type") or ""
            scope = Scope(
                commanded.runtime,
                commanded.features,
                read_key,
                request.body,
                bool(office),
                media,
                request.headers,
                [vendor.runtime for vendor in self._vendors],
            )
            wanted = take_format(query) if has_text else ""
            wants_text = wanted == "text" or (not wanted and prefers_text(request.headers.get("Accept") or ""))
            others = ("office", "format") if has_text else ("office",)
            asks = query or endpoint.query  # else nothing is read, and nothing loaded that reads
            filters = read_record(endpoint.query or NO_PARAMETERS, query, others=others) if asks else None
            body = read_record(endpoint.body, read_body(request)) if endpoint.body else None
            result = endpoint.run(scope, Inputs(found.ids, filters=filters, body=body, word=found.below))
            if verb != "GET":
                commanded.runtime.time_travel.wake(None)  # clocks, modes or offices may have changed
            response = _response(result, endpoint.status, wants_text=wants_text)
        except ApiError as error:
            response = problem(error)
        response.office = key
        return response

    def endpoint(self, request: Request) -> ControlEndpoint | None:
        """What a call asks for, as the vendor has it that the path names, or else the first."""
        found = self._addressed(request).routes.find(_verb(request.method), request.path)
        return found.endpoint if found else None

    def office_named(self, request: Request) -> str:
        """The customer key that a call names; nothing where it is about all, or where that cannot be read."""
        try:
            query = read_query(request.query_string)
            commanded = self._vendor(request, query)
            return commanded.key(request, take_office(query)) or ""
        except ApiError:
            return ""

    def _addressed(self, request: Request) -> _Commanded:
        """The vendor whose documents a path names, ``/{vendor}/openapi.json``; else the first."""
        return self._named.get(_first_word(request.path), self._vendors[0])

    def _is_open(self, resource: str) -> bool:
        """Whether a resource needs no token."""
        return resource in OPEN or resource in self._named

    def _vendor(self, request: Request, query: dict[str, str]) -> _Commanded:
        """The vendor that the path or ``?vendor=`` names, or whose credentials the request has; else the first."""
        first, *others = self._vendors
        name = take_given(query, "vendor")
        if name and name not in self._named:
            raise ApiError(404, f"There is no vendor {name}; choose {' or '.join(self._named)}.")
        named = self._named.get(_first_word(request.path)) or self._named.get(name)
        if named:
            return named
        if not others:
            return first
        having_header = [vendor for vendor in self._vendors if vendor.is_named_by(request)]
        return next((vendor for vendor in having_header if _knows(vendor, request)), (having_header or [first])[0])


def _knows(vendor: _Commanded, request: Request) -> bool:
    """Whether the credentials of a request are well-formed for a vendor."""
    try:
        vendor.runtime.api.identify(request)
    except ApiError:
        return False
    return True


def _first_word(path: str) -> str:
    """The resource that a path names."""
    return next(iter(Routes.segments(path)), "").lower()


def problem(error: ApiError) -> Response:
    """An error as this plane tells it: problem details."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(error.status).phrase,
        "status": error.status,
        "detail": error.text,
    }
    return Response(error.status, body, error.basis, {**PROBLEM, **error.headers})


def _verb(method: str) -> str:
    """The verb that decides: HEAD is a GET whose answer goes out without its body, which every door sees to."""
    return "GET" if method == "HEAD" else method


def _not_understood(routes: Routes, request: Request) -> ApiError:
    """405 with the verbs that there are; 404 where there are none."""
    known = [verb for verb in VERBS if (found := routes.find(_verb(verb), request.path)) and found.endpoint]
    if not known:
        return ApiError(404, f"There is no {PREFIX}{request.path}.")
    headers = {"Allow": ", ".join(known)}
    return ApiError(405, f"{request.path} does not understand {request.method}.", headers=headers)


def _response(result: Any, status: int, *, wants_text: bool) -> Response:
    """A result as JSON, as text for people, or as the file that it is."""
    if isinstance(result, File):
        headers = {
            "Content-Type": result.content_type,
            "Content-Disposition": f'attachment; filename="{result.name}"',
        }
        return Response(status, "", Basis.ASSUMED, headers, payload=result.content)
    if isinstance(result, Page):
        return Response(status, "", Basis.ASSUMED, PAGE, payload=result.content)
    if isinstance(result, Result):
        if wants_text:
            headers = {"Content-Type": "text/plain; charset=utf-8"}
            return Response(status, "", Basis.ASSUMED, headers, payload=f"{result.text}\n".encode())
        result = result.data
    return Response(status, result, Basis.ASSUMED)
