"""What the office's SQL may do with texts, beyond what SQLite can."""

from __future__ import annotations

from mockod.opendental.domain.phones import digits


def fold(text: str) -> str:
    """Letter case set aside in any script; SQLite's own lower() knows only A to Z."""
    return text.casefold()


FUNCTIONS = {"fold": fold, "digits": digits}
"""As SQL names them."""
