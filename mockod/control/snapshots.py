"""Snapshots of one office: taken, restored, compared, carried out and in as files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any, Concatenate, ParamSpec, TypeVar

from mockod.control import answers
from mockod.control.endpoints import body, call, query
from mockod.control.fields import Label, YesOrNo
from mockod.control.refusals import refused
from mockod.control.scope import File, Result, Scope
from mockod.rest.schema import Name
from mockod.simulation.clock import FORMAT
from mockod.store import diff
from mockod.store.office import Office
from mockod.store.snapshot_file import Carried, read_file, write_file
from mockod.store.snapshots import Snapshot

P = ParamSpec("P")
Answer = TypeVar("Answer")
Handler = Callable[Concatenate[Scope, P], Answer]


def in_turn(handler: Handler[P, Answer]) -> Handler[P, Answer]:
    """One call at a time about the snapshots of an office; its other calls go on meanwhile."""

    @wraps(handler)
    def handle(scope: Scope, /, *args: P.args, **options: P.kwargs) -> Answer:
        with scope.offices.snapshots.turn(scope.key_to_come or scope.named):  # some calls make their office
            return handler(scope, *args, **options)

    return handle


@dataclass(frozen=True, slots=True)
class TakingBody:
    """A snapshot to be taken."""

    name: Annotated[str, Label()]
    replace: Annotated[bool, YesOrNo()] = False


@dataclass(frozen=True, slots=True)
class OneNamed:
    """Which snapshot is meant."""

    name: Annotated[str, Label()]


@dataclass(frozen=True, slots=True)
class OneOrAll:
    """Which snapshot is meant; None for all of the office."""

    name: Annotated[str | None, Label()] = None


@dataclass(frozen=True, slots=True)
class SpanQuery:
    """Two snapshots; None for the office as it is now."""

    before: Annotated[str | None, Label(), Name("from")] = None
    after: Annotated[str | None, Label(), Name("to")] = None


@in_turn
def take(scope: Scope, taking: TakingBody) -> Result:
    """Keep data, clock and settings under a name, which must be free unless it says to replace."""
    office = scope.office_to_come
    return _keep(scope, office, office.snapshot(taking.name), replacing=taking.replace)


@in_turn
def list_snapshots(scope: Scope) -> Result:
    """The office's, in the order in which they were taken."""
    snapshots = scope.offices.snapshots.listed(scope.named)
    return Result(list(map(_to_json, snapshots)), "\n".join(map(_in_words, snapshots)) or "No snapshots.")


@in_turn
def restore(scope: Scope, which: OneNamed) -> Result:
    """Bring all three back. The snapshot is kept, and can be restored again."""
    _named(scope, which.name)  # before an office is made for nothing
    snapshot = scope.office.restore(lambda: _named(scope, which.name))
    scope.time_travel.wake(scope.named)
    return Result(_to_json(snapshot), f"Restored: {_in_words(snapshot)}")


@in_turn
def delete(scope: Scope, which: OneOrAll) -> dict[str, Any]:
    """Forget one; without a name, all of the office."""
    return {"snapshots": scope.offices.snapshots.drop(scope.named, which.name)}


@in_turn
def export(scope: Scope, which: OneNamed) -> File:
    """A snapshot as an SQLite file."""
    snapshot = _named(scope, which.name)
    content = write_file(snapshot, _settings_to_json(scope, snapshot))
    return File(f"{re.sub(r'[^A-Za-z0-9._-]', '-', snapshot.name)}.sqlite", content)


@in_turn
def import_file(scope: Scope, which: OneNamed) -> Result:
    """Keep a file as a snapshot, in the place of one of the same name; the office itself stays as it is."""
    office = scope.office_to_come
    now = office.snapshot(which.name or "")
    try:
        image, carried = read_file(scope.sent, now.image, scope.shared.spell, scope.offices.start.functions)
        settings = _settings(scope, now, carried)
    except ValueError as exc:
        raise refused(exc) from exc
    snapshot = Snapshot.of(now.name, image, carried.taken or now.taken, carried.clock or now.clock, settings)
    return _keep(scope, office, snapshot, replacing=True)


@in_turn
def compare(scope: Scope, span: SpanQuery) -> Result:
    """What happened between two snapshots, or between one and now: by row as JSON, in sentences as text."""
    before, after = (_image(scope, name) for name in (span.before, span.after))
    shared = scope.shared
    differences = [one for one in diff.compare(before, after) if not shared.is_trail(one.table)]
    sentences = diff.as_sentences(differences, shared.spell, shared.is_stamp)
    return Result(diff.as_json(differences, shared.spell), "\n".join(sentences) or "No differences.")


def _named(scope: Scope, name: str | None) -> Snapshot:
    return scope.offices.snapshots.named(scope.named, name or "")


def _image(scope: Scope, name: str | None) -> bytes:
    return (scope.office.snapshot("") if name is None else _named(scope, name)).image


def _keep(scope: Scope, office: Office, snapshot: Snapshot, *, replacing: bool) -> Result:
    with office.transaction():  # so that it is not dropped meanwhile: nobody would ever forget its snapshot
        scope.offices.snapshots.keep(scope.named, snapshot, replace=replacing)
    return Result(_to_json(snapshot), _in_words(snapshot))


def _settings(scope: Scope, now: Snapshot, carried: Carried) -> Any:
    """What the file says of settings, in the shape that the office has them. Raises ValueError."""
    settings, feature = carried.settings or {}, scope.shared.first.control().settings
    unknown = settings.keys() - _settings_to_json(scope, now).keys()
    if unknown:
        raise ValueError(f"This office has no setting {min(unknown)}.")
    return feature.change(now.settings, settings) if feature else now.settings


def _settings_to_json(scope: Scope, snapshot: Snapshot) -> dict[str, Any]:
    feature = scope.shared.first.control().settings
    return feature.to_json(snapshot.settings) if feature else {}


def _to_json(snapshot: Snapshot) -> dict[str, Any]:
    return {"name": snapshot.name, "taken": snapshot.taken.strftime(FORMAT), "bytes": snapshot.size}


def _in_words(snapshot: Snapshot) -> str:
    return f"{snapshot.name}, taken {snapshot.taken.strftime(FORMAT)}, {snapshot.size} bytes"


ONE = answers.SNAPSHOT
ENDPOINTS = (
    call("GET", "snapshots", list_snapshots, name="list_snapshots", answers=answers.SNAPSHOTS, needs_office=True),
    body("POST", "snapshots", take, TakingBody, name="take_snapshot", answers=ONE, status=201, needs_office=True),
    query(
        "DELETE",
        "snapshots",
        delete,
        OneOrAll,
        name="forget_snapshots",
        answers=answers.SNAPSHOTS_FORGOTTEN,
        needs_office=True,
    ),
    body("POST", "snapshots/restore", restore, OneNamed, name="restore_snapshot", answers=ONE, needs_office=True),
    query(
        "GET",
        "snapshots/diff",
        compare,
        SpanQuery,
        name="compare_snapshots",
        answers=answers.DIFFERENCES,
        needs_office=True,
    ),
    query("GET", "snapshots/file", export, OneNamed, name="export_snapshot", needs_office=True),
    query(
        "PUT",
        "snapshots/file",
        import_file,
        OneNamed,
        name="import_snapshot",
        answers=ONE,
        takes_file=True,
        needs_office=True,
    ),
)
