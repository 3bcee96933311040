"""A keys file: which developer may ask which office, and what for.

    keys:
      - {developer: acme-voice, customer: office-1, permissions: [ApiReadAll, ApiComm, ApiAppointments]}
      - {developer: acme-voice, customer: office-2, enabled: false}

Without ``permissions`` a key has all but Enterprise. Without a keys file any well-formed keys are let in.
"""

from __future__ import annotations

from pathlib import Path

from mockod.rest.keys import KEY
from mockod.store.practice_file import Entry, PracticeError, PracticeFile, read_practice
from mockod.vendors.opendental.access.keyring import Grant, Keyring, parse_permissions

FIELDS = ("developer", "customer", "permissions", "enabled")


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
        except ValueError as exc:
            raise file.mistake(listed.line, str(exc)) from exc
    return Grant(_key(file, entry, "developer"), permissions, not enabled or enabled.text == "true")


def _key(file: PracticeFile, entry: Entry, name: str) -> str:
    written = entry.fields.get(name)
    if written is None or not KEY.fullmatch(written.text):
        raise file.mistake(entry.line, f"{name}: a key is up to 128 characters without blanks or slashes")
    return written.text
