"""How Open Dental answers: the checks, one after another, and then the work."""

from __future__ import annotations

from contextlib import suppress

from mockod.rest.messages import Response
from mockod.simulation.delays import Delay
from mockod.simulation.rate_limiter import RateLimit
from mockod.store.office import Evicted
from mockod.vendors.opendental.access import authorization
from mockod.vendors.opendental.access.keyring import Keyring
from mockod.vendors.opendental.access.settings import BASE_PATH, ENTERPRISE, FORM_PATH, READ_ALL, Settings
from mockod.vendors.opendental.pipeline.checks import CHECKS
from mockod.vendors.opendental.pipeline.context import Context, Routed
from mockod.vendors.opendental.pipeline.dispatch import perform
from mockod.vendors.opendental.pipeline.fault_effects import FAULTS
from mockod.vendors.opendental.resources import FORM_ROUTES, ROUTES, find_documented
from mockod.vendors.vendor import Call, VendorApi

TRIES = 3
"""How often an office is made again that made room for another before it was used."""


def answer(call: Call) -> Response:
    """Check the request and do what it asks; what is found out on the way is for the journal too."""
    below_base = call.routes is ROUTES
    context = Context(call.request, call.caller, call.settings, Routed(call.found), call.faults, below_base)
    try:
        for check in CHECKS:
            check(context)
        return _performed(context, call)
    finally:
        found = context.found or call.found  # what a fault or an earlier check stopped was meant for it all the same
        call.endpoint = found.endpoint if found else None
        call.is_simulated = context.is_simulated
        call.changes = context.changes
        call.ignored = context.ignored
        call.rows = context.rows
        call.limit = context.page.limit


def _performed(context: Context, call: Call) -> Response:
    """The work, in the key's office; in a new one where that has just made room for another."""
    for _ in range(TRIES):
        with suppress(Evicted):
            return perform(context, call.open_office())
    return perform(context, call.open_office())


def rate_limit(settings: Settings) -> RateLimit | None:
    """How often an office may be asked, by its mode and its key's permissions (documented)."""
    if not settings.mode.throttled:
        return None
    free_tier = settings.permissions == {READ_ALL}
    interval = 0.5 if ENTERPRISE in settings.permissions else 5.0 if free_tier else 1.0
    return RateLimit(interval, settings.queue_depth, settings.throttle_clock == "office")


def delay(settings: Settings) -> Delay:
    """How long each answer of an office is held."""
    return settings.delay


API = VendorApi(
    prefixes={BASE_PATH: ROUTES, FORM_PATH: FORM_ROUTES},
    identify=authorization.identify,
    authorize=Keyring.check,
    settings_of=Keyring.settings_of,
    answer=answer,
    rate_limit=rate_limit,
    delay=delay,
    documented=find_documented,
    faults=FAULTS,
)
