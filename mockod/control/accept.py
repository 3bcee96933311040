"""Whether a call wants text for people, or JSON, by its Accept header."""

from __future__ import annotations

from mockod.rest.accept import read_weights, weight_of

JSON, TEXT = "application/json", "text/plain"


def prefers_text(accept: str) -> bool:
    """Whether text weighs more than JSON; of equal weights JSON wins, and so it does where neither is wanted.

    >>> prefers_text("text/plain"), prefers_text("text/plain;q=0.5, application/json"), prefers_text("*/*")
    (True, False, False)
    """
    weights = read_weights(accept)
    return weight_of(TEXT, weights) > weight_of(JSON, weights)
