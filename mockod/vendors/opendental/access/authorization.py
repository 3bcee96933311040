"""The Authorization header: ``ODFHIR {developer key}/{customer key}``."""

from __future__ import annotations

import re

from mockod.rest.errors import NOTE_HEADER, ApiError
from mockod.rest.keys import KEY, header_text
from mockod.rest.messages import Basis, Request
from mockod.vendors.vendor import Caller

SCHEME = "ODFHIR"
"""The word before the keys."""
_HEADER = re.compile(rf"{SCHEME} ({KEY.pattern})/({KEY.pattern})", re.IGNORECASE)
MISSING = "It is missing. Send Authorization: ODFHIR {developer key}/{customer key}."
INVALID = "It is invalid. It must be: ODFHIR, one blank, a developer key, a slash, a customer key."
"""Notes that say which; the header itself is never repeated, as it may hold somebody's keys."""

Keys = Caller
"""Developer key and customer key."""


def identify(request: Request) -> Keys:
    """The keys of a request. Refuses with 401 where the header is missing or malformed."""
    header = header_text(request.headers.get("Authorization", ""))
    match = _HEADER.fullmatch(header)
    if match is None:
        note = INVALID if header else MISSING
        raise ApiError(401, "Authorization header is missing or invalid.", Basis.ASSUMED, {NOTE_HEADER: note})
    return Keys(customer=match[2], developer=match[1])
