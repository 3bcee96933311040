"""Sheetdefs: the letters and forms that the office has, to be filled in."""

from __future__ import annotations

from mockod.vendors.opendental.engine.methods import listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.sheets.table import SHEETDEF

SHEETDEFS = Resource("sheetdefs", table=SHEETDEF, methods=[listing(since="23.2.5")])
