"""The fields of a row in a practice file, as what they should be."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from mockod.store.practice_file import Entry
from mockod.vendors.telehealth.practice.tables import MOST_MINUTES


class Mistake(Exception):
    """What is wrong in a row, and in which line; 0 for that of the row."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.line = line


class Fields:
    """The fields of one row. Whatever is asked for raises Mistake where it is something else."""

    def __init__(self, entry: Entry, known: Iterable[str]) -> None:
        self._fields = {name: written for name, written in entry.fields.items() if not written.is_null}
        unknown = entry.fields.keys() - set(known)
        if unknown:
            name = min(unknown)
            raise Mistake(f"{name!r} is no field of a row here", entry.fields[name].line)

    def __contains__(self, name: str) -> bool:
        return name in self._fields

    def line(self, name: str) -> int:
        return self._fields[name].line if name in self._fields else 0

    def text(self, name: str, default: str | None = None) -> str:
        written = self._fields.get(name)
        if written is None:
            if default is None:
                raise Mistake(f"{name} is missing")
            return default
        if written.items is not None:
            raise Mistake(f"{name}: a list does not belong here", written.line)
        return written.text

    def texts(self, name: str) -> list[str]:
        """A list of ids, each once."""
        written = self._fields.get(name)
        if written is None:
            return []
        if written.items is None or not all(isinstance(item, str) for item in written.items):
            raise Mistake(f"{name}: a list of ids belongs here", written.line)
        return list(dict.fromkeys(written.items))

    def number(self, name: str, default: int) -> int:
        text = self.text(name, str(default))
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= MOST_MINUTES and len(text) <= 6):
            raise Mistake(f"{name}: {text!r} is no number from 1 to {MOST_MINUTES}", self.line(name))
        return int(text)

    def flag(self, name: str, default: int = 0) -> int:
        words = ("true", "false") if default else ("false", "true")
        return int(self.one_of(name, words) == "true")

    def word(self, name: str, words: type[StrEnum], default: str) -> str:
        return self.one_of(name, (default, *(str(word) for word in words if word != default)))

    def one_of(self, name: str, words: tuple[str, ...]) -> str:
        """One of some words, the first where nothing is said."""
        text = self.text(name, words[0])
        if text not in words:
            raise Mistake(f"{name}: {text!r} is none of {', '.join(words)}", self.line(name))
        return str(text)
