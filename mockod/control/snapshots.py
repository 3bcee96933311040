"""Snapshots of one office: taken, restored, compared, carried out and in as files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from mockod.control.fields import Name, YesOrNo
from mockod.control.scope import File, Target, Told
from mockod.rest.endpoint import Endpoint
from mockod.rest.errors import Refused
from mockod.rest.messages import Basis
from mockod.rest.schema import Wire
from mockod.simulation.clock import FORMAT
from mockod.store import diff
from mockod.store.office import Office
from mockod.store.snapshot_file import Carried, read_file, write_file
from mockod.store.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class Taking:
    name: str
    replace: bool = False


class TakingBody(Wire):
    makes = Taking
    name = Name(data_key="name", required=True)
    replace = YesOrNo(data_key="replace")


@dataclass(frozen=True, slots=True)
class Named:
    name: str | None = None


class OneNamed(Wire):
    makes = Named
    name = Name(data_key="name", required=True)


class OneOrAll(Wire):
    makes = Named
    name = Name(data_key="name")


@dataclass(frozen=True, slots=True)
class Span:
    """Two snapshots; None for the office as it is now."""

    before: str | None = None
    after: str | None = None


class SpanQuery(Wire):
    makes = Span
    before = Name(data_key="from")
    after = Name(data_key="to")


def take(target: Target, asked: Taking) -> Told:
    """Keep data, clock and settings under a name, which must be free unless it says to replace."""
    office = target.office
    return _keep(target, office, office.snapshot(asked.name), replacing=asked.replace)


def list_snapshots(target: Target) -> Told:
    """The office's, in the order in which they were taken."""
    snapshots = target.offices.snapshots.listed(target.named)
    return Told(list(map(_shown, snapshots)), "\n".join(map(_in_words, snapshots)) or "No snapshots.")


def restore(target: Target, asked: Named) -> Told:
    """Bring all three back. The snapshot is kept, and can be restored again."""
    snapshot = _named(target, asked.name)
    target.office.restore(snapshot)
    target.timekeeper.wake(target.named)
    return Told(_shown(snapshot), f"Restored: {_in_words(snapshot)}")


def delete(target: Target, asked: Named) -> dict[str, Any]:
    """Forget one; without a name, all of the office."""
    snapshots = target.offices.snapshots
    snapshots.drop(target.named, asked.name)
    return {"snapshots": len(snapshots.listed(target.named))}


def export(target: Target, asked: Named) -> File:
    """A snapshot as an SQLite file."""
    snapshot = _named(target, asked.name)
    content = write_file(snapshot, target.vendor.told_settings(snapshot.settings))
    return File(f"{re.sub(r'[^A-Za-z0-9._-]', '-', snapshot.name)}.sqlite", content)


def import_file(target: Target, asked: Named) -> Told:
    """Keep a file as a snapshot, in the place of one of the same name; the office itself stays as it is."""
    office = target.office
    now = office.snapshot(asked.name or "")
    try:
        image, carried = read_file(target.sent, now.image, target.vendor.spelled)
        settings = _settings(target, now, carried)
    except ValueError as wrong:
        raise Refused(400, str(wrong), Basis.ASSUMED) from wrong
    snapshot = Snapshot.of(now.name, image, carried.taken or now.taken, carried.clock or now.clock, settings)
    return _keep(target, office, snapshot, replacing=True)


def compare(target: Target, asked: Span) -> Told:
    """What happened between two snapshots, or between one and now: by row as JSON, in sentences as text."""
    before, after = (_image(target, name) for name in (asked.before, asked.after))
    found, vendor = diff.compare(before, after), target.vendor
    sentences = diff.as_sentences(found, vendor.spelled, vendor.is_stamp)
    return Told(diff.as_json(found, vendor.spelled), "\n".join(sentences) or "No differences.")


def _named(target: Target, name: str | None) -> Snapshot:
    return target.offices.snapshots.named(target.named, name or "")


def _image(target: Target, name: str | None) -> bytes:
    return (target.office.snapshot("") if name is None else _named(target, name)).image


def _keep(target: Target, office: Office, snapshot: Snapshot, *, replacing: bool) -> Told:
    with office.transaction():  # so that it is not dropped meanwhile: nobody would ever forget its snapshot
        target.offices.snapshots.keep(target.named, snapshot, replace=replacing)
    return Told(_shown(snapshot), _in_words(snapshot))


def _settings(target: Target, now: Snapshot, carried: Carried) -> Any:
    """What the file says of settings, in the shape that the office has them. Raises ValueError."""
    told = carried.settings or {}
    unknown = told.keys() - target.vendor.told_settings(now.settings).keys()
    if unknown:
        raise ValueError(f"This office has no setting {min(unknown)}.")
    return target.vendor.changed_settings(now.settings, told)


def _shown(snapshot: Snapshot) -> dict[str, Any]:
    return {"name": snapshot.name, "taken": snapshot.taken.strftime(FORMAT), "bytes": snapshot.size}


def _in_words(snapshot: Snapshot) -> str:
    return f"{snapshot.name}, taken {snapshot.taken.strftime(FORMAT)}, {snapshot.size} bytes"


ENDPOINTS = (
    Endpoint("GET", "snapshots", list_snapshots, basis=Basis.ASSUMED),
    Endpoint("POST", "snapshots", take, body=TakingBody, status=201, basis=Basis.ASSUMED),
    Endpoint("DELETE", "snapshots", delete, query=OneOrAll, basis=Basis.ASSUMED),
    Endpoint("POST", "snapshots/restore", restore, body=OneNamed, basis=Basis.ASSUMED),
    Endpoint("GET", "snapshots/diff", compare, query=SpanQuery, slow=True, basis=Basis.ASSUMED),
    Endpoint("GET", "snapshots/file", export, query=OneNamed, slow=True, basis=Basis.ASSUMED),
    Endpoint("PUT", "snapshots/file", import_file, query=OneNamed, takes_file=True, slow=True, basis=Basis.ASSUMED),
)
