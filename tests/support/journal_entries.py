"""Entries of the journal, without the requests they tell of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mockod.simulation.journal import Entry


def made_of(office: str = "a", **facts: Any) -> Entry:
    """An entry of an office, not numbered yet."""
    usual: dict[str, Any] = {
        "at": datetime(2026, 3, 2, 9, 0),
        "developer": "dev",
        "method": "GET",
        "path": "/patients",
        "query": "",
        "endpoint": "GET patients",
        "client": "",
        "body": b"",
        "status": 200,
        "answer": b"[]",
        "basis": "documented",
        "milliseconds": 1.0,
    }
    return Entry(office=office, **{**usual, **facts})
