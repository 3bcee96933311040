"""What an office asks of the data it has: in memory or in a file."""

from __future__ import annotations

import sqlite3
from typing import Protocol


class OfficeDatabase(Protocol):
    """Where an office's data are: a ``MemoryDatabase`` or a ``DatabaseFile``."""

    name: str
    """The file's; empty in memory."""
    connection: sqlite3.Connection | None
    """None while the office is parked."""
    was_there: bool
    """Whether the data are from an earlier run."""

    def open(self) -> sqlite3.Connection: ...

    def replace(self, image: bytes) -> sqlite3.Connection: ...

    def begin_anew(self, image: bytes) -> sqlite3.Connection: ...

    def park(self) -> None: ...

    def close(self) -> None: ...

    def abandon(self) -> None: ...

    def size(self) -> int: ...

    def is_in_place(self) -> bool: ...
