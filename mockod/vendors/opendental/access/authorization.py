"""The Authorization header: ``ODFHIR {developer key}/{customer key}``."""

from __future__ import annotations

import re

from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis, Request
from mockod.vendors.vendor import Caller

KEY = re.compile(r"[^/\s]{1,128}")
_HEADER = re.compile(rf"ODFHIR ({KEY.pattern})/({KEY.pattern})", re.IGNORECASE)

Keys = Caller
"""Developer key and customer key."""


def identify(request: Request) -> Keys:
    """The keys of a request. Refuses with 401 where the header is missing or malformed."""
    match = _HEADER.fullmatch(request.headers.get("Authorization", ""))
    if match is None:
        raise ApiError(401, "Authorization header is missing or invalid.", Basis.ASSUMED)
    return Keys(customer=match[2], developer=match[1])
