"""Which of the names known somebody may have meant who wrote another."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


def nearest(name: str, known: Iterable[str], plain: Callable[[str], str] = _plain, cutoff: float = 0.7) -> str:
    """The nearest name; letter case, ``-`` and ``_`` make no difference. Nothing where none is near.

    ``plain`` takes from a name what makes no difference; ``cutoff`` says how alike two must be, from 0 to 1.

    >>> nearest("data_dirs", ["data-dir", "clock"])
    'data-dir'
    >>> nearest("colour", ["data-dir", "clock"])
    ''
    """
    from difflib import get_close_matches  # here, as few names are wrong

    by_plain = {plain(one): one for one in known}
    close = get_close_matches(plain(name), by_plain, n=1, cutoff=cutoff)
    return by_plain[close[0]] if close else ""


def was_meant(name: str, known: Iterable[str]) -> str:
    """``; clock was meant?``, to follow the refusal of a name; nothing where none is near."""
    near = nearest(name, known)
    return f"; {near} was meant?" if near else ""
