"""How Open Dental answers: the checks, one after another, and then the work; every door comes through here."""

from __future__ import annotations

from datetime import datetime

from mockod.rest.errors import ApiError
from mockod.rest.json_codec import write_json
from mockod.rest.messages import Basis, Request, Response
from mockod.rest.router import Routes
from mockod.runtime.request_queue import QueueTicket, RateLimit, RequestQueues
from mockod.simulation.clock import monotonic
from mockod.simulation.faults import RequestFaults, read_header
from mockod.simulation.journal import BODY_CLIPPED_AT, CLIPPED_AT, Entry, clip
from mockod.simulation.rate_limiter import QueueFull
from mockod.store.registry import Offices
from mockod.vendors.opendental.access import authorization
from mockod.vendors.opendental.access.keyring import Keyring
from mockod.vendors.opendental.access.settings import ENTERPRISE, READ_ALL, Settings
from mockod.vendors.opendental.pipeline import fault_effects
from mockod.vendors.opendental.pipeline.checks import CHECKS
from mockod.vendors.opendental.pipeline.context import Context
from mockod.vendors.opendental.pipeline.dispatch import perform
from mockod.vendors.opendental.resources import ROUTES

FAULT_HEADER = "X-Mockod-Fault"
"""A fault for this request alone: ``slow; seconds=2``."""
VERBS = {"INSERT": "inserted", "UPDATE": "updated", "DELETE": "deleted"}


class OpenDental:
    """The vendor: calls in, replies out."""

    def __init__(self, offices: Offices, keyring: Keyring | None = None) -> None:
        self.offices = offices
        self._keyring = keyring or Keyring()
        self.request_queues = RequestQueues(offices, rate_limit_of)

    def admit(self, path: str, header: str, *, holds: bool = True) -> QueueTicket | QueueFull | None:
        """A place in the queue of the office that a request is for; None where there is no queue."""
        keys = authorization.known_keys(header) if path.startswith("/api/") else None
        return self.request_queues.enter(keys.customer, holds=holds) if keys and self._keyring.admits(keys) else None

    def answer(self, request: Request, routes: Routes = ROUTES) -> Response:
        """Answer one call, and write it into the journal. What is refused leaves the office as it was."""
        try:
            keys = authorization.keys(request.headers)
            self._keyring.check(keys)
        except ApiError as refusal:
            return _refused(refusal)
        began = monotonic()
        office = self.offices.known(keys.customer)
        settings = office.settings if office else self.offices.settings(keys.customer)
        now = (office.clock if office else self.offices.clock(keys.customer)).now()
        over_it = (self.offices.faults, office.faults) if office else (self.offices.faults,)
        faults = RequestFaults(over_it, request.method, request.path, now)
        context = Context(request, keys, settings, routes, faults)
        try:
            _bring_fault(context)
            for check in CHECKS:
                check(context)
            # Only now is an office made for a new key: a call for what is not there makes none.
            response = perform(context, self.offices.office(keys.customer))
        except ApiError as refusal:
            response = _refused(refusal)
        response.transport = fault_effects.apply_to_response(faults, response.transport)
        if response.body is not None:
            response.payload = write_json(response.body)
        self._write_down(context, response, now, monotonic() - began)
        return response

    def _write_down(self, context: Context, response: Response, now: datetime, seconds: float) -> None:
        request, body, payload = context.request, context.request.body or b"", response.payload or b""
        found = context.found and context.found.endpoint
        self.offices.journals.add(
            Entry(
                at=now,
                office=context.keys.customer,
                developer=context.keys.developer,
                method=request.method,
                path=request.path[:500],
                query=request.query_string[:1000],
                endpoint=f"{found.method} {found.path}" if found else "",
                client=(request.headers.get("User-Agent") or "")[:100],
                body=clip(body, BODY_CLIPPED_AT),
                status=response.status,
                answer=clip(payload, CLIPPED_AT),
                basis=response.basis.value,
                milliseconds=round(seconds * 1000, 3),
                waited=request.waited,
                faults=tuple(active.fault.kind for active in context.faults.applied),
                changes=tuple(f"{table}: {n} {VERBS[verb]}" for (table, verb), n in context.changes.items()),
                ignored=tuple(name[:100] for name in context.ignored[:20]),
                rows=context.rows,
                limit=context.page.limit,
                content_type=(request.headers.get("Content-Type") or "")[:100],
                retry_after=int(response.headers.get("Retry-After", 0)),
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


def _bring_fault(context: Context) -> None:
    """A request may order a fault for itself."""
    order = context.request.headers.get(FAULT_HEADER)
    if order:
        try:
            context.faults.add_for_request(fault_effects.read_fault(read_header(order)))
        except ValueError as exc:
            raise ApiError(400, f"{FAULT_HEADER}: {exc}", Basis.ASSUMED) from exc


def rate_limit_of(settings: Settings) -> RateLimit | None:
    """How often an office may be asked, by its mode and its key's permissions (documented)."""
    if not settings.mode.throttled:
        return None
    free_tier = settings.permissions == {READ_ALL}
    interval = 0.5 if ENTERPRISE in settings.permissions else 5.0 if free_tier else 1.0
    return RateLimit(interval, settings.queue_depth, settings.throttle_clock == "office")


def _refused(refusal: ApiError) -> Response:
    return Response(refusal.status, refusal.text, refusal.basis, refusal.headers, transport=refusal.transport)
