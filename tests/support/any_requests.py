"""Requests as bytes that nobody would send: made from what the endpoints declare, from documents, and from noise."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

from hypothesis import strategies as st

from conftest import application
from mockod.rest.endpoint import Endpoint
from mockod.vendors.opendental.resources import FORM_ROUTES, ROUTES
from support.any_calls import value_of
from support.any_values import anything, likely
from support.control_routes import CONTROL
from support.json_schema import fitting, resolved, unfit
from support.raw_exchange import as_json, request_bytes

CUSTOMER = "any"
JSON = [("Content-Type", "application/json")]
CLOSE = b"Connection: close\r\n"
BOOKING = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-03 09:00:00"}
ENDPOINTS = [(door, one) for door, routes in (("/api/v1", ROUTES), ("/api", FORM_ROUTES)) for one in routes.endpoints]
WITH_BODY = [one for one in ENDPOINTS if one[1].body]
numbers = st.sampled_from([1, 1, 1, 2, 0, 99, 10**18 - 1, 10**18])


def _target(door: str, endpoint: Endpoint[Any], number: int) -> str:
    path = re.sub(r"\{\w+\}", str(number), endpoint.path)
    return f"{door}/{path}"


@st.composite
def queries(draw: st.DrawFn) -> str:
    """A few parameters, mostly ones that some method has."""
    known = ["PatNum", "date", "dateStart", "AptStatus", "Limit", "Offset", "DateTStamp", "DateFormatString", "LName"]
    texts = likely.map(str) | st.text(max_size=20)
    pairs = draw(st.lists(st.tuples(st.sampled_from(known), texts), max_size=3))
    return urlencode([(name, value.encode("utf-8", "surrogatepass")) for name, value in pairs])


def _some_of(names: Mapping[str, st.SearchStrategy[Any]], draw: st.DrawFn) -> dict[str, Any]:
    """A few of the names with values that fit, and a few with any."""
    chosen = draw(st.lists(st.sampled_from(sorted(names)), max_size=4)) if names else []
    good = {name: draw(names[name]) for name in chosen}
    return good | draw(st.dictionaries(st.sampled_from([*names, "Unknown"]), likely | anything, max_size=2))


@st.composite
def bodies(draw: st.DrawFn) -> bytes:
    """A call of a method that takes a body: what it needs, values that fit, and some that do not."""
    door, endpoint = draw(st.sampled_from(WITH_BODY))
    declared = {field.wire_name: field for field in endpoint.body.fields.values()}
    needed = {name: draw(value_of(field)) for name, field in declared.items() if field.required}
    more = _some_of({name: value_of(field) for name, field in declared.items()}, draw)
    target = _target(door, endpoint, draw(numbers))
    return request_bytes(endpoint.method, target, CUSTOMER, json.dumps(needed | more).encode(), JSON)


VERBS = ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS"]
WORDS = ["api", "v1", "_mockod", "appointments", "patients", "Slots", "Break", "1", "..", ".", "", "clock", "reset"]
HEADERS = ["Accept", "Content-Type", "Host", "Range", "Origin", "X-Mockod-Key", "Cookie", "Authorization"]
KNOWN = [_target(door, endpoint, 1) for door, endpoint in ENDPOINTS]
odd_words = st.binary(max_size=6).map(lambda part: quote_from_bytes(part, safe="/%?#:;@!$&'()*+,="))
odd_paths = st.lists(st.sampled_from(WORDS) | odd_words, max_size=5).map(lambda parts: "/" + "/".join(parts))
header_values = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=12)


@st.composite
def paths(draw: st.DrawFn) -> bytes:
    """Any verb, path, query and headers."""
    method = draw(st.sampled_from(VERBS) | st.text("ABX", min_size=1))
    path = draw(odd_paths | st.sampled_from(KNOWN) | odd_words)
    query = draw(queries() | odd_words)
    headers = draw(st.lists(st.tuples(st.sampled_from(HEADERS), header_values), max_size=2))
    return request_bytes(method, f"{path}?{query}" if query else path, CUSTOMER, headers=headers)


@cache
def document() -> Any:
    return application("tiny").test_client().get("/_mockod/openapi.json").json


@dataclass(frozen=True)
class Order:
    """A call of the control plane, and what it takes: each parameter's values, and bodies where it takes any."""

    method: str
    path: str
    parameters: Mapping[str, st.SearchStrategy[Any]]
    bodies: st.SearchStrategy[Any] | None


def _bodies(operation: Any, *, takes_file: bool) -> st.SearchStrategy[Any] | None:
    """What its document allows, what it does not, and anything."""
    if takes_file:
        return st.dictionaries(st.sampled_from(["patients", "appointments", "remove", "office"]), anything, max_size=2)
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    return fitting(document(), content["schema"]) | unfit(document(), content["schema"]) | anything


@cache
def control_orders() -> list[Order]:
    """Made once: a document is long."""
    found = []
    for row in CONTROL.endpoints:
        if row.path == "openapi.json":
            continue
        operation = document()["paths"][f"/{row.path}"][row.method.lower()]
        parameters = {
            one["name"]: fitting(document(), one["schema"]) | likely
            for one in (resolved(document(), each) for each in operation["parameters"])
            if one["name"] != "office"
        }
        found.append(Order(row.method, row.path, parameters, _bodies(operation, takes_file=row.takes_file)))
    return found


@st.composite
def orders(draw: st.DrawFn) -> bytes:
    """A call of the control plane, with a body and parameters that may be right."""
    order = draw(st.sampled_from(control_orders()))
    names = sorted(order.parameters)
    chosen = draw(st.lists(st.sampled_from(names), max_size=2, unique=True)) if names else []
    values = {name: str(draw(order.parameters[name])).encode("utf-8", "surrogatepass") for name in chosen}
    body = None if order.bodies is None else json.dumps(draw(order.bodies)).encode()
    target = f"/_mockod/{order.path}" + (f"?{urlencode(values)}" if values else "")
    return request_bytes(order.method, target, CUSTOMER, body, [] if body is None else JSON)


BASES = [
    request_bytes("POST", "/api/v1/appointments", CUSTOMER, as_json(BOOKING), JSON),
    request_bytes("PUT", "/api/v1/patients/1", CUSTOMER, as_json({"LName": "New"}), JSON),
    request_bytes("GET", "/api/v1/patients?LName=Muster", CUSTOMER),
    request_bytes("PUT", "/_mockod/clock", CUSTOMER, as_json({"mode": "frozen"}), JSON),
    request_bytes("POST", "/_mockod/seed", CUSTOMER, as_json({"patients": [{"LName": "A", "FName": "B"}]}), JSON),
    request_bytes("POST", "/api/v1/patients", CUSTOMER, headers=[*JSON, ("Transfer-Encoding", "chunked")])
    + b'22\r\n{"LName": "Chunk", "FName": "Ann"}\r\n0\r\n\r\n',
]
BASES = [base.replace(CLOSE, b"") for base in BASES]
PIECES = (b"\r\n", b"\n", b"\r", b" ", b"\t", b":", b"\x00", b"\xff", b"0", b"9", b"GET / HTTP/1.1\r\n", b"HTTP/1.0")
PIECES += (b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n", b"Expect: 100-continue\r\n", b"x" * 5_000)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A good request with up to three places damaged. Its connection stays open, as far as it says so."""
    sent = bytearray(draw(st.sampled_from(BASES)))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(sent)))
        how = draw(st.sampled_from(["put in", "replaced", "cut out", "doubled", "cut off"]))
        if how in ("put in", "replaced"):
            piece = draw(st.sampled_from(PIECES) | st.binary(min_size=1, max_size=4))
            sent[at : at if how == "put in" else at + len(piece)] = piece
        elif how == "cut off":
            del sent[max(at, 1) :]
        else:
            end = at + draw(st.integers(1, 40))
            sent[at:end] = sent[at:end] * 2 if how == "doubled" else b""
    return bytes(sent)


noise = st.binary(min_size=1, max_size=80) | st.text("GETPOS /HTTP1.\r\n:", min_size=1, max_size=60).map(str.encode)
