"""Servers: one for each practice file, started when first wanted and kept, as all else is an office's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockod.store import bundled
from mockod.testing.local_server import LocalServer


class Servers:
    """``Servers(practice="tiny").of(None)``; every server has the options given here, but for the practice."""

    def __init__(self, **options: Any) -> None:
        self._options = options
        self._started: dict[str | None, LocalServer] = {}

    def of(self, practice_file: str | None) -> LocalServer:
        """The server whose offices may begin with a practice file; None for the one of the options.

        Raises ConfigError, or what the practice file has wrong.
        """
        server = self._started.get(practice_file)
        if server is None:
            options = self._options if practice_file is None else {**self._options, "practice": practice_file}
            server = self._started[practice_file] = LocalServer(**options).start()
        return server

    def stop(self) -> None:
        """End all of them."""
        while self._started:
            self._started.popitem()[1].stop()


def is_file(practice: Any) -> bool:
    """Whether a practice is a file, not one that is shipped."""
    return not isinstance(practice, Mapping) and str(practice) not in bundled.practice_names()
