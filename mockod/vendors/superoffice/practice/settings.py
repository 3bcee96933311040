"""An office's settings: the password of its users, its base zone, and what its users may do. Kept in its database."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Annotated, Any

from mockod.store.transaction import Transaction
from mockod.vendors.superoffice.access.credentials import PASSWORD
from mockod.vendors.superoffice.domain.time_zones import TimeZone, read_zone, zone_of_offset
from mockod.vendors.superoffice.domain.words import TABLE_RIGHT
from mockod.vendors.superoffice.wire.kinds import AS_STORED, Bits, Text
from mockod.vendors.superoffice.wire.rights import ALL_RIGHTS

DEFAULT_OFFSET = "-08:00"
"""Of an office whose practice does not say its own."""
CONDUCTS = FAITHFUL, STRICT = "faithful", "strict"
TABLE = "superoffice_setting"
SQL = (
    f"CREATE TABLE {TABLE} (\n  SettingId INTEGER PRIMARY KEY,\n  Name TEXT NOT NULL,\n  Value TEXT NOT NULL\n) STRICT;"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSettings:
    """What an office has where its table says nothing."""

    password: Annotated[str, Text(254)] = PASSWORD
    """Of every user; nothing lets any password in."""
    zone: str = ""
    """The base zone, whose times the office's clock shows, by its code; nothing for the office's own offset."""
    rights: Annotated[int, Bits(TABLE_RIGHT)] = ALL_RIGHTS
    """What users may do with appointments."""
    conduct: str = FAITHFUL
    """Whether names that nobody knows are passed over, or refused by a ``strict`` office."""
    offset: str = DEFAULT_OFFSET
    """From UTC, as the practice says it of the office."""

    @property
    def base_zone(self) -> TimeZone:
        return read_zone(self.zone) if self.zone else zone_of_offset(self.offset)

    def to_json(self) -> dict[str, Any]:
        return {
            "password": self.password,
            "zone": self.zone,
            "rights": TABLE_RIGHT.words(self.rights),
            "conduct": self.conduct,
        }


DEFAULT = OfficeSettings()
NAMES = tuple(DEFAULT.to_json())


def read_settings(tx: Transaction) -> OfficeSettings:
    """The settings of an office."""
    settings = replace(DEFAULT, offset=tx.value("SELECT Zone FROM mockod_practice", default=DEFAULT_OFFSET))
    for name, value in tx.rows(f"SELECT Name, Value FROM {TABLE}"):
        with suppress(ValueError):  # a file that was sent may say anything
            settings = _changed(settings, {name: value})
    return settings


def change_settings(tx: Transaction, changes: Mapping[str, Any]) -> None:
    """Change some. Raises ValueError naming what is wrong."""
    settings = _changed(read_settings(tx), changes).to_json()
    default = DEFAULT.to_json()
    for name in changes:
        tx.delete(TABLE, "Name = ?", (name,))
        if settings[name] != default[name]:
            tx.insert(TABLE, {"Name": name, "Value": settings[name]})


def _changed(settings: OfficeSettings, changes: Mapping[str, Any]) -> OfficeSettings:
    for name, value in changes.items():
        if name not in NAMES:
            raise ValueError(f"{name!r} is none of {', '.join(NAMES)}")
        try:
            settings = replace(settings, **{name: _read(name, value)})
        except ValueError as exc:
            raise ValueError(f"{name}: {exc}") from exc
    return settings


def _read(name: str, value: Any) -> Any:
    if name == "rights":
        return TABLE_RIGHT.read(value)
    text = Text(254).read(value, AS_STORED)
    if name == "conduct" and text not in CONDUCTS:
        raise ValueError(f"{text!r} is neither {' nor '.join(CONDUCTS)}")
    return read_zone(text).code if name == "zone" and text else text
