"""What a client can do wrong before its request reaches the office: the vendor's words, in the vendor's order."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl

from mockod.rest.errors import Refused
from mockod.rest.json_codec import read_json
from mockod.rest.messages import Basis
from mockod.rest.router import Found, Routes
from mockod.vendors.opendental.access.settings import PREDECESSORS
from mockod.vendors.opendental.access.versions import Version
from mockod.vendors.opendental.engine import readers
from mockod.vendors.opendental.pipeline import fault_effects
from mockod.vendors.opendental.pipeline.context import Request
from mockod.vendors.opendental.resources.routes import ELSEWHERE, ELSEWHERE_METHODS
from mockod.vendors.opendental.wire.paging import page_of

if TYPE_CHECKING:
    from mockod.vendors.opendental.wire.date_formats import DateSpelling

MOST_BYTES = 16_800_000
"""Of a body; the page says as many characters (documented)."""
MOST_PARAMETERS = 200
SPELLINGS = {"DateFormatString": "22.2.26", "DateTimeFormatString": "22.2.14"}
"""Understood by every method, since these versions."""
PAGING = ("Limit", "Offset")
NOT_SIMULATED = {"X-Mockod-Note": "Open Dental has this; mockod does not simulate it yet."}


def enabled(request: Request) -> None:
    """The office may have switched the key off."""
    if not request.settings.enabled:
        raise Refused(400, "API key has not been assigned.", Basis.OBSERVED)


def outage(request: Request) -> None:
    """Bad weather that stops a request on its way to the office."""
    refusal = fault_effects.early_refusal(request.weather)
    if refusal:
        raise refusal


def turned_away(request: Request) -> None:
    """Too many wait already in the office's queue."""
    after = request.call.turned_away
    if after is not None:
        raise Refused(429, "Too many requests", Basis.OBSERVED, {"Retry-After": str(after)})


def denied(request: Request) -> None:
    """Bad weather that pretends to be one of the checks just passed."""
    refusal = fault_effects.late_refusal(request.weather, request.endpoint)
    if refusal:
        raise refusal


def content_type(request: Request) -> None:
    """Wanted with a body; a strict office wants it always."""
    given = request.call.headers.get("Content-Type") or ""
    is_json = given.partition(";")[0].strip().lower() == "application/json"
    wanted = request.call.body != b"" or request.settings.conduct.content_type
    if wanted and not is_json:
        raise Refused(400, "Content-Type must be application/json.", Basis.ASSUMED)


def body_size(request: Request) -> None:
    if request.call.body is None or len(request.call.body) > MOST_BYTES:
        raise Refused(400, "Request body is too large.", Basis.ASSUMED)


def resource(request: Request) -> None:
    request.found = request.routes.find(request.call.method, request.call.path)
    if request.found is None:
        segment = Routes.first_segment(request.call.path)
        if not segment:
            raise Refused(404, "Resource is required.", Basis.ASSUMED)
        _refuse_unknown(404, f"{segment} is not a valid resource.", known_elsewhere=segment.lower() in ELSEWHERE)


def _refuse_unknown(status: int, text: str, *, known_elsewhere: bool) -> None:
    """The words are those seen for what does not exist; where only mockod lacks it, a note says so."""
    if known_elsewhere:
        raise Refused(status, text, Basis.ASSUMED, NOT_SIMULATED)
    raise Refused(status, text, Basis.OBSERVED)


def method(request: Request) -> None:
    """Told before the row is looked up; without words below the resource there are two blanks, as seen."""
    found = cast(Found, request.found)
    if found.endpoint is None:
        text = f"{found.resource} {request.call.method} {found.below} is not a valid method."
        known = (request.call.method, found.resource, found.below.lower()) in ELSEWHERE_METHODS
        _refuse_unknown(400, text, known_elsewhere=known)


def version(request: Request) -> None:
    since = request.endpoint.since
    if not request.settings.version.knows(since):
        raise Refused(400, f"This method requires Open Dental version {since} or higher.", Basis.ASSUMED)


def permission(request: Request) -> None:
    wanted = request.endpoint.permission
    since, before = PREDECESSORS.get(wanted, ("", wanted))
    if not request.settings.version.knows(since):
        wanted = before
    if wanted not in request.settings.permissions:
        text = f"Developer does not have permission {wanted} for this method."
        raise Refused(401, text, Basis.ASSUMED)


def query(request: Request) -> None:
    """Names are case-sensitive; an empty value is none. Unknown names are refused where names are checked."""
    try:
        pairs = parse_qsl(request.call.query_string, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError as wrong:
        raise Refused(400, "Too many parameters.", Basis.ASSUMED) from wrong
    endpoint, settings = request.endpoint, request.settings
    known = _query_names(cast(Any, endpoint.query), endpoint.many, settings.version)
    for name, value in pairs:
        if name in known:
            if value:
                request.query.setdefault(name, value)
        elif endpoint.checks_names or settings.conduct.query_names:
            raise Refused(400, f"'{name}' is not a valid parameter.", Basis.OBSERVED)
        else:
            request.ignored.append(name)
    if endpoint.many:
        request.page = page_of(request.query, settings.page)
    request.spelling = _spelling(request.query)


@cache
def _query_names(wire: Any, many: bool, version: Version) -> frozenset[str]:
    """The parameters that a method of an office of this version has."""
    declared = [(field.wire_name, field.since) for field in wire.fields.values()] if wire else []
    common = [*SPELLINGS.items(), *((name, "") for name in PAGING if many)]
    return frozenset(name for name, since in (*declared, *common) if version.knows(since))


def _spelling(given: dict[str, str]) -> DateSpelling | None:
    date_pattern, moment_pattern = (given.get(name, "") for name in SPELLINGS)
    if not date_pattern and not moment_pattern:
        return None
    from mockod.vendors.opendental.wire.date_formats import (  # here, as few clients ask for it
        DateSpelling,
        compile_pattern,
    )

    for name, pattern in zip(SPELLINGS, (date_pattern, moment_pattern), strict=True):
        if pattern:
            try:
                compile_pattern(pattern, "")
            except ValueError as wrong:
                raise Refused(400, f"{name} is invalid.", Basis.ASSUMED) from wrong
    return DateSpelling(date_pattern, moment_pattern)


def body(request: Request) -> None:
    """A JSON object; where a body is due, none at all is an empty one."""
    sent = request.call.body or b""
    if request.endpoint.body is None or not sent.strip():
        return
    try:
        given = read_json(sent)
    except ValueError as wrong:
        raise Refused(400, "Request body is not valid JSON.", Basis.ASSUMED) from wrong
    if not isinstance(given, dict):
        raise Refused(400, "Request body is not valid JSON.", Basis.ASSUMED)
    known, unknown = readers.body_reader(request.endpoint.body, request.settings, request.endpoint.result).named(given)
    if unknown and request.settings.conduct.body_names:
        raise Refused(400, f"'{unknown[0]}' is not a valid parameter.", Basis.ASSUMED)
    request.body = known
    request.ignored += unknown


CHECKS: tuple[Callable[[Request], None], ...] = (
    enabled,
    content_type,
    body_size,
    outage,
    turned_away,
    resource,
    method,
    version,
    permission,
    denied,
    query,
    body,
)
"""After the keys and before the row, in this order."""
