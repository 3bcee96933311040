"""Single requests that are as heavy as one can make them: large, deep, wide, long, many; each has a name.

They go to an office with large notes and many rows (``fill``), to its API or to the control plane.
"""

from __future__ import annotations

import base64
import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from support.plain_http import PlainClient
from support.raw_exchange import Headers, as_json, request_bytes

MEGABYTE = 1_000_000
MOST_BODY = 16_800_000
"""Bytes that are read of a body (README, Bounds)."""
CUSTOMER = "heavy"
NOTE = {"PatNum": 1, "CommDateTime": "2026-03-02 07:00:00", "Note": "n" * 60_000}
Make = Callable[[], bytes]


def api(method: str, path: str, body: bytes | None = None, headers: Headers = ()) -> bytes:
    kind = [] if body is None else [("Content-Type", "application/json")]
    return request_bytes(method, f"/api/v1/{path}", CUSTOMER, body, [*kind, *headers])


def plane(method: str, path: str, body: bytes | None = None, headers: Headers = ()) -> bytes:
    return request_bytes(method, f"/_mockod/{path}", CUSTOMER, body, headers)


def patient(**fields: Any) -> bytes:
    return as_json({"LName": "Heavy", "FName": "Ann", **fields})


def query(sql: str) -> bytes:
    return api("PUT", "queries/ShortQuery", as_json({"SqlCommand": sql}))


def chunked(path: str, pieces: int, piece: bytes, around: bytes = b"") -> bytes:
    head = api("POST", path, headers=[("Transfer-Encoding", "chunked"), ("Content-Type", "application/json")])
    return head + (b"%x%b\r\n%b\r\n" % (len(piece), around, piece)) * pieces + b"0\r\n\r\n"


def aliases(levels: int) -> bytes:
    """YAML that doubles ten times at each level."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines).encode()


def rows(section: str, count: int, **fields: Any) -> bytes:
    return as_json({section: [fields] * count})


BODIES: Mapping[str, Make] = {
    "a body as large as one may be": lambda: api("POST", "patients", patient().ljust(MOST_BODY)),
    "a body of one byte too many": lambda: api("POST", "patients", patient().ljust(MOST_BODY + 1)),
    "a body of a hundred megabytes": lambda: api("POST", "patients", patient().ljust(100 * MEGABYTE)),
    "a note of 16 MB": lambda: api("POST", "commlogs", as_json({"PatNum": 1, "Note": "n" * 16 * MEGABYTE})),
    "a note of 16 MB of escapes": lambda: api(
        "POST", "commlogs", b'{"PatNum": 1, "Note": "%b"}' % (rb"\u00fc" * 2_700_000)
    ),
    "a note of 16 MB of emojis": lambda: api(
        "POST", "commlogs", b'{"PatNum": 1, "Note": "%b"}' % ("\U0001f600".encode() * 4_000_000)
    ),
    "a field of 16 MB that nobody knows": lambda: api("POST", "patients", patient(Unknown="x" * 16 * MEGABYTE)),
    "a field's name of 16 MB": lambda: api("POST", "patients", patient(**{"x" * 16 * MEGABYTE: 1})),
    "99,000 fields": lambda: api("POST", "patients", patient(**{f"x{n}": n for n in range(99_000)})),
    "99,000 times the same field": lambda: api("POST", "patients", b"{%b}" % b",".join([b'"LName":"A"'] * 99_000)),
    "a million fields": lambda: api("POST", "patients", patient(**{f"x{n}": n for n in range(1_000_000)})),
    "5.5 million objects": lambda: api("POST", "patients", b"[%b]" % b",".join([b"{}"] * 5_500_000)),
    "brackets 200 deep, 400 times": lambda: api(
        "POST", "patients", b"[%b]" % b",".join([b"[" * 199 + b"]" * 199] * 400)
    ),
    "8 million brackets": lambda: api("POST", "patients", b"[" * 8_000_000),
    "a number of a million digits": lambda: api("POST", "appointments", b'{"PatNum": %b}' % (b"9" * 1_000_000)),
    "16 MB that are no UTF-8": lambda: api("POST", "patients", b"\xff" * 16 * MEGABYTE),
    "16 MB of quotes": lambda: api("POST", "patients", b'"' * 16 * MEGABYTE),
    "16 MB of backslashes": lambda: api("POST", "patients", b'"' + b"\\" * 16 * MEGABYTE),
    "90,000 numbers of procedures": lambda: api(
        "POST", "claims", as_json({"PatNum": 1, "procNums": list(range(1, 90_001)), "ClaimType": "P"})
    ),
    "a file of 10 MB": lambda: api(
        "POST", "documents/Upload", as_json({"PatNum": 1, "rawBase64": "A" * 13_333_332, "extension": ".txt"})
    ),
    "a file of 12 MB": lambda: api(
        "POST", "documents/Upload", as_json({"PatNum": 1, "rawBase64": "A" * 16_000_000, "extension": ".txt"})
    ),
    "a body in chunks of one byte": lambda: chunked("patients", 200_000, b" "),
    "chunks with long extensions": lambda: chunked("patients", 200, b" ", b";x=" + b"y" * 60_000),
    "a zipped body of 4 GB": lambda: api(
        "POST", "patients", gzip.compress(bytes(100 * MEGABYTE)), [("Content-Encoding", "gzip")]
    ),
    "1,000 requests on one connection": lambda: (
        api("GET", "patients/1").replace(b"Connection: close\r\n", b"") * 1_000 + api("GET", "patients/1")
    ),
}
TARGETS_AND_HEADS: Mapping[str, Make] = {
    "a parameter of 60 kB": lambda: api("GET", f"appointments?PatNum={'9' * 60_000}"),
    "20,000 parameters": lambda: api("GET", f"appointments?{'a=&' * 20_000}"),
    "20,000 times the same parameter": lambda: api("GET", f"patients?{'LName=&' * 8_000}"),
    "a name of 60 kB to look for": lambda: api("GET", f"patients?LName={'%25' * 20_000}"),
    "a date format of 60 kB": lambda: api("GET", f"appointments?DateFormatString={'yyyy' * 15_000}"),
    "a date format of quotes": lambda: api("GET", f"appointments?DateTimeFormatString={'%27' * 20_000}"),
    "a page at the end of numbers": lambda: api("GET", f"patients?Offset={'9' * 18}&Limit={'9' * 18}"),
    "a path of 30,000 parts": lambda: api("GET", "a/" * 30_000),
    "a path of 20,000 parents": lambda: api("GET", "../" * 20_000),
    "a path that is escaped again and again": lambda: api("GET", f"%{'25' * 30_000}2e"),
    "7,000 headers": lambda: api("GET", "patients/1", headers=[("X-Y", "z")] * 7_000),
    "600,000 headers": lambda: api("GET", "patients/1", headers=[("X-Y", "z")] * 600_000),
    "a header of 60 kB": lambda: api("GET", "patients/1", headers=[("X-Y", "z" * 60_000)]),
    "a fault of 60 kB": lambda: api("GET", "patients/1", headers=[("X-Mockod-Fault", "slow; " * 10_000)]),
    "a key of 60 kB": lambda: api("GET", "patients/1", headers=[("X-Mockod-Key", "k" * 60_000)]),
    "20,000 ranges": lambda: api("GET", "patients", headers=[("Range", f"bytes={'0-1,' * 14_000}0-1")]),
    "20,000 types to accept": lambda: api("GET", "patients/1", headers=[("Accept", "a/b;q=0.1," * 6_000)]),
    "cookies of 60 kB": lambda: plane("GET", "clock", headers=[("Cookie", "a=b; " * 12_000)]),
}
LARGE_ANSWERS: Mapping[str, Make] = {
    "all notes": lambda: api("GET", "commlogs?PatNum=1"),
    "the last note": lambda: api("GET", "commlogs?PatNum=1&Offset=499"),
    "all appointments": lambda: api("GET", "appointments"),
    "all slots of ten years": lambda: api("GET", "appointments/Slots?dateStart=2026-03-02&dateEnd=2036-03-02"),
    "all slots of the web": lambda: api("GET", "appointments/WebSched?dateStart=2026-03-02&dateEnd=2036-03-02"),
    "a join of all with all": lambda: query(
        "SELECT a.Note, b.Note FROM commlog a, commlog b, commlog c ORDER BY a.Note, b.Note"
    ),
    "a join that is counted": lambda: query("SELECT COUNT(*) FROM commlog a, appointment b, appointment c"),
    "a text that is repeated": lambda: query("SELECT REPEAT(REPEAT('a', 1000000), 1000)"),
    "all notes in one": lambda: query("SELECT GROUP_CONCAT(a.Note) FROM commlog a, commlog b"),
    "a query of 60,000 parentheses": lambda: query(f"SELECT {'(' * 30_000}1{')' * 30_000}"),
    "a query of 1 MB of columns": lambda: query(f"SELECT {'PatNum, ' * 125_000}1 FROM patient"),
    "the office as a practice file": lambda: plane("GET", "practice"),
    "the journal": lambda: plane("GET", "requests?limit=1000"),
    "lint": lambda: plane("GET", "lint"),
}
ORDERS: Mapping[str, Make] = {
    "99,000 members to verify": lambda: plane("POST", "verify", as_json({"calls": [{"path": "a"}] * 33_000})),
    "stars to verify": lambda: plane("POST", "verify", as_json({"calls": [{"path": "*a" * 5_000}] * 100})),
    "a wide body to verify": lambda: plane(
        "POST", "verify", as_json({"calls": [{"path": "patients", "body": {f"x{n}": n for n in range(90_000)}}]})
    ),
    "a fault for stars": lambda: plane("POST", "faults", as_json({"kind": "slow", "path": "*a" * 5_000})),
    "a stub of 16 MB": lambda: plane("POST", "faults", as_json({"kind": "respond", "body": "x" * 16 * MEGABYTE})),
    "30,000 patients": lambda: plane("POST", "seed", rows("patients", 30_000, LName="Many", FName="One")),
    "YAML of 100,000 rows": lambda: plane("POST", "seed", b"patients:\n" + b"- {LName: A, FName: B}\n" * 100_000),
    "90,000 empty rows": lambda: plane("POST", "seed", rows("patients", 90_000)),
    "16 MB of YAML": lambda: plane("POST", "seed", b"- {a: [b, c]}\n" * 1_100_000),
    "YAML that doubles": lambda: plane("POST", "seed", aliases(9)),
    "YAML of 100,000 brackets": lambda: plane("POST", "seed", b"a: " + b"[" * 100_000),
    "a practice that doubles": lambda: plane("PUT", "offices/practice?office=other", aliases(9)),
    "a practice of 4 MB of YAML": lambda: plane("PUT", "offices/practice?office=other", b"a: {b: [c, d]}\n" * 260_000),
    "a practice of 30,000 mistakes": lambda: plane(
        "PUT", "offices/practice?office=other", rows("patients", 30_000, PriProv=9)
    ),
    "a thousand years to advance": lambda: plane("POST", "clock/advance", as_json({"days": 365_000})),
    "a snapshot": lambda: plane("POST", "snapshots", as_json({"name": "again", "replace": True})),
    "a snapshot as a file": lambda: plane("GET", "snapshots/file?name=full"),
    "what a snapshot has that is gone": lambda: plane("GET", "snapshots/diff?from=full&to=empty"),
    "a snapshot restored": lambda: plane("POST", "snapshots/restore", as_json({"name": "full"})),
    "16 MB of zeros as a snapshot": lambda: plane("PUT", "snapshots/file?name=zeros", bytes(16 * MEGABYTE)),
    "why there is no slot": lambda: plane("GET", "why-not?date=2026-03-03"),
    "the base64 of a file as text": lambda: plane("POST", "seed", base64.b64encode(bytes(12 * MEGABYTE))),
}
HEAVY: Mapping[str, Make] = {**BODIES, **TARGETS_AND_HEADS, **LARGE_ANSWERS, **ORDERS}


@dataclass(frozen=True)
class Filling:
    """How much is in the office."""

    notes: int
    appointments: int


def fill(client: PlainClient, filling: Filling) -> None:
    """Give the office what makes answers large; and a snapshot before it and one after."""

    def done(method: str, path: str, body: Any) -> None:
        status, told = client.call(method, f"/_mockod/{path}", body)
        assert status < 300, told

    done("POST", "snapshots", {"name": "empty"})
    for start in range(0, filling.notes, 50):
        done("POST", "seed", {"commlogs": [NOTE] * min(50, filling.notes - start)})
    for start in range(0, filling.appointments, 2_000):
        visit = {"PatNum": 1, "Op": 1, "ProvNum": 1, "AptDateTime": "2026-03-04 09:00:00"}
        done("POST", "seed", {"appointments": [visit] * min(2_000, filling.appointments - start)})
    done("POST", "snapshots", {"name": "full"})
