"""What the journal keeps of a request: of one to an office, and of a stray, which reached none."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mockod.log import shortened
from mockod.rest.errors import NOTE_HEADER
from mockod.rest.messages import Request, Response
from mockod.rest.router import Routes
from mockod.simulation.clock import monotonic
from mockod.simulation.journal import BODY_CLIPPED_AT, CLIPPED_AT, Entry, clip
from mockod.vendors.vendor import Call, Caller

VERBS = {"INSERT": "inserted", "UPDATE": "updated", "DELETE": "deleted"}
LONGEST_METHOD = 50
LONGEST_PATH = 500
LONGEST_QUERY = 1000
LONGEST_HEADER = 200
MOST_IGNORED = 20
"""What is kept of a request: characters, and names."""
NOBODY = Caller("")


def entry_of_call(call: Call, response: Response, seconds: float) -> Entry:
    """A request to an office, as it was answered after so many seconds of work."""
    endpoint = call.endpoint
    return Entry(
        at=call.now,
        office=call.caller.customer,
        developer=call.caller.developer,
        endpoint=f"{endpoint.method} {endpoint.path}" if endpoint else "",
        is_simulated=call.is_simulated,
        milliseconds=round(seconds * 1000, 3),
        waited=call.request.waited,
        faults=response.faults,
        changes=tuple(f"{table}: {n} {VERBS[verb]}" for (table, verb), n in call.changes.items()),
        ignored=tuple(name[:LONGEST_HEADER] for name in call.ignored[:MOST_IGNORED]),
        rows=call.rows,
        limit=call.limit,
        unmatched=response.unmatched,
        **_exchanged(call.request, response),
    )


def entry_of_stray(request: Request, response: Response, caller: Caller, at: datetime) -> Entry:
    """A request that reached no office. Keys that it named are kept shortened, as nobody knows whose they are."""
    return Entry(
        at=at,
        office=shortened(caller.customer),
        developer=shortened(caller.developer),
        endpoint="",
        milliseconds=0.0,
        is_stray=True,
        unmatched=response.unmatched,
        **_exchanged(request, response),
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


def _exchanged(request: Request, response: Response) -> dict[str, Any]:
    """What was sent and answered."""
    headers, body, payload = request.headers, request.body or b"", response.payload or b""
    return {
        "method": request.method[:LONGEST_METHOD],
        "path": request.path[:LONGEST_PATH],
        "query": request.query_string[:LONGEST_QUERY],
        "client": (headers.get("User-Agent") or "")[:LONGEST_HEADER],
        "body": clip(body, BODY_CLIPPED_AT),
        "status": response.status,
        "answer": clip(payload, CLIPPED_AT),
        "basis": response.basis.value,
        "content_type": (headers.get("Content-Type") or "")[:LONGEST_HEADER],
        "origin": (headers.get("Origin") or "")[:LONGEST_HEADER],
        "retry_after": int(response.headers.get("Retry-After", 0)),
        "answered": monotonic(),
        "body_size": len(body),
        "answer_size": len(payload),
    }
