"""The shadow of one real office: what ``mockod shadow`` asks of this vendor."""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from mockod.rest.exchange import Comparison, Exchange, Listing
from mockod.vendors.opendental.access.settings import ENTERPRISE, MODES, READ_ALL, Settings
from mockod.vendors.opendental.access.versions import parse_version
from mockod.vendors.opendental.practice.columns import sections
from mockod.vendors.opendental.resources import ROUTES, load
from mockod.vendors.opendental.shadow.comparison import SUCCESS, compare
from mockod.vendors.opendental.shadow.practice_text import practice_lines
from mockod.vendors.opendental.shadow.recording import Recording
from mockod.vendors.opendental.shadow.wanted import wanted


class OfficeShadow:
    """Compares answers with the descriptions of an office of these settings, and records its practice."""

    def __init__(self, settings: Settings, today: date) -> None:
        self._settings = settings
        self._recording = Recording(today)
        self._lock = threading.Lock()

    def observe(self, exchange: Exchange) -> Comparison:
        """Compare an answer, and keep of its rows what a practice file may hold."""
        comparison, body = compare(exchange, self._settings)
        found = ROUTES.find(exchange.request.method, exchange.request.path)
        table = load(found.resource).table if found is not None else None
        if found is None or table is None:
            return comparison
        with self._lock:
            if body is not None:
                self._recording.learn(table, body if isinstance(body, list) else [body])
            elif exchange.request.method == "DELETE" and exchange.status in SUCCESS and len(found.ids) == 1:
                self._recording.forget(table, found.ids[0])
        return comparison

    def wanted(self, today: date, days: int) -> list[Listing]:
        """The lists that a practice needs which goes so many days ahead."""
        return wanted(today, days)

    def practice(self, today: date) -> Iterator[str]:
        """The lines of a practice file; the recording goes on as it was."""
        with self._lock:
            recorded = copy.deepcopy(self._recording.tables)
        return practice_lines(recorded, today, self._recording.salt)

    def rows(self) -> dict[str, int]:
        """How many rows of each section were seen."""
        with self._lock:
            counts = {table: len(rows) for table, rows in self._recording.tables.items()}
        return {name: counts[table.name] for name, table in sections().items() if counts.get(table.name)}


def begin(given: Mapping[str, Any], today: date) -> OfficeShadow:
    """A new shadow. Raises ValueError for a version that is none."""
    settings = Settings(
        mode=MODES[given["mode"]],
        version=parse_version(given["od_version"]),
        permissions=frozenset({READ_ALL, ENTERPRISE} if given["enterprise"] else {READ_ALL}),
    )
    return OfficeShadow(settings, today)
