"""The Authorization header: ``ODFHIR {developer key}/{customer key}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis

KEY = re.compile(r"[^/\s]{1,128}")
_HEADER = re.compile(rf"ODFHIR ({KEY.pattern})/({KEY.pattern})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Keys:
    """Who asks, and whose office is meant. The customer key alone chooses the office."""

    developer: str
    customer: str


def keys(headers: Mapping[str, str]) -> Keys:
    """Refuses with 401 where the header is missing or malformed."""
    named = known_keys(headers.get("Authorization", ""))
    if named is None:
        raise ApiError(401, "Authorization header is missing or invalid.", Basis.ASSUMED)
    return named


def known_keys(authorization: str) -> Keys | None:
    """The keys that a header names; None where it is none."""
    match = _HEADER.fullmatch(authorization)
    return Keys(match[1], match[2]) if match else None
