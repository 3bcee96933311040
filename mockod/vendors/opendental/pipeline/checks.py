"""What a client can do wrong before its request reaches the office: the vendor's words, in the vendor's order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl

from mockod.rest.endpoint import Endpoint
from mockod.rest.errors import ApiError
from mockod.rest.json_codec import TooManyMembers, read_json
from mockod.rest.messages import Basis
from mockod.rest.router import Found, Routes
from mockod.rest.schema import Schema
from mockod.vendors.opendental.access.settings import PREDECESSORS
from mockod.vendors.opendental.access.versions import Version
from mockod.vendors.opendental.engine import readers
from mockod.vendors.opendental.engine.documented import is_simulated
from mockod.vendors.opendental.pipeline import fault_effects
from mockod.vendors.opendental.pipeline.context import Context
from mockod.vendors.opendental.resources import RESOURCES, find_documented
from mockod.vendors.opendental.wire.errors import (
    conflict,
    deprecated,
    invalid,
    key_not_assigned,
    needs_permission,
    needs_version,
    not_a_method,
    not_a_parameter,
    not_a_resource,
    not_simulated,
    too_many_requests,
)
from mockod.vendors.opendental.wire.paging import page_of

if TYPE_CHECKING:
    from mockod.vendors.opendental.wire.date_formats import DateSpelling

MOST_BYTES = 16_800_000
"""Of a body; the page says as many characters (documented)."""
MOST_PARAMETERS = 200
SPELLINGS = {"DateFormatString": "22.2.26", "DateTimeFormatString": "22.2.14"}
"""Understood by every method, since these versions."""
PAGING = ("Limit", "Offset")
DOUBLED_PREFIX = "api"
"""Passed over where an unknown resource is named: of ``/api/v1/api/v1/appointments`` that is ``v1`` (observed)."""


def enabled(context: Context) -> None:
    """The office may have switched the key off."""
    if not context.settings.enabled:
        raise key_not_assigned()


def outage(context: Context) -> None:
    """Refuse for a fault that stops a request on its way to the office."""
    refusal = fault_effects.early_refusal(context.faults)
    if refusal:
        raise refusal


def turned_away(context: Context) -> None:
    """Too many wait already in the office's queue."""
    after = context.request.turned_away
    if after is not None:
        raise too_many_requests(after)


def denied(context: Context) -> None:
    """Refuse for a fault that pretends to be one of the checks just passed."""
    refusal = fault_effects.late_refusal(context.faults, context.endpoint)
    if refusal:
        raise refusal


def content_type(context: Context) -> None:
    """Wanted with a body; always where a point of conduct says so."""
    given = context.request.headers.get("Content-Type") or ""
    is_json = given.partition(";")[0].strip().lower() == "application/json"
    wanted = context.request.body != b"" or context.settings.conduct.content_type
    if wanted and not is_json:
        raise conflict("Content-Type must be application/json.")


def content_encoding(context: Context) -> None:
    """Nobody outside the vendor knows of an encoding that is read; better told than taken for broken JSON."""
    if context.request.is_encoded:
        raise conflict("Content-Encoding is not supported.")


def body_size(context: Context) -> None:
    if context.request.body is None or len(context.request.body) > MOST_BYTES:
        raise conflict("Request body is too large.")


def resource(context: Context) -> None:
    """Find what answers the path; else what would in a real office."""
    verb, path = context.request.method, context.request.path
    context.found = context.routes.find(verb, path)
    if context.below_base and (context.found is None or context.found.endpoint is None):
        context.found = find_documented(verb, path) or context.found
    if context.found is None:
        segments = Routes.segments(path)
        if not segments:
            raise ApiError(404, "Resource is required.", Basis.ASSUMED)
        doubled = segments[0].lower() == DOUBLED_PREFIX and len(segments) > 1
        raise not_a_resource(segments[1] if doubled else segments[0])


def method(context: Context) -> None:
    """Told before the row is looked up; without words below the resource there are two blanks, as seen."""
    found = cast(Found, context.found)
    if found.endpoint is None:
        raise not_a_method(found.resource, context.request.method, found.below)


def version(context: Context) -> None:
    endpoint, office = context.endpoint, context.settings.version
    if not office.knows(endpoint.since):
        raise needs_version(endpoint.since)
    if endpoint.until and office.knows(endpoint.until):
        raise deprecated(endpoint.until)


def simulated(context: Context) -> None:
    """Refuse what a real office would do, and mockod cannot."""
    endpoint = context.endpoint
    context.is_simulated = is_simulated(endpoint)
    if not context.is_simulated:
        status = 400 if endpoint.resource in RESOURCES else 404
        raise not_simulated(f"{endpoint.method} {endpoint.path}", endpoint.since, status)


def permission(context: Context) -> None:
    required = required_permission(context.endpoint, context.settings.version)
    if required not in context.settings.permissions:
        raise needs_permission(required)


def required_permission(endpoint: Endpoint[Any], version: Version) -> str:
    """The permission that a method wants in an office of this version."""
    since, before = PREDECESSORS.get(endpoint.permission, ("", endpoint.permission))
    return endpoint.permission if version.knows(since) else before


def query(context: Context) -> None:
    """Names are case-sensitive; an empty value is none. Unknown names are refused where names are checked."""
    try:
        pairs = parse_qsl(context.request.query_string, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError as exc:
        raise conflict("Too many parameters.") from exc
    endpoint, settings = context.endpoint, context.settings
    known = _query_names(endpoint.query, endpoint.many, settings.version)
    for name, value in pairs:
        if name in known:
            if value:
                context.query.setdefault(name, value)
        elif endpoint.checks_names or settings.conduct.query_names:
            raise not_a_parameter(name)
        else:
            context.ignored.append(name)
    if endpoint.many:
        context.page = page_of(context.query, settings.page)
    context.spelling = _spelling(context.query)


@lru_cache(readers.MOST_KEPT)
def _query_names(schema: Schema | None, many: bool, version: Version) -> frozenset[str]:
    """The parameters that a method of an office of this version has."""
    declared = [(field.wire_name, field.since) for field in schema.fields.values()] if schema else []
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
            except ValueError as exc:
                raise invalid(name) from exc
    return DateSpelling(date_pattern, moment_pattern)


def body(context: Context) -> None:
    """A JSON object; where a body is due, none at all is an empty one."""
    sent = context.request.body or b""
    if context.endpoint.body is None or not sent.strip():
        return
    try:
        given = read_json(sent)
    except TooManyMembers as exc:
        raise conflict(f"Request body has {exc}.") from exc
    except ValueError as exc:
        raise conflict("Request body is not valid JSON.") from exc
    if not isinstance(given, dict):
        raise conflict("Request body is not valid JSON.")
    schema = context.endpoint.body
    known, unknown = readers.body_reader(schema, context.settings, context.endpoint.answer).named(given)
    if unknown and context.settings.conduct.body_names:
        raise not_a_parameter(unknown[0], Basis.ASSUMED)
    if context.endpoint.takes_one_field and known and _is_more_than_known(schema, unknown, given):
        raise conflict("Only one field is allowed.")
    context.body = known
    context.ignored += unknown


def _is_more_than_known(schema: Schema, unknown: Iterable[str], given: Mapping[str, Any]) -> bool:
    """Whether a body holds a field that no version of the method has. What is null is not given."""
    names = {field.wire_name for field in schema.fields.values()}
    return any(given[name] is not None for name in unknown if name not in names)


CHECKS: tuple[Callable[[Context], None], ...] = (
    enabled,
    content_type,
    content_encoding,
    body_size,
    outage,
    turned_away,
    resource,
    method,
    version,
    simulated,
    permission,
    denied,
    query,
    body,
)
"""After the keys and before the row, in this order."""
