"""How texts are compared: letter case makes no difference, of whatever letters, as in the vendor's database."""

from __future__ import annotations

from collections.abc import Callable, Mapping

LONGEST = 4000
"""Characters of a text that a list is asked for (assumed)."""
FUNCTIONS: Mapping[str, Callable[[str], str]] = {"superoffice_folded": str.casefold}
"""As SQL names them."""


def folded(sql: str) -> str:
    """SQL for the text that stands for all its spellings; nothing is the empty text."""
    return f"superoffice_folded(coalesce({sql}, ''))"


def fold_sent(text: str) -> str:
    """The same of a text that was sent. Raises ValueError where it is too long.

    >>> fold_sent("MØTE")
    'møte'
    """
    if len(text) > LONGEST:
        raise ValueError(f"a text of at most {LONGEST} characters belongs here")
    return text.casefold()
