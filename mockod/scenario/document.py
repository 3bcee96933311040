"""A scenario's YAML as a tree in which every value knows its line.

A scenario is YAML (JSON is YAML too), read as JSON has it: where they stand without quotes, ``true``, ``false``,
``null`` and numbers are such, and everything else is a text, as ``No``, ``01234``, ``9:30`` and ``2026-03-02``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Union

MOST_BYTES = 1_000_000
"""Of a scenario."""
DEEPEST = 30
"""Levels of lists and maps in one another."""
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})", re.ASCII)
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,17}", re.ASCII)
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}
_PATH = re.compile(r"[\w.\[\]-]+")
_ESCAPES = re.compile(r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|\\.", re.ASCII | re.IGNORECASE)
"""A pair of surrogates, or any other escape of JSON."""
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
"""A part of a path: ``rows`` or ``[0]``."""

Value = Union[str, int, float, bool, None, "list[Node]", "dict[str, Node]"]


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a scenario, and in which of its lines."""

    line: int
    reason: str


class ScenarioError(ValueError):
    """A file is no scenario: every mistake, in the order of lines. The text tells the first."""

    def __init__(self, name: str, mistakes: Iterable[Mistake]) -> None:
        self.name = name
        self.mistakes = tuple(sorted(mistakes, key=lambda mistake: mistake.line))
        super().__init__(self.in_lines(name)[0])

    def in_lines(self, path: str) -> list[str]:
        """Each mistake as ``path:line: reason``."""
        return [f"{path}:{mistake.line}: {mistake.reason}" for mistake in self.mistakes]


@dataclass(frozen=True, slots=True)
class Node:
    """A value, and the line where it stands; of a member of a map, the line of its name."""

    line: int
    value: Value

    def plain(self) -> Any:
        """The value without its lines."""
        if isinstance(self.value, dict):
            return {name: node.plain() for name, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def line_told(self, refusal: str) -> int:
        """The line that a refusal is about which begins with a path: ``rows[2].name: a text belongs here``."""
        return self.line_of(path_told(refusal))

    def line_of(self, path: str) -> int:
        """The line of ``rows[2].name`` below this value, or of as much of the path as there is."""
        node = self
        for name, place in _STEP.findall(path):
            below: Node | None = None
            if isinstance(node.value, dict):
                below = node.value.get(name)
            elif isinstance(node.value, list) and place and int(place) < len(node.value):
                below = node.value[int(place)]
            if below is None:
                break
            node = below
        return node.line


def path_told(refusal: str) -> str:
    """The path that a refusal begins with, if it does.

    >>> path_told("rows[2].name: a text belongs here"), path_told("mood is not known here")
    ('rows[2].name', 'mood')
    """
    found = _PATH.match(refusal)
    return found[0] if found else ""


def read_document(name: str, content: bytes) -> Node:
    """The tree of a file's only document. Raises ScenarioError where it is no YAML, or more than a scenario needs."""
    import yaml  # here, as most commands read none

    if len(content) > MOST_BYTES:
        raise ScenarioError(name, [Mistake(1, f"larger than {MOST_BYTES // 1_000_000} MB")])
    try:
        events = yaml.parse(_joined(content.decode("utf-8-sig")), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
        return _Reading(name, events).document()
    except UnicodeDecodeError as exc:
        line = content.count(b"\n", 0, exc.start) + 1
        raise ScenarioError(name, [Mistake(line, "this line is no UTF-8")]) from exc
    except yaml.MarkedYAMLError as exc:
        line = exc.problem_mark.line + 1 if exc.problem_mark else 1
        raise ScenarioError(name, [Mistake(line, exc.problem or exc.context or "no YAML")]) from exc
    except yaml.YAMLError as exc:
        raise ScenarioError(name, [Mistake(1, f"not readable as YAML: {exc}")]) from exc


def _joined(text: str) -> str:
    r"""The same text; of JSON with each pair of escaped surrogates as the one escape that YAML has for it.

    >>> _joined(r'{"a": "\ud83d\ude00 \\ud83d\ude00"}')
    '{"a": "\\U0001f600 \\\\ud83d\\ude00"}'
    """
    return _ESCAPES.sub(_as_one, text) if text.lstrip().startswith("{") else text


def _as_one(escape: re.Match[str]) -> str:
    if escape[1] is None:
        return escape[0]
    return f"\\U{0x10000 + ((int(escape[1], 16) - 0xD800) << 10) + int(escape[2], 16) - 0xDC00:08x}"


class _Reading:
    """One reading of a stream of YAML events."""

    def __init__(self, name: str, events: Iterator[Any]) -> None:
        self._name = name
        self._events = events

    def document(self) -> Node:
        import yaml

        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.NodeEvent):
                if root is not None:
                    raise self._mistake(event, "a second document begins; a file has one")
                root = self._node(event, 0)
        return root or Node(1, None)

    def _node(self, event: Any, depth: int) -> Node:
        import yaml

        if isinstance(event, yaml.AliasEvent):
            raise self._mistake(event, "an alias; write out what it stands for")
        if event.anchor or (event.tag and event.tag != "!"):
            raise self._mistake(event, "an anchor or a tag; write the value alone")
        if isinstance(event, yaml.ScalarEvent):
            return Node(_line(event), event.value if event.style else _plain(event.value))
        if depth >= DEEPEST:
            raise self._mistake(event, "nested too deeply")
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(_line(event), list(self._items(depth + 1)))
        return Node(_line(event), self._members(depth + 1))

    def _items(self, depth: int) -> Iterator[Node]:
        import yaml

        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self._node(event, depth)

    def _members(self, depth: int) -> dict[str, Node]:
        import yaml

        members: dict[str, Node] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise self._mistake(event, "a name is a word")
            if event.value in members:
                raise self._mistake(event, f"{event.value} is given twice")
            members[event.value] = replace(self._node(next(self._events), depth), line=_line(event))
        return members

    def _mistake(self, event: Any, reason: str) -> ScenarioError:
        return ScenarioError(self._name, [Mistake(_line(event), reason)])


def _plain(text: str) -> Any:
    """What a text without quotes means.

    >>> _plain("7"), _plain("12.50"), _plain("true"), _plain("~"), _plain("No"), _plain("01234"), _plain("9:30")
    (7, 12.5, True, None, 'No', '01234', '9:30')
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
