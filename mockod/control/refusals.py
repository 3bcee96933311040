"""Which status a refusal has: what the OpenAPI document does not allow is 400, and nothing that it allows is."""

from __future__ import annotations

from mockod.rest.errors import ApiError, Contradiction, NotThere
from mockod.rest.messages import Basis


def refused(exc: ValueError, place: str = "") -> ApiError:
    """A refusal in the words of an error: 404 for what is not there, 409 for a contradiction, else 400."""
    status = 404 if isinstance(exc, NotThere) else 409 if isinstance(exc, Contradiction) else 400
    return ApiError(status, f"{place}: {exc}" if place else str(exc), Basis.ASSUMED)
