"""VendorRuntime: one vendor at work in one application. It has the offices, and answers requests to them.

A request goes through three steps, which a server calls in this order, and between which it may wait:

    receive   who asks whom for what: credentials, route, settings, looked up once
    enter     the place in the office's queue, where the vendor has a rate limit
    answer    faults, the vendor's own work, the answer's bytes, the journal
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mockod.rest.errors import NOTE_HEADER, ApiError
from mockod.rest.json_codec import write_json
from mockod.rest.messages import Basis, Request, Response, Transport
from mockod.rest.router import Routes
from mockod.runtime.journal_entries import NOBODY, entry_of_call, entry_of_stray, why_unmatched, with_note
from mockod.runtime.path_suggestion import suggested_path
from mockod.runtime.request_queue import QueueTicket, RequestQueues
from mockod.runtime.time_travel import TimeTravel
from mockod.runtime.webhook_sender import is_of_this_machine
from mockod.simulation.clock import Clock, monotonic
from mockod.simulation.delays import NO_DELAY, Delays
from mockod.simulation.faults import ActiveFault, Faults, RequestFaults, read_header
from mockod.simulation.rate_limiter import QueueFull, RateLimit
from mockod.simulation.server_addresses import ServerAddresses
from mockod.simulation.stubs import stubbed
from mockod.store.images import Images, empty_image
from mockod.store.kept_snapshots import SettingsCodec
from mockod.store.office import OfficeTemplate
from mockod.store.office_places import MOST
from mockod.store.ready_images import ReadyImages
from mockod.store.registry import MEGABYTE, MOST_MEGABYTES, Offices
from mockod.store.sent_practice import SentPractice
from mockod.store.transaction import Transaction
from mockod.vendors.vendor import Call, Caller, EventSource, Section, Settings, Vendor

if TYPE_CHECKING:
    from mockod.store.practice_file import PracticeFile

LARGE_BODY = 1_000_000
"""Bytes of a body from which on reading it may take so long that it is done aside."""
FAULT_HEADER = "X-Mockod-Fault"
"""A fault for this request alone: ``slow; seconds=2``."""


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
        office_megabytes: int = MOST_MEGABYTES,
        evict_idle: bool = False,
        fragments: Sequence[PracticeFile] = (),
    ) -> None:
        """``fragments`` are merged into the practice, one after another, before any office begins with it.

        Raises ValueError or OSError where the practice or a fragment cannot be read, or the practice is larger than an
        office may be.
        """
        self.vendor = vendor
        self.api = vendor.api()
        self._access = section.access
        self._delays = Delays()
        self.server_addresses = ServerAddresses(is_of_this_machine)
        start = OfficeTemplate(
            practice or vendor.practice,
            clock or Clock(),
            section.settings,
            self.api.sql_functions,
            listeners=vendor.webhooks.table if vendor.webhooks else "",
            is_served_here=self.server_addresses.include,
            check=lambda table, column, stored: vendor.control().spell(table, column, stored),
        )
        images = Images(vendor.practice_loader) if vendor.practice_loader else None
        tables = vendor.tables

        def image(practice: str | SentPractice, today: date) -> bytes:
            return images.image(practice, today) if images else empty_image(tables)

        if fragments:
            image = ReadyImages(image, start, partial(self._merge, fragments)).image
        size = len(image(start.practice, start.clock.now().date()))  # now, so that a mistake stops the start
        if size > office_megabytes * MEGABYTE:
            wanted = math.ceil(size / MEGABYTE)
            raise ValueError(f"--office-size: the practice {start.practice} takes {wanted} megabytes")
        self.offices = Offices(
            start,
            image,
            most=most_offices,
            most_bytes=office_megabytes * MEGABYTE,
            evict_idle=evict_idle,
            data_dir=data_dir,
            settings_of=self._settings_of,
            settings_codec=SettingsCodec(self._settings_to_json, self._settings_from_json),
        )
        self.request_queues = RequestQueues(self.offices, self.rate_limit)
        source = vendor.webhooks.source if vendor.webhooks else _no_events
        self.time_travel = TimeTravel(self.offices, self.request_queues, source)

    def _merge(self, fragments: Sequence[PracticeFile], tx: Transaction) -> None:
        """Raises PracticeError, and ValueError where the vendor has no practices."""
        feature = self.vendor.control().seeding
        if feature is None:
            raise ValueError(f"{self.vendor.title} takes no fragments of practices")
        for fragment in fragments:
            feature.merge(tx, fragment)

    def _settings_of(self, key: str, settings: Settings) -> Settings:
        settings_of = self.api.settings_of
        return settings_of(self._access, key, settings) if settings_of else settings

    def _settings_to_json(self, settings: Settings) -> Mapping[str, Any]:
        feature = self.vendor.control().settings
        return feature.to_json(settings) if feature else {}

    def _settings_from_json(self, key: str, told: Mapping[str, Any]) -> Settings:
        """Settings as they were told once; what JSON does not tell of them is as the key's office begins."""
        feature, settings = self.vendor.control().settings, self.offices.settings_at_start(key)
        return feature.change(settings, told) if feature else settings

    def rate_limit(self, settings: Settings) -> RateLimit | None:
        return self.api.rate_limit(settings) if self.api.rate_limit else None

    def receive(self, request: Request, routes: Routes) -> Call | Response:
        """The request as a call to an office; or the refusal of a caller who is not let in."""
        api, caller = self.api, NOBODY
        try:
            caller = api.identify(request)
            if api.authorize:
                api.authorize(self._access, caller)
        except ApiError as error:
            return self.write_stray(request, api.refuse(error), error.text, caller)
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
        call.now = clock.now()
        is_unmatched = call.found is None or call.found.endpoint is None
        call.faults = RequestFaults(over_it, call.request.method, call.request.path, call.now, is_unmatched)

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
        self.offices.journals.add(entry_of_call(call, response, monotonic() - began))
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


def _no_events() -> EventSource:
    raise LookupError("this vendor has no webhooks")
