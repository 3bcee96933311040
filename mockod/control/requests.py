"""The journal: the requests to one office, or to the whole server, and what was answered.

The server's has those of all offices and, with a reason each, those that reached none: below a wrong path, or by a
caller who was not let in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import parse_qs

from mockod.control import answers
from mockod.control.endpoints import call, query
from mockod.control.fields import Flag, Number, PathText, Status, Text
from mockod.control.scope import Result, Scope
from mockod.log import printable
from mockod.simulation.clock import FORMAT
from mockod.simulation.journal import SERVER, Entry, content, named
from mockod.simulation.verification import Pattern

MOST = 1000
"""Requests in one answer: all that are kept of one office."""


@dataclass(frozen=True, slots=True)
class FilterQuery:
    """Which requests are shown."""

    method: Annotated[str | None, Text()] = None
    path: Annotated[str | None, PathText()] = None
    endpoint: Annotated[str | None, Text()] = None
    status: Annotated[str | None, Status()] = None
    unmatched: Annotated[bool | None, Flag()] = None
    since: Annotated[int, Number()] = 0
    limit: Annotated[int, Number()] = MOST


def list_requests(scope: Scope, only: FilterQuery) -> Result:
    """Those that fit, oldest first: of more than ``limit`` the latest; after the one that ``since`` numbers.

    Without an office the server's: those of all offices, and those that reached none. ``unmatched`` true shows those
    that matched no endpoint or reached no office, false all others.
    """
    path = scope.below_base(only.path)
    endpoint = scope.endpoint(only.endpoint)
    pattern = Pattern(method=only.method, path=path, endpoint=endpoint, status=only.status)
    key = scope.key
    fitting = [
        entry
        for entry in scope.offices.journals.entries(key)
        if entry.number > only.since and only.unmatched in (None, bool(entry.unmatched)) and pattern.fits(entry)
    ]
    latest = fitting[max(len(fitting) - only.limit, 0) :]
    lines = [in_one_line(entry, names_office=key is None) for entry in latest]
    return Result([entry_to_json(entry) for entry in latest], "\n".join(lines) or _nothing(scope, key))


def _nothing(scope: Scope, key: str | None) -> str:
    """What a person is told where there is nothing: perhaps it never reached the office."""
    strays = 0 if key is None else len(scope.offices.journals.entries(SERVER))
    if not strays:
        return "No requests."
    return f"No requests of this office; {strays} that reached no office are shown where none is named."


def clear_requests(scope: Scope) -> dict[str, Any]:
    """Forget those of the key's office, or all that the server has.

    Answers how many there were, and of all in how many offices.
    """
    key, journals = scope.key, scope.offices.journals
    offices = {} if key else {"offices": len({entry.office for entry in journals.entries() if not entry.is_stray})}
    return {"cleared": journals.clear(key), **offices}


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """An entry as JSON. A parameter that was sent more than once is a list."""
    sent = parse_qs(entry.query, keep_blank_values=True)
    return {
        "number": entry.number,
        "at": entry.at.strftime(FORMAT),
        "office": entry.office or None,
        "developer": entry.developer,
        "method": entry.method,
        "path": entry.path.removeprefix("/"),
        "query": {name: values[0] if len(values) == 1 else values for name, values in sent.items()},
        "endpoint": entry.endpoint,
        "simulated": entry.is_simulated,
        "client": entry.client,
        "headers": named(entry.headers),
        "content_type": entry.content_type,
        "origin": entry.origin,
        "status": entry.status,
        "basis": entry.basis,
        "milliseconds": entry.milliseconds,
        "waited": entry.waited,
        "faults": entry.faults,
        "changes": entry.changes,
        "ignored": entry.ignored,
        "rows": entry.rows,
        "limit": entry.limit or None,
        "body": content(entry.body),
        "answer": content(entry.answer),
        "clipped": entry.clipped,
        "unmatched": entry.unmatched or None,
    }


def in_one_line(entry: Entry, *, names_office: bool) -> str:
    """``12  09:00:03  POST notes 201  3.1 ms  note: 1 inserted``."""
    target = entry.path.removeprefix("/") + (f"?{entry.query}" if entry.query else "")
    answer = content(entry.answer) if entry.status >= 400 and not entry.is_stray else None
    parts = [
        str(entry.number),
        *([entry.office or "no office"] if names_office else []),
        entry.at.strftime("%H:%M:%S"),
        f"{entry.method} {target} {entry.status}",
        f"{entry.milliseconds:.1f} ms",
        *([f"waited {entry.waited:.1f} s"] if entry.waited else []),
        *(f"fault: {kind}" for kind in entry.faults),
        *entry.changes,
        *([f"{entry.rows} of at most {entry.limit} rows"] if entry.rows is not None else []),
        *(f"ignored: {name}" for name in entry.ignored),
        *([answer] if isinstance(answer, str) else []),
        *([entry.unmatched] if entry.unmatched else []),
    ]
    return printable("  ".join(parts))


ENDPOINTS = (
    query("GET", "requests", list_requests, FilterQuery, name="list_requests", answers=answers.REQUESTS),
    call("DELETE", "requests", clear_requests, name="clear_requests", answers=answers.CLEARED),
)
