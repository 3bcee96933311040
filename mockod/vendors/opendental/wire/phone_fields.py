"""Telephone numbers that the vendor holds to a form of its own."""

from __future__ import annotations

import re
from typing import Any

from mockod.rest.schema import Leniency
from mockod.vendors.opendental.domain.phones import formatted
from mockod.vendors.opendental.wire.fields import Text

_TEN_DIGITS = re.compile(r"\d{10}", re.ASCII)


class FormattedPhone(Text):
    """A telephone number: ten digits become ``(503)555-0100``; anything else is kept as it is sent."""

    def read(self, value: Any, leniency: Leniency) -> str:
        return formatted(super().read(value, leniency))


class TenDigits(Text):
    """A telephone number of exactly ten digits and nothing else, or none; practice files may write another."""

    def read(self, value: Any, leniency: Leniency) -> str:
        phone = super().read(value, leniency)
        if phone and not _TEN_DIGITS.fullmatch(phone):
            raise ValueError("not ten digits")
        return phone
