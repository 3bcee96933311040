"""What the descriptions say of a request before anything is known of the office's data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mockod.rest.endpoint import Endpoint
from mockod.rest.errors import ApiError
from mockod.rest.messages import Request
from mockod.vendors.opendental.access.authorization import Keys
from mockod.vendors.opendental.access.settings import Settings
from mockod.vendors.opendental.engine import readers
from mockod.vendors.opendental.pipeline import checks
from mockod.vendors.opendental.pipeline.context import Context
from mockod.vendors.opendental.resources import ROUTES
from mockod.vendors.vendor import NO_FAULTS

if TYPE_CHECKING:
    from mockod.rest.validation import Reader

CHECKS: tuple[Callable[[Context], None], ...] = (
    checks.resource,
    checks.method,
    checks.version,
    checks.query,
    checks.body,
)
"""The pipeline's checks that ask neither the key nor the office's data."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a request is answered, as far as that follows from the request alone."""

    endpoint: Endpoint[Any] | None
    refusal: ApiError | None
    """The error that it must have; None where the data decide."""
    page: int
    """Rows that the answer holds at most."""
    is_spelled: bool
    """Whether the client asked for dates in a spelling of its own."""


def expectation(request: Request, settings: Settings) -> Expectation:
    """Run the checks, and read the parameters and the body as the endpoint would."""
    context = Context(request, Keys("", ""), settings, ROUTES, NO_FAULTS)
    refusal = None
    try:
        for check in CHECKS:
            check(context)
        _read(context)
    except ApiError as error:
        refusal = error
    endpoint = context.found.endpoint if context.found else None
    return Expectation(endpoint, refusal, context.page.limit or settings.page, context.spelling is not None)


def _read(context: Context) -> None:
    """Raises ApiError for a parameter or field that is missing or malformed."""
    endpoint, settings = context.endpoint, context.settings
    read: list[tuple[Reader, Mapping[str, Any]]] = []
    if endpoint.query:
        read.append((readers.query_reader(endpoint.query, settings), context.query))
    if endpoint.body:
        read.append((readers.body_reader(endpoint.body, settings, endpoint.answer), context.body))
    for reader, given in read:
        values = reader.load(given)
        if not isinstance(values, dict):
            raise ApiError(400, values.text, values.basis)
