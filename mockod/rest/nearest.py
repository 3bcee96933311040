"""Which of the names known somebody may have meant who wrote another."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str:
    """The nearest name; letter case, ``-`` and ``_`` make no difference. Nothing where none is near.

    >>> nearest("data_dirs", ["data-dir", "clock"])
    'data-dir'
    >>> nearest("colour", ["data-dir", "clock"])
    ''
    """
    from difflib import get_close_matches  # here, as few names are wrong

    plain = {_plain(one): one for one in known}
    close = get_close_matches(_plain(name), plain, n=1, cutoff=0.7)
    return plain[close[0]] if close else ""


def was_meant(name: str, known: Iterable[str]) -> str:
    """``; clock was meant?``, to follow the refusal of a name; nothing where none is near."""
    near = nearest(name, known)
    return f"; {near} was meant?" if near else ""


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")
