"""The files of documents, and the SFTP sites of an office. Nothing here reaches another machine."""

from __future__ import annotations

from base64 import b64decode, b64encode

from mockod.rest.errors import ApiError
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.documents import DOWNLOAD, address_of_file
from mockod.vendors.opendental.wire.errors import invalid, note

NO_SITE = note(
    "mockod reaches no SFTP server. Each office has sites of its own, with what DownloadSftp, DownloadMount and "
    "Thumbnails put there, and with the sftpfiles of its practice."
)
NOT_KEPT = note("The practice gave this document no file: its documentfiles have none of this number.")
NOT_FETCHED = note("mockod downloads nothing from a URL, so this document has no file.")


def keep_file(tx: Transaction, doc_num: int, raw_base64: str) -> None:
    tx.insert("mockod_documentfile", {"DocNum": doc_num, "RawBase64": raw_base64})


def drop_file(tx: Transaction, doc_num: int) -> None:
    tx.delete("mockod_documentfile", "DocNum = ?", (doc_num,))


def find_file(tx: Transaction, doc_num: int) -> bytes | None:
    text = tx.value("SELECT RawBase64 FROM mockod_documentfile WHERE DocNum = ?", (doc_num,))
    return None if text is None else b64decode(text)


def no_file(document_note: str) -> ApiError:
    """400 for a document whose file is not there."""
    is_linked = document_note.startswith(DOWNLOAD)
    return ApiError(400, "File not found.", headers=NOT_FETCHED if is_linked else NOT_KEPT)


def put_on_site(tx: Transaction, address: str, content: bytes) -> None:
    """Write a file at an address; one that is there goes (documented)."""
    tx.delete("mockod_sftpfile", "SftpAddress = ?", (address,))
    text = b64encode(content).decode("ascii")
    tx.insert("mockod_sftpfile", {"SftpAddress": address, "RawBase64": text})


def take_from_site(tx: Transaction, address: str) -> str:
    """The file at an address, as base64. Refuses in words for the connection where there is none."""
    text = tx.value("SELECT RawBase64 FROM mockod_sftpfile WHERE SftpAddress = ?", (address,))
    if text is None:
        raise ApiError(400, "SFTP connection error. The file could not be found.", headers=NO_SITE)
    return str(text)


def checked_address(address: str, file_name: str) -> str:
    """Where a file goes on a site. Raises ApiError naming SftpAddress for a file name of another type."""
    try:
        return address_of_file(address, file_name)
    except ValueError as exc:
        raise invalid("SftpAddress", "Invalid file extension.") from exc
