"""How Open Dental answers: the checks, one after another, and then the work; every door comes through here."""

from __future__ import annotations

from datetime import datetime

from mockod.rest.errors import Refused
from mockod.rest.json_codec import write_json
from mockod.rest.messages import Basis, Call, Reply
from mockod.rest.router import Routes
from mockod.runtime.request_queue import Admissions, Pace, Place
from mockod.simulation.clock import monotonic
from mockod.simulation.faults import Weather, read_header
from mockod.simulation.journal import BODY_CLIPPED_AT, CLIPPED_AT, Entry, clip
from mockod.simulation.rate_limiter import Full
from mockod.store.registry import Offices
from mockod.vendors.opendental.access import authorization
from mockod.vendors.opendental.access.keyring import Keyring
from mockod.vendors.opendental.access.settings import ENTERPRISE, READ_ALL, Settings
from mockod.vendors.opendental.pipeline import fault_effects
from mockod.vendors.opendental.pipeline.checks import CHECKS
from mockod.vendors.opendental.pipeline.context import Request
from mockod.vendors.opendental.pipeline.dispatch import perform
from mockod.vendors.opendental.resources.routes import ROUTES

FAULT_HEADER = "X-Mockod-Fault"
"""A fault for this request alone: ``slow; seconds=2``."""
VERBS = {"INSERT": "inserted", "UPDATE": "updated", "DELETE": "deleted"}


class OpenDental:
    """The vendor: calls in, replies out."""

    def __init__(self, offices: Offices, keyring: Keyring | None = None) -> None:
        self.offices = offices
        self._keyring = keyring or Keyring()
        self.admissions = Admissions(offices, pace_of)

    def admit(self, path: str, header: str, *, holds: bool = True) -> Place | Full | None:
        """A place in the queue of the office that a request is for; None where there is no queue."""
        keys = authorization.known_keys(header) if path.startswith("/api/") else None
        return self.admissions.enter(keys.customer, holds=holds) if keys and self._keyring.admits(keys) else None

    def answer(self, call: Call, routes: Routes = ROUTES) -> Reply:
        """Answer one call, and write it into the journal. What is refused leaves the office as it was."""
        try:
            keys = authorization.keys(call.headers)
            self._keyring.check(keys)
        except Refused as refusal:
            return _refused(refusal)
        began = monotonic()
        office = self.offices.known(keys.customer)
        settings = office.settings if office else self.offices.settings(keys.customer)
        now = (office.clock if office else self.offices.clock(keys.customer)).now()
        over_it = (self.offices.faults, office.faults) if office else (self.offices.faults,)
        weather = Weather(over_it, call.method, call.path, now)
        request = Request(call, keys, settings, routes, weather)
        try:
            _bring_fault(request)
            for check in CHECKS:
                check(request)
            # Only now is an office made for a new key: a call for what is not there makes none.
            reply = perform(request, self.offices.office(keys.customer))
        except Refused as refusal:
            reply = _refused(refusal)
        reply.fate = fault_effects.spoiled(weather, reply.fate)
        if reply.body is not None:
            reply.payload = write_json(reply.body)
        self._write_down(request, reply, now, monotonic() - began)
        return reply

    def _write_down(self, request: Request, reply: Reply, now: datetime, seconds: float) -> None:
        call, body, payload = request.call, request.call.body or b"", reply.payload or b""
        found = request.found and request.found.endpoint
        self.offices.journals.add(
            Entry(
                at=now,
                office=request.keys.customer,
                developer=request.keys.developer,
                method=call.method,
                path=call.path[:500],
                query=call.query_string[:1000],
                endpoint=f"{found.method} {found.path}" if found else "",
                client=(call.headers.get("User-Agent") or "")[:100],
                body=clip(body, BODY_CLIPPED_AT),
                status=reply.status,
                answer=clip(payload, CLIPPED_AT),
                basis=reply.basis.value,
                milliseconds=round(seconds * 1000, 3),
                waited=call.waited,
                faults=tuple(active.fault.kind for active in request.weather.struck),
                changes=tuple(f"{table}: {n} {VERBS[verb]}" for (table, verb), n in request.changes.items()),
                ignored=tuple(name[:100] for name in request.ignored[:20]),
                rows=request.rows,
                limit=request.page.limit,
                content_type=(call.headers.get("Content-Type") or "")[:100],
                retry_after=int(reply.headers.get("Retry-After", 0)),
                answered=monotonic(),
                body_size=len(body),
                answer_size=len(payload),
            )
        )

    @staticmethod
    def is_slow(method: str, path: str) -> bool:
        """Whether a call may take long enough to hold up other offices."""
        found = ROUTES.find(method, path.removeprefix("/api/v1"))
        return bool(found and found.endpoint and found.endpoint.slow)


def _bring_fault(request: Request) -> None:
    """A request may order a fault for itself."""
    order = request.call.headers.get(FAULT_HEADER)
    if order:
        try:
            request.weather.bring(fault_effects.read_fault(read_header(order)))
        except ValueError as wrong:
            raise Refused(400, f"{FAULT_HEADER}: {wrong}", Basis.ASSUMED) from wrong


def pace_of(settings: Settings) -> Pace | None:
    """How often an office may be asked, by its mode and its key's permissions (documented)."""
    if not settings.mode.throttled:
        return None
    free_tier = settings.permissions == {READ_ALL}
    interval = 0.5 if ENTERPRISE in settings.permissions else 5.0 if free_tier else 1.0
    return Pace(interval, settings.queue_depth, settings.throttle_clock == "office")


def _refused(refusal: Refused) -> Reply:
    return Reply(refusal.status, refusal.text, refusal.basis, refusal.headers, fate=refusal.fate)
