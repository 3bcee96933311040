"""The log: a line for each thing that happens in a server, as text for people or as JSON for programs.

As a library mockod writes to the standard loggers below ``mockod`` (``mockod.access`` has the requests) and adds no
handler, so that it is silent unless its host listens. ``mockod serve`` is a program of its own: it writes them to
standard error.
"""

from __future__ import annotations

import json
import logging
import os
import select
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}
MOST_SHOWN = 8
"""Characters of a key that a line shows, and never more than half of them."""
AT_ONCE = getattr(select, "PIPE_BUF", 512)
"""Bytes that a pipe which says it is ready takes without making the writer wait (POSIX)."""
MOCKOD = logging.getLogger("mockod")
MOCKOD.addHandler(logging.NullHandler())


def shortened(key: str) -> str:
    """A key as lines show it: enough to tell offices apart, too little to ask them.

    >>> shortened("demo-customer"), shortened("office-12"), shortened("a")
    ('dem...mer', 'of...12', '...')
    """
    shown = min(len(key) // 2, MOST_SHOWN)
    end = shown // 2
    return f"{key[: shown - end]}...{key[len(key) - end :]}" if key else ""


def printable(text: str) -> str:
    r"""A text on one line, without anything that commands a terminal, whatever a client sent.

    >>> print(printable("a\nb\x1b[2J"))
    a\x0ab\x1b[2J
    """
    if text.isprintable():
        return text
    return "".join(mark if mark.isprintable() else f"\\x{ord(mark):02x}" for mark in text)


class Line:
    """What a record says: what happened, and its facts by name. It becomes a text only where it is written.

    >>> str(Line("office dropped", office="of...12", snapshots=None))
    'office dropped  office: of...12'
    """

    __slots__ = ("facts", "what")

    def __init__(self, what: str, **facts: object) -> None:
        """Facts that are None or empty are left out."""
        self.what = what
        self.facts: Mapping[str, object] = facts

    def given(self) -> dict[str, object]:
        """The facts that there are."""
        return {name: value for name, value in self.facts.items() if value not in (None, "", ())}

    def __str__(self) -> str:
        return printable("  ".join([self.what, *(f"{name}: {value}" for name, value in self.given().items())]))


class TextFormatter(logging.Formatter):
    """``2026-03-02 09:00:00.125 INFO office dropped  office: of...12``; a traceback follows, indented."""

    def __init__(self) -> None:
        super().__init__()
        self._second = -1
        self._text = ""

    def format(self, record: logging.LogRecord) -> str:
        second = int(record.created)
        if second != self._second:
            self._text = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(second))
            self._second = second
        line = f"{self._text}.{int(record.msecs):03} {record.levelname} {printable(record.getMessage())}"
        return "\n".join([line, *(f"    {printable(part)}" for part in self._traceback(record).splitlines())])

    def _traceback(self, record: logging.LogRecord) -> str:
        return self.formatException(record.exc_info) if record.exc_info else ""


class JsonFormatter(TextFormatter):
    """``{"time": "2026-03-02T09:00:00.125+00:00", "level": "info", "logger": …, "message": …, …}``, facts by name."""

    def format(self, record: logging.LogRecord) -> str:
        second = int(record.created)
        if second != self._second:
            local = time.localtime(second)
            zone = time.strftime("%z", local)
            self._text = time.strftime("%Y-%m-%dT%H:%M:%S", local) + f".%03d{zone[:3]}:{zone[3:5]}"
            self._second = second
        said: object = record.msg  # any object, though typeshed says a text
        facts: dict[str, object] = {
            "time": self._text % int(record.msecs),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": said.what if isinstance(said, Line) else record.getMessage(),
            **(said.given() if isinstance(said, Line) else {}),
        }
        if record.exc_info:
            facts["traceback"] = self._traceback(record)
        return json.dumps(facts, default=str)


class LineHandler(logging.Handler):
    """Writes lines to a stream, and never waits for who reads it: what a full pipe does not take is lost, and counted.

    A program that starts a server and stops reading what it writes would bring it to a stand otherwise.
    """

    def __init__(self, stream: TextIO) -> None:
        """Raises OSError or ValueError for a stream that is no file of the system."""
        super().__init__()
        self._file = stream.fileno()
        self._encoding = stream.encoding or "utf-8"
        self._poll = None
        if hasattr(select, "poll"):
            self._poll = select.poll()
            self._poll.register(self._file, select.POLLOUT)
        self._lost = 0
        self._begin = ""
        """Written before the next line: a line break after a line that was broken off."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if self._lost and self._is_ready():
                lost, self._lost = self._lost, 0
                told = Line("lines lost, as nobody took them in time", lines=lost)
                self._write(self.format(logging.makeLogRecord({"name": "mockod", "msg": told, **_WARNING})))
            self._write(self.format(record))
        except Exception:
            self.handleError(record)

    def _write(self, text: str) -> None:
        rest = f"{self._begin}{text}\n".encode(self._encoding, "backslashreplace")
        size = len(rest)
        while rest:
            taken = self._taken(rest[:AT_ONCE])
            if not taken:
                self._lost += 1
                if len(rest) < size:
                    self._begin = "\n"
                return
            rest = rest[taken:]
        self._begin = ""

    def _taken(self, part: bytes) -> int:
        """Bytes that were taken; none where nobody takes any."""
        try:
            return os.write(self._file, part) if self._is_ready() else 0
        except OSError:
            return 0

    def _is_ready(self) -> bool:
        return self._poll is None or bool(self._poll.poll(0))


_WARNING = {"levelno": logging.WARNING, "levelname": "WARNING"}
FORMATTERS = {"text": TextFormatter, "json": JsonFormatter}


@contextmanager
def logging_to_stderr(level: str, style: str) -> Iterator[None]:
    """Write all that this process logs to standard error: for a program of its own, not for a library.

    ``level`` is mockod's own; of what other libraries log, warnings and worse are written.
    """
    handler: logging.Handler
    try:
        handler = LineHandler(sys.stderr)
    except (AttributeError, OSError, ValueError):  # it is no file, as where a program has no console
        handler = logging.StreamHandler()
    handler.setFormatter(FORMATTERS[style]())
    root = logging.getLogger()
    before = root.level, MOCKOD.level
    root.addHandler(handler)
    root.setLevel(max(LEVELS[level], logging.WARNING))
    MOCKOD.setLevel(LEVELS[level])
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(before[0])
        MOCKOD.setLevel(before[1])
