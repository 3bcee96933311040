"""Telephone numbers that the vendor writes in its own form, whatever form they were sent in."""

from __future__ import annotations

from typing import Any

from mockod.rest.schema import Leniency
from mockod.vendors.opendental.domain.phones import formatted
from mockod.vendors.opendental.wire.fields import Text


class FormattedPhone(Text):
    """A telephone number: ten digits become ``(503)555-0100``; anything else is kept as it is sent."""

    def read(self, value: Any, leniency: Leniency) -> str:
        return formatted(super().read(value, leniency))
