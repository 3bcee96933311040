"""Documents are made, changed and deleted."""

from __future__ import annotations

from dataclasses import replace

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.documents import DOWNLOAD, NOT_DOWNLOADED
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.engine.declared import not_while_used
from mockod.vendors.opendental.engine.records import given_values
from mockod.vendors.opendental.engine.select import Row, Select
from mockod.vendors.opendental.resources.definitions import first_definition
from mockod.vendors.opendental.resources.documents.bodies import Described, DocumentChange, Link, Upload
from mockod.vendors.opendental.resources.documents.files import drop_file, keep_file
from mockod.vendors.opendental.resources.documents.queries import file_name_for, has_visible_provider
from mockod.vendors.opendental.resources.documents.table import DOCUMENT, RECORDS, Document
from mockod.vendors.opendental.wire.errors import invalid

SELECT = Select(DOCUMENT, DOCUMENT.answer)
NOT_WHILE_USED = not_while_used(
    "treatplan.DocNum", "sheet.DocNum", "statement.DocNum", text="Document is in use and cannot be deleted."
)


def upload(tx: Transaction, body: Upload) -> Row:
    """POST Upload. The file is there at once, not when a user first opens it: there is no user (assumed)."""
    new = described(tx, body.pat_num, body)
    number = RECORDS.insert(tx, new)
    name = file_name_for(tx, body.pat_num, number, body.extension)
    tx.update("document", "FileName = ? WHERE DocNum = ?", (name, number))
    keep_file(tx, number, body.raw_base64)
    return SELECT.one(tx, number)


def set_by_url(tx: Transaction, body: Link) -> Row:
    """POST SetByUrl: the URL is kept in the note, until a user opens the document (documented). None ever does."""
    new = described(tx, body.pat_num, body)
    new = replace(new, file_name=NOT_DOWNLOADED, note=f"{DOWNLOAD}{body.url}")
    return SELECT.one(tx, RECORDS.insert(tx, new))


def described(tx: Transaction, pat_num: int, body: Described) -> Document:
    """A new document without its file. Raises ApiError naming ProvNum for a hidden provider."""
    if body.prov_num and not has_visible_provider(tx, body.prov_num):
        raise invalid("ProvNum")
    return Document(
        description=body.description,
        date_created=body.date_created or tx.now,
        doc_category=body.doc_category or first_definition(tx, DefCat.ImageCats),
        pat_num=pat_num,
        img_type=body.img_type,
        tooth_numbers=body.tooth_numbers,
        date_t_stamp=tx.now,
        prov_num=body.prov_num,
        print_heading=body.print_heading,
    )


def update_document(tx: Transaction, before: Document, body: DocumentChange) -> Row:
    """PUT: what is said of the file, never the file. Raises ApiError naming ProvNum for a hidden provider."""
    after = replace(before, **given_values(body))
    if after.prov_num and after.prov_num != before.prov_num and not has_visible_provider(tx, after.prov_num):
        raise invalid("ProvNum")
    if after != before:
        RECORDS.update(tx, before, replace(after, date_t_stamp=tx.now))
    return SELECT.one(tx, before.doc_num)


def delete_document(tx: Transaction, document: Document) -> None:
    """DELETE: the row and its file (documented). Refused for the copy of a treatment plan, a sheet or a statement
    (assumed)."""
    NOT_WHILE_USED(tx, document.doc_num)
    tx.delete("document", "DocNum = ?", (document.doc_num,))
    drop_file(tx, document.doc_num)
