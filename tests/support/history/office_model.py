"""An office in a few lines: bookings with a note each, snapshots, a clock; and what each request makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

START = "2026-03-02 07:00:00"
"""What every office's clock shows at its start."""
MISSING = "missing"
"""The answer where what is named is not there."""
REFUSED = "refused"
"""The answer where the office went away under the request: nothing has happened."""
DONE = "done"


@dataclass(frozen=True, slots=True)
class Contents:
    """What a snapshot keeps: notes of appointments 1, 2, 3 and so on; and the clock."""

    notes: tuple[str, ...] = ()
    clock: str = START


@dataclass(frozen=True, slots=True)
class OfficeState:
    """What there is of an office beside what a restart begins with."""

    contents: Contents = Contents()
    snapshots: frozenset[tuple[str, Contents]] = frozenset()


@dataclass(frozen=True, slots=True)
class Request:
    """``of`` is the number or the name of what is meant, ``value`` what is written."""

    kind: str
    of: Any = None
    value: str = ""


FRESH = OfficeState()


def is_read(request: Request) -> bool:
    return request.kind in ("read", "list", "see clock")


def outcome(state: OfficeState, request: Request) -> tuple[OfficeState, Any]:
    """What becomes of an office by a request, and what is answered."""
    contents, snapshots = state.contents, dict(state.snapshots)
    notes = contents.notes
    there = isinstance(request.of, int) and 1 <= request.of <= len(notes)

    def holding(**changes: Any) -> OfficeState:
        return replace(state, contents=replace(contents, **changes))

    match request.kind:
        case "book":
            return holding(notes=(*notes, request.value)), len(notes) + 1
        case "write" if there:
            return holding(notes=(*notes[: request.of - 1], request.value, *notes[request.of :])), DONE
        case "read" if there:
            return state, notes[request.of - 1]
        case "write" | "read":
            return state, MISSING
        case "list":
            return state, notes
        case "set clock":
            return holding(clock=request.value), DONE
        case "see clock":
            return state, contents.clock
        case "take":
            return replace(state, snapshots=frozenset({**snapshots, request.of: contents}.items())), DONE
        case "restore" if request.of in snapshots:
            return replace(state, contents=snapshots[request.of]), DONE
        case "forget" if request.of in snapshots:
            del snapshots[request.of]
            return replace(state, snapshots=frozenset(snapshots.items())), DONE
        case "restore" | "forget":
            return state, MISSING
        case "reset":
            return replace(state, contents=Contents()), DONE
        case "drop":
            return FRESH, DONE
    raise ValueError(request.kind)


def step(state: OfficeState, request: Request, answer: Any) -> Iterator[OfficeState]:
    """The states that may follow, for the checker."""
    nothing_to_drop = request.kind == "drop" and answer == MISSING and state == FRESH
    if answer == REFUSED or nothing_to_drop:
        yield state
        return
    following, expected = outcome(state, request)
    if answer == expected:
        yield following


def step_of_one_that_may_go(state: OfficeState, request: Request, answer: Any) -> Iterator[OfficeState]:
    """The same in memory with ``--evict-idle``: at any time the office may be gone, but then with all that it had."""
    yield from step(state, request, answer)
    if state != FRESH:
        yield from step(FRESH, request, answer)


def step_without_clock(state: OfficeState, request: Request, answer: Any) -> Iterator[OfficeState]:
    """The same in files with ``--evict-idle``: data and snapshots stay, while the clock may be that of the start."""
    if request.kind in ("set clock", "see clock"):
        yield state
    else:
        yield from step(state, request, answer)
