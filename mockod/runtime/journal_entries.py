"""What the journal keeps of a request: of one to an office, and of a stray, which reached none."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from mockod.log import shortened
from mockod.rest.endpoint import MOST_DIGITS
from mockod.rest.errors import NOTE_HEADER
from mockod.rest.messages import Request, Response
from mockod.rest.router import Routes
from mockod.simulation.clock import monotonic
from mockod.simulation.journal import BODY_CLIPPED_AT, CLIPPED_AT, LONGEST_VALUE, NOT_KEPT, Entry, clip
from mockod.vendors.vendor import Call, Caller

VERBS = {"INSERT": "inserted", "UPDATE": "updated", "DELETE": "deleted"}
LONGEST_METHOD = 50
LONGEST_PATH = 500
LONGEST_QUERY = 1000
LONGEST_HEADER = 200
CONTENT_TYPE = "content-type"
"""Not kept where it is empty: WSGI cannot tell that from none."""
MOST_HEADERS = 100
MOST_IGNORED = 20
"""What is kept of a request: characters, and names."""
NOBODY = Caller("")


def entry_of_call(call: Call, response: Response, seconds: float, vendor: str, path: str) -> Entry:
    """A request to an office, as it was answered by a vendor after so many seconds of work.

    ``path`` is the request's as the journal has it, which may begin with a prefix; so does its endpoint then.
    """
    endpoint, prefix = call.endpoint, path[: len(path) - len(call.request.path)].strip("/")
    return Entry(
        at=call.now,
        vendor=vendor,
        office=call.caller.customer,
        developer=call.caller.developer,
        endpoint=f"{endpoint.method} {f'{prefix}/' if prefix else ''}{endpoint.path}" if endpoint else "",
        is_simulated=call.is_simulated,
        milliseconds=round(seconds * 1000, 3),
        waited=call.request.waited,
        faults=response.faults,
        changes=tuple(f"{table}: {n} {VERBS[verb]}" for (table, verb), n in call.changes.items()),
        ignored=tuple(name[:LONGEST_HEADER] for name in call.ignored[:MOST_IGNORED]),
        rows=call.rows,
        limit=call.limit,
        unmatched=response.unmatched,
        **_exchanged(call.request, response, path),
    )


def entry_of_stray(request: Request, response: Response, caller: Caller, at: datetime, key_header: str) -> Entry:
    """A request that reached no office. Keys that it named are kept shortened, as nobody knows whose they are.

    The header that they came in, ``key_header``, is not kept.
    """
    return Entry(
        at=at,
        office=shortened(caller.customer),
        developer=shortened(caller.developer),
        endpoint="",
        milliseconds=0.0,
        is_stray=True,
        unmatched=response.unmatched,
        **_exchanged(request, response, request.path, NOT_KEPT | {key_header.lower(), "authorization"}),
    )


def why_unmatched(call: Call, response: Response) -> str:
    """Why a call to an office that leads to no endpoint does not."""
    found, method = call.found, call.request.method[:LONGEST_METHOD]
    if not call.is_simulated:
        return response.headers.get(NOTE_HEADER, "mockod does not simulate this method.")
    if found:
        below = f" {found.below[:LONGEST_HEADER]}" if found.below else ""
        why = f"{found.resource} has no method {method}{below}."
    else:
        resource = next(iter(Routes.segments(call.request.path)), "")[:LONGEST_HEADER]
        why = f"There is no resource {resource}." if resource else "The path names no resource."
    return with_note(why, response)


def with_note(why: str, response: Response) -> str:
    """A reason, and what the response's note adds."""
    note = response.headers.get(NOTE_HEADER)
    return f"{why} {note}" if note else why


def _headers(headers: Mapping[str, str], aside: Collection[str]) -> str:
    """A line for each, but for those set ``aside``: names in small letters, long values cut and marked so."""
    sent = [(name, value) for name, value in headers.items() if name not in aside and (value or name != CONTENT_TYPE)]
    text = "\n".join([f"{name}: {value}" for name, value in sent])
    if len(text) <= LONGEST_VALUE:  # then no value is longer; most requests end here
        return text
    cut = (value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…" for _, value in sent)
    return "\n".join(f"{name}: {value}" for (name, _), value in zip(sent[:MOST_HEADERS], cut, strict=False))


def _retry_after(text: str) -> int:
    """Seconds; 0 where a stub says a date, or nonsense."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else 0


def _exchanged(request: Request, response: Response, path: str, aside: Collection[str] = NOT_KEPT) -> dict[str, Any]:
    """What was sent and answered, without the headers set ``aside``."""
    headers, body, payload = request.headers, request.body or b"", response.payload or b""
    return {
        "method": request.method[:LONGEST_METHOD],
        "path": path[:LONGEST_PATH],
        "query": request.query_string[:LONGEST_QUERY],
        "client": (headers.get("User-Agent") or "")[:LONGEST_HEADER],
        "body": clip(body, BODY_CLIPPED_AT),
        "status": response.status,
        "answer": clip(payload, CLIPPED_AT),
        "basis": response.basis.value,
        "headers": _headers(headers, aside),
        "content_type": (headers.get("Content-Type") or "")[:LONGEST_HEADER],
        "origin": (headers.get("Origin") or "")[:LONGEST_HEADER],
        "retry_after": _retry_after(response.headers.get("Retry-After", "")),
        "answered": monotonic(),
        "body_size": len(body),
        "answer_size": len(payload),
    }
