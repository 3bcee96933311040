"""Texts as an office keeps them: what SQL may do with them beyond what SQLite can, and lists of numbers in them."""

from __future__ import annotations

import re

from mockod.vendors.opendental.domain.collation import fold
from mockod.vendors.opendental.domain.phones import digits

_NUMBER = re.compile(r"\d{1,18}", re.ASCII)


def numbers(listed: str) -> tuple[int, ...]:
    """The rows that a column or a preference lists, with commas; what is no number among them names none.

    >>> numbers("7, 12,x")
    (7, 12)
    """
    return tuple(int(part) for part in map(str.strip, listed.split(",")) if _NUMBER.fullmatch(part))


FUNCTIONS = {"fold": fold, "digits": digits}
"""As SQL names them."""
