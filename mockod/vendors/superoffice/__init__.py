"""SuperOffice's REST WebAPI, appointments of a CRM, as one value: ``VENDOR``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from mockod.vendors.superoffice.command_line import COMMAND_LINE
from mockod.vendors.superoffice.domain.folding import FUNCTIONS
from mockod.vendors.vendor import ControlFeatures, Vendor, VendorApi
from mockod.vendors.webhooks import EventSource, Webhooks

if TYPE_CHECKING:
    from mockod.store.images import PracticeLoader

_HERE = "mockod.vendors.superoffice"


def _api() -> VendorApi:
    return cast(VendorApi, import_module(f"{_HERE}.pipeline.api").API)


def _control() -> ControlFeatures:
    return cast(ControlFeatures, import_module(f"{_HERE}.control_adapter").CONTROL)


def practice_loader() -> PracticeLoader:
    """How practice files become offices; imported only where one is read."""
    return cast("PracticeLoader", import_module(f"{_HERE}.practice.loader"))


def _event_source() -> EventSource:
    """What offices tell of their own accord; imported only where one has webhooks."""
    return cast(EventSource, import_module(f"{_HERE}.webhooks.dispatcher").WebhookDispatcher())


VENDOR = Vendor(
    name="superoffice",
    title="SuperOffice",
    base_path="/superoffice/api/v1",
    home="/superoffice",
    prefixes=("/superoffice/api/v1", "/superoffice"),
    api=_api,
    practice="demo",
    practice_part="superoffice",
    practice_loader=practice_loader,
    sql_functions=FUNCTIONS,
    webhooks=Webhooks(table="superoffice_webhook", source=_event_source),
    control=_control,
    command_line=COMMAND_LINE,
)
