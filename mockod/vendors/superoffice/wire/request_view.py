"""How a request wants its answer: the zone of times, the language of texts, JSON or XML, and its query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import parse_qsl

from mockod.rest.messages import Request
from mockod.vendors.superoffice.domain.time_zones import TimeZone, ZoneView, read_zone
from mockod.vendors.superoffice.wire.errors import bad_argument
from mockod.vendors.superoffice.wire.languages import read_language

MOST_PARAMETERS = 200
JSON_TYPES = ("application/json", "text/json", "application/json-patch+json", "application/merge-patch+json")
XML_TYPES = ("application/xml", "text/xml")
JSON = JSON_TYPES[0]
WITH_OFFSET = "includetzoffset"


@dataclass(frozen=True, slots=True)
class RequestView:
    """What a request's headers and query ask for."""

    zone: ZoneView
    language: str
    answer_type: str
    query: Mapping[str, str]
    """By name in lower case; of one that is given twice the first."""
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
        _answer_type(headers.get("Accept") or ""),
        query,
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
    """The first type of an Accept header that there is; JSON where there is none (assumed)."""
    for part in accept.lower().split(","):
        word = part.partition(";")[0].strip()
        if word in JSON_TYPES or word in XML_TYPES:
            return word
    return JSON


def _moment(text: str | None) -> datetime | None:
    """A header's date; one that cannot be read is passed over (RFC 9110, section 13.1)."""
    if not text:
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
