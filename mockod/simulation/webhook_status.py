"""Attention: whether an office has something to tell of its own accord, and so must be looked after.

Most have not, and cost nothing: the fact is kept beside the database, so that no parked office is woken to ask.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import inf

from mockod.simulation.scheduler import Event

AT_ONCE = datetime.min
KEPT = 100
"""Of what was told last."""


@dataclass(eq=False, slots=True)
class WebhookStatus:
    """What is known of one office until it begins anew; then it has another, and what is under way keeps this one.

    Changed under the office's lock, but for ``recent``, to which whoever tells adds without it.
    """

    tables: tuple[str, ...]
    """Their rows are those who want to be told; where all are empty nobody does."""
    wanted: tuple[str, ...] = ()
    """Those of the tables that have rows."""
    due: datetime | None = AT_ONCE
    """When somebody may have to be told something next, as far as is known; None for not before a change."""
    delivery_lock: threading.Lock = field(default_factory=threading.Lock)
    """Held by whoever tells, from reading what there is to the last answer: nothing is told twice at a time."""
    recent: deque[Event] = field(default_factory=lambda: deque(maxlen=KEPT))
    failing: set[tuple[str, int]] = field(default_factory=set)
    """Subscribers, by table and number, that the last delivery did not reach: only the first failure of many is worth a
    warning.
    """
    last_turn: float = -inf
    """When its receivers were last spoken to, in seconds of the machine's steady clock."""
    last_tries: dict[int, float] = field(default_factory=dict)
    """The same by subscriber, of those to whom something is due."""

    @property
    def is_wanted(self) -> bool:
        """Whether anybody wants to be told of anything."""
        return bool(self.wanted)

    def look(self, db: sqlite3.Connection) -> None:
        """Find out, in a database that has just been opened."""
        self.wanted = self._wanted(db)
        self.due = AT_ONCE

    def keep_failing(self, table: str, numbers: Collection[int]) -> None:
        """Forget which of a table's subscribers are failing, but for those of some numbers."""
        self.failing -= {one for one in tuple(self.failing) if one[0] == table and one[1] not in numbers}

    def wrote(self, db: sqlite3.Connection, changes: Mapping[tuple[str, str], int]) -> None:
        """Something was written: rows by table and verb."""
        self.due = AT_ONCE
        if any(table in self.tables for table, _ in changes):
            self.wanted = self._wanted(db)

    def _wanted(self, db: sqlite3.Connection) -> tuple[str, ...]:
        try:
            return tuple(t for t in self.tables if db.execute(f"SELECT 1 FROM {t} LIMIT 1").fetchall())
        except sqlite3.Error:  # a file of an older mockod, or none at all
            return ()
