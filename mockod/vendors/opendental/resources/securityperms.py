"""Securityperms: what the developer's key may do in this office."""

from __future__ import annotations

from mockod.rest.endpoint import Page
from mockod.rest.schema import Field, Schema
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import (
    ENTERPRISE,
    INSURANCE_SIMPLE,
    PERMISSIONS,
    SETUP,
    TEXTING_ASAP,
)
from mockod.vendors.opendental.engine.methods import listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.wire.fields import Flag
from mockod.vendors.opendental.wire.words import Word

SINCE = {SETUP: "23.1", TEXTING_ASAP: "23.3", ENTERPRISE: "23.3", INSURANCE_SIMPLE: "25.1"}
"""Permission -> the version that brought it, where that is younger than the method (documented)."""
SECURITYPERM = Schema.of(
    "SecurityPerm",
    (
        Field("permission", "Permission", Word(*PERMISSIONS)),
        Field("has_permission", "HasPermission", Flag()),
    ),
)


def list_permissions(tx: Transaction, page: Page) -> list[dict[str, object]]:
    """GET securityperms: every permission that the office's version has, in the vendor's order."""
    knows, own = tx.settings.version.knows, tx.settings.permissions
    known = [name for name in PERMISSIONS if knows(SINCE.get(name, ""))]
    shown = known[page.offset : page.offset + page.limit]
    return [{"permission": name, "has_permission": name in own} for name in shown]


SECURITYPERMS = Resource("securityperms", methods=[listing(list_permissions, answer=SECURITYPERM, since="22.2")])
