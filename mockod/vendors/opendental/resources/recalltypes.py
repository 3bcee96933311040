"""Recall types: how often patients come for what."""

from __future__ import annotations

from mockod.vendors.opendental.engine.methods import listing, read
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.fields import Flag, Integer, IntervalText, PatternText, Text

RECALLTYPE = Table(
    "recalltype",
    entity="RecallType",
    section="recalltypes",
    columns=(
        Column("RecallTypeNum", Integer()),
        Column("Description", Text(longest=255), needed=True),
        Column("DefaultInterval", IntervalText()),
        Column("TimePattern", PatternText(longest=255)),
        Column("Procedures", Text(longest=255)),
        Column("AppendToSpecial", Flag()),
    ),
)

RECALLTYPES = Resource(
    "recalltypes",
    table=RECALLTYPE,
    methods=[read(since="24.1.44"), listing(since="24.1.44")],
)
