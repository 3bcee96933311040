"""What a process takes of the machine, as Linux tells it: memory, processor time, threads, open files."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

CLEAR_PEAK = "5"
"""Written to ``clear_refs``, it makes the peak that of now on."""


def is_told() -> bool:
    """Whether this machine tells all of it."""
    return all(Path("/proc/self", name).exists() for name in ("status", "clear_refs", "schedstat", "fd"))


@dataclass(frozen=True)
class Watched:
    """A process of this machine."""

    pid: int

    @property
    def _folder(self) -> Path:
        return Path("/proc", str(self.pid))

    def _status(self, name: str) -> int:
        found = re.search(rf"^{name}:\s+(\d+)", (self._folder / "status").read_text(), re.MULTILINE)
        assert found, name
        return int(found[1])

    @property
    def memory(self) -> float:
        """Megabytes that it holds now."""
        return self._status("VmRSS") / 1024

    @property
    def peak(self) -> float:
        """Megabytes that it held at most since ``forget_peak``."""
        return self._status("VmHWM") / 1024

    def forget_peak(self) -> None:
        (self._folder / "clear_refs").write_text(CLEAR_PEAK)

    @property
    def seconds(self) -> float:
        """Of processors' time, of all threads there have been."""
        fields = (self._folder / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def threads(self) -> int:
        return self._status("Threads")

    @property
    def descriptors(self) -> int:
        return len(list((self._folder / "fd").iterdir()))

    def waits(self) -> dict[str, int]:
        """Thread -> nanoseconds that it was ready to run and the machine let it wait."""
        found = {}
        for thread in (self._folder / "task").iterdir():
            with suppress(OSError):  # it has just ended
                found[thread.name] = int((thread / "schedstat").read_text().split()[1])
        return found

    def waited_since(self, before: dict[str, int]) -> float:
        """Seconds that all its threads waited so, together, since these ``waits``."""
        return sum(now - before.get(thread, 0) for thread, now in self.waits().items()) / 1e9
