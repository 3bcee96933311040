"""An office's settings: the password of its users, its base zone, and what its users may do. Kept in its database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Annotated, Any

from mockod.store.transaction import Transaction
from mockod.vendors.superoffice.access.credentials import PASSWORD
from mockod.vendors.superoffice.domain.time_zones import ZONES, TimeZone, read_zone
from mockod.vendors.superoffice.domain.words import TABLE_RIGHT
from mockod.vendors.superoffice.wire.kinds import AS_STORED, Bits, Text
from mockod.vendors.superoffice.wire.rights import ALL_RIGHTS

TABLE = "superoffice_setting"
SQL = (
    f"CREATE TABLE {TABLE} (\n  SettingId INTEGER PRIMARY KEY,\n  Name TEXT NOT NULL,\n  Value TEXT NOT NULL\n) STRICT;"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSettings:
    """What an office has where its table says nothing."""

    password: Annotated[str, Text(254)] = PASSWORD
    """Of every user; nothing lets any password in."""
    zone: str = ZONES[0].code
    """The base zone, by its code: whose times the office's clock shows."""
    rights: Annotated[int, Bits(TABLE_RIGHT)] = ALL_RIGHTS
    """What users may do with appointments."""

    @property
    def base_zone(self) -> TimeZone:
        return read_zone(self.zone)

    def to_json(self) -> dict[str, Any]:
        return {"password": self.password, "zone": self.zone, "rights": TABLE_RIGHT.words(self.rights)}


DEFAULT = OfficeSettings()
NAMES = tuple(field.name for field in fields(OfficeSettings))


def read_settings(tx: Transaction) -> OfficeSettings:
    """The settings of an office."""
    given = dict(tx.rows(f"SELECT Name, Value FROM {TABLE}"))
    return _changed(DEFAULT, given) if given else DEFAULT


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
    return read_zone(text).code if name == "zone" else text
