"""A telehealth API with video appointments, as one value: ``VENDOR``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

from mockod.vendors.vendor import (
    CommandLine,
    ControlFeatures,
    Greeting,
    Section,
    Vendor,
    VendorApi,
)
from mockod.vendors.webhooks import EventSource, Webhooks

if TYPE_CHECKING:
    from mockod.store.images import PracticeLoader

_HERE = "mockod.vendors.telehealth"


def _api() -> VendorApi:
    return cast(VendorApi, import_module(f"{_HERE}.pipeline.api").API)


def _control() -> ControlFeatures:
    return cast(ControlFeatures, import_module(f"{_HERE}.control_adapter").CONTROL)


def practice_loader() -> PracticeLoader:
    """How practice files become offices; imported only where one is read."""
    return cast("PracticeLoader", import_module(f"{_HERE}.practice.loader"))


def _event_source() -> EventSource:
    """What offices tell of their own accord; imported only where one has a receiver."""
    return cast(EventSource, import_module(f"{_HERE}.resources.notices").NoticeSource())


def greeting(section: Section, base_url: str) -> Greeting:
    """What a person needs to make a first call."""
    body = '{"client_id": "mockod-client", "client_secret": "mockod-secret"}'
    return Greeting(
        about="telehealth API v2",
        rows={"Try": f"curl -H 'Content-Type: application/json' -d '{body}' '{base_url}/auth/token'"},
    )


VENDOR = Vendor(
    name="telehealth",
    title="Telehealth",
    base_path="/telehealth/v2",
    home="/telehealth",
    api=_api,
    key_header="account",
    practice="demo",
    practice_part="telehealth",
    practice_loader=practice_loader,
    webhooks=Webhooks(table="telehealth_receiver", source=_event_source),
    control=_control,
    command_line=CommandLine(about="A telehealth API on your laptop.", greet=greeting, example_path="appointments/*"),
)
