"""Finding the endpoint for a call: one dictionary lookup, however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mockod.rest.endpoint import ID, MOST_DIGITS, WORD, Endpoint


@dataclass(frozen=True, slots=True)
class Found:
    """Where a path leads: the resource, the words below it, the ids in it and, if there is one, the endpoint."""

    resource: str
    below: str
    ids: tuple[int, ...]
    endpoint: Endpoint[Any] | None


class Routes:
    """A lookup over tables of endpoints: one dictionary access per call, however long the tables.

    A resource's table is loaded when the resource is first asked for, so that a server's start does not grow
    with the number of resources.
    """

    def __init__(self, resources: Mapping[str, Callable[[], Iterable[Endpoint[Any]]]]) -> None:
        """Resource -> what loads its endpoints."""
        self._resources = dict(resources)
        self._by_shape: dict[str, dict[tuple[str, ...], Endpoint[Any]]] = {}

    @property
    def endpoints(self) -> tuple[Endpoint[Any], ...]:
        """All of them, resource by resource."""
        return tuple(endpoint for resource in self._resources for endpoint in self._table(resource).values())

    def _table(self, resource: str) -> dict[tuple[str, ...], Endpoint[Any]]:
        table = self._by_shape.get(resource)
        if table is None:
            rows = [row for row in self._resources[resource]() if row.resource.lower() == resource]
            table = {(row.method, *row.shape): row for row in rows}
            if len(table) != len(rows):
                raise ValueError(f"two endpoints of {resource} share a method and a path")
            self._by_shape[resource] = table
        return table

    def find(self, method: str, path: str) -> Found | None:
        """Letter case, doubled slashes and a trailing slash make no difference; None for an unknown resource."""
        parts = self.segments(path)
        resource = parts[0].lower() if parts else ""
        if resource not in self._resources:
            return None
        ids: list[int] = []
        words: list[str] = []
        shape: list[str] = [method, resource]
        for part in parts[1:]:
            if part.isascii() and part.isdigit() and len(part) <= MOST_DIGITS:
                ids.append(int(part))
                shape.append(ID)
            else:
                words.append(part)
                shape.append(part.lower())
        table = self._table(resource)
        endpoint = table.get(tuple(shape)) or (table.get((method, resource, WORD)) if len(shape) == 3 else None)
        return Found(resource, "/".join(words), tuple(ids), endpoint)

    @staticmethod
    def segments(path: str) -> list[str]:
        return [part for part in path.split("/") if part]
