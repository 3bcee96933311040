"""Who is let in: which developer may ask which office, and what for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.vendors.opendental.access.authorization import Keys
from mockod.vendors.opendental.access.settings import PERMISSIONS, Settings

PERMISSION_NAMES = {short: full for full in PERMISSIONS for short in (full, full.removeprefix("Api"))}
"""A permission as it may be written -> as the vendor names it."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What one customer key is: assigned to a developer, with permissions, switched on or off by the office."""

    developer: str
    permissions: frozenset[str] | None = None
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys that are listed, by customer key. An empty one lets anybody in."""

    grants: Mapping[str, Grant] = field(default_factory=dict)

    def check(self, keys: Keys) -> None:
        """Refuse keys that are not listed (401), and those that are not listed together (400)."""
        if not self.grants:
            return
        grant = self.grants.get(keys.customer)
        if grant is None or all(keys.developer != known.developer for known in self.grants.values()):
            raise ApiError(401, "Invalid credentials.", Basis.ASSUMED)
        if grant.developer != keys.developer:
            raise ApiError(400, "API key has not been assigned.", Basis.OBSERVED)

    def lists(self, customer: str) -> bool:
        """Whether a customer key may be asked for: one that is listed and switched on, or any where none is listed."""
        grant = self.grants.get(customer)
        return not self.grants or (grant is not None and grant.enabled)

    def settings_of(self, customer: str, settings: Settings) -> Settings:
        """The settings that a customer key's office begins with."""
        grant = self.grants.get(customer)
        if grant is None:
            return settings
        permissions = settings.permissions if grant.permissions is None else grant.permissions
        return replace(settings, permissions=permissions, enabled=grant.enabled)


def parse_permissions(names: Any) -> frozenset[str]:
    """The vendor's names, with or without their ``Api``. Raises ValueError for any other."""
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise ValueError("permissions: a list of names belongs here")
    for name in names:
        if name not in PERMISSION_NAMES:
            raise ValueError(f"permissions: {name!r} is none of {', '.join(PERMISSIONS)}")
    return frozenset(PERMISSION_NAMES[name] for name in names)
