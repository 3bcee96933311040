"""The Accept header: how much each type of an answer weighs (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Mapping

_WEIGHT = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?", re.ASCII)


def read_weights(accept: str) -> Mapping[str, float]:
    """The weights of an Accept header by media range, in the order of the header.

    >>> read_weights("text/xml;q=0.5, */*")
    {'text/xml': 0.5, '*/*': 1.0}
    """
    weights: dict[str, float] = {}
    for part in accept.lower().split(","):
        media_range, *parameters = (piece.strip() for piece in part.split(";"))
        weights[media_range] = max(_weight(parameters), weights.get(media_range, 0.0))
    return weights


def weight_of(media_type: str, weights: Mapping[str, float]) -> float:
    """What the narrowest range says that covers a type; 0 where none does."""
    ranges = (media_type, f"{media_type.partition('/')[0]}/*", "*/*")
    return next((weights[name] for name in ranges if name in weights), 0.0)


def _weight(parameters: list[str]) -> float:
    """``q``, 1 where it is not given; a malformed one is as good as none."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return float(value) if _WEIGHT.fullmatch(value := value.strip()) else 1.0
    return 1.0
