"""Malformed and hostile requests: what is a mistake is refused in words and changes nothing; the rest is served.

Two tables. Each row of REFUSED is a mistake, with the answer that names it. Each row of ACCEPTED looks like a
mistake, and a faithful office lets it pass.
"""

# ruff: noqa: RUF001 - digits of other scripts are meant

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest

from conftest import new_office
from mockod.rest.messages import Basis
from support.db import database

NO_JSON = "Request body is not valid JSON."
NO_TYPE = "Content-Type must be application/json."
NO_ENCODING = "Content-Encoding is not supported."
NO_KEYS = "Authorization header is missing or invalid."
MOMENT = "format must be yyyy-MM-dd HH:mm:ss."
DAY = "format must be yyyy-MM-dd."
JSON_TYPE = {"Content-Type": "application/json"}
BOOKING = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-03 09:00:00"}
V1 = "/api/v1/"


@dataclass(frozen=True)
class Case:
    """A request and what comes of it. ``text`` empty: any words will do."""

    method: str
    target: str
    status: int
    text: str = ""
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        given = {k: v[:40] for k, v in self.headers.items() if JSON_TYPE.get(k) != v}
        parts = (self.method, self.target[:70], repr(self.body[:70])[2:-1], repr(given) if given else "")
        return " ".join(part for part in parts if part).encode("ascii", "backslashreplace").decode()


def written(value: Any) -> bytes:
    """A body as JSON; one that is written already stays as it is."""
    return value if isinstance(value, bytes) else json.dumps(value).encode()


def get(target: str, status: int, text: str = "", **more: Any) -> Case:
    return Case("GET", target if target.startswith("/") else V1 + target, status, text, **more)


def send(method: str, target: str, body: Any, status: int, text: str = "", **more: Any) -> Case:
    url = target if target.startswith("/") else V1 + target
    return Case(method, url, status, text, written(body), {**JSON_TYPE, **more.pop("headers", {})}, **more)


def book(status: int, text: str = "", **fields: Any) -> Case:
    return send("POST", "appointments", BOOKING | fields, status, text)


def change(status: int, text: str = "", **fields: Any) -> Case:
    return send("PUT", "appointments/1", fields, status, text)


def each(make: Any, name: str, values: tuple[Any, ...], status: int, text: str) -> Iterator[Case]:
    """One row for each bad value of a field."""
    return (make(status, f"{name} {text}", **{name: value}) for value in values)


def new_patient(status: int, text: str = "", **fields: Any) -> Case:
    return send("POST", "patients", {"LName": "New", "FName": "Nora"} | fields, status, text)


def change_patient(status: int, text: str = "", **fields: Any) -> Case:
    return send("PUT", "patients/2", fields, status, text)


def broken(status: int, text: str = "", **fields: Any) -> Case:
    return send("PUT", "appointments/1/Break", fields, status, text)


def noted(status: int, text: str = "", **fields: Any) -> Case:
    return send("PUT", "appointments/1/Note", fields, status, text)


def confirmed(status: int, text: str = "", **fields: Any) -> Case:
    return send("PUT", "appointments/1/Confirm", fields, status, text)


def clock(status: int, text: str = "", body: Any = None, **fields: Any) -> Case:
    return send("PUT", "/_mockod/clock", fields if body is None else body, status, text)


NO_NUMBER = (-1, 2**63, -(2**63) - 1, 10**30, 1.5, 1.0, 1e308, True, False, "", "one", "1.0", "1e0", " 1", "0x1", "+1")
NO_NUMBER += ("１", "١", "1_0", [], [1], {}, {"a": 1}, "9" * 20)
NO_MOMENT = ("2026-02-30 09:00:00", "0000-00-00 00:00:00", "2026-03-02", "2026-03-02T09:00:00", "2026-03-02 24:00:00")
NO_MOMENT += ("2026-03-02 23:59:60", "2026-03-02 09:00", "2026-W10-1 09:00:00", "10000-01-01 00:00:00", "now")
NO_MOMENT += ("2026-03-02 09:00:00Z", "２０２６-03-02 09:00:00", "٢٠٢٦-03-02 09:00:00", "2026-03-02  09:00:00", "\x00")
NO_MOMENT += ("2026-03-02 09:00:00\n", "-001-01-01 00:00:00", "2026-13-01 00:00:00", "9" * 10_000)
NO_FLAG = (1, 0, "1", "", "yes", "ｔrue", "true ", [], {}, 1.0)
NO_CHOICE = (0, 1, "", "scheduled", "SCHEDULED", "ASAP", "None", "Planned ", "\x00", True, [], ["Complete"], {})
NO_COLOR = ("256,0,0", "-1,0,0", "1,2", "1,2,3,4", "", "#ff0000", "1, 2, 3", "٢,2,3", 255, [1, 2, 3], "1,2,3\n")
NO_PATTERN = ("", "x", "XxX", "X X", "X/\n", "\\", "XX0", 5, True, [], ["X"], {}, "Ｘ")
NO_TEXT = (True, False, [], {}, ["text"], {"text": "text"})

AUTHORIZATION = tuple(
    get("patients/1", 401, NO_KEYS, headers={"Authorization": header})
    for header in (
        "",
        "ODFHIR",
        "ODFHIR ",
        "ODFHIR key",
        "ODFHIR key/",
        "ODFHIR /key",
        "ODFHIR a/b/c",
        "ODFHIR  a/b",
        "ODFHIR a/b c",
        "ODFHIR\ta/b",
        "ODFHIR a/b, ODFHIR a/b",
        "Basic YTpi",
        "Bearer a/b",
        "FHIR a/b",
        "a/b",
        "ODFHIR a/" + "k" * 129,
        "ODFHIR " + "k" * 129 + "/b",
        "ODFHIR a/" + "k" * 100_000,
        "ODFHIR a/b\xa0",
        "ODFHIR a/\x85",
        "ODFHIR a\\b",
        "ÖDFHIR a/b",
    )
)

PATHS = (
    get("", 404, "Resource is required."),
    get("appointment", 404, "appointment is not a valid resource."),
    get("api/v1/appointments", 404, "v1 is not a valid resource."),
    get("../appointments", 404, ".. is not a valid resource."),
    get("%2e%2e/%2e%2e/etc/passwd", 404, ".. is not a valid resource."),
    get("%00", 404, "\x00 is not a valid resource."),
    get("appointments%00", 404, "appointments\x00 is not a valid resource."),
    get("patients%0A", 404, "patients\n is not a valid resource."),
    get("%F0%9F%98%80", 404, "\U0001f600 is not a valid resource."),
    get("%ED%A0%80", 404),
    get("%FF%FE", 404),
    get("appointments%20", 404, "appointments  is not a valid resource."),
    get("%2561ppointments", 404, "%61ppointments is not a valid resource."),
    get("'; DROP TABLE patient; --", 404),
    get("<script>", 404, "<script> is not a valid resource."),
    get("x" * 100_000, 404),
    get("/".join(["x"] * 20_000), 404, "x is not a valid resource."),
    get("//nothing", 404),
    get("/api", 404),
    get("/api/v2/appointments", 404, "v2 is not a valid resource."),
    get("/API/V1/appointments", 404, "There is nothing here; the API is at /api/v1."),
    get("/favicon.ico", 404, "There is nothing here; the API is at /api/v1."),
    get("/_mockod_", 404, "There is nothing here; the API is at /api/v1."),
    get("appointments/0", 404, "Appointment not found."),
    get("appointments/2", 404, "Appointment not found."),
    get("appointments/" + "9" * 18, 404, "Appointment not found."),
    get("patients/" + "9" * 18, 404, "Patient not found."),
    *(
        get(f"appointments/{quote(part)}", 400, f"appointments GET {part} is not a valid method.")
        for part in (
            "9" * 19,
            "-1",
            "+1",
            "1.0",
            "1e0",
            "0x1",
            "１",
            "١",
            "²",
            "1 ",
            "null",
            "1;2",
            "1,2",
            "\x00",
            "..",
        )
    ),
    get("appointments/1/2", 400, "appointments GET  is not a valid method."),
    get("appointments/1/Slots", 400, "appointments GET Slots is not a valid method."),
    get("appointments/1%2F2", 400, "appointments GET  is not a valid method."),
    get("appointments/%2e%2e/patients", 400, "appointments GET ../patients is not a valid method."),
    get("appointments/Slots/../1", 400, "appointments GET Slots/.. is not a valid method."),
)

VERBS = (
    *(
        send(verb, "appointments/1", {}, 400, f"appointments {verb} {below} is not a valid method.")
        for verb, below in (("DELETE", ""), ("PATCH", ""), ("POST", ""), ("OPTIONS", ""), ("TRACE", ""), ("BREW", ""))
    ),
    Case("HEAD", V1 + "appointments/1", 400),
    Case("GE", V1 + "appointments/1", 400, "appointments GE  is not a valid method."),
    Case("G\xcbT", V1 + "appointments/1", 400),
    Case("X" * 10_000, V1 + "appointments/1", 400),
    send("PUT", "appointments", {}, 400, "appointments PUT  is not a valid method."),
    send("PUT", "appointments/Break", {}, 400, "appointments PUT Break is not a valid method."),
    send("POST", "appointments/1/Break", {}, 400, "appointments POST Break is not a valid method."),
    send("POST", "appointments/create", BOOKING, 400, "appointments POST create is not a valid method."),
    send("PUT", "patients", {}, 400, "patients PUT  is not a valid method."),
    send("DELETE", "patients/1", {}, 400, "patients DELETE  is not a valid method."),
    send("DELETE", "providers", {}, 400, "providers DELETE  is not a valid method."),
    send("PUT", "patients/Simple", {}, 400, "patients PUT Simple is not a valid method."),
    send("GET", "/api/appointments/create", {}, 400, "appointments GET create is not a valid method."),
    get("patients/1", 200, headers={"X-HTTP-Method-Override": "DELETE"}),
)

QUERIES = (
    *(
        get(f"{path}?{name}={quote(value)}", 400, f"{name} is invalid.")
        for path in ("appointments", "patients")
        for name, values in {
            "Limit": ("0", "-1", "1.5", "ten", "1e3", "１", "١٠", "9" * 19, "10**9", " 1", "\x00", "NaN"),
            "Offset": ("-1", "1" + "0" * 30, "one", "0x10", "２", "1 ", "Infinity"),
        }.items()
        for value in values
    ),
    *(
        get(f"appointments?{name}={quote(value)}", 400, f"{name} is invalid.")
        for name, value in (
            ("PatNum", "-1"),
            ("PatNum", "1.0"),
            ("PatNum", "９"),
            ("PatNum", str(2**63)),
            ("PatNum", "1 OR 1=1"),
            ("PatNum", "\x00"),
            ("PatNum", "9" * 10_000),
            ("Op", "-1"),
            ("Op", "[1]"),
            ("ClinicNum", "true"),
            ("AppointmentTypeNum", "null"),
            ("AptStatus", "None"),
            ("AptStatus", "scheduled"),
            ("AptStatus", "1"),
            ("AptStatus", "Scheduled,Complete"),
            ("AptStatus", "\ufffd"),
        )
    ),
    get("appointments?PatNum=0x1", 400, "PatNum is invalid."),
    get(f"appointments?PatNum={2**63 - 1}", 404, "Patient not found."),
    get("appointments?Op=7", 404, "Operatory not found."),
    get("appointments?ClinicNum=7", 404, "Clinic not found."),
    *(
        get(f"appointments?{name}={quote(value)}", 400, f"{name} {DAY}")
        for name in ("date", "dateStart")
        for value in (
            "2026-02-30",
            "0000-00-00",
            "2026-3-2",
            "2026-W10-1",
            "10000-01-01",
            "today",
            "２０２６-03-02",
            "\x00",
        )
    ),
    get("appointments?dateEnd=2026-03-02%2000:00:00", 400, f"dateEnd {DAY}"),
    get("appointments?dateStart=2026-03-03&dateEnd=2026-03-02", 400, "dateStart is invalid."),
    get("appointments?dateStart=9999-12-31&dateEnd=0001-01-01", 400, "dateStart is invalid."),
    get("appointments?DateTStamp=2026-03-02T00:00:00", 400, f"DateTStamp {MOMENT}"),
    get("appointments?DateTStamp=2026-02-30", 400, f"DateTStamp {MOMENT}"),
    get("patients/Simple?DateTStamp=2026-03-02", 400, f"DateTStamp {MOMENT}"),
    get("appointments/Slots?date=0001-01-01", 400, "date is invalid."),
    get("appointments/Slots?dateStart=0001-01-01", 400, "dateStart is invalid."),
    get("appointments/Slots?dateEnd=0001-01-01", 400, "dateEnd is invalid."),
    get("appointments/Slots?dateEnd=9999-12-31", 400, "dateEnd is invalid."),
    get("appointments/Slots?date=10000-01-01", 400, f"date {DAY}"),
    get("appointments/Slots?lengthMinutes=-1", 400, "lengthMinutes is invalid."),
    get(f"appointments/Slots?lengthMinutes={2**63}", 400, "lengthMinutes is invalid."),
    get("appointments/Slots?lengthMinutes=NaN", 400, "lengthMinutes is invalid."),
    get("appointments/Slots?lengthMinutes=1e3", 400, "lengthMinutes is invalid."),
    get("appointments/Slots?ProvNum=99", 404, "Provider not found."),
    get("appointments/Slots?OpNum=99", 404, "Operatory not found."),
    *(
        get(f"appointments?{name}={quote(pattern)}", 400, f"{name} is invalid.")
        for name in ("DateFormatString", "DateTimeFormatString")
        for pattern in ("'unfinished", '"unfinished', "yyyy\\", "%", "yyyy'", "x", "U", "y" * 201)
    ),
    get("patients/1?DateFormatString=%27", 400, "DateFormatString is invalid."),
    get("patients?" + "&".join(f"p{n}=1" for n in range(10_000)), 400, "Too many parameters."),
    get("appointments?" + "&".join(f"p{n}=1" for n in range(10_000)), 400, "Too many parameters."),
    get("appointments?" + "&".join(["PatNum=1"] * 201), 400, "Too many parameters."),
    get("patients?lname=Muster", 400, "'lname' is not a valid parameter."),
    get("patients?BirthDate=2000-01-01", 400, "'BirthDate' is not a valid parameter."),
    get("patients?=1", 400, "'' is not a valid parameter."),
    get("patients?%00=1", 400, "'\x00' is not a valid parameter."),
    get("patients?LName[]=Muster", 400, "'LName[]' is not a valid parameter."),
    get("patients?%F0%9F%98%80", 400, "'\U0001f600' is not a valid parameter."),
    get("patients?" + "x" * 100_000, 400),
    get("patients?Birthdate=0000-00-00", 400, f"Birthdate {DAY}"),
    get("patients?hideInactive=1", 400, "hideInactive is invalid."),
    get("patients?guarOnly=yes", 400, "guarOnly is invalid."),
    *(get(f"patients?SiteNum={number}", 400, "SiteNum is invalid.") for number in ("one", "-1", 2**63)),
    *(get(f"patients?clinicNums={nums}", 400, "clinicNums is invalid.") for nums in ("-1", "1,,2", ",", "a", "1;2")),
    get("patients?clinicNums=" + "9" * 19, 400, "clinicNums is invalid."),
    get("patients?clinicNums=0)%20OR%20(1", 400, "clinicNums is invalid."),
    get("patients/Simple?PatStatus=Deleted", 400, "PatStatus is invalid."),
    get("patients/Simple?Gender=male", 400, "Gender is invalid."),
    get("patients/Simple?Guarantor=99", 404, "Patient not found."),
    get("definitions?Category=-1", 400, "Category is invalid."),
    get("schedules?date=2026-02-30", 400, f"date {DAY}"),
    get("schedules?SchedType=5", 400, "SchedType is invalid."),
)

CONTENT = (
    *(
        Case("POST", V1 + "appointments", 400, NO_TYPE, written(BOOKING), {"Content-Type": kind} if kind else {})
        for kind in (
            "",
            "text/plain",
            "text/json",
            "application/jsonp",
            "application/json-patch+json",
            "application/problem+json",
            "application/ json",
            "json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/plain, application/json",
            "\xe4pplication/json",
            "x" * 10_000,
        )
    ),
    Case(
        "POST",
        V1 + "appointments",
        400,
        NO_TYPE,
        b"PatNum=1&Op=1",
        {"Content-Type": "application/x-www-form-urlencoded"},
    ),
    Case("PUT", V1 + "appointments/1", 400, NO_TYPE, b"\x00"),
    Case("GET", V1 + "appointments", 400, NO_TYPE, b"{}", {"Content-Type": "text/plain"}),
    send("POST", "appointments", b"PatNum=1&Op=1", 400, NO_JSON),
    *(
        send("POST", "appointments", BOOKING, 400, NO_ENCODING, headers={"Content-Encoding": coding})
        for coding in ("gzip", "GZIP", "br", "identity, gzip", "deflate,identity", "gzip;q=0", "x" * 10_000)
    ),
    Case("POST", V1 + "appointments", 400, NO_TYPE, b"\x1f\x8b\x08\x00" + bytes(20), {"Content-Encoding": "gzip"}),
    send("GET", "appointments", b"\x1f\x8b", 400, NO_ENCODING, headers={"Content-Encoding": "gzip"}),
    send("POST", "appointments", b" " * 16_800_001, 400, "Request body is too large."),
    Case("POST", V1 + "appointments", 400, "PatNum is required."),
    send("POST", "appointments", b" \r\n\t", 400, "PatNum is required."),
)

TEXT = written(BOOKING)
JSON_BODIES = tuple(
    send("POST", "appointments", body, 400, NO_JSON)
    for body in (
        *(b"[]", b"[1]", b"[%s]" % TEXT, b'"text"', b"1", b"1.5", b"null", b"true", b"NaN", b"Infinity"),
        *(b"{", b"}", b"{]", b"{'PatNum':1}", b"{PatNum:1}", TEXT[:-1], TEXT + b"}", TEXT + b"x", TEXT + TEXT),
        *(TEXT[:-1] + b",}", b"// one\n" + TEXT, TEXT + b"\x00", b"\x00" + TEXT, b"undefined", b"<xml/>", b"\xff"),
        *(
            b"\xef\xbb\xbf",
            b"\xef\xbb\xbf" * 2 + TEXT,
            json.dumps(BOOKING).encode("utf-16"),
            json.dumps(BOOKING).encode("utf-16-le"),
        ),
        json.dumps(BOOKING).encode("utf-32"),
        *(
            b'{"PatNum":%s,"Op":1,"AptDateTime":"2026-03-03 09:00:00"}' % number
            for number in (b"NaN", b"1e400", b"-Infinity")
        ),
        *(
            b'{"PatNum":%s,"Op":1,"AptDateTime":"2026-03-03 09:00:00"}' % number
            for number in (b"01", b"+1", b"1.", b"0x1")
        ),
        *(TEXT[:-1] + b',"Note":%s}' % note for note in (rb'"\ud800"', rb'"\udc00\ud800"', b'"\xff"', b'"\xc0\x80"')),
        *(
            TEXT[:-1] + b',"Note":%s}' % note
            for note in (b'"\xed\xa0\x80"', b'"\t"', b'"\x00"', rb'"\x41"', b"'a'", b'"')
        ),
        *(
            b"[" * 100_000,
            b'{"a":' * 100_000,
            b"[" * 100_000 + b"]" * 100_000,
            b'{"PatNum":' + b"[" * 201 + b"]" * 201 + b"}",
        ),
        TEXT[:-1] + rb',"\udfff":1}',
    )
)

TOO_LONG = ("x" * 65_536, "ü" * 32_768, "\U0001f600" * 16_384, "x" + "\n" * 32_768)
"""Texts of more bytes than a column holds, the last only once its line breaks are the vendor's."""
BOOKINGS = (
    *each(book, "PatNum", NO_NUMBER, 400, "is invalid."),
    *each(book, "Op", NO_NUMBER, 400, "is invalid."),
    *each(book, "AptDateTime", NO_MOMENT, 400, MOMENT),
    *each(book, "AptDateTime", ("", 0, 20260302, 1e10, True, [], {}), 400, "is invalid."),
    *each(book, "AptStatus", (*NO_CHOICE, "Planned", "Broken"), 400, "is invalid."),
    *each(book, "Pattern", NO_PATTERN, 400, "is invalid."),
    *each(book, "PatternSecondary", [text for text in NO_PATTERN if text], 400, "is invalid."),
    *each(book, "colorOverride", NO_COLOR, 400, "is invalid."),
    *each(book, "IsHygiene", NO_FLAG, 400, "is invalid."),
    *each(book, "Note", NO_TEXT, 400, "is invalid."),
    *each(book, "Priority", (0, 1, "", "asap", "High", "\x00", True, [], {}), 400, "is invalid."),
    *each(book, "Confirmed", (-1, 2**63, 1.5, True, "", [], 40, 99, 2**63 - 1), 400, "is invalid."),
    *each(
        book,
        "DateTimeArrived",
        ("24:00:00", "9:00:00", "09:00", "2026-03-03 09:00:00", "٠٩:00:00"),
        400,
        "format must be HH:mm:ss.",
    ),
    book(400, "PatNum is required.", PatNum=None),
    book(404, "Patient not found.", PatNum=0),
    book(404, "Patient not found.", PatNum=2**63 - 1),
    book(400, "Op is required.", Op=None),
    book(400, "Op is required.", Op=0),
    book(404, "Operatory not found.", Op=99),
    book(404, "Provider not found.", ProvNum=99),
    book(404, "Provider not found.", ProvHyg=2**63 - 1),
    book(404, "Clinic not found.", ClinicNum=99),
    book(404, "AppointmentType not found.", AppointmentTypeNum=99),
    book(404, "Userod not found.", SecUserNumEntry=99),
    book(400, "AptDateTime is required.", AptDateTime=None),
    book(400, "PatternSecondary must match the length of Pattern.", Pattern="XX", PatternSecondary="XXX"),
    send("POST", "/api/appointments/create", BOOKING | {"DateTimeArrived": "2026-02-30 09:00:00"}, 400),
    send("POST", "/api/appointments/create", BOOKING | {"DateTimeArrived": "9999-99-99 99:99:99"}, 400),
)

CHANGES = (
    *(
        send(verb, f"appointments/{number}{below}", {}, 404, "Appointment not found.")
        for verb, number, below in (
            ("PUT", 2, ""),
            ("PUT", 0, "/Break"),
            ("PUT", 99, "/Note"),
            ("PUT", 10**17, "/Confirm"),
        )
    ),
    send("PUT", "appointments/2", b"not json", 400, NO_JSON),
    *each(change, "ProvNum", NO_NUMBER, 400, "is invalid."),
    *each(change, "AptDateTime", NO_MOMENT, 400, MOMENT),
    *each(change, "AptStatus", NO_CHOICE, 400, "is invalid."),
    *each(change, "Pattern", NO_PATTERN, 400, "is invalid."),
    *each(change, "colorOverride", NO_COLOR, 400, "is invalid."),
    *each(change, "IsNewPatient", NO_FLAG, 400, "is invalid."),
    *each(change, "UnschedStatus", (-1, 19, 99, "", True, 2**63), 400, "is invalid."),
    *each(change, "Note", NO_TEXT, 400, "is invalid."),
    change(404, "Provider not found.", ProvNum=0),
    change(400, "Op is required.", Op=0),
    change(400, AptStatus="Planned"),
    change(400, AptStatus="PtNote"),
    change(400, "PatternSecondary must match the length of Pattern.", PatternSecondary="X"),
    change(400, "Note is invalid.", Note=[], Pattern="XXXX", AptDateTime="9999-12-31 23:59:59"),
    *each(broken, "sendToUnscheduledList", NO_FLAG, 400, "is invalid."),
    broken(400, "sendToUnscheduledList is required."),
    broken(400, "sendToUnscheduledList is required.", sendToUnscheduledList=None),
    *(
        broken(400, "breakType is invalid.", sendToUnscheduledList="true", breakType=kind)
        for kind in (0, "", "missed", [], "None")
    ),
    broken(400, "breakType is invalid. Missed is not enabled", sendToUnscheduledList="true", breakType="Missed"),
    *each(book, "Note", TOO_LONG, 400, "is invalid."),
    *each(change, "Note", TOO_LONG, 400, "is invalid."),
    *each(noted, "Note", (*TOO_LONG, "x" * 65_525), 400, "is invalid."),  # the note is there already, and a line break
    noted(400, "Note is required."),
    noted(400, "Note is required.", Note=""),
    noted(400, "Note is required.", Note=None),
    *each(noted, "Note", NO_TEXT, 400, "is invalid."),
    confirmed(400, "confirmVal or defNum is required."),
    confirmed(400, "Only one field is allowed, confirmVal or defNum.", confirmVal="None", defNum=19),
    *each(confirmed, "confirmVal", ("", "none", "Sent", "\x00", "x" * 100_000, 1, *NO_TEXT), 400, "is invalid."),
    *each(confirmed, "defNum", (0, 40, 99, *NO_NUMBER), 400, "is invalid."),
)

PATIENTS = (
    new_patient(400, "LName is required.", LName=None),
    new_patient(400, "LName is required.", LName=""),
    new_patient(400, "FName is required.", FName=""),
    *each(new_patient, "LName", NO_TEXT, 400, "is invalid."),
    *each(
        new_patient,
        "Birthdate",
        ("2026-02-30", "0000-00-00", "2026-W10-1", "2026-03-02 00:00:00", "٢٠٢٦-03-02"),
        400,
        DAY,
    ),
    *each(new_patient, "Birthdate", ("", 0, True, []), 400, "is invalid."),
    *each(new_patient, "Gender", ("male", 0, "Other", "", [], {}), 400, "is invalid."),
    *each(new_patient, "PatStatus", ("Deleted", "deleted", 4, "", True), 400, "is invalid."),
    *each(new_patient, "Zip", ("1", "x" * 10_000, "９7301", "97301-", "97301\n"), 400, "is invalid."),
    *each(new_patient, "ChartNumber", ("x" * 16, "\U0001f600" * 16, 10**15), 400, "is invalid."),
    *each(new_patient, "BillingType", ("", "Nonesuch", 40, True), 400, "is invalid."),
    *each(new_patient, "TxtMsgOk", ("Yes", "yes", 1, ""), 400, "is invalid."),
    *each(new_patient, "Premed", NO_FLAG, 400, "is invalid."),
    *each(new_patient, "Guarantor", NO_NUMBER, 400, "is invalid."),
    new_patient(400, "Guarantor is invalid.", Guarantor=2),
    new_patient(404, "Patient not found.", Guarantor=99),
    new_patient(400, "Only one field is allowed, Guarantor or SuperFamily.", Guarantor=1, SuperFamily=1),
    change_patient(400, "LName is required.", LName=""),
    change_patient(400, "LName is required.", LName=" "),
    change_patient(400, "FName is required.", FName=""),
    change_patient(400, "Guarantor is invalid.", Guarantor=0),
    change_patient(400, "FamFinUrgNote is invalid.", FamFinUrgNote="owes"),
    change_patient(400, "TxtMsgOk is invalid.", TxtMsgOk="Yes"),
    change_patient(404, "Provider not found.", PriProv=99),
    change_patient(400, f"AdmitDate {DAY}", City="Salem", AdmitDate="2026-02-30"),
    *each(change_patient, "SuperFamily", NO_NUMBER, 400, "is invalid."),
    send("PUT", "patients/99", {}, 404, "Patient not found."),
    send("PUT", "patients/1", b"[]", 400, NO_JSON),
    send("POST", "patients", b"null", 400, NO_JSON),
)

CONTROL = (
    *(
        clock(400, body=body)
        for body in (
            b"",
            b" ",
            b"{",
            b"[]",
            b"null",
            b'"frozen"',
            b"NaN",
            b"\xff",
            b"[" * 100_000,
            b'{"mode":"frozen"} x',
        )
    ),
    *(
        clock(400, "mode: frozen or running belongs here", mode=mode)
        for mode in ("", "Frozen", "stopped", 1, True, [], ["frozen"], {"frozen": 1}, "\x00", "x" * 100_000)
    ),
    clock(400, "mode is required."),
    clock(400, "mode is required.", mode=None),
    clock(400, "speed is not known here.", mode="frozen", speed=2),
    *(
        clock(400, "now: a clock wants yyyy-MM-dd HH:mm:ss between 1900 and 2999", mode="frozen", now=now)
        for now in (
            *("", 0, True, [], {}, "now", "2026-03-02", "2026-02-30 00:00:00", "0000-00-00 00:00:00"),
            *("0001-01-01 00:00:00", "1899-12-31 23:59:59", "3000-01-01 00:00:00", "9999-12-31 23:59:59"),
            *("2026-03-02T09:00:00", "2026-03-02 24:00:00", "2026-03-02 09:00:00Z", "\x00", "2" * 100_000),
            *("２０２６-03-02 09:00:00", "٢٠٢٦-03-02 09:00:00", "2026-3-02  09:00:00", "2026-3-2\n\n\n09:00:00"),
        )
    ),
    get("/_mockod", 404),
    get("/_mockod/", 404),
    get("/_mockod/nonesuch", 404),
    get("/_mockod/../health", 404),
    get("/_mockod/%00", 404),
    get("/_mockod/a%0Ab", 404),
    send("PUT", "/_mockod/health", {}, 405),
    send("DELETE", "/_mockod/clock", {}, 405),
    clock(400, "now: null is no value here; leave it out.", mode="frozen", now=None),
    get("/_mockod/clock?office=nobody", 404),
    get("/_mockod/clock?" + "&".join(f"p{n}=1" for n in range(10_000)), 400, "p0 is not known here."),
    get("/_mockod/clock?" + "x" * 100_000, 400, f"{'x' * 100}… is not known here."),
    get("/_mockod/reset", 405),
    get("/_mockod/clock", 401, headers={"Authorization": "Digest YTpi"}),
    send("POST", "/_mockod/reset", {}, 401, headers={"Authorization": "ODFHIR nobody"}),
    *(
        send("POST", f"/_mockod/reset?office={office}", {}, 400)
        for office in ("a/b", "a%20b", "a%2Fb", "k" * 129, "%0A", "a%C2%A0b")
    ),
    send("PUT", "/_mockod/clock", b" " * 16_800_001, 400),
    send("PUT", "/_mockod/clock", {"mode": "frozen"}, 400, NO_ENCODING, headers={"Content-Encoding": "gzip"}),
)

GROUPS = {
    "authorization": AUTHORIZATION,
    "paths": PATHS,
    "verbs": VERBS,
    "queries": QUERIES,
    "content types": CONTENT,
    "JSON bodies": JSON_BODIES,
    "bookings": BOOKINGS,
    "changes": CHANGES,
    "patients": PATIENTS,
    "control plane": CONTROL,
}
REFUSED = [(group, case) for group, cases in GROUPS.items() for case in cases]

LONG = "x" * 65_535
"""As much as a note holds, in bytes."""
ACCEPTED = (
    # Authorization: the scheme in any case; any key of up to 128 characters without blanks and slashes.
    get("patients/1", 200, headers={"Authorization": "odfhir a/b"}),
    get("patients/1", 200, headers={"Authorization": f"ODFHIR {'d' * 128}/{'k' * 128}"}),
    get("patients/1", 200, headers={"Authorization": "ODFHIR a/k\xc3\xa4se"}),
    get("patients/1", 200, headers={"Authorization": "ODFHIR a/../x".replace("/x", "%2Fx")}),
    get("patients/1", 200, headers={"Authorization": "ODFHIR ../';--"}),
    get("patients/1", 200, headers={"Authorization": " \t ODFHIR a/b \t "}),
    # Paths: any letter case, a trailing slash, doubled slashes, leading zeros; escapes are read once.
    get("APPOINTMENTS/1/", 200),
    get("/api/v1//appointments///1//", 200),
    get("appointments/sLOTS", 200),
    get("appointments/" + "0" * 17 + "1", 200),
    get("%61ppointments/%31", 200),
    get("appointments%2F1", 200),
    # Queries: unknown names are ignored, empty values are none, the first of several counts, big numbers are bounded.
    get("appointments?nonesuch=1&patnum=99", 200),
    get("appointments?&&&=&=1&PatNum&Limit=&date=", 200),
    get("appointments?PatNum=1&PatNum=99", 200),
    get("appointments?PatNum=%31", 200),
    get("appointments?PatNum=0", 200),
    get("appointments?" + "&".join(["PatNum=1"] * 200), 200),
    get("appointments?PatNum=0000000000000000001", 200),
    get("appointments?Limit=" + "9" * 18 + "&Offset=" + "9" * 18, 200),
    get("appointments?date=0001-01-01", 200),
    get("appointments?date=9999-12-31", 200),
    get("appointments?dateStart=0001-01-01&dateEnd=9999-12-31", 200),
    get("appointments?DateTStamp=9999-12-31%2023:59:59", 200),
    get("appointments?DateTStamp=0001-01-01", 200),
    get("appointments?DateTimeFormatString=%25d&DateFormatString=yyyyyyyyyyyyyyyyyyyyy", 200),
    get("appointments?DateTimeFormatString=" + "y" * 200, 200),
    get("appointments?DateTimeFormatString=%27%00%F0%9F%98%80%27\\%22", 200),
    get("appointments/Slots?date=9999-12-31", 200),
    get("appointments/Slots?dateStart=9999-12-31", 200),
    get("appointments/Slots?dateStart=9999-12-30&dateEnd=9999-12-31", 200),
    get(f"appointments/Slots?lengthMinutes={2**63 - 1}", 200),
    get("patients?LName=%00&FName=%25&Address=_", 200),
    get("patients?LName=%ED%A0%80%FF", 200),
    get("patients?LName=" + "x" * 100_000, 200),
    get("patients?LName=%27;DROP%20TABLE%20patient;--", 200),
    get("patients?Phone=" + "9" * 10_000, 200),
    get("patients?Phone=abc", 200),
    get("patients?clinicNums=" + "0," * 5_000 + "0", 200),
    get("preferences?PrefName=%00", 200),
    # Content types: wanted only with a body; parameters are not looked at. No body has no Content-Encoding.
    get("appointments", 200, headers={"Content-Type": "text/plain"}),
    send("GET", "appointments", b"not json", 200),
    send("PUT", "appointments/1", b"{}" + b" " * 16_799_998, 200),
    send("PUT", "appointments/1", {}, 200, headers={"Content-Type": "Application/JSON;charset=utf-16;x"}),
    send("PUT", "appointments/1", {}, 200, headers={"Content-Type": "\tapplication/json "}),
    *(
        send("PUT", "appointments/1", {}, 200, headers={"Content-Encoding": coding})
        for coding in ("identity", " Identity ", "identity,identity", ",", "")
    ),
    get("appointments", 200, headers={"Content-Encoding": "gzip"}),
    Case("PUT", V1 + "appointments/1", 200),
    send("PUT", "appointments/1", b"\n", 200),
    send("POST", "appointments", b"\xef\xbb\xbf" + TEXT, 201),
    # Bodies: null is not given, the last of two equal names counts, unknown names and names in any case.
    send("POST", "appointments", b'{"PatNum":99,"PatNum":1,"Op":1,"AptDateTime":"2026-03-03 09:00:00"}', 201),
    book(201, Note=None, ProvNum=None, Pattern=None, nonesuch=[[[]]], **{"": 1, "\x00": {}, "x" * 100_000: None}),
    send("POST", "appointments", {"patnum": "1", "OP": "01", "aptdatetime": "2026-03-03 09:00:00"}, 201),
    book(201, nonesuch={"deep": [[[[[[[[1e308]]]]]]]]}),
    # Values: numbers as texts, JSON's booleans, the ends of time, long patterns (cut), any text, overlaps, the past.
    book(201, IsHygiene=True, IsNewPatient="TRUE", ProvNum="1", Confirmed="0"),
    book(201, ProvHyg="-0"),
    book(201, AptDateTime="9999-12-31 23:59:59", Pattern="X" * 100_000),
    book(201, AptDateTime="0001-01-01 00:00:00", Pattern="/" * 109, PatternSecondary="X" * 108),
    book(201, AptDateTime="9999-12-31 23:59:59", AptStatus="Complete"),
    book(201, AptDateTime="0001-01-01 00:00:00", AptStatus="Complete", IsNewPatient="true"),
    book(201, Op=0, AptStatus="UnschedList"),
    book(201, Op=1, AptStatus="PtNote", Note="\x00\u2028\U0001f600\ufeff"),
    book(201, Note=LONG),
    book(201, Note=12),
    book(201, Note=1.5e300),
    book(201, colorOverride="0,0,0"),
    book(201, colorOverride="255,255,255"),
    book(201, colorOverride="000,001,002"),
    send("POST", "/api/appointments/create", BOOKING | {"DateTimeArrived": "0001-01-01 00:00:00"}, 201),
    change(200, AptDateTime="9999-12-31 23:59:59", Pattern="X" * 108),
    change(200, AptDateTime="0001-01-01 00:00:00", AptStatus="Complete"),
    change(200, AptNum=99, serverDateTime=[], DateTStamp="never"),
    noted(200, Note="\r\r\n\n\x00\U0001f600"),
    noted(200, Note=0),
    noted(200, Note="x" * 65_524),
    change(200, Note="ü" * 32_767 + "x"),
    change(200, Note="x" + "\n" * 32_767),
    broken(200, sendToUnscheduledList=True),
    confirmed(200, confirmVal="None"),
    new_patient(201, LName="\x00", FName="'\"\\%_\U0001f600"),
    new_patient(201, LName="x" * 100, Email="x" * 100),
    new_patient(201, LName=5, FName=1e22, Zip=97301),
    new_patient(201, Birthdate="0001-01-01", AdmitDate="9999-12-31"),
    new_patient(201, Birthdate="9999-12-31", Guarantor=0),
    new_patient(201, SuperFamily=0),
    change_patient(200, Address="", Birthdate="0001-01-01"),
    # The control plane: the years 1900 to 2999.
    clock(200, mode="frozen", now="1900-01-01 00:00:00"),
    clock(200, mode="running", now="2999-12-31 23:59:59"),
    clock(200, mode="running"),
    send("PUT", "/_mockod/clock?office=k%C3%A4se", {"mode": "running"}, 200),
)


@pytest.fixture
def visited():
    """An office with one appointment, number 1: patient 1, Monday at nine."""
    office = new_office("tiny")
    office.book(AptDateTime="2026-03-02 09:00:00", Note="as it was")
    return office


def state(office) -> Any:
    """All that an office knows: every row of every table, its clock and settings."""
    kept = office.http.application.extensions["mockod.offices"].office(office.customer)
    return database(office).contents(), kept.clock, kept.settings


def answer(office, case: Case):
    return office.http.open(
        case.target, method=case.method, data=case.body or None, headers={**office.headers, **case.headers}
    )


def named(cases: Any) -> list[Any]:
    return [pytest.param(case, id=f"{group}: {case.name}" if group else case.name) for group, case in cases]


@pytest.mark.parametrize("case", named(REFUSED))
def test_a_bad_request_is_refused_in_words_and_changes_nothing(visited, case):
    before = state(visited)

    response = answer(visited, case)

    assert response.status_code == case.status, response.text
    assert Basis(response.headers["X-Mockod-Basis"])
    if case.method == "HEAD":
        assert response.data == b""
    elif case.status == 200:
        assert isinstance(response.json, dict)
    elif case.target.startswith("/_mockod") and not case.target.startswith("/_mockod_"):
        assert response.content_type == "application/problem+json; charset=utf-8"
        assert response.json["status"] == case.status
        assert set(response.json) == {"type", "title", "status", "detail"}
        assert case.text in ("", response.json["detail"])
    else:
        assert response.content_type == "application/json; charset=utf-8"
        assert isinstance(response.json, str)
        assert case.text in ("", response.json)
    assert state(visited) == before


@pytest.mark.parametrize("case", named(("", case) for case in ACCEPTED))
def test_what_only_looks_like_a_mistake_is_served_and_harms_nothing(visited, case):
    before = state(visited)

    response = answer(visited, case)

    assert response.status_code == case.status, response.text[:500]
    assert Basis(response.headers["X-Mockod-Basis"])
    if case.method == "GET":
        assert state(visited) == before
    assert_in_working_order(visited)


def assert_in_working_order(office) -> None:
    """Whatever has been stored, everything can still be listed, spelled, moved and booked."""
    for path in ("appointments", "patients", "patients/Simple", "schedules", "appointments/Slots"):
        office.read(path)
        office.read(path, DateFormatString="dddd, d MMMM yy", DateTimeFormatString="yyyy-MM-ddTHH:mm:sszzz")
    for row in office.read("appointments"):
        assert office.read(f"appointments/{row['AptNum']}")["Note"] == row["Note"]
        for moment in ("9999-12-31 23:59:59", "0001-01-01 00:00:00", "2026-03-04 10:00:00"):
            moved = office.put(f"appointments/{row['AptNum']}", {"AptDateTime": moment})
            assert moved.json["AptDateTime"] == moment
    office.book(AptDateTime="2026-03-05 09:00:00")


def test_the_table_holds_more_than_two_hundred_different_requests():
    requests = {(c.method, c.target, c.body, tuple(c.headers.items())) for _, c in REFUSED}
    assert len(requests) == len(REFUSED) > 200


def test_a_strict_office_refuses_what_a_faithful_one_lets_pass():
    office = new_office("tiny", conduct="strict")
    for fields, text in (
        ({"PatNum": "1"}, "PatNum is invalid."),
        ({"IsHygiene": True}, "IsHygiene is invalid."),
        ({"nonesuch": 1}, "'nonesuch' is not a valid parameter."),
        ({"\x00": 1}, "'\x00' is not a valid parameter."),
        ({"AptDateTime": "9999-12-31 23:59:59"}, "AptDateTime is invalid. Must be within the provider's schedule."),
        ({"AptDateTime": "0001-01-01 00:00:00"}, "AptDateTime is invalid. Must not be in the past."),
    ):
        assert office.refusal("POST", "appointments", BOOKING | fields) == (400, text)
