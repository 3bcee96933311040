"""A keys file: which developer may ask which office, and what for.

    keys:
      - {developer: acme-voice, customer: office-1, permissions: [ApiReadAll, ApiComm, ApiAppointments]}
      - {developer: acme-voice, customer: office-2, enabled: false}

Without ``permissions`` a key has all but Enterprise. Without a keys file any well-formed keys are let in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from mockod.call import Basis, Refused
from mockod.opendental.auth import KEY, Keys
from mockod.opendental.settings import PERMISSIONS, Settings
from mockod.practice import Entry, PracticeError, PracticeFile, read_practice

FIELDS = ("developer", "customer", "permissions", "enabled")


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
            raise Refused(401, "Invalid credentials.", Basis.ASSUMED)
        if grant.developer != keys.developer:
            raise Refused(400, "API key has not been assigned.", Basis.OBSERVED)

    def admits(self, keys: Keys) -> bool:
        """Whether ``check`` lets these keys in."""
        grant = self.grants.get(keys.customer)
        return not self.grants or (grant is not None and grant.developer == keys.developer)

    def settings_of(self, customer: str, settings: Settings) -> Settings:
        """The settings that a customer key's office begins with."""
        grant = self.grants.get(customer)
        if grant is None:
            return settings
        permissions = settings.permissions if grant.permissions is None else grant.permissions
        return replace(settings, permissions=permissions, enabled=grant.enabled)


def read_keys(path: Path) -> Keyring:
    """Read a keys file. Raises PracticeError with file and line where it is none."""
    file = read_practice(path)
    for section, line in file.sections.items():
        if section != "keys":
            raise file.mistake(line, f"{section!r} does not belong in a keys file; it has one section, keys")
    grants: dict[str, Grant] = {}
    for entry in file.entries:
        customer = _key(file, entry, "customer")
        if customer in grants:
            raise file.mistake(entry.line, f"customer {customer!r} is given twice")
        grants[customer] = _grant(file, entry)
    if not grants:
        raise PracticeError(f"{file.name}:1: no keys are listed")
    return Keyring(grants)


def _grant(file: PracticeFile, entry: Entry) -> Grant:
    for name, written in entry.fields.items():
        if name not in FIELDS:
            raise file.mistake(written.line, f"{name!r} is nothing that a key has; it has {', '.join(FIELDS)}")
    enabled = entry.fields.get("enabled")
    if enabled and enabled.text not in ("true", "false"):
        raise file.mistake(enabled.line, f"enabled: {enabled.text!r} is neither true nor false")
    permissions = None
    if listed := entry.fields.get("permissions"):
        if listed.items is None:
            raise file.mistake(listed.line, "permissions: a list belongs here, as [ApiReadAll, ApiComm]")
        try:
            permissions = parse_permissions(listed.items)
        except ValueError as wrong:
            raise file.mistake(listed.line, str(wrong)) from wrong
    return Grant(_key(file, entry, "developer"), permissions, not enabled or enabled.text == "true")


def _key(file: PracticeFile, entry: Entry, name: str) -> str:
    written = entry.fields.get(name)
    if written is None or not KEY.fullmatch(written.text):
        raise file.mistake(entry.line, f"{name}: a key is up to 128 characters without blanks or slashes")
    return written.text


def parse_permissions(names: Any) -> frozenset[str]:
    """The vendor's names, with or without their ``Api``. Raises ValueError for any other."""
    if not isinstance(names, list | tuple) or not all(isinstance(name, str) for name in names):
        raise ValueError("permissions: a list of names belongs here")
    known = {short: full for full in PERMISSIONS for short in (full, full.removeprefix("Api"))}
    for name in names:
        if name not in known:
            raise ValueError(f"permissions: {name!r} is none of {', '.join(PERMISSIONS)}")
    return frozenset(known[name] for name in names)
