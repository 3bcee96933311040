"""Open Dental's REST API, as one value: ``VENDOR``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from mockod.vendors.opendental.access.options import OPTIONS, default_port, section
from mockod.vendors.opendental.access.settings import BASE_PATH, FORM_PATH
from mockod.vendors.opendental.command_line import COMMAND_LINE
from mockod.vendors.opendental.wire.sql_functions import FUNCTIONS
from mockod.vendors.vendor import ControlFeatures, Vendor, VendorApi
from mockod.vendors.webhooks import EventSource, Webhooks

if TYPE_CHECKING:
    from mockod.store.images import PracticeLoader
    from mockod.vendors.opendental.access.keyring import Keyring

_HERE = "mockod.vendors.opendental"


def _api() -> VendorApi:
    return cast(VendorApi, import_module(f"{_HERE}.pipeline.api").API)


def _control() -> ControlFeatures:
    return cast(ControlFeatures, import_module(f"{_HERE}.control_adapter").CONTROL)


def _lists(access: Keyring, key: str) -> bool:
    return access.lists(key)


def practice_loader() -> PracticeLoader:
    """How practice files become offices; imported only where one is read."""
    return cast("PracticeLoader", import_module(f"{_HERE}.practice.loader"))


def _event_source() -> EventSource:
    """What offices tell of their own accord; imported only where one has subscribers."""
    return cast(EventSource, import_module(f"{_HERE}.resources.subscriptions.dispatcher").SubscriptionDispatcher())


VENDOR = Vendor(
    name="opendental",
    title="Open Dental",
    base_path=BASE_PATH,
    prefixes=(BASE_PATH, FORM_PATH),
    api=_api,
    lists=_lists,
    options=OPTIONS,
    configure=section,
    port=default_port,
    practice="demo",
    practice_loader=practice_loader,
    sql_functions=FUNCTIONS,
    webhooks=Webhooks(table="apisubscription", source=_event_source),
    control=_control,
    command_line=COMMAND_LINE,
)
