"""An office's data as a practice: fragments merged into it, all of it written as a file, or replaced by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, runtime_checkable

from mockod.client.records import Office, Seeded, read
from mockod.client.transport import Transport


@runtime_checkable
class HasFragment(Protocol):
    """A builder: ``a_patient("Ana Rivera")``."""

    def as_fragment(self) -> Mapping[str, Any]: ...


Fragment = HasFragment | Mapping[str, Any]
"""What seeds an office: a builder, or the sections of a practice file."""


class Practice:
    """``client.practice``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def seed(self, *fragments: Fragment | str) -> Seeded:
        """Merge fragments into the office, all of them or nothing; a text alone is one in YAML."""
        answer = self._transport.ask("POST", "seed", _content(*fragments))
        return read(Seeded, answer.data)

    def export(self, *, relative: bool = False) -> str:
        """The office as a practice file, which makes the same office; ``relative`` lets its dates move with today."""
        query = {"relative": str(relative).lower()}
        return self._transport.ask("GET", "practice", query=query).content.decode()

    def replace(self, practice: Mapping[str, Any] | str) -> Office:
        """Give the office a practice of its own, as a mapping or as the text of a practice file; a reset keeps it."""
        return read(Office, self._transport.ask("PUT", "offices/practice", _content(practice)).data)


def merged(fragments: Iterable[Fragment]) -> dict[str, Any]:
    """Several fragments as one: lists of a section one after another. Raises ValueError where two contradict.

    >>> merged([{"patients": [{"LName": "A"}]}, {"patients": [{"LName": "B"}], "preferences": {"X": 1}}])
    {'patients': [{'LName': 'A'}, {'LName': 'B'}], 'preferences': {'X': 1}}
    """
    whole: dict[str, Any] = {}
    for fragment in fragments:
        sections = fragment.as_fragment() if isinstance(fragment, HasFragment) else fragment
        for name, section in sections.items():
            whole[name] = _joined(name, whole[name], section) if name in whole else section
    return whole


def _joined(place: str, first: Any, second: Any) -> Any:
    if isinstance(first, list) and isinstance(second, list):
        return [*first, *second]
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        both = {name: _joined(f"{place}.{name}", first[name], second[name]) for name in first.keys() & second.keys()}
        return {**first, **second, **both}
    if first != second:
        raise ValueError(f"{place}: one fragment says {first!r}, another {second!r}")
    return first


def _content(*fragments: Fragment | str) -> Any:
    """What goes out: JSON, or a text as it is. Raises TypeError where a text is one of several."""
    texts = [fragment for fragment in fragments if isinstance(fragment, str)]
    if not texts:
        return merged(fragment for fragment in fragments if not isinstance(fragment, str))
    if len(fragments) > 1:
        raise TypeError("a text is a whole fragment; give it alone")
    return texts[0].encode()
