"""VendorRuntime: one vendor at work in one application. It has the offices, and answers requests to them.

A request goes through three steps, which a server calls in this order, and between which it may wait:

    receive   who asks whom for what: credentials, route, settings, looked up once
    enter     the place in the office's queue, where the vendor has a rate limit
    answer    faults, the vendor's own work, the answer's bytes, the journal
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from mockod.rest.errors import ApiError
from mockod.rest.json_codec import write_json
from mockod.rest.messages import Basis, Request, Response
from mockod.rest.router import Routes
from mockod.runtime.request_queue import QueueTicket, RequestQueues
from mockod.runtime.time_travel import TimeTravel
from mockod.simulation.clock import Clock, monotonic
from mockod.simulation.faults import Faults, RequestFaults, read_header
from mockod.simulation.journal import BODY_CLIPPED_AT, CLIPPED_AT, Entry, clip
from mockod.simulation.rate_limiter import QueueFull, RateLimit
from mockod.store.images import Images, empty_image
from mockod.store.office import OfficeTemplate
from mockod.store.registry import MOST, Offices
from mockod.vendors.vendor import Call, EventSource, Section, Settings, Vendor

FAULT_HEADER = "X-Mockod-Fault"
"""A fault for this request alone: ``slow; seconds=2``."""
VERBS = {"INSERT": "inserted", "UPDATE": "updated", "DELETE": "deleted"}
LONGEST_PATH = 500
LONGEST_QUERY = 1000
LONGEST_HEADER = 200
MOST_IGNORED = 20
"""What the journal keeps of a request: characters, and names."""


class VendorRuntime:
    """A vendor, its offices, the queues before them and their clocks."""

    def __init__(
        self,
        vendor: Vendor,
        section: Section,
        *,
        practice: str = "",
        clock: Clock | None = None,
        data_dir: Path | None = None,
        most_offices: int = MOST,
        evict_idle: bool = False,
    ) -> None:
        """Raises ValueError or OSError where the practice cannot be read."""
        self.vendor = vendor
        self.api = vendor.api()
        self._access = section.access
        start = OfficeTemplate(
            practice or vendor.practice,
            clock or Clock(),
            section.settings,
            self.api.sql_functions,
            listeners=vendor.webhooks.table if vendor.webhooks else "",
        )
        images = Images(vendor.practice_loader) if vendor.practice_loader else None
        tables = vendor.tables

        def image(practice: str, today: date) -> bytes:
            return images.image(practice, today) if images else empty_image(tables)

        image(start.practice, start.clock.now().date())  # now, so that a mistake stops the start
        self.offices = Offices(
            start,
            image,
            most=most_offices,
            evict_idle=evict_idle,
            data_dir=data_dir,
            settings_of=self._settings_of,
        )
        self.request_queues = RequestQueues(self.offices, self.rate_limit)
        source = vendor.webhooks.source if vendor.webhooks else _no_events
        self.time_travel = TimeTravel(self.offices, self.request_queues, source)

    def _settings_of(self, key: str, settings: Settings) -> Settings:
        settings_of = self.api.settings_of
        return settings_of(self._access, key, settings) if settings_of else settings

    def rate_limit(self, settings: Settings) -> RateLimit | None:
        return self.api.rate_limit(settings) if self.api.rate_limit else None

    def receive(self, request: Request, routes: Routes) -> Call | Response:
        """The request as a call to an office; or the refusal of a caller who is not let in, which no journal keeps."""
        api = self.api
        try:
            caller = api.identify(request)
            if api.authorize:
                api.authorize(self._access, caller)
        except ApiError as error:
            return api.refuse(error)
        offices, key = self.offices, caller.customer
        call = Call(request, caller, routes, routes.find(request.method, request.path), lambda: offices.office(key))
        self.refresh(call)
        return call

    def refresh(self, call: Call) -> None:
        """Look up what may have changed while a call waited: the office's settings, its time, the faults over it."""
        offices, key = self.offices, call.caller.customer
        office = offices.known(key)
        over_it: tuple[Faults, ...]
        if office is None:
            call.settings, clock, over_it = offices.settings(key), offices.clock(key), (offices.faults,)
        else:
            call.settings, clock, over_it = office.settings, office.clock, (offices.faults, office.faults)
        call.now = clock.now()
        call.faults = RequestFaults(over_it, call.request.method, call.request.path, call.now)

    def enter(self, call: Call, *, holds: bool) -> QueueTicket | None:
        """The call's place in its office's queue; None where there is no queue, or no room, which the call then knows.

        ``holds`` says whether the server can hold a request.
        """
        if self.rate_limit(call.settings) is None:
            return None
        entered = self.request_queues.enter(call.caller.customer, holds=holds)
        if isinstance(entered, QueueFull):
            call.request = replace(call.request, turned_away=entered.retry_after)
            return None
        return entered

    @staticmethod
    def is_slow(call: Call) -> bool:
        """Whether a call may take long enough to hold up other offices."""
        return bool(call.found and call.found.endpoint and call.found.endpoint.slow)

    def answer(self, call: Call) -> Response:
        """Answer a call, and write it into the journal. What is refused leaves the office as it was."""
        began, api = monotonic(), self.api
        try:
            self._add_fault_of_request(call)
            response = api.answer(call)
        except ApiError as error:
            response = api.refuse(error)
            response.transport = error.transport
        response.transport = api.faults.apply_to_response(call.faults, response.transport)
        if response.body is not None:
            response.payload = write_json(response.body)
        self._write_down(call, response, monotonic() - began)
        return response

    def _add_fault_of_request(self, call: Call) -> None:
        """A request may order a fault for itself, by a header."""
        order = call.request.headers.get(FAULT_HEADER)
        if order:
            try:
                call.faults.add_for_request(self.api.faults.read(read_header(order)))
            except ValueError as exc:
                raise ApiError(400, f"{FAULT_HEADER}: {exc}", Basis.ASSUMED) from exc

    def _write_down(self, call: Call, response: Response, seconds: float) -> None:
        request, body, payload = call.request, call.request.body or b"", response.payload or b""
        headers, endpoint = request.headers, call.endpoint
        self.offices.journals.add(
            Entry(
                at=call.now,
                office=call.caller.customer,
                developer=call.caller.developer,
                method=request.method,
                path=request.path[:LONGEST_PATH],
                query=request.query_string[:LONGEST_QUERY],
                endpoint=f"{endpoint.method} {endpoint.path}" if endpoint else "",
                client=(headers.get("User-Agent") or "")[:LONGEST_HEADER],
                body=clip(body, BODY_CLIPPED_AT),
                status=response.status,
                answer=clip(payload, CLIPPED_AT),
                basis=response.basis.value,
                milliseconds=round(seconds * 1000, 3),
                waited=request.waited,
                faults=tuple(active.fault.kind for active in call.faults.applied),
                changes=tuple(f"{table}: {n} {VERBS[verb]}" for (table, verb), n in call.changes.items()),
                ignored=tuple(name[:LONGEST_HEADER] for name in call.ignored[:MOST_IGNORED]),
                rows=call.rows,
                limit=call.limit,
                content_type=(headers.get("Content-Type") or "")[:LONGEST_HEADER],
                origin=(headers.get("Origin") or "")[:LONGEST_HEADER],
                retry_after=int(response.headers.get("Retry-After", 0)),
                answered=monotonic(),
                body_size=len(body),
                answer_size=len(payload),
            )
        )


def _no_events() -> EventSource:
    raise LookupError("this vendor has no webhooks")
