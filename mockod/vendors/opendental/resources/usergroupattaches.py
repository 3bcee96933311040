"""Usergroupattaches: which users are in which groups."""

from __future__ import annotations

from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.fields import ForeignKey, Integer

USERGROUPATTACH = Table(
    "usergroupattach",
    entity="UserGroupAttach",
    section="usergroupattaches",
    columns=(
        Column("UserGroupAttachNum", Integer()),
        Column("UserNum", ForeignKey("userod.UserNum"), needed=True),
        Column("UserGroupNum", ForeignKey("usergroup.UserGroupNum"), needed=True),
    ),
    indexes=(index("UserNum", "UserGroupNum"), index("UserGroupNum")),
)

USERGROUPATTACHES = Resource(
    "usergroupattaches",
    table=USERGROUPATTACH,
    methods=[listing(since="23.3.7", filters=[equals("UserNum"), equals("UserGroupNum")])],
)
