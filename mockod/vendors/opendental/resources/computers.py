"""Computers: the workstations of the office, and when each was last seen running."""

from __future__ import annotations

from mockod.vendors.opendental.engine.methods import listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.fields import Integer, Text

COMPUTER = Table(
    "computer",
    entity="Computer",
    section="computers",
    columns=(
        Column("ComputerNum", Integer()),
        Column("CompName", Text(longest=100), needed=True),
        Column("LastHeartBeat", Moment()),
    ),
)

COMPUTERS = Resource("computers", table=COMPUTER, methods=[listing(since="23.1.30")])
