"""An office's data as a practice: fragments merged into it, all of it written as a file, or replaced by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockod.client.records import Office, Seeded, read
from mockod.client.transport import Transport
from mockod.seeding.builder import Builder, HasFragment, fragment_of

Fragment = Builder | HasFragment | Mapping[str, Any]
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


def _content(*fragments: Fragment | str) -> Any:
    """What goes out: JSON, or a text as it is. Raises TypeError where a text is one of several."""
    texts = [fragment for fragment in fragments if isinstance(fragment, str)]
    if not texts:
        return fragment_of(*(fragment for fragment in fragments if not isinstance(fragment, str)))
    if len(fragments) > 1:
        raise TypeError("a text is a whole fragment; give it alone")
    return texts[0].encode()
