"""An answer of a real office, held against the description of its method."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mockod.rest.endpoint import Endpoint
from mockod.rest.exchange import Comparison, Difference, Exchange
from mockod.rest.messages import Basis
from mockod.rest.schema import Field, Schema
from mockod.vendors.opendental.access.settings import Settings
from mockod.vendors.opendental.access.versions import Version
from mockod.vendors.opendental.analysis.refusal_words import told
from mockod.vendors.opendental.engine.documented import documented_routes
from mockod.vendors.opendental.shadow import refusals
from mockod.vendors.opendental.shadow.expectations import Expectation, expectation
from mockod.vendors.opendental.shadow.values import Form, form_of, json_name

UNKNOWN_METHOD = "a method that is not documented"
MAY_BE_ONE = frozenset({"apptfields"})
"""Resources whose list is a single object where a request names one row (documented)."""
MAY_BE_BLANK = frozenset({("providers", "serverDateTime"), ("chartmodules", "dateSched")})
"""Dates that are blank in some answers of a resource (documented)."""
CONTENT_TYPES = frozenset({"none", "text/html", "text/plain", "text/json", "text/xml", "application/problem+json"})
"""Those that are told where JSON belongs."""
_FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}", re.ASCII)
SUCCESS = range(200, 300)
NO_CONTENT = 204
_REDIRECTS = range(300, 400)


def compare(exchange: Exchange, settings: Settings) -> tuple[Comparison, Any]:
    """What differs, and the answer's JSON; None where it is no JSON, an error, or its dates are spelled otherwise."""
    expected = expectation(exchange.request, settings)
    body, differences = None, list(_about_status(exchange, expected))
    has_body = exchange.request.method != "HEAD" and exchange.status != NO_CONTENT
    if exchange.status in SUCCESS and expected.endpoint is not None and has_body:
        found, body = _success(exchange, expected.endpoint, expected, settings)
        differences += found
    return Comparison(_told_endpoint(exchange, expected), tuple(differences)), None if expected.is_spelled else body


def _told_endpoint(exchange: Exchange, expected: Expectation) -> str:
    """The method as it is documented: a path that a client made up may hold a name."""
    method, path = exchange.request.method, exchange.request.path
    verb = method if method in ("GET", "HEAD", "POST", "PUT", "DELETE") else "another verb,"
    if expected.endpoint is not None:
        return f"{verb} {expected.endpoint.path}"
    found = documented_routes().find(method, path)
    if found is None:
        return f"{verb} {UNKNOWN_METHOD}"
    return f"{verb} {found.endpoint.path}" if found.endpoint else f"{verb} {UNKNOWN_METHOD} of {found.resource}"


def _about_status(exchange: Exchange, expected: Expectation) -> Iterator[Difference]:
    """The status, and the text of an error."""
    status, refusal, endpoint = exchange.status, expected.refusal, expected.endpoint
    if status in _REDIRECTS:
        yield Difference("status", "", "no redirect", str(status), Basis.DOCUMENTED)
    elif status in SUCCESS:
        if refusal is not None:
            text = f"{refusal.status} {told(refusal.text)}"
            yield Difference("accepted", "", text, str(status), refusal.basis)
        elif endpoint is not None and status != endpoint.status:
            yield Difference("status", "", str(endpoint.status), str(status), endpoint.basis)
    elif exchange.request.method != "HEAD":
        yield from _error(exchange, expected)


def _error(exchange: Exchange, expected: Expectation) -> Iterator[Difference]:
    """An error must be a JSON text that is known, and the one that the request asks for."""
    status, refusal = exchange.status, expected.refusal
    text = _json(exchange.body)
    if not isinstance(text, str):
        got = f"{status} with {'no JSON' if text is None else f'JSON: {json_name(text)}'}"
        yield Difference("error shape", "", "a JSON text", got, Basis.OBSERVED)
        return
    if refusals.is_outage(status, text):
        return
    got = f"{status} {told(text)}"
    if refusal is not None:
        if (status, text) != (refusal.status, refusal.text):
            wanted = f"{refusal.status} {told(refusal.text)}"
            yield Difference("error text", "", wanted, got, refusal.basis)
    elif not refusals.is_known(status, text):
        yield Difference("error text", "", "an error that mockod knows", got, Basis.ASSUMED)


def _success(
    exchange: Exchange, endpoint: Endpoint[Any], expected: Expectation, settings: Settings
) -> tuple[list[Difference], Any]:
    """The body: its type, its rows, their fields."""
    schema = endpoint.answer
    if schema is None or not settings.version.knows(endpoint.answers_since):
        if not exchange.body.strip():
            return [], None
        return [Difference("body", "", "no body", "a body", endpoint.basis)], None
    found = []
    kind = exchange.headers.get("content-type", "none").partition(";")[0].strip().lower()
    if kind != "application/json":
        got = kind if kind in CONTENT_TYPES else "another"
        found.append(Difference("content type", "", "application/json", got, Basis.OBSERVED))
    body = _json(exchange.body)
    if body is None:
        return [*found, Difference("body", "", "JSON", "no JSON", endpoint.basis)], None
    rows = body if isinstance(body, list) else [body]
    shape = "a list" if endpoint.many else "an object"
    is_right = isinstance(body, list) == endpoint.many or endpoint.resource in MAY_BE_ONE
    if not is_right or not all(isinstance(row, dict) for row in rows):
        return [*found, Difference("shape", "", shape, _shape(body), endpoint.basis)], None
    if endpoint.many and len(rows) > expected.page:
        limit = Difference("paging", "", f"{expected.page} rows at most", "more", Basis.DOCUMENTED)
        found.append(limit)
    if schema.fields:  # a query has the columns that it asks for
        about = _Answers(endpoint.resource, schema, settings.version, expected.is_spelled)
        found += dict.fromkeys(difference for row in rows for difference in about.row(row))
    return found, body


def _shape(body: Any) -> str:
    if isinstance(body, list):
        others = sorted({json_name(row) for row in body} - {"object"})
        return f"a list of {others[0]}s" if others else "a list"
    return f"JSON: {json_name(body)}"


def _json(body: bytes) -> Any:
    """The standard library's: an office's page may have more members than a client may send."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


@lru_cache(500)
def _fields(schema: Schema, version: Version) -> tuple[Mapping[str, Field], Mapping[str, Form]]:
    """The fields of an answer of this version by their names, in order, and their forms."""
    known = {field.wire_name: field for field in schema.fields.values() if field.is_known(version.knows)}
    return known, {name: form_of(field.type) for name, field in known.items()}


@dataclass(frozen=True, slots=True)
class _Answers:
    """What rows of an answer are held against."""

    resource: str
    schema: Schema
    version: Version
    is_spelled: bool

    def row(self, row: Mapping[str, Any]) -> Iterator[Difference]:
        """One row: which fields, in which order, of which types and forms."""
        fields, forms = _fields(self.schema, self.version)
        for name, field in fields.items():
            if name not in row:
                since = f" (since {field.since})" if field.since else ""
                yield Difference("missing field", name, f"a field{since}", "none", field.basis)
        for name in row:
            if name not in fields:
                shown = name if _FIELD_NAME.fullmatch(name) else "a field of another kind of name"
                yield Difference("unknown field", shown, "no such field", json_name(row[name]), Basis.DOCUMENTED)
        yield from _order([name for name in row if name in fields], [name for name in fields if name in row])
        for name, value in row.items():
            if name in fields:
                yield from self._value(name, value, fields[name], forms[name])

    def _value(self, name: str, value: Any, field: Field, form: Form) -> Iterator[Difference]:
        if not form.fits_json(value):
            got = "decimal number" if type(value) is float and form.json == "whole number" else json_name(value)
            yield Difference("type", name, form.json, got, field.basis)
        elif not (form.is_date and self._is_excused(name, value)) and not form.fits(value):
            yield Difference("format", name, form.words, "another text", field.basis)

    def _is_excused(self, name: str, value: Any) -> bool:
        """Whether a date may look otherwise: as the client asked for, or blank."""
        return self.is_spelled or (value == "" and (self.resource, name) in MAY_BE_BLANK)


def _order(given: Sequence[str], described: Sequence[str]) -> Iterator[Difference]:
    """The first field that stands in another's place."""
    for here, there in zip(given, described, strict=True):
        if here != there:
            yield Difference("order", there, f"{there} here", here, Basis.DOCUMENTED)
            return
