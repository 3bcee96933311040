"""Practice files: the data an office starts with, as people write it; read with the line of every mistake.

A file is YAML (JSON is YAML too). Its sections are lists of rows, named as the API names its resources; a
row's fields are the vendor's columns. A further vendor's sections stand in a part of its own (``shared_practice``).
Every value is taken as it is written, so that a name may be No and a zip code 01234; only null (or ~, or nothing) is no
value: the field counts as not given. It is UTF-8 of at most 100 MB. What the sections mean is the vendor's business;
here is the reading. Dates may be relative (``practice_dates``).

What is sent to a running server is read in the same way, from YAML or JSON; a fragment that is merged into an office
may besides say, under ``remove``, which rows go.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple

MOST_SENT_VALUES = 200_000
"""Names and values in YAML that is sent: as many as in JSON of the most members, each of which has a name."""
MOST_BYTES = 100_000_000
"""Of a file."""
NULL = ("", "~", "null", "Null", "NULL")
"""How YAML writes that there is no value, where it stands without quotes."""

REMOVE = "remove"
"""The part of a fragment that says which rows go."""
PART = "."
"""Stands between a vendor's part of a practice and a section in it: ``notes: {pages: [...]}`` is ``notes.pages``."""


class PracticeError(ValueError):
    """A mistake in a practice file; the text names file, line and reason."""


Mistake = Callable[[int, str], PracticeError]
"""Makes the error that names a line and the reason."""


class Written(NamedTuple):
    """One value as it stands in the file: a text, a list of texts and small maps, or null, whose text is empty."""

    line: int
    text: str = ""
    items: tuple[Any, ...] | None = None
    is_null: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a section."""

    section: str
    line: int
    fields: dict[str, Written]


@dataclass(frozen=True, slots=True)
class Removal:
    """Rows of a section that go: the one that ``key`` numbers or names; those whose ``fields`` are so; else all."""

    section: str
    line: int
    key: Written | None = None
    fields: dict[str, Written] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PracticeFile:
    """A practice file, read but not yet understood."""

    name: str
    sections: dict[str, int]
    """Every section's name, those without rows too, and its line."""
    entries: Sequence[Entry]
    removals: tuple[Removal, ...] = ()
    paths: tuple[str, ...] = ()
    """Of what came as JSON: the path that a line, counted from 1, stands for, ``notes[0].Text``."""

    def mistake(self, line: int, reason: str) -> PracticeError:
        if not self.paths:
            return PracticeError(f"{self.name}:{line}: {reason}")
        return PracticeError(at_path(self.paths[line - 1], reason))


def at_path(path: str, reason: str) -> str:
    """A mistake by its path, which is not repeated in the reason.

    >>> at_path("notes[0].Author", "notes: Author: there is no user 9")
    'notes[0].Author: there is no user 9'
    """
    words = [word for word in re.split(r"[.\[\]]", path) if word and not word.isdigit()]
    for told in words[-2:]:
        reason = reason.removeprefix(f"{told}: ")
    return f"{path}: {reason}" if path else reason


@dataclass(slots=True)
class TableRows:
    """A practice as rows of tables, and which of their dates move with today."""

    zone: str
    """Offset of the office's clock from UTC, for clients that ask to see one."""
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    relative: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    """Table and column -> the numbers of the rows whose date was written relative to today."""
    is_complete: bool = False
    """Whether the rows stand as they are to be, and nothing is filled in."""
    by_calendar: bool = False
    """Whether dates are counted in months or years, and so do not move by whole weeks."""


def read_practice(path: Path) -> PracticeFile:
    """Read a file's sections and rows. Raises PracticeError with file and line where it is no practice."""
    return read_text(path.name, read_content(path))


def read_content(path: Path) -> bytes:
    """A practice file's bytes. Raises PracticeError where it cannot be read, or is too large."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as exc:
        raise PracticeError(f"{path}: {'a folder; name a file in it' if path.is_dir() else exc.strerror}") from exc
    if len(content) > MOST_BYTES:
        raise PracticeError(f"{path.name}: larger than {MOST_BYTES // 1_000_000} MB")
    return content


def read_text(name: str, content: bytes, *, is_sent: bool = False, is_fragment: bool = False) -> PracticeFile:
    """The same of a file's content, row after row: its YAML is never held as a whole.

    Of what is sent, aliases are refused, which write a row once and mean thousands, and more than a bound of values.
    """
    import yaml  # here, as an office made from a ready image never needs it

    from mockod.store.yaml_nodes import root_of

    def mistake(line: int, reason: str) -> PracticeError:
        return PracticeError(f"{name}:{line}: {reason}")

    text = _text(name, content)
    try:
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        events = yaml.parse(text, Loader=loader)
        root = root_of(_of_what_is_sent(events, mistake) if is_sent else events, mistake)
        return read_nodes(name, root, mistake, is_fragment=is_fragment)
    except yaml.MarkedYAMLError as exc:
        line = exc.problem_mark.line + 1 if exc.problem_mark else 1
        raise mistake(line, exc.problem or exc.context or "") from exc
    except (yaml.YAMLError, UnicodeError) as exc:
        raise mistake(1, f"not readable as YAML: {exc}") from exc


def _of_what_is_sent(events: Iterator[Any], mistake: Mistake) -> Iterator[Any]:
    import yaml

    values = 0
    for event in events:
        if isinstance(event, yaml.AliasEvent):
            raise mistake(_line(event), "an alias; write out what it stands for")
        values += isinstance(event, yaml.NodeEvent)
        if values > MOST_SENT_VALUES:
            raise mistake(_line(event), f"more than {MOST_SENT_VALUES} names and values")
        yield event


def read_nodes(name: str, root: Any, mistake: Mistake, *, is_fragment: bool = False) -> PracticeFile:
    """The sections and rows of a YAML document. Raises PracticeError where it is no practice."""
    import yaml

    if not isinstance(root, yaml.MappingNode):
        raise mistake(1, "a practice is a map of sections")
    sections: dict[str, int] = {}
    removals: list[Removal] = []
    pairs = _without_removals(root.value, removals, mistake) if is_fragment else root.value
    entries = tuple(_entries(pairs, sections, mistake))
    return PracticeFile(name, sections, entries, tuple(removals))


def _without_removals(pairs: Any, removals: list[Removal], mistake: Mistake) -> Iterator[tuple[Any, Any]]:
    """The sections; ``removals`` gets what is under ``remove`` meanwhile."""
    for key, node in pairs:
        if is_scalar(key) and key.value == REMOVE:
            removals.extend(_goings(node, mistake))
        else:
            yield key, node


def _text(name: str, content: bytes) -> str:
    """The file's text. Raises PracticeError with the line of a byte or character that cannot be in it."""
    from yaml.reader import Reader

    try:
        text = content.decode("utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError as exc:
        line = exc.object.count(b"\n", 0, exc.start) + 1
        byte = exc.object[exc.start]
        raise PracticeError(f"{name}:{line}: the byte 0x{byte:02X} is no UTF-8; save the file as UTF-8") from exc
    odd = Reader.NON_PRINTABLE.search(text)
    if odd:
        line = text.count("\n", 0, odd.start()) + 1
        raise PracticeError(f"{name}:{line}: YAML may not contain the character U+{ord(odd[0]):04X}")
    return text


def _line(node: Any) -> int:
    return int(node.start_mark.line) + 1


def _entries(pairs: Any, sections: dict[str, int], mistake: Mistake) -> Iterator[Entry]:
    """The rows of every section; ``sections`` gets the sections' names and lines meanwhile."""
    import yaml

    for key, section in pairs:
        if not is_scalar(key):
            raise mistake(_line(key), "a section is named by a word")
        sections[key.value] = _line(key)
        if isinstance(section, yaml.MappingNode):  # names and values; or a vendor's part, with sections of its own
            for pref, value in section.value:
                if _is_section(value) and is_scalar(pref):
                    yield from _entries([(_within(key, pref), value)], sections, mistake)
                    continue
                fields = {"name": _written(pref, mistake), "value": _written(value, mistake)}
                yield Entry(key.value, _line(pref), fields)
        elif isinstance(section, yaml.SequenceNode):
            for row in section.value:
                if not isinstance(row, yaml.MappingNode):
                    raise mistake(_line(row), f"{key.value}: a row is a map of fields")
                yield Entry(key.value, _line(row), _fields(row, mistake))
        elif not _is_null(section):
            raise mistake(_line(key), f"{key.value}: a section is a list of rows")


def _is_section(node: Any) -> bool:
    """Whether a value is a list of rows."""
    import yaml

    return isinstance(node, yaml.SequenceNode) and all(isinstance(row, yaml.MappingNode) for row in node.value)


def _within(part: Any, section: Any) -> Any:
    """The key of a section in a vendor's part."""
    import yaml

    return yaml.ScalarNode(section.tag, f"{part.value}{PART}{section.value}", section.start_mark)


def _goings(node: Any, mistake: Mistake) -> Iterator[Removal]:
    """What ``remove`` says: by section ``all``, or numbers and maps of fields, one or a list of them."""
    import yaml

    if not isinstance(node, yaml.MappingNode):
        raise mistake(_line(node), f"{REMOVE}: a map of sections belongs here")
    for section, rows in node.value:
        if not is_scalar(section):
            raise mistake(_line(section), f"{REMOVE}: a section is named by a word")
        name = section.value
        for row in rows.value if isinstance(rows, yaml.SequenceNode) else (rows,):
            if isinstance(row, yaml.MappingNode) and row.value:
                yield Removal(name, _line(row), fields=_fields(row, mistake))
            elif is_scalar(row) and not _is_null(row):
                is_all = row.value == "all" and row is rows
                yield Removal(name, _line(row), key=None if is_all else _written(row, mistake))
            else:
                raise mistake(_line(row), f"{name}: say which rows: a number, a map of fields, or all")


def _fields(row: Any, mistake: Mistake) -> dict[str, Written]:
    fields: dict[str, Written] = {}
    for key, value in row.value:
        if not isinstance(key.value, str):
            raise mistake(_line(key), "a field is named by a word")
        if key.value in fields:
            raise mistake(_line(key), f"{key.value} is given twice")
        fields[intern(key.value)] = _written(value, mistake)
    return fields


def _written(node: Any, mistake: Mistake) -> Written:
    import yaml

    if is_scalar(node):
        return Written(_line(node), is_null=True) if _is_null(node) else Written(_line(node), node.value)
    if isinstance(node, yaml.SequenceNode):
        return Written(_line(node), items=tuple(_item(item, mistake) for item in node.value))
    raise mistake(_line(node), "a field is a text, a number or a list")


def _item(node: Any, mistake: Mistake) -> str | dict[str, str]:
    import yaml

    if _is_null(node):
        raise mistake(_line(node), "an item of a list has no value")
    if is_scalar(node):
        return str(node.value)
    if isinstance(node, yaml.MappingNode) and all(is_scalar(part) for pair in node.value for part in pair):
        if len({key.value for key, _ in node.value}) < len(node.value):
            raise mistake(_line(node), "a field is given twice")
        return {key.value: value.value for key, value in node.value if not _is_null(value)}
    raise mistake(_line(node), "an item of a list is a text or a map of texts")


def is_scalar(node: Any) -> bool:
    """Whether a node, or the event that stands for one, is a single value."""
    return isinstance(node.value, str)


def _is_null(node: Any) -> bool:
    """Whether a node is YAML's null: what stands in quotes is a text."""
    if not is_scalar(node):
        return False
    return node.tag == "tag:yaml.org,2002:null" or (not node.style and node.value in NULL)
