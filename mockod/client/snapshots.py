"""Snapshots of an office: taken, restored, compared, carried out and in."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

from mockod.client.records import Difference, Snapshot, read
from mockod.client.transport import TEXT, Transport


class Snapshots:
    """``client.snapshots``: data, clock and settings of the office, kept under a name."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def take(self, name: str, *, replace: bool = False) -> Snapshot:
        """Keep the office as it is; ``replace`` allows a name that is there."""
        return read(Snapshot, self._transport.ask("POST", "snapshots", {"name": name, "replace": replace}).data)

    def list(self) -> list[Snapshot]:
        """Those that are kept, in the order in which they were taken."""
        return [read(Snapshot, one) for one in self._transport.ask("GET", "snapshots").data]

    def __iter__(self) -> Iterator[Snapshot]:
        return iter(self.list())

    def restore(self, name: str) -> Snapshot:
        """Bring data, clock and settings back. The snapshot is kept."""
        return read(Snapshot, self._transport.ask("POST", "snapshots/restore", {"name": name}).data)

    def delete(self, name: str | None = None) -> None:
        """Forget one; without a name, all of the office."""
        self._transport.ask("DELETE", "snapshots", query={"name": name})

    def diff(self, before: str | None = None, after: str | None = None) -> builtins.list[Difference]:
        """What happened from one to another, by row; None for the office as it is now."""
        answer = self._transport.ask("GET", "snapshots/diff", query={"from": before, "to": after})
        return [read(Difference, one) for one in answer.data]

    def describe(self, before: str | None = None, after: str | None = None) -> str:
        """The same in sentences: ``1 appointment: AptStatus Scheduled -> Complete (24)``."""
        answer = self._transport.ask("GET", "snapshots/diff", query={"from": before, "to": after}, accept=TEXT)
        return answer.content.decode().rstrip("\n")

    def export(self, name: str) -> bytes:
        """A snapshot as an SQLite file."""
        return self._transport.ask("GET", "snapshots/file", query={"name": name}).content

    def load(self, name: str, content: bytes) -> Snapshot:
        """Keep what ``export`` gave, under a name; restore it to have it."""
        return read(Snapshot, self._transport.ask("PUT", "snapshots/file", content, {"name": name}).data)
