"""The refusals of Open Dental: each constructor fixes status, words and what the words rest on.

A refusal is an ``ApiError`` to be raised: ``raise invalid("Op")``. ``basis`` is told where these very words were seen
for this very case; the default says that nobody outside the vendor knows. Every text ends with a period, unless the
vendor was seen to leave it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from mockod.rest.errors import NOTE_HEADER, ApiError
from mockod.rest.messages import Basis

R = TypeVar("R")
NO_HEADERS: Mapping[str, str] = {}


def note(text: str) -> dict[str, str]:
    """The header that tells a developer what the vendor's words leave out."""
    return {NOTE_HEADER: text}


def required(what: str, basis: Basis = Basis.ASSUMED) -> ApiError:
    """400 ``PatNum is required.``; for a choice, ``procNums or AppointmentTypeNum is required.``"""
    return ApiError(400, f"{what} is required.", basis)


def invalid(
    field: str, detail: str = "", basis: Basis = Basis.ASSUMED, headers: Mapping[str, str] = NO_HEADERS
) -> ApiError:
    """400 ``Op is invalid.``, with a ``detail`` where one is known: ``PatNum is invalid. Patient has been deleted.``"""
    return ApiError(400, f"{field} is invalid.{' ' if detail else ''}{detail}", basis, headers)


def not_found(entity: str, basis: Basis = Basis.OBSERVED) -> ApiError:
    """404 ``Patient not found.``"""
    return ApiError(404, f"{entity} not found.", basis)


def only_one_of(one: str, other: str) -> ApiError:
    """400 ``Only one field is allowed, confirmVal or defNum.``"""
    return ApiError(400, f"Only one field is allowed, {one} or {other}.", Basis.ASSUMED)


def already_exists(what: str) -> ApiError:
    """400 ``FieldName already exists.``"""
    return ApiError(400, f"{what} already exists.", Basis.ASSUMED)


def conflict(reason: str, basis: Basis = Basis.ASSUMED) -> ApiError:
    """400 in the words of the rule that objects."""
    return ApiError(400, reason, basis)


def not_a_parameter(name: str, basis: Basis = Basis.OBSERVED) -> ApiError:
    """400 ``'BirthDate' is not a valid parameter.``"""
    return ApiError(400, f"'{name}' is not a valid parameter.", basis)


def not_a_resource(segment: str) -> ApiError:
    """404 ``teeth is not a valid resource.``, as seen."""
    return ApiError(404, f"{segment} is not a valid resource.", Basis.OBSERVED)


def not_a_method(resource: str, verb: str, below: str) -> ApiError:
    """400 ``appointments GET abc is not a valid method.``, as seen."""
    return ApiError(400, f"{resource} {verb} {below} is not a valid method.", Basis.OBSERVED)


def not_simulated(method: str, since: str, status: int) -> ApiError:
    """``mockod does not simulate GET reports/Aging yet. Open Dental has it since 21.4.``

    In words of our own: those of the vendor say that there is no such thing, which no office would answer here.
    """
    text = f"mockod does not simulate {method} yet. Open Dental has it{f' since {since}' if since else ''}."
    return ApiError(status, text, Basis.ASSUMED, note("Open Dental has this; mockod does not simulate it yet."))


def needs_version(version: str) -> ApiError:
    """400 for a method that is younger than the office."""
    return ApiError(400, f"This method requires Open Dental version {version} or higher.", Basis.ASSUMED)


def deprecated(version: str) -> ApiError:
    """410 for a method that the vendor took away; the status is documented, the words are not."""
    return ApiError(410, f"This method has been deprecated since Open Dental version {version}.", Basis.ASSUMED)


def needs_permission(permission: str) -> ApiError:
    """401 for a key whose developer may not do this."""
    return ApiError(401, f"Developer does not have permission {permission} for this method.", Basis.ASSUMED)


def too_large(most_bytes: int) -> ApiError:
    """400 for an answer of more than so many bytes."""
    ask = note(f"An answer has {most_bytes // 1_000_000} MB at most; ask for fewer rows with Limit.")
    return ApiError(400, "The answer is too large.", Basis.ASSUMED, ask)


def key_not_assigned() -> ApiError:
    """400 for a key that the office has switched off (observed)."""
    return ApiError(400, "API key has not been assigned.", Basis.OBSERVED)


def too_many_requests(retry_after: int) -> ApiError:
    """429 for a full queue; ``retry_after`` is in seconds. Seen without a final period."""
    return ApiError(429, "Too many requests", Basis.OBSERVED, {"Retry-After": str(retry_after)})


def get_or_404(row: R | None, entity: str) -> R:
    """The row; where there is none, 404 and ``{entity} not found.``"""
    if row is None:
        raise not_found(entity)
    return row
