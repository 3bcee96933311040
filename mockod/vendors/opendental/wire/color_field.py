"""Colours: ``R,G,B`` on the wire, one signed number in the database."""

from __future__ import annotations

import re
from typing import Any

from mockod.rest.schema import Leniency, Spelling
from mockod.vendors.opendental.wire.fields import Bind, ColumnType, read_whole

_COLOR = re.compile(r"(\d{1,3}),(\d{1,3}),(\d{1,3})", re.ASCII)


class Color(ColumnType):
    """``R,G,B``, stored as the signed ARGB number of the vendor's database; 0 is none and goes out as 0,0,0."""

    sql_type = "INTEGER"
    empty = 0

    def read(self, value: Any, leniency: Leniency) -> int:
        match = _COLOR.fullmatch(value) if isinstance(value, str) else None
        parts = [int(part) for part in match.groups()] if match else [256]
        if max(parts) > 255:
            raise ValueError("no colour")
        red, green, blue = parts
        return argb(red, green, blue)

    def show(self, stored: int, spelling: Spelling | None = None) -> str:
        return f"{stored >> 16 & 255},{stored >> 8 & 255},{stored & 255}"

    def expression(self, stored: str, bind: Bind, spelled: bool) -> str:
        return f'f"{{{stored} >> 16 & 255}},{{{stored} >> 8 & 255}},{{{stored} & 255}}"'

    def from_text(self, text: str) -> int:
        parts = [read_whole(part.strip()) for part in text.split(",")]
        if len(parts) != 3 or not all(0 <= part <= 255 for part in parts):
            raise ValueError(f"{text!r} is no colour; write R,G,B")
        return argb(*parts)

    def spell(self, stored: int) -> str:
        return self.show(stored)


def argb(red: int, green: int, blue: int) -> int:
    """A colour as the database keeps it. Black is none: the API cannot say it otherwise."""
    rgb = red << 16 | green << 8 | blue
    return rgb - (1 << 24) if rgb else 0
