"""mockod: the Open Dental REST API on your laptop.

``from mockod import mock_opendental`` is the one import that tests need: each name is imported from where it lives
when it is first used, so that ``import mockod`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mockod._version import __version__

if TYPE_CHECKING:
    from mockod.adapters.httpx_transport import AsyncMockodTransport as AsyncMockodTransport
    from mockod.adapters.httpx_transport import MockodTransport as MockodTransport
    from mockod.adapters.mock_opendental import mock_opendental as mock_opendental
    from mockod.adapters.requests_adapter import MockodAdapter as MockodAdapter
    from mockod.app import create_app as create_app
    from mockod.client import Client as Client
    from mockod.client import ControlError as ControlError
    from mockod.client import NoServer as NoServer
    from mockod.seeding import a_blockout as a_blockout
    from mockod.seeding import a_day_off as a_day_off
    from mockod.seeding import a_patient as a_patient
    from mockod.seeding import a_preference as a_preference
    from mockod.seeding import a_procedure_code as a_procedure_code
    from mockod.seeding import a_provider as a_provider
    from mockod.seeding import a_schedule as a_schedule
    from mockod.seeding import an_operatory as an_operatory
    from mockod.seeding import no_slots as no_slots
    from mockod.testing.office import Mockod as Mockod

_HOMES = {
    "AsyncMockodTransport": "mockod.adapters.httpx_transport",
    "Client": "mockod.client",
    "ControlError": "mockod.client",
    "Mockod": "mockod.testing.office",
    "MockodAdapter": "mockod.adapters.requests_adapter",
    "MockodTransport": "mockod.adapters.httpx_transport",
    "NoServer": "mockod.client",
    "a_blockout": "mockod.seeding",
    "a_day_off": "mockod.seeding",
    "a_patient": "mockod.seeding",
    "a_preference": "mockod.seeding",
    "a_procedure_code": "mockod.seeding",
    "a_provider": "mockod.seeding",
    "a_schedule": "mockod.seeding",
    "an_operatory": "mockod.seeding",
    "no_slots": "mockod.seeding",
    "create_app": "mockod.app",
    "mock_opendental": "mockod.adapters.mock_opendental",
}
"""Each name that this package offers, and the module it comes from. It stands above too, for type checkers."""

__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
