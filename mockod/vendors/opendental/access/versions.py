"""Open Dental versions: which one an office pretends to run, and what came with which."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

LAST_BUILD = 99
"""Build of the last release of a version, as far as a client can tell. No version has reached it."""
DEFAULT = "26.3"
PATTERN = r"(?:2[1-9]|[3-9][0-9])\.[1-4](?:\.[0-9]{1,2}(?:\.[0-9]{1,3})?)?"
"""A version as it may be written, for documents: ``22.4``, ``22.4.27`` or ``22.4.27.0``."""
FIRST = (21, 1)
"""The API began with 21.1."""


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """``22.4`` means the last build of 22.4, ``22.4.27`` that very build."""

    major: int
    minor: int
    build: int = LAST_BUILD

    @property
    def program_version(self) -> str:
        """As the preference ProgramVersion has it: four numbers."""
        return f"{self.major}.{self.minor}.{self.build}.0"

    def knows(self, since: str) -> bool:
        """Whether something that came with ``since`` is there. Nothing named: it always was."""
        return not since or _arrival(since) <= self

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}" + ("" if self.build == LAST_BUILD else f".{self.build}")


def parse_version(text: str) -> Version:
    """Read ``22.4``, ``22.4.27`` or ``22.4.27.0``.

    >>> parse_version("22.4") > parse_version("22.4.27")
    True

    Raises ValueError for other text, for what was never released and for versions before the API.
    """
    match = re.fullmatch(r"(\d{2})\.([1-4])(?:\.(\d{1,2})(?:\.\d{1,3})?)?", text, re.ASCII)
    if not match:
        raise ValueError(f"{text!r} is no Open Dental version; write 25.4 or 25.4.48 (each year has .1 to .4)")
    major, minor, build = match.groups()
    version = Version(int(major), int(minor), LAST_BUILD if build is None else int(build))
    if (version.major, version.minor) < FIRST:
        raise ValueError(f"the API began with 21.1; {text} has none")
    return version


@cache
def _arrival(since: str) -> Version:
    """``22.4`` as a version that brought something means its first build."""
    numbers = [int(part) for part in since.split(".")]
    return Version(numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else 0)
