"""Sheets as clients ask for them, and as the practice keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from mockod.vendors.opendental.wire.fields import ForeignKey, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSheet:
    """POST sheets."""

    sheet_def_num: Annotated[int, ForeignKey("sheetdef.SheetDefNum", zero=False)]
    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    internal_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDownload:
    """POST sheets DownloadSftp: a sheet as a PDF, to be put at an address of the client's own."""

    sheet_num: Annotated[int, ForeignKey("sheet.SheetNum", zero=False)]
    sftp_address: Annotated[str, Text()]
    sftp_username: Annotated[str, Text()]
    sftp_password: Annotated[str, Text()]
