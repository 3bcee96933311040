"""The methods of sheets."""

from __future__ import annotations

from mockod.rest.messages import Basis
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.sheets import service
from mockod.vendors.opendental.resources.sheets.bodies import NewSheet, SheetDownload
from mockod.vendors.opendental.resources.sheets.table import SHEET

SHEETS = Resource(
    "sheets",
    table=SHEET,
    methods=[
        listing(since="21.4", filters=[equals("PatNum", required=True)], only="sheet.IsDeleted = 0"),
        create(service.create_sheet, body=NewSheet, since="23.1.32", status=200, location=""),
        create(
            service.download_sheet,
            body=SheetDownload,
            path="DownloadSftp",
            answers=False,
            since="22.1",
            basis=Basis.ASSUMED,
        ),
    ],
)
