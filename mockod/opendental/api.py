"""How Open Dental answers: the order of checks, as a list, and then the work.

Everything a client can do wrong before its request reaches the book is refused here, in the vendor's words
and in the vendor's order; every door comes through ``OpenDental.answer``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl

from mockod.call import Basis, Call, Refused, Reply
from mockod.endpoint import Endpoint, Found, One, Routes
from mockod.jsontext import read_json
from mockod.office import Office, Transaction
from mockod.offices import Offices
from mockod.opendental import auth
from mockod.opendental.fields import DefinitionRef, Ref
from mockod.opendental.keys import Keyring
from mockod.opendental.paging import Page, page_of
from mockod.opendental.routes import ELSEWHERE, ELSEWHERE_METHODS, ROUTES
from mockod.opendental.settings import Settings
from mockod.opendental.versions import Version
from mockod.wire import Habits, Wire, Writer, compile_writer

if TYPE_CHECKING:
    from mockod.opendental.spelling import DateSpelling
    from mockod.reading import Reader

MOST_BYTES = 16_800_000
"""Of a body; the page says as many characters (documented)."""
MOST_PARAMETERS = 200
SPELLINGS = {"DateFormatString": "22.2.26", "DateTimeFormatString": "22.2.14"}
"""Understood by every method, since these versions."""
PAGING = ("Limit", "Offset")
NOT_SIMULATED = {"X-Mockod-Note": "Open Dental has this; mockod does not simulate it yet."}


@dataclass(slots=True)
class Request:
    """A call on its way through the checks; each finds out one thing more."""

    call: Call
    settings: Settings
    routes: Routes
    found: Found | None = None
    query: dict[str, str] = field(default_factory=dict)
    page: Page = field(default_factory=lambda: Page(0))
    spelling: DateSpelling | None = None
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def endpoint(self) -> Endpoint:
        return cast(Endpoint, cast(Found, self.found).endpoint)


def enabled(request: Request) -> None:
    """The office may have switched the key off."""
    if not request.settings.enabled:
        raise Refused(400, "API key has not been assigned.", Basis.OBSERVED)


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
    from mockod.opendental.spelling import DateSpelling, compile_pattern  # here, as few clients ask for it

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
    known, unknown = body_reader(request.endpoint.body, request.settings, request.endpoint.result).named(given)
    if unknown and request.settings.conduct.body_names:
        raise Refused(400, f"'{unknown[0]}' is not a valid parameter.", Basis.ASSUMED)
    request.body = known


CHECKS: tuple[Callable[[Request], None], ...] = (
    enabled,
    content_type,
    body_size,
    resource,
    method,
    version,
    permission,
    query,
    body,
)
"""After the keys and before the row, in this order."""


class OpenDental:
    """The vendor: calls in, replies out."""

    def __init__(self, offices: Offices, keyring: Keyring | None = None) -> None:
        self.offices = offices
        self._keyring = keyring or Keyring()

    def answer(self, call: Call, routes: Routes = ROUTES) -> Reply:
        """Answer one call. What is refused leaves the office as it was."""
        try:
            keys = auth.keys(call.headers)
            self._keyring.check(keys)
            customer = keys.customer
            request = Request(call, self.offices.settings(customer), routes)
            for check in CHECKS:
                check(request)
            # Only now is an office made for a new key: a call for what is not there makes none.
            return _performed(request, self.offices.office(customer))
        except Refused as refusal:
            return Reply(refusal.status, refusal.text, refusal.basis, refusal.headers)

    @staticmethod
    def is_slow(method: str, path: str) -> bool:
        """Whether a call may take long enough to hold up other offices."""
        found = ROUTES.find(method, path.removeprefix("/api/v1"))
        return bool(found and found.endpoint and found.endpoint.slow)


def _performed(request: Request, office: Office) -> Reply:
    """Fetch the row, read what was sent, run the endpoint and show the result: one transaction."""
    endpoint, settings = request.endpoint, request.settings
    ids = cast(Found, request.found).ids
    with office.transaction() as tx:
        spelling = request.spelling and replace(request.spelling, zone=tx.value("SELECT Zone FROM mockod_practice"))
        arguments: list[Any] = [endpoint.row(tx, *ids)] if endpoint.row else list(ids)
        if endpoint.query:
            reads = query_reader(endpoint.query, settings) if request.query else None
            arguments.append(_record(tx, endpoint.query, reads, request.query))
        if endpoint.body:
            reads = body_reader(endpoint.body, settings, endpoint.result)
            arguments.append(_record(tx, endpoint.body, reads, request.body))
        if endpoint.many:
            arguments.append(request.page)
        result = endpoint.run(tx, *arguments)
        if endpoint.result is None or not settings.version.knows(endpoint.answers_since):
            return Reply(endpoint.status, None, tx.basis or endpoint.basis)
        write = writer(cast(Any, endpoint.result), settings.version, spelling is not None)
        if endpoint.many and not isinstance(result, One):
            return Reply(endpoint.status, write(result, tx.stamp, spelling), endpoint.basis)
        row = result.row if isinstance(result, One) else result
        shown = write([row], tx.stamp, spelling)[0]
    location = f"/api/v1/{endpoint.resource}/{shown[endpoint.location]}" if endpoint.location else ""
    return Reply(endpoint.status, shown, tx.basis or endpoint.basis, location=location)


def _record(tx: Transaction, wire: type[Wire], reads: Reader | None, given: dict[str, Any]) -> Any:
    """The record of what was sent: refused for what is missing, then malformed, then naming no row."""
    if reads is None:
        return wire.makes()
    values = reads.load(given)
    if not isinstance(values, dict):
        raise Refused(400, values.text, values.basis)
    for attr, named in reads.fields.values():
        number = values.get(attr)
        if number is None or (number == 0 and getattr(named, "optional", False)):
            continue
        if isinstance(named, Ref):
            if not tx.row(f"SELECT 1 FROM {named.table} WHERE {named.key} = ?", (number,)):
                raise Refused(404, f"{named.row} not found.", Basis.OBSERVED)
        elif isinstance(named, DefinitionRef) and not tx.row(
            "SELECT 1 FROM definition WHERE DefNum = ? AND Category = ?", (number, named.category)
        ):
            raise Refused(400, f"{named.wire_name} is invalid.", Basis.OBSERVED)
    return wire.makes(**values)


def query_reader(wire: type[Wire], settings: Settings) -> Reader:
    """The reader of this query for an office of these settings. In a query every value is a text."""
    return _reader(cast(Any, wire), settings.version, Habits(), None)


def body_reader(wire: type[Wire], settings: Settings, result: type[Wire] | None) -> Reader:
    """The reader of this body for an office of these settings; names that ``result`` shows may come back."""
    habits = Habits(not settings.conduct.json_booleans, not settings.conduct.numeric_strings)
    return _reader(cast(Any, wire), settings.version, habits, cast(Any, result))


@cache
def _reader(wire: Any, version: Version, habits: Habits, result: Any) -> Reader:
    from mockod.reading import Reader  # here, as it brings marshmallow along

    shown = [field.wire_name for field in result.fields.values() if field.is_known(version.knows)] if result else []
    return Reader(wire, version.knows, habits, shown)


@cache
def writer(wire: Any, version: Version, spelled: bool) -> Writer:
    """The writer of this declaration for an office of this version."""
    return compile_writer(wire, version.knows, spelled=spelled)
