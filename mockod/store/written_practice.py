"""A practice as a practice file: its text, or what reading that text would give."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockod.store.practice_file import NULL, Entry, PracticeFile, Written

Sections = Mapping[str, Sequence[Mapping[str, Any]]]
"""Rows by section. A value is a text, a number, or a list of texts and of maps of texts."""
_PLAIN = re.compile(r"(?:[A-Za-z0-9/(+.]|-(?=[\w.]))(?:[\w .+/()%$@'-]++|:(?=\d))*+(?<! )", re.ASCII)
"""A text that means itself in YAML without quotes, wherever it stands. No step is taken back: each one that might be
takes a hundred bytes, and a document's file has millions of characters."""
_NO_TEXT = re.compile("[^\t -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What YAML, or a reader of lines, would take for something else than a character of a text."""


@dataclass(frozen=True, slots=True)
class _Entries(Sequence[Entry]):
    """The rows as entries, each made when it is looked at: there may be a million."""

    sections: Sections

    def __iter__(self) -> Iterator[Entry]:
        for section, rows in self.sections.items():
            for place, row in enumerate(rows, 1):
                yield Entry(section, place, {field: _written(place, value) for field, value in row.items()})

    def __len__(self) -> int:
        return sum(map(len, self.sections.values()))

    def __getitem__(self, at: Any) -> Any:
        return tuple(self)[at]


def as_practice(name: str, sections: Sections) -> PracticeFile:
    """What ``read_text`` gives of the text, but for the lines: a mistake names the row's place in its section."""
    return PracticeFile(name, dict.fromkeys(sections, 1), _Entries(sections))


def _written(line: int, value: Any) -> Written:
    if isinstance(value, list):
        return Written(line, items=tuple(item if isinstance(item, dict) else str(item) for item in value))
    return Written(line, str(value))


def as_text(sections: Sections, heading: Iterable[str] = ()) -> Iterator[str]:
    """The text line by line: a row a line. ``heading`` are comments that come first."""
    for comment in heading:
        yield f"# {comment}\n"
    for section, rows in sections.items():
        yield f"{section}:\n" if rows else f"{section}: []\n"
        for row in rows:
            yield f"  - {as_yaml(row)}\n"


def as_yaml(value: Any) -> str:
    r"""A row, or a value of one, as YAML reads it back; texts in quotes where they need them.

    >>> as_yaml({"LName": "O'Hara", "Note": "late, again", "procedures": ["D0120", {"code": "D2391", "surf": "O"}]})
    '{LName: O\'Hara, Note: "late, again", procedures: [D0120, {code: D2391, surf: O}]}'
    >>> as_yaml("Main St. 7"), as_yaml("- b"), as_yaml("No"), as_yaml(""), as_yaml("null"), as_yaml("\x85")
    ('Main St. 7', '"- b"', 'No', '""', '"null"', '"\\u0085"')
    """
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{name}: {as_yaml(item)}' for name, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(as_yaml, value))}]"
    text = str(value)
    if _PLAIN.fullmatch(text) and text not in NULL:
        return text
    return _NO_TEXT.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
