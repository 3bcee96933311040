"""The Accept header: whether a call wants text for people, or JSON (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re

JSON, TEXT = "application/json", "text/plain"
_WEIGHT = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?", re.ASCII)


def prefers_text(accept: str) -> bool:
    """Whether text weighs more than JSON; of equal weights JSON wins, and so it does where neither is wanted.

    >>> prefers_text("text/plain"), prefers_text("text/plain;q=0.5, application/json"), prefers_text("*/*")
    (True, False, False)
    """
    weights: dict[str, float] = {}
    for part in accept.lower().split(","):
        media_range, *parameters = (piece.strip() for piece in part.split(";"))
        weights[media_range] = max(_weight(parameters), weights.get(media_range, 0.0))
    return _weight_of(TEXT, weights) > _weight_of(JSON, weights)


def _weight(parameters: list[str]) -> float:
    """``q``, 1 where it is not given; a malformed one is as good as none."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return float(value) if _WEIGHT.fullmatch(value := value.strip()) else 1.0
    return 1.0


def _weight_of(media_type: str, weights: dict[str, float]) -> float:
    """What the narrowest range says that covers a type."""
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    return next((weights[name] for name in ranges if name in weights), 0.0)
