"""What is asked at every door: each endpoint well and wrongly, odd paths, headers, bodies and methods, every fault.

A call is a row of a table. Those that write have an office of their own, so that each does what its name says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from mockod.rest.messages import MOST_BODY_BYTES
from mockod.vendors.opendental.pipeline.fault_effects import KINDS
from support.doors import Call
from support.every_method import calls

V1 = "/api/v1/"
Named = Iterator[tuple[str, Call]]
KEY = ("Authorization", "ODFHIR doors/office")
JSON = ("Content-Type", "application/json")
BOOKING = {"PatNum": 2, "Op": 1, "AptDateTime": "2026-03-05 09:00:00", "Pattern": "/XX/"}
_BOOKING = json.dumps(BOOKING).encode()
_PATIENT = b'{"LName": "Neu", "FName": "Nora"}'


def call(
    method: str, target: str, body: Any = None, *headers: tuple[str, str], office: str = "office", **how: Any
) -> Call:
    """A call with credentials. A body that is not bytes goes out as JSON, and says so."""
    content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    type_of_it = () if content is None else (JSON,)
    sent = (("Authorization", f"ODFHIR doors/{office}"), *type_of_it, *headers)
    return Call(method=method, target=target, headers=sent, body=content, **how)


NUMBER = re.compile(r"/\d+(?=[/?]|$)")
"""A row's number in a path."""


def of_every_endpoint() -> Named:
    """Each endpoint of each resource, well asked, and wrongly in the ways that all have in common."""
    for endpoint, ask in calls().items():
        verb, target = endpoint.partition(" ")[0], V1 + ask.path
        target += f"?{urlencode(ask.query)}" if ask.query else ""
        more = "&" if ask.query else "?"
        yield f"{endpoint}: well asked", call(verb, target, ask.body, office=quote(endpoint, safe=""))
        yield f"{endpoint}: no credentials", Call(method=verb, target=target)
        yield f"{endpoint}: unknown parameters", call(verb, f"{target}{more}Colour=red&Limit=none", ask.body)
        yield f"{endpoint}: another method", call("PATCH", target, ask.body)
        if "{" in endpoint:
            yield f"{endpoint}: no such row", call(verb, NUMBER.sub("/987654", target), ask.body)
        if ask.body is not None:
            yield from _of_a_body(endpoint, verb, target, ask.body)


def _of_a_body(endpoint: str, verb: str, target: str, body: Mapping[str, Any]) -> Named:
    """Whatever can be wrong with the body of an endpoint that wants one."""
    yield f"{endpoint}: no body", call(verb, target)
    yield f"{endpoint}: no fields", call(verb, target, {})
    yield f"{endpoint}: bad JSON", call(verb, target, b"{broken")
    yield f"{endpoint}: no object", call(verb, target, [body])
    yield f"{endpoint}: no content type", Call(method=verb, target=target, headers=(KEY,), body=b"{}")
    for name in list(body)[:4]:
        rest = {other: value for other, value in body.items() if other != name}
        yield f"{endpoint}: no {name}", call(verb, target, rest, office="missing")
        yield f"{endpoint}: {name} empty", call(verb, target, {**body, name: ""}, office="empty")
        yield f"{endpoint}: {name} badly formatted", call(verb, target, {**body, name: "30/02/26"}, office="format")
        yield f"{endpoint}: {name} of another type", call(verb, target, {**body, name: [None]}, office="type")


PATHS = """
    / // /api /api/ /api/v1 /api/v1/ /api/v1// /apiv1 /api/v2/patients /appointments /v1/appointments /nothing/here
    //api/v1/patients/1 /api//v1/patients/1 /api/v1/patients/1/ /api/v1//patients///1// /api/v1/patients//
    /api/v1/api/v1/patients/1 /api/api/v1/patients/1 /API/V1/patients/1 /Api/v1/patients/1 /api/v1/PATIENTS/1
    /api/v1/Appointments/slots /api/v1/patient/1 /api/v1/unicorns /api/v1/labcases /api/v1/patients/abc
    /api/v1/%70atients/%31 /%61pi/v1/patients/1 /api/v1/patients%2F1 /api/v1%2Fpatients/1 /api%2fv1/patients/1
    /api/v1/%ff%fe /api/v1/patients/%ff /%ff /_mockod/%ff /api/v1/%ed%a0%80 /%ed%a0%80 /api/v1/%00 /api/v1/a%00b
    /api/v1/%zz% /api/v1/% /%%% /api/v1/p%C3%A4tients /p%C3%A4tients /api/v1/%0a /%0D%0A /api/v1/%20 /api/v1/a%20b
    /api/v1/./patients/1 /api/v1/../patients/1 /api/v1/patients/../patients/1 /./api/v1/patients/1 /../_mockod/health
    /api/v1/%2e%2e/patients/1 /_mockod/../api/v1/patients/1 /api/v1/patients/. /api/v1/patients/..
    /api/v1/patients;v=1/1 /api/v1/patients/1;x?y /api/v1/patients:1 /api/v1/patients/1#part /api/v1/patients/1%23part
    /api/v1/patients?LName=M#part /api/v1/a@b /api/v1/~ /api/v1/patients|1 /api/v1/"1" /api/v1/<1> /api/v1/{PatNum}
    /api/v1/patients\\1 /api/v1/patients^1 /api/v1/patients`1 /api/v1/[1] /api/v1/patients/-1 /api/v1/patients/+1
    /api/v1/patients/00001 /api/v1/patients/0 /api/v1/patients/1.0 /api/v1/patients/%D9%A1
    /api/v1/patients/1? /api/v1/patients?? /api/v1/patients??LName=M /api/v1/patients?&&=&a /api/v1/patients?LName
    /api/v1/patients?LName=%ff%zz% /api/v1/patients?LName=M%C3%BC /api/v1/patients?LName=a+b /api/v1/patients?L%4eame=M
    /api/v1/patients?LName=Muster&LName=Other /api/v1/patients?lname=M /api/v1/patients?LName=a/b?c
    /api/v1/patients?LName=%00 /api/v1/patients?LName=%0d%0a /api/v1/patients?LName=a;FName=b
    /api/v1/patients?Limit=1&Offset=1 /api/v1/patients?Limit=0 /api/v1/patients?Offset=x
    /api/appointments/create /api/appointments /api/v1/appointments/create
    /_mockod /_mockod/ /_mockod/health/ /_mockod//health //_mockod/health /_mockod/nothing /_mockodx /_MOCKOD/health
    /_mockod/Health /%5fmockod/health /_mockod%2fhealth /_mockod/health?x=1 /_mockod/clock/ /_mockod/_mockod/health
    /favicon.ico /robots.txt /index.html /api/v1/openapi.json
""".split()

METHODS = "GET HEAD POST PUT DELETE PATCH OPTIONS TRACE PROPFIND PURGE BREW BANANA get Get M-SEARCH GETS".split()
RESOURCES = ("/api/v1/patients/1", "/api/v1/appointments/Slots", "/api/v1/none", "/_mockod/clock", "/", "/none")

HEADERS: dict[str, tuple[tuple[str, str], ...]] = {
    "no Authorization": (),
    "an empty Authorization": (("Authorization", ""),),
    "Authorization with one key": (("Authorization", "ODFHIR doors"),),
    "Authorization with three keys": (("Authorization", "ODFHIR a/b/c"),),
    "Authorization of another scheme": (("Authorization", "Bearer x"),),
    "Authorization of any bytes": (("Authorization", "ODFHIR doors/\xff\xfe"),),
    "Authorization in UTF-8": (("Authorization", "ODFHIR doors/Ã©"),),
    "Authorization in another case": (("authorization", "odfhir doors/office"),),
    "Authorization in capitals": (("AUTHORIZATION", "ODFHIR doors/office"),),
    "Authorization twice": (KEY, KEY),
    "Authorization after an empty one": (("Authorization", ""), KEY),
    "blanks before": (("Authorization", "   ODFHIR doors/office"),),
    "blanks behind": (("Authorization", "ODFHIR doors/office  \t "),),
    "blanks inside": (("Authorization", "ODFHIR  doors/office"),),
    "a tab inside": (("Authorization", "ODFHIR\tdoors/office"),),
    "a long key": (("Authorization", f"ODFHIR doors/{'k' * 129}"),),
    "an underscore for a dash": (KEY, ("X_Mockod_Fault", "throttled")),
    "an underscore for another Authorization": (KEY, ("Content_Type", "text/plain")),
    "a fault with blanks": (KEY, ("X-Mockod-Fault", "  throttled ;  seconds = 7 ")),
    "an empty fault": (KEY, ("X-Mockod-Fault", "")),
    "an unknown fault": (KEY, ("X-Mockod-Fault", "storm")),
    "two faults": (KEY, ("X-Mockod-Fault", "throttled"), ("X-Mockod-Fault", "slow")),
    "one fault twice": (KEY, ("X-Mockod-Fault", "throttled"), ("X-Mockod-Fault", "throttled")),
    "Content-Type twice": (KEY, JSON, JSON),
    "Content-Type in lower case": (KEY, ("content-type", "application/json")),
    "Content-Type with blanks": (KEY, ("Content-Type", "  application/json  ")),
    "Content-Type with a charset": (KEY, ("Content-Type", "Application/JSON; charset=utf-8")),
    "Content-Type of text": (KEY, ("Content-Type", "text/plain")),
    "Content-Type of a form": (KEY, ("Content-Type", "application/x-www-form-urlencoded")),
    "Content-Type of several parts": (KEY, ("Content-Type", "multipart/form-data; boundary=x")),
    "an empty Content-Type": (KEY, ("Content-Type", "")),
    "Content-Encoding": (KEY, JSON, ("Content-Encoding", "gzip")),
    "Content-Encoding identity": (KEY, JSON, ("Content-Encoding", "identity")),
    "a long User-Agent": (KEY, JSON, ("User-Agent", f"caf\xe9/1.0 {'x' * 300}")),
    "User-Agent twice": (KEY, JSON, ("User-Agent", "one/1.0"), ("user-agent", "other/2.0")),
    "a browser's User-Agent": (KEY, JSON, ("User-Agent", "Mozilla/5.0")),
    "Origin": (KEY, JSON, ("Origin", "http://elsewhere.example")),
    "Origin of this server": (KEY, JSON, ("Origin", "http://office.example:8080")),
    "Sec-Fetch-Site": (KEY, JSON, ("Sec-Fetch-Site", "cross-site")),
    "Access-Control-Request-Method": (KEY, ("Origin", "http://x.example"), ("Access-Control-Request-Method", "GET")),
    "a proxy's": (KEY, JSON, ("X-Forwarded-For", "10.0.0.1"), ("X-Forwarded-Host", "p.example"), ("Via", "1.1 p")),
    "a proxy's scheme": (KEY, JSON, ("X-Forwarded-Proto", "https"), ("Forwarded", "proto=https;host=p.example")),
    "another method named": (KEY, JSON, ("X-HTTP-Method-Override", "DELETE")),
    "Accept text": (KEY, JSON, ("Accept", "text/plain")),
    "Accept by weight": (KEY, JSON, ("Accept", "application/json;q=0.5, text/plain")),
    "Accept twice": (KEY, JSON, ("Accept", "text/plain"), ("Accept", "application/json")),
    "Accept nothing there is": (KEY, JSON, ("Accept", "image/png")),
    "Accept-Encoding": (KEY, JSON, ("Accept-Encoding", "gzip, br")),
    "conditions": (KEY, JSON, ("If-None-Match", "*"), ("If-Modified-Since", "Mon, 02 Mar 2026 07:00:00 GMT")),
    "Range": (KEY, JSON, ("Range", "bytes=0-1")),
    "Cookie": (KEY, JSON, ("Cookie", "session=x")),
    "Expect": (KEY, JSON, ("Expect", "100-continue")),
    "Expect in capitals": (KEY, JSON, ("EXPECT", "100-Continue")),
    "Connection close": (KEY, JSON, ("Connection", "close")),
    "Connection keep-alive": (KEY, JSON, ("Connection", "keep-alive"), ("Keep-Alive", "timeout=5")),
    "TE": (KEY, JSON, ("TE", "trailers"), ("Connection", "TE")),
    "a hundred more": (KEY, JSON, *((f"X-{number}", "a") for number in range(90))),
    "an empty one": (KEY, JSON, ("X-Nothing", "")),
    "odd names": (KEY, JSON, ("x.y!#$%&'*+^`|~1", "a")),
}

BODIES: dict[str, tuple[bytes, dict[str, Any]]] = {
    "in chunks": (_BOOKING, {"chunked": True}),
    "bad JSON in chunks": (b"PatNum=1", {"chunked": True}),
    "no chunks but the last": (b"", {"chunked": True}),
    "empty": (b"", {}),
    "blank": (b" \r\n\t ", {}),
    "null": (b"null", {}),
    "a number": (b"1", {}),
    "a text": (b'"x"', {}),
    "a list": (b"[]", {}),
    "cut off": (_BOOKING[:-1], {}),
    "more behind": (_BOOKING + b"x", {}),
    "a byte order mark": (b"\xef\xbb\xbf" + _BOOKING, {}),
    "UTF-16": (_BOOKING.decode().encode("utf-16"), {}),
    "no UTF-8": (b'{"Note": "\xff"}', {}),
    "half a surrogate": (b'{"PatNum": 2, "Op": 1, "AptDateTime": "2026-03-05 09:00:00", "Note": "\\ud800"}', {}),
    "a zero byte": (b'{"PatNum": 2, "Op": 1, "AptDateTime": "2026-03-05 09:00:00", "Note": "a\\u0000b"}', {}),
    "nested deeply": (b"[" * 5000 + b"]" * 5000, {}),
    "a name twice": (b'{"PatNum": 1, "PatNum": 2, "Op": 1, "AptDateTime": "2026-03-05 09:00:00"}', {}),
    "a number too large": (b'{"PatNum": 1e400}', {}),
    "a number of many digits": (b'{"PatNum": ' + b"9" * 5000 + b"}", {}),
    "no number": (b'{"PatNum": NaN}', {}),
    "as large as may be": (b" " * MOST_BODY_BYTES, {}),
    "too large": (b" " * (MOST_BODY_BYTES + 1), {}),
    "too large in chunks": (b" " * (MOST_BODY_BYTES + 1), {"chunked": True}),
}


def of_the_request_line() -> Named:
    """Odd paths and odd methods."""
    for path in (*PATHS, f"/api/v1/{'x' * 3000}", f"/api/v1/patients/{'9' * 40}", f"/api/v1/patients?{'a=1&' * 250}"):
        yield f"path {path[:60]}", call("GET", path)
    for path in ("/api/v1/patients//", "/api/v1/nothing", "/_mockod/nothing", "/nothing", "/api/v1/%ff"):
        yield f"path {path} with a body", call("POST", path, _PATIENT, office="path")
    for method in METHODS:
        for path in RESOURCES:
            yield f"method {method} {path}", call(method, path)
    for method in ("GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "BREW"):
        for path in ("/api/v1/patients/1", "/_mockod/clock", "/none"):
            yield f"method {method} {path} with a body", call(method, path, {"LName": "Neu"})
    for path in RESOURCES:
        yield f"method HEAD {path} without credentials", Call(method="HEAD", target=path)
        yield f"method OPTIONS {path} without credentials", Call(method="OPTIONS", target=path)


def of_headers() -> Named:
    """Odd headers, with and without a body, at every kind of path."""
    for number, (name, given) in enumerate(HEADERS.items()):
        headers = tuple((header, value.replace("/office", f"/headers-{number}")) for header, value in given)
        for path in ("/api/v1/patients/1", "/api/v1/patients?LName=M", "/_mockod/settings", "/none"):
            yield f"headers: {name}: GET {path}", Call(target=path, headers=headers)
        yield f"headers: {name}: OPTIONS", Call(method="OPTIONS", target="/api/v1/patients", headers=headers)
        for path, body in (("/api/v1/patients", _PATIENT), ("/_mockod/snapshots", b'{"name": "x", "replace": true}')):
            yield f"headers: {name}: POST {path}", Call(method="POST", target=path, headers=headers, body=body)
            yield (
                f"headers: {name}: POST {path} in chunks",
                Call(method="POST", target=path, headers=headers, body=body, chunked=True),
            )


def of_bodies() -> Named:
    """Odd bodies, for the API, for the control plane and for nobody."""
    for name, (body, how) in BODIES.items():
        for path in ("/api/v1/appointments", "/_mockod/clock/advance", "/none"):
            yield f"body {name}: {path}", call("POST", path, body, office=f"body-{quote(name)}", **how)
        yield f"body {name}: to a GET", call("GET", "/api/v1/patients/1", body, **how)
        yield f"body {name}: without credentials", Call(method="POST", target="/api/v1/patients", body=body, **how)


def of_faults() -> Named:
    """Every kind, brought by a request and ordered before it. None takes time, as nobody measures it here."""
    for kind in KINDS:
        brought, office = ("X-Mockod-Fault", f"{kind}; seconds=0"), f"fault-{kind}"
        for method, path, body in (
            ("GET", "patients/1", None),
            ("HEAD", "patients/1", None),
            ("OPTIONS", "patients/1", None),
            ("GET", "appointments/Slots", None),
            ("GET", "patients?LName=nobody", None),
            ("POST", "patients", {"LName": "Neu", "FName": "Nora"}),
            ("PUT", "appointments/1/Note", {"Note": kind}),
            ("DELETE", "patplans/1", None),
            ("POST", "appointments", {}),
            ("GET", "nothing", None),
        ):
            yield f"fault {kind}: {method} {path}", call(method, V1 + path, body, brought, office=office)
        yield f"fault {kind}: without credentials", Call(target="/api/v1/patients/1", headers=(brought,))
        yield f"fault {kind}: control plane", call("GET", "/_mockod/clock", None, brought, office=office)
        order = {"kind": kind, "times": 1, "seconds": 0}
        yield f"fault {kind}: ordered", call("POST", "/_mockod/faults", order, office=office)
        yield f"fault {kind}: listed", call("GET", "/_mockod/faults", office=office)
        yield f"fault {kind}: strikes", call("POST", "/api/v1/appointments", BOOKING, office=office)
        yield f"fault {kind}: is over", call("GET", "/api/v1/appointments", office=office)
        yield f"fault {kind}: in the journal", call("GET", "/_mockod/requests", office=office, is_measured=True)
