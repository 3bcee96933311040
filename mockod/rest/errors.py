"""The one exception that becomes an answer."""

from __future__ import annotations

from collections.abc import Mapping

from mockod.rest.messages import DELIVERED, Basis, Transport

NOTE_HEADER = "X-Mockod-Note"
"""Tells a developer what the words of a refusal leave out."""
LONGEST_TEXT = 1000
"""Characters of a refusal, and of a header of its: a client's own words may be in it."""


def clipped(text: str, most: int = LONGEST_TEXT) -> str:
    """A text of ``most`` characters at most; of a longer one the middle is left out, as both ends tell what it is.

    >>> clipped("99999999999999999999 is not a valid resource.", 40)
    '9999999999999999...not a valid resource.'
    """
    if len(text) <= most:
        return text
    end = most // 2
    return f"{text[: most - end - 3]}...{text[len(text) - end :]}"


class NotThere(ValueError):
    """A value is one that there may be, and names what is not there."""


class Contradiction(ValueError):
    """Each value is right by itself, and together, or with what there is, they cannot be."""


class ApiError(Exception):
    """An answer that says why not, in the vendor's words. Raising it undoes the transaction."""

    def __init__(
        self,
        status: int,
        text: str,
        basis: Basis = Basis.ASSUMED,
        headers: Mapping[str, str] | None = None,
        transport: Transport = DELIVERED,
    ) -> None:
        text = clipped(text)
        super().__init__(text)
        self.status = status
        self.text = text
        self.basis = basis
        self.headers = {name: clipped(value) for name, value in headers.items()} if headers else {}
        self.transport = transport
