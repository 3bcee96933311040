"""What an office knows of a patient's documents: the list, and the images of mounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.schema import Name, ServerTime
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.documents import file_path, folder_name, new_file_name
from mockod.vendors.opendental.resources.documents.bodies import DocumentFilters
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.fields import ForeignKey, Integer, NumberText, OneLine, Text
from mockod.vendors.opendental.wire.file_fields import FlagOrNone, MomentOrNone

Plain = Annotated[str, Text()]
Number = Annotated[int, Integer()]
Counted = Annotated[int, NumberText()]

_LISTED = """
SELECT DocNum, 0 AS MountNum, FileName, Description, PatNum, Note, DateCreated, DocCategory, ToothNumbers, ProvNum,
  PrintHeading, DateTStamp FROM document WHERE PatNum = :patient AND MountItemNum = 0
UNION ALL
SELECT 0, MountNum, '', Description, PatNum, Note, DateCreated, DocCategory, '', ProvNum, NULL, ''
  FROM mount WHERE PatNum = :patient
"""
_PAGE = f"""
SELECT listed.*, coalesce(definition.ItemName, '') FROM ({_LISTED}) AS listed
LEFT JOIN definition ON definition.DefNum = listed.DocCategory
ORDER BY listed.DateCreated, listed.DocNum, listed.MountNum LIMIT :limit OFFSET :offset
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDocument:
    """A document, or a mount, which has neither file nor teeth. ``note`` never holds a file."""

    doc_num: Number
    mount_num: Annotated[int, ForeignKey("mount.MountNum")]
    file_path: Annotated[str, Text(), Name("filePath")]
    description: Plain
    pat_num: Counted
    note: Annotated[str, OneLine()]
    date_created: Annotated[str, Moment()]
    doc_category_name: Annotated[str, Text(), Name("docCategory")]
    doc_category: Number
    tooth_numbers: Plain
    prov_num: Counted
    print_heading: Annotated[int | None, FlagOrNone()]
    date_t_stamp: Annotated[str, MomentOrNone()]
    server_date_time: Annotated[str, ServerTime(), Name("serverDateTime")] = ""


@dataclass(frozen=True, slots=True)
class MountedImage:
    """An image in a mount, and its place there."""

    doc_num: int
    file_name: str
    left: int
    top: int
    width: int
    height: int


def list_documents(tx: Transaction, filters: DocumentFilters, page: Page) -> list[ListedDocument]:
    """GET documents: documents and mounts by the time of their making (documented). A mount's images are in it."""
    folder = folder_of(tx, filters.pat_num)
    values = {"patient": filters.pat_num, "limit": page.limit, "offset": page.offset}
    return [
        ListedDocument(
            doc_num=doc_num,
            mount_num=mount_num,
            file_path=file_path(folder, file_name) if doc_num else "",
            description=description,
            pat_num=pat_num,
            note=note,
            date_created=created,
            doc_category_name=category_name,
            doc_category=category,
            tooth_numbers=teeth,
            prov_num=provider,
            print_heading=heading,
            date_t_stamp=stamp,
        )
        for (
            doc_num,
            mount_num,
            file_name,
            description,
            pat_num,
            note,
            created,
            category,
            teeth,
            provider,
            heading,
            stamp,
            category_name,
        ) in tx.rows(_PAGE, values)
    ]


def folder_of(tx: Transaction, pat_num: int) -> str:
    [row] = tx.rows("SELECT ImageFolder, LName, FName, PatNum FROM patient WHERE PatNum = ?", (pat_num,))
    return folder_name(*row)


def file_name_for(tx: Transaction, pat_num: int, doc_num: int, extension: str) -> str:
    last_name, first_name = tx.rows("SELECT LName, FName FROM patient WHERE PatNum = ?", (pat_num,))[0]
    return new_file_name(last_name, first_name, doc_num, extension)


def has_visible_provider(tx: Transaction, prov_num: int) -> bool:
    return tx.row("SELECT 1 FROM provider WHERE ProvNum = ? AND IsHidden = 0", (prov_num,)) is not None


def mounted_images(tx: Transaction, mount_num: int) -> list[MountedImage]:
    """The images of a mount, in the order of their places."""
    sql = """SELECT d.DocNum, d.FileName, i.Xpos, i.Ypos, i.Width, i.Height FROM mountitem i
      JOIN document d ON d.MountItemNum = i.MountItemNum AND d.MountItemNum > 0
      WHERE i.MountNum = ? ORDER BY i.ItemOrder, d.DocNum"""
    return [MountedImage(*row) for row in tx.rows(sql, (mount_num,))]
