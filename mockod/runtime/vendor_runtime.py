"""VendorRuntime: one vendor at work in one application. It answers requests to the offices that vendors share.

A request goes through three steps, which a server calls in this order, and between which it may wait:

    receive   who asks whom for what: credentials, route, settings, looked up once
    enter     the place in the office's queue, where the vendor has a rate limit
    answer    faults, the vendor's own work, the answer's bytes, the journal
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from mockod.rest.errors import NOTE_HEADER, ApiError
from mockod.rest.json_codec import write_json
from mockod.rest.messages import Basis, Request, Response, Transport
from mockod.rest.router import Routes
from mockod.runtime.journal_entries import NOBODY, entry_of_call, entry_of_stray, why_unmatched, with_note
from mockod.runtime.path_suggestion import suggested_path
from mockod.runtime.request_queue import QueueTicket
from mockod.runtime.shared_offices import SharedOffices
from mockod.simulation.clock import monotonic
from mockod.simulation.delays import NO_DELAY, Delays
from mockod.simulation.faults import ActiveFault, Faults, RequestFaults, read_header
from mockod.simulation.rate_limiter import QueueFull, RateLimit
from mockod.simulation.stubs import stubbed
from mockod.vendors.vendor import Call, Caller, Section, Settings, Vendor, VendorApi

LARGE_BODY = 1_000_000
"""Bytes of a body from which on reading it may take so long that it is done aside."""
FAULT_HEADER = "X-Mockod-Fault"
"""A fault for this request alone: ``slow; seconds=2``."""


class VendorRuntime:
    """A vendor, and the offices that it shares with others."""

    def __init__(self, vendor: Vendor, section: Section, shared: SharedOffices) -> None:
        self.vendor = vendor
        self.shared = shared
        self.offices = shared.offices
        self.server_addresses = shared.server_addresses
        self.request_queues = shared.request_queues
        self.time_travel = shared.time_travel
        self.is_first = vendor is shared.first
        """Whether the settings that an office keeps are this vendor's."""
        self._section = section
        self._delays = Delays()

    @cached_property
    def api(self) -> VendorApi:
        """Loaded when the vendor is first called: a start need not wait for it."""
        return self.vendor.api()

    def journal_path(self, path: str, routes: Routes) -> str:
        """A path below ``routes`` as journal and faults have it: a further vendor's with the prefix before it."""
        if self.is_first:
            return path
        return next(prefix for prefix, known in self.api.prefixes.items() if known is routes) + path

    def rate_limit(self, settings: Settings) -> RateLimit | None:
        return self.api.rate_limit(settings) if self.api.rate_limit else None

    def receive(self, request: Request, routes: Routes) -> Call | Response:
        """The request as a call to an office; or the refusal of a caller who is not let in."""
        api, caller = self.api, NOBODY
        try:
            caller = api.identify(request)
            if api.authorize:
                api.authorize(self._section.access, caller)
            elif not self.shared.lists(caller.customer):
                raise ApiError(401, "Invalid credentials.", Basis.ASSUMED)
        except ApiError as error:
            stray = replace(request, path=self.journal_path(request.path, routes))
            return self.write_stray(stray, api.refuse(error), error.text, caller)
        offices, key = self.offices, caller.customer
        call = Call(request, caller, routes, routes.find(request.method, request.path), lambda: offices.office(key))
        self.refresh(call)
        return call

    def refresh(self, call: Call) -> None:
        """Look up what may have changed while a call waited: the office's settings, its time, the faults over it."""
        offices, key = self.offices, call.caller.customer
        office = call.office = offices.known(key)
        over_it: tuple[Faults, ...]
        if office is None:
            call.settings, clock, over_it = offices.settings(key), offices.clock(key), (offices.faults,)
        else:
            call.settings, clock, over_it = office.settings, office.clock, (offices.faults, office.faults)
        if not self.is_first:
            call.settings = self._section.settings
        call.now = clock.now()
        is_unmatched = call.found is None or call.found.endpoint is None
        path = self.journal_path(call.request.path, call.routes)
        call.faults = RequestFaults(over_it, call.request.method, path, call.now, is_unmatched)

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
        """Whether a call may by itself take long enough to hold up other offices."""
        if call.request.body is not None and len(call.request.body) > LARGE_BODY:
            return True
        return bool(call.found and call.found.endpoint and call.found.endpoint.slow)

    def answer_at_once(self, call: Call) -> Response | None:
        """Answer a call in a thread that serves all offices. None, and nothing is done, where that may hold others up:

        the call is slow, or its office is large, parked, in use or not made yet.
        """
        if self.is_slow(call):
            return None
        office = call.office
        if office is None or not office.claim():
            return None
        try:
            return self.answer(call)
        finally:
            office.release()

    def answer(self, call: Call) -> Response:
        """Answer a call, and write it into the journal. What is refused leaves the office as it was."""
        began, api = monotonic(), self.api
        stub: ActiveFault | None = None
        try:
            self._add_fault_of_request(call)
            stub = api.faults.stub(call.faults)
            response = api.answer(call) if stub is None or stub.fault.executes else self._stubbed(call, stub)
        except ApiError as error:
            response = api.refuse(error)
            response.transport = error.transport
        if stub is not None and stub.fault.executes:
            response = stubbed(stub, response)
        response.transport = self._delayed(call, api.faults.apply_to_response(call.faults, response.transport))
        if response.body is not None and response.payload is None:
            response.payload = write_json(response.body)
        response.office, response.developer = call.caller.customer, call.caller.developer
        if call.faults.applied:
            response.faults = tuple(active.fault.kind for active in call.faults.applied)
        if call.found is None or call.found.endpoint is None:
            self._explain_unmatched(call, response, suggests=stub is None)
        path = self.journal_path(call.request.path, call.routes)
        self.offices.journals.add(entry_of_call(call, response, monotonic() - began, self.vendor.name, path))
        return response

    def _stubbed(self, call: Call, stub: ActiveFault) -> Response:
        """The answer that a fault says. The journal knows all the same which method was meant."""
        found, documented = call.found, self.api.documented
        if (found is None or found.endpoint is None) and documented:
            found = documented(call.request.method, call.request.path)
        call.found, call.endpoint = found, found.endpoint if found else None
        return stubbed(stub, None)

    def _delayed(self, call: Call, transport: Transport) -> Transport:
        """What becomes of an answer, held as long as the office's settings say besides."""
        delay = self.api.delay(call.settings) if self.api.delay else NO_DELAY
        if delay == NO_DELAY:
            return transport
        return replace(transport, delay=transport.delay + self._delays.seconds(delay))

    def _explain_unmatched(self, call: Call, response: Response, *, suggests: bool) -> None:
        """Say why nothing answers this path and, where it only stands below a wrong base path, which was meant.

        ``suggests`` says whether the client may be told: nothing is added to what a stub says.
        """
        suggested = self.suggested_path(call.request.path, call.routes) if suggests else ""
        if suggested and NOTE_HEADER not in response.headers:
            response.headers = {**response.headers, NOTE_HEADER: f"Try {suggested}."}
        response.unmatched = why_unmatched(call, response)

    def suggested_path(self, path: str, below: Routes | None = None) -> str:
        """The path that was probably meant by one that nobody answers, ``below`` these routes or none; or nothing."""
        base_path = self.vendor.base_path
        routes = self.api.prefixes[base_path]
        return suggested_path(path, base_path, routes, is_below=routes is below)

    def write_stray(self, request: Request, response: Response, why: str, caller: Caller = NOBODY) -> Response:
        """Write a request that reaches no office into the server's own journal; answers the response."""
        response.unmatched = with_note(why, response)
        response.office, response.developer = caller.customer, caller.developer
        if response.body is not None and response.payload is None:
            response.payload = write_json(response.body)
        self.offices.journals.add(
            entry_of_stray(request, response, caller, self.offices.clock(None).now(), self.vendor.key_header)
        )
        return response

    def _add_fault_of_request(self, call: Call) -> None:
        """A request may order a fault for itself, by a header."""
        order = call.request.headers.get(FAULT_HEADER)
        if order:
            try:
                call.faults.add_for_request(self.api.faults.read(read_header(order)))
            except ValueError as exc:
                raise ApiError(400, f"{FAULT_HEADER}: {exc}", Basis.ASSUMED) from exc
