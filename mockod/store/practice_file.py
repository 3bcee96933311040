"""Practice files: the data an office starts with, as people write it; read with the line of every mistake.

A file is YAML (JSON is YAML too). Its sections are lists of rows, named as the API names its resources; a
row's fields are the vendor's columns. Every value is taken as it is written, so that a name may be No and a zip code
01234; only null (or ~, or nothing) is no value: the field counts as not given. It is UTF-8 of at most 100 MB. What the
sections mean is the vendor's business; here is the reading,
and the dates, which may be relative to the office's today:

    today, today+3, today-10 09:00     so many days away
    workday+2 14:30, workday-1         so many working days away, Monday to Friday
    next monday 09:00, last friday     the first one after today, the last one before it
    2026-03-02, 2026-03-02 09:00       the day itself
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DATED = re.compile(
    r"""(?: (?P<anchor>today|workday)(?P<offset>[+-]\d{1,5})?
         | (?P<which>next|last)\ (?P<day>[a-z]+)
         | (?P<fixed>\d{4}-\d\d-\d\d) )
        (?:\ (?P<time>\d\d:\d\d(?::\d\d)?))?""",
    re.VERBOSE | re.ASCII,
)
MOST_BYTES = 100_000_000
"""Of a file."""
NULL = ("", "~", "null", "Null", "NULL")
"""How YAML writes that there is no value, where it stands without quotes."""


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
class PracticeFile:
    """A practice file, read but not yet understood."""

    name: str
    sections: dict[str, int]
    """Every section's name, those without rows too, and its line."""
    entries: Sequence[Entry]

    def mistake(self, line: int, reason: str) -> PracticeError:
        return PracticeError(f"{self.name}:{line}: {reason}")


@dataclass(slots=True)
class TableRows:
    """A practice as rows of tables, and which of their dates move with today."""

    zone: str
    """Offset of the office's clock from UTC, for clients that ask to see one."""
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    relative: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    """Table and column -> the numbers of the rows whose date was written relative to today."""


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


def read_text(name: str, content: bytes) -> PracticeFile:
    """The same of a file's content, row after row: its YAML is never held as a whole."""
    import yaml  # here, as an office made from a ready image never needs it

    from mockod.store.yaml_nodes import root_of

    def mistake(line: int, reason: str) -> PracticeError:
        return PracticeError(f"{name}:{line}: {reason}")

    text = _text(name, content)
    try:
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        return read_nodes(name, root_of(yaml.parse(text, Loader=loader), mistake), mistake)
    except yaml.MarkedYAMLError as exc:
        line = exc.problem_mark.line + 1 if exc.problem_mark else 1
        raise mistake(line, exc.problem or exc.context or "") from exc
    except (yaml.YAMLError, UnicodeError) as exc:
        raise mistake(1, f"not readable as YAML: {exc}") from exc


def read_nodes(name: str, root: Any, mistake: Mistake) -> PracticeFile:
    """The sections and rows of a YAML document. Raises PracticeError where it is no practice."""
    import yaml

    if not isinstance(root, yaml.MappingNode):
        raise mistake(1, "a practice is a map of sections")
    sections: dict[str, int] = {}
    entries = tuple(_entries(root.value, sections, mistake))
    return PracticeFile(name, sections, entries)


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
        if isinstance(section, yaml.MappingNode):  # preferences: names and values
            for pref, value in section.value:
                fields = {"name": _written(pref, mistake), "value": _written(value, mistake)}
                yield Entry(key.value, _line(pref), fields)
        elif isinstance(section, yaml.SequenceNode):
            for row in section.value:
                if not isinstance(row, yaml.MappingNode):
                    raise mistake(_line(row), f"{key.value}: a row is a map of fields")
                yield Entry(key.value, _line(row), _fields(row, mistake))
        elif not _is_null(section):
            raise mistake(_line(key), f"{key.value}: a section is a list of rows")


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


@dataclass(frozen=True, slots=True)
class Dated:
    """A date written in a practice, resolved; ``time`` is HH:mm:ss or empty."""

    day: date
    time: str
    relative: bool


def resolve(text: str, today: date) -> Dated:
    """Read a date as this module's first lines tell. Raises ValueError for anything else.

    >>> resolve("next monday 09:00", date(2026, 3, 4))
    Dated(day=datetime.date(2026, 3, 9), time='09:00:00', relative=True)
    """
    match = _DATED.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is no date; write 2026-03-02, today+3, workday-1 or next monday, then 09:00")
    time = match["time"] or ""
    if time and not ("00:00" <= time[:5] <= "23:59" and time[3:5] <= "59" and time[6:] <= "59"):
        raise ValueError(f"{time} is no time of day")
    time = f"{time}:00" if len(time) == 5 else time
    if match["fixed"]:
        return Dated(date.fromisoformat(match["fixed"]), time, False)
    if match["anchor"] == "today":
        return Dated(today + timedelta(days=int(match["offset"] or 0)), time, True)
    if match["anchor"] == "workday":
        return Dated(workday(today, int(match["offset"] or 0)), time, True)
    if match["day"] not in DAYS:
        raise ValueError(f"{match['day']!r} is no day of the week")
    distance = (DAYS.index(match["day"]) - today.weekday()) % 7
    if match["which"] == "next":
        return Dated(today + timedelta(days=distance or 7), time, True)
    return Dated(today + timedelta(days=distance - 7), time, True)


@lru_cache(8192)
def workday(today: date, offset: int) -> date:
    """The working day ``offset`` away: 0 is today or, at a weekend, the Monday after it.

    >>> workday(date(2026, 3, 7), 0).isoformat(), workday(date(2026, 3, 7), -1).isoformat()
    ('2026-03-09', '2026-03-06')
    """
    day = today
    while day.weekday() > 4:
        day += timedelta(days=1)
    step = timedelta(days=1 if offset > 0 else -1)
    for _ in range(abs(offset)):
        day += step
        while day.weekday() > 4:
            day += step
    return day
