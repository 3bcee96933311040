"""How a request wants its answer: the zone of times, the language of texts, JSON or XML, and its query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import parse_qsl

from mockod.rest.accept import read_weights, weight_of
from mockod.rest.messages import Request
from mockod.vendors.superoffice.domain.time_zones import TimeZone, ZoneView, read_zone
from mockod.vendors.superoffice.wire.errors import bad_argument
from mockod.vendors.superoffice.wire.languages import read_language

MOST_PARAMETERS = 200
JSON_TYPES = ("application/json", "text/json", "application/json-patch+json", "application/merge-patch+json")
XML_TYPES = ("application/xml", "text/xml")
JSON = JSON_TYPES[0]
PARAMETERS = frozenset(
    (
        *("$select", "$filter", "$orderby", "$top", "$skip", "$mode", "$output", "$jsonsafe", "$format"),
        *("$entities", "$options", "$context", "fk"),
    )
)
"""Names that a query may have, in lower case; those of the second row change nothing (assumed)."""
FORMATS = {"json": JSON, "xml": XML_TYPES[0]}
"""Words of ``$format``, which counts before Accept."""
WITH_OFFSET = "includetzoffset"


@dataclass(frozen=True, slots=True)
class RequestView:
    """What a request's headers and query ask for."""

    zone: ZoneView
    language: str
    answer_type: str
    query: Mapping[str, str]
    """By name in lower case; of one that is given twice the first."""
    unknown: tuple[str, ...]
    """Names of the query that nobody knows."""
    unmodified_since: datetime | None
    modified_since: datetime | None

    @property
    def is_xml(self) -> bool:
        return self.answer_type in XML_TYPES


def read_view(request: Request, base: TimeZone) -> RequestView:
    """The view of a request. Refuses with 400 for a zone that nobody knows, and for too many parameters."""
    headers = request.headers
    try:
        pairs = parse_qsl(request.query_string, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError as exc:
        raise bad_argument(f"A request has at most {MOST_PARAMETERS} parameters.") from exc
    query: dict[str, str] = {}
    for name, value in pairs:
        query.setdefault(name.lower(), value)
    return RequestView(
        _zone_view(headers.get("SO-TimeZone") or "", base),
        read_language(headers),
        FORMATS.get(query.get("$format", "").strip().lower()) or _answer_type(headers.get("Accept") or ""),
        query,
        tuple(name for name in query if name not in PARAMETERS),
        _moment(headers.get("If-Unmodified-Since")),
        _moment(headers.get("If-Modified-Since")),
    )


def http_date(moment: datetime) -> str:
    """A time with its zone as a header has it."""
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _zone_view(text: str, base: TimeZone) -> ZoneView:
    """``US-NY, includeTZOffset``: a zone, the base zone without one, and whether offsets are told."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    zones = [word for word in words if word.lower() != WITH_OFFSET]
    if len(zones) > 1:
        raise bad_argument(f"SO-TimeZone: {text!r} names more than one timezone")
    try:
        shown = read_zone(zones[0]) if zones else base
    except ValueError as exc:
        raise bad_argument(f"SO-TimeZone: {exc}") from exc
    return ZoneView(base, shown, len(zones) < len(words))


def _answer_type(accept: str) -> str:
    """The type that an Accept header gives the most weight. Of equal weights JSON wins, then a type that is named, in
    the header's order; and so does JSON where there is none that is wanted (assumed).

    >>> _answer_type("text/xml;q=0.9, application/json;q=0.1"), _answer_type("text/xml, text/json"), _answer_type("*/*")
    ('text/xml', 'text/json', 'application/json')
    """
    weights = read_weights(accept)
    named = [name for name in weights if name in JSON_TYPES or name in XML_TYPES]
    known = sorted(dict.fromkeys((*named, *JSON_TYPES, *XML_TYPES)), key=XML_TYPES.__contains__)
    best = max(known, key=lambda name: weight_of(name, weights))
    return best if weight_of(best, weights) else JSON


def _moment(text: str | None) -> datetime | None:
    """A header's date; one that cannot be read is passed over (RFC 9110, section 13.1)."""
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
