"""The journal: the requests to one office, or to all, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import parse_qs

from mockod.control.endpoints import call, query
from mockod.control.fields import Number, PathText, Status, Text
from mockod.control.scope import Result, Scope
from mockod.simulation.clock import FORMAT
from mockod.simulation.journal import Entry, content
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
    since: Annotated[int, Number()] = 0
    limit: Annotated[int, Number()] = MOST


def list_requests(scope: Scope, only: FilterQuery) -> Result:
    """Those that fit, oldest first: of more than ``limit`` the latest; after the one that ``since`` numbers."""
    path = scope.below_base(only.path)
    pattern = Pattern(method=only.method, path=path, endpoint=only.endpoint, status=only.status)
    key = scope.key
    fitting = [e for e in scope.offices.journals.entries(key) if e.number > only.since and pattern.fits(e)]
    latest = fitting[max(len(fitting) - only.limit, 0) :]
    lines = (in_one_line(entry, names_office=key is None) for entry in latest)
    return Result([entry_to_json(entry) for entry in latest], "\n".join(lines) or "No requests.")


def clear_requests(scope: Scope) -> dict[str, Any]:
    """Forget those of the key's office, or all. Answers how many there were."""
    return {"cleared": scope.offices.journals.clear(scope.key)}


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """An entry as JSON. A parameter that was sent more than once is a list."""
    sent = parse_qs(entry.query, keep_blank_values=True)
    return {
        "number": entry.number,
        "at": entry.at.strftime(FORMAT),
        "office": entry.office,
        "developer": entry.developer,
        "method": entry.method,
        "path": entry.path.removeprefix("/"),
        "query": {name: values[0] if len(values) == 1 else values for name, values in sent.items()},
        "endpoint": entry.endpoint,
        "client": entry.client,
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
    }


def in_one_line(entry: Entry, *, names_office: bool) -> str:
    """``12  09:00:03  POST notes 201  3.1 ms  note: 1 inserted``."""
    target = entry.path.removeprefix("/") + (f"?{entry.query}" if entry.query else "")
    answer = content(entry.answer) if entry.status >= 400 else None
    parts = [
        str(entry.number),
        *([entry.office] if names_office else []),
        entry.at.strftime("%H:%M:%S"),
        f"{entry.method} {target} {entry.status}",
        f"{entry.milliseconds:.1f} ms",
        *([f"waited {entry.waited:.1f} s"] if entry.waited else []),
        *(f"fault: {kind}" for kind in entry.faults),
        *entry.changes,
        *([f"{entry.rows} of at most {entry.limit} rows"] if entry.rows is not None else []),
        *(f"ignored: {name}" for name in entry.ignored),
        *([answer] if isinstance(answer, str) else []),
    ]
    return printable("  ".join(parts))


def printable(text: str) -> str:
    """On one line, whatever a client sent."""
    return "".join(mark if mark.isprintable() else f"\\x{ord(mark):02x}" for mark in text)


ENDPOINTS = (
    query("GET", "requests", list_requests, FilterQuery, slow=True),
    call("DELETE", "requests", clear_requests),
)
