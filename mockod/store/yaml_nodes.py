"""YAML nodes made from events, so many at a time as a reader asks for: a large practice file is never a tree in memory.

The document's map is read section by section, and a section's list row by row: ``value`` of those two is an iterator,
which must be used up before the next section is asked for. A scalar's event stands for its node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import yaml

DEEPEST = 20
"""Levels: a practice has four, and a reader that goes down a level at a time must not be overturned."""
MOST_REPEATED = 1_000_000
"""Nodes that aliases may stand for in a file: a few lines could mean more rows than memory holds."""

Mistake = Callable[[int, str], Exception]
"""Makes the error that names a line and the reason."""


def root_of(events: Iterator[Any], mistake: Mistake) -> Any:
    """The node of the only document, or None where there is none.

    Raises what ``mistake`` makes, and yaml.YAMLError where it is no YAML.
    """
    return _Composer(events, mistake).root()


class _Composer:
    """One reading of a stream of events."""

    def __init__(self, events: Iterator[Any], mistake: Mistake) -> None:
        self._events = events
        self._mistake = mistake
        self._anchored: dict[str, Any] = {}
        self._sizes: dict[str, int] = {}
        """Nodes in what an anchor stands for."""
        self._read = 0
        """Nodes so far, those that aliases stand for included."""
        self._repeated = 0

    def root(self) -> Any:
        for event in self._events:
            if isinstance(event, yaml.MappingStartEvent):
                return _begun(yaml.MappingNode, event, self._sections())
            if isinstance(event, yaml.NodeEvent):
                return self._node(event, 0)
        return None

    def _sections(self) -> Iterator[tuple[Any, Any]]:
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key, section = self._node(event, 1), next(self._events)
            if isinstance(section, yaml.SequenceStartEvent) and not section.anchor:
                yield key, _begun(yaml.SequenceNode, section, self._rows())
            else:
                yield key, self._node(section, 1)
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise self._mistake(_line(event), "a second document begins; a file has one")

    def _rows(self) -> Iterator[Any]:
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self._node(event, 2)

    def _node(self, event: Any, depth: int) -> Any:
        """What begins with an event, to its end."""
        self._read += 1
        if isinstance(event, yaml.ScalarEvent):
            return event if event.anchor is None else self._keep(event, event)
        if isinstance(event, yaml.AliasEvent):
            return self._repeat(event)
        if depth >= DEEPEST:
            raise self._mistake(_line(event), "nested too deeply for a practice")
        before = self._read
        value: list[Any] = []
        if isinstance(event, yaml.MappingStartEvent):
            node: Any = self._keep(event, _begun(yaml.MappingNode, event, value))
            for key in self._events:
                if isinstance(key, yaml.MappingEndEvent):
                    break
                value.append((self._node(key, depth + 1), self._node(next(self._events), depth + 1)))
        else:
            node = self._keep(event, _begun(yaml.SequenceNode, event, value))
            for item in self._events:
                if isinstance(item, yaml.SequenceEndEvent):
                    break
                value.append(self._node(item, depth + 1))
        if event.anchor is not None:
            self._sizes[event.anchor] = self._read - before + 1
        return node

    def _keep(self, event: Any, node: Any) -> Any:
        """A node that aliases may name from now on, even within itself."""
        if event.anchor is not None:
            self._anchored[event.anchor], self._sizes[event.anchor] = node, 1
        return node

    def _repeat(self, event: Any) -> Any:
        line = _line(event)
        if event.anchor not in self._anchored:
            raise self._mistake(line, f"the alias {event.anchor!r} names no anchor before it")
        self._read += self._sizes[event.anchor] - 1
        self._repeated += self._sizes[event.anchor]
        if self._repeated > MOST_REPEATED:
            raise self._mistake(line, f"aliases stand for more than {MOST_REPEATED} values")
        return self._anchored[event.anchor]


def _begun(kind: Callable[..., Any], event: Any, value: Any) -> Any:
    return kind(event.tag, value, event.start_mark)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
