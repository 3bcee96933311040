"""What the office does with sheets: make one from its definition, and hand one out."""

from __future__ import annotations

import re
from urllib.parse import quote

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.staff_enums import SheetType
from mockod.vendors.opendental.engine.methods import Located
from mockod.vendors.opendental.engine.select import Row, Select
from mockod.vendors.opendental.engine.table import Table
from mockod.vendors.opendental.resources.sheets.bodies import NewSheet, SheetDownload
from mockod.vendors.opendental.resources.sheets.table import SHEET, SHEETDEF, SHEETFIELD, SHEETFIELDDEF
from mockod.vendors.opendental.wire.errors import invalid, note

MADE_BY_API = (
    SheetType.Consent,
    SheetType.PatientLetter,
    SheetType.PatientForm,
    SheetType.MedicalHistory,
    SheetType.ExamSheet,
)
"""The types of which a client may make sheets (documented)."""
FILE_NAME = "sheet.pdf"
"""What the file is called, unless the address says it (documented)."""
EXTENSION = ".pdf"
NOTHING_SENT = note("Open Dental would have put a PDF there; mockod sends nothing to other servers.")
SCHEME = "sftp://"
HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?", re.ASCII)
READ = Select(SHEET, SHEET.answer)


def create_sheet(tx: Transaction, body: NewSheet) -> Row:
    """POST sheets: a sheet of now with the fields of its definition, not filled in yet.

    Refuses a definition of another type than the page names.
    """
    check_type(SheetType(tx.value("SELECT SheetType FROM sheetdef WHERE SheetDefNum = ?", (body.sheet_def_num,))))
    copied = _columns_of_both(SHEETDEF, SHEET)
    tx.insert_rows(
        SHEET.name,
        f"({copied}, PatNum, ClinicNum, InternalNote, DateTimeSheet, DateTSheetEdited) "
        f"SELECT {copied}, :patient, (SELECT ClinicNum FROM patient WHERE PatNum = :patient), :note, :now, :now "
        "FROM sheetdef WHERE SheetDefNum = :definition",
        {"patient": body.pat_num, "note": body.internal_note, "now": tx.stamp, "definition": body.sheet_def_num},
    )
    number = int(tx.value("SELECT max(SheetNum) FROM sheet"))
    copied = _columns_of_both(SHEETFIELDDEF, SHEETFIELD)
    tx.insert_rows(
        SHEETFIELD.name,
        f"(SheetNum, {copied}) SELECT ?, {copied} FROM sheetfielddef WHERE SheetDefNum = ? ORDER BY SheetFieldDefNum",
        (number, body.sheet_def_num),
    )
    return READ.one(tx, number)


def _columns_of_both(definition: Table, made: Table) -> str:
    """What is taken over from a definition: all that both tables have, its own number among them."""
    return ", ".join(name for name in definition.stored if name in made.stored)


def check_type(kind: SheetType) -> None:
    """Raises ApiError naming SheetDefNum where no client may make sheets of this type (documented)."""
    if kind not in MADE_BY_API:
        raise invalid("SheetDefNum")


def download_sheet(tx: Transaction, body: SheetDownload) -> Located:
    """POST sheets DownloadSftp: where the file would be. Nothing is sent: no server is known here (assumed)."""
    return Located(file_url(body.sftp_address), NOTHING_SENT)


def file_url(address: str) -> str:
    """Where the file is, whose name is the address's own or ``sheet.pdf`` (documented).

    Raises ApiError naming SftpAddress where it names no host, or a file that is no PDF (documented).

    >>> file_url("example.com/forms"), file_url("example.com/my forms/ten.pdf")
    ('sftp://example.com/forms/sheet.pdf', 'sftp://example.com/my%20forms/ten.pdf')
    """
    host, _, path = address.strip().removeprefix(SCHEME).partition("/")
    folders = [part for part in path.split("/") if part]
    if not HOST.fullmatch(host) or ".." in folders:
        raise invalid("SftpAddress", "It must begin with a host.")
    if not folders or "." not in folders[-1]:
        folders.append(FILE_NAME)
    if not folders[-1].lower().endswith(EXTENSION):
        raise invalid("SftpAddress", "The file extension must be .pdf.")
    return f"{SCHEME}{host}/{quote('/'.join(folders), errors='replace')}"
