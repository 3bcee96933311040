"""The files of a shadow: its report as text and as JSON, and the practice file."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from mockod.log import Line
from mockod.rest.exchange import Shadow
from mockod.shadow.report import Report
from mockod.simulation.clock import wall
from mockod.store import atomic_file

log = logging.getLogger(__name__)
TICKS_BETWEEN = 30
"""Seconds after which changes are written, so that a killed proxy loses no more."""


class Outputs:
    """Writes what has changed."""

    def __init__(self, report: Report, shadow: Shadow, report_file: Path | None, practice_file: Path | None) -> None:
        """Raises OSError where a folder is missing that a file shall stand in."""
        self._report = report
        self._shadow = shadow
        self._report_file = report_file
        self._practice_file = practice_file
        self._ticks = 0
        self._written = 0
        for file in (report_file, practice_file):
            if file is not None and not file.absolute().parent.is_dir():
                raise NotADirectoryError(f"there is no folder {file.absolute().parent}")

    def tick(self) -> None:
        """Called once a second. What cannot be written now is tried again the next time, and at the end."""
        self._ticks += 1
        if self._ticks % TICKS_BETWEEN == 0:
            try:
                self.save()
            except OSError as exc:
                log.warning(Line("files not written", why=exc.strerror or str(exc)))

    def save(self) -> list[Path]:
        """Write what has changed since the last time. Raises OSError."""
        changes = self._report.changes
        if changes == self._written:
            return []
        files = [*self._save_report(), *self._save_practice()]
        self._written = changes
        return files

    def files(self) -> list[Path]:
        """What is written, or will be."""
        reports = _report_files(self._report_file) if self._report_file else ()
        return [*reports, *([self._practice_file] if self._practice_file else [])]

    def _save_report(self) -> list[Path]:
        if self._report_file is None:
            return []
        text_file, json_file = _report_files(self._report_file)
        atomic_file.write(text_file, "".join(f"{line}\n" for line in self._report.to_text()).encode())
        atomic_file.write(json_file, json.dumps(self._report.to_json(), indent=2).encode() + b"\n")
        return [text_file, json_file]

    def _save_practice(self) -> list[Path]:
        if self._practice_file is None or not self._shadow.rows():
            return []
        atomic_file.write(self._practice_file, "".join(self._shadow.practice(wall().date())).encode())
        return [self._practice_file]


def _report_files(file: Path) -> tuple[Path, Path]:
    """The text and the JSON beside it: ``a.txt`` and ``a.json``, whichever was named."""
    return (file.with_suffix(".txt") if file.suffix == ".json" else file), file.with_suffix(".json")
