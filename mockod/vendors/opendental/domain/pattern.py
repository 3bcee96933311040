"""Time patterns. One character is five minutes: X is the provider's time, / the assistant's.

Both occupy the operatory, so the whole length blocks it. Source: the vendor's appointment table; guides
that call X a break are wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MINUTES_PER_MARK = 5
LONGEST = 108
"""Nine hours. The API cuts longer patterns to this without a word (documented)."""
LONGEST_FUSED = 39
"""Marks of a pattern fused from procedures, before it becomes five-minute marks (source 1.7)."""
DEFAULT = "/XX/"


def is_pattern(text: str) -> bool:
    """Whether ``text`` holds X and / only, and at least one of them. A small x is none."""
    return bool(text) and not text.strip("X/")


def cut(pattern: str) -> str:
    """At most nine hours of it."""
    return pattern[:LONGEST]


def minutes(pattern: str) -> int:
    """How long the operatory is taken.

    >>> minutes("//XXXX//")
    40
    """
    return MINUTES_PER_MARK * len(pattern)


def slashes(length: int) -> str:
    """A pattern without provider time, at least one mark long."""
    return "/" * max(length, 1)


def for_no_procedures(default_minutes: int) -> str:
    """Without procedures: the preferred length in slashes, or one slash where it is 0 (source 1.9).

    >>> for_no_procedures(30)
    '//////'
    """
    return slashes(min(default_minutes // MINUTES_PER_MARK, LONGEST))


def fused(patterns: Iterable[str]) -> str:
    """The patterns of several procedures as one (source 1.7).

    The longest lead of slashes, then every middle in order, then the longest tail of slashes. A pattern
    of slashes alone lengthens the lead only.

    >>> fused(["/X/", "/X/", "/XX/", "/XX/"])
    '/XXXXXX/'
    >>> fused(["//XXX/", "/X/"])
    '//XXXX/'
    """
    given = [pattern.upper() for pattern in patterns if pattern]
    lead = max((len(p) - len(p.lstrip("/")) for p in given), default=0)
    tail = max((len(p) - len(p.rstrip("/")) for p in given if "X" in p), default=0)
    middle = "".join(p.strip("/") for p in given)
    return ("/" * lead + middle + "/" * tail)[:LONGEST_FUSED]


def to_five_minutes(pattern: str, increment: int) -> str:
    """From marks of ``increment`` minutes (5, 10 or 15) to marks of five; nothing becomes one slash (source 1.5).

    >>> to_five_minutes("/X/", 10)
    '//XX//'
    """
    return "".join(mark * (increment // MINUTES_PER_MARK) for mark in pattern) or "/"


def from_five_minutes(pattern: str, increment: int) -> str:
    """From marks of five minutes to marks of ``increment``, keeping the first of each group (source 1.5).

    >>> from_five_minutes("//XX//", 10)
    '/X/'
    """
    return pattern[:: increment // MINUTES_PER_MARK]


def of_procedures(patterns: Sequence[str], increment: int) -> str:
    """The appointment pattern for procedures whose own patterns are in marks of ``increment`` minutes."""
    return to_five_minutes(fused(patterns), increment)


def provider_marks(pattern: str, start_minute: int, increment: int) -> frozenset[int]:
    """Which marks of the day the provider is needed in, counted in steps of ``increment`` (source 4.3, 4.6).

    With an increment of 10 only every second character is looked at, as the vendor does.
    """
    first = start_minute // increment
    return frozenset(first + index for index, mark in enumerate(from_five_minutes(pattern, increment)) if mark == "X")
