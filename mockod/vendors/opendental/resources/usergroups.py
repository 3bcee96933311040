"""Usergroups: what the program's users may do, by group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.schema import Name
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.engine.methods import listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Rows, where
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.fields import Flag, Integer, Text

USERGROUP = Table(
    "usergroup",
    entity="UserGroup",
    section="usergroups",
    columns=(
        Column("UserGroupNum", Integer()),
        Column("Description", Text(longest=255), needed=True),
        Column("UserGroupNumCEMT", Integer()),
    ),
)


@dataclass(frozen=True, slots=True)
class UserGroupFilters:
    """GET usergroups. Groups of the Central Enterprise Management Tool are left out unless asked for."""

    include_cemt: Annotated[bool, Flag(), Name("includeCEMT")] = False


def list_user_groups(tx: Transaction, filters: UserGroupFilters, page: Page) -> Rows:
    """GET usergroups, by number."""
    own = None if filters.include_cemt else where("usergroup.UserGroupNumCEMT = 0", indexed=False)
    return USERGROUPS.select.page(tx, page, "usergroup.UserGroupNum", [own])


USERGROUPS = Resource(
    "usergroups",
    table=USERGROUP,
    methods=[listing(list_user_groups, filters=UserGroupFilters, since="23.2.21")],
)
