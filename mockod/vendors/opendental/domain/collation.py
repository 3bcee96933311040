"""How the vendor's database compares text: neither letter case nor accents count, nor blanks at the end.

That is MySQL's default collation (source). It weighs one character at a time, so two spellings of one length are
compared: ß is an S, never two.
"""

from __future__ import annotations

import unicodedata
from functools import cache

LAST_WITH_ACCENTS = 0x052F
"""The last letter of the Latin, Greek and Cyrillic blocks; what stands on letters after them is no accent."""
SHARP_S = "ßẞ"


def fold(text: str) -> str:
    """Texts that the database takes for the same become the same; their order is the database's too.

    >>> fold("Müller"), fold("muller  "), fold("Müller") < fold("Munro")
    ('MULLER', 'MULLER', True)
    """
    if text.isascii():
        return text.upper().rstrip(" ")
    return "".join(map(_weight, unicodedata.normalize("NFC", text))).rstrip(" ")


@cache
def _weight(mark: str) -> str:
    """The capital of a character, without its accents.

    >>> _weight("é"), _weight("ß"), _weight("ø"), _weight("が")
    ('E', 'S', 'Ø', 'が')
    """
    if mark in SHARP_S:
        return "S"
    base, *rest = list(unicodedata.normalize("NFD", mark))
    if rest and (ord(base) > LAST_WITH_ACCENTS or not all(map(unicodedata.combining, rest))):
        base = mark
    capital = base.upper()
    return capital if len(capital) == 1 else base
