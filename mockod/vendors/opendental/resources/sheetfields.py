"""Sheetfields: what stands on a sheet, and what was filled in."""

from __future__ import annotations

from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.sheets.table import SHEETFIELD

SHEETFIELDS = Resource(
    "sheetfields",
    table=SHEETFIELD,
    methods=[listing(since="22.1", filters=[equals("SheetNum", required=True)])],
)
