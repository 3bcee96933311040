"""Files go to SFTP sites and come from them: the sites of ``files``, which every office has for itself."""

from __future__ import annotations

from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.rest.schema import Name, ServerTime
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.documents import (
    IMAGE_EXTENSIONS,
    address_in_folder,
    extension_of,
    file_extension,
    file_path,
)
from mockod.vendors.opendental.engine.methods import Located
from mockod.vendors.opendental.resources.definitions import name_of
from mockod.vendors.opendental.resources.documents import images
from mockod.vendors.opendental.resources.documents.bodies import (
    MountDownload,
    SftpDownload,
    SftpThumbnails,
    SftpUpload,
)
from mockod.vendors.opendental.resources.documents.files import (
    NO_SITE,
    checked_address,
    find_file,
    keep_file,
    no_file,
    put_on_site,
    take_from_site,
)
from mockod.vendors.opendental.resources.documents.queries import folder_of, mounted_images
from mockod.vendors.opendental.resources.documents.service import described
from mockod.vendors.opendental.resources.documents.table import RECORDS
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.errors import conflict, invalid, only_one_of, required
from mockod.vendors.opendental.wire.fields import Integer, OneLine, Text

MOST_PIXELS_OF_A_CALL = 100_000_000
"""Of the images of which one call makes thumbnails; the next call goes on. About two seconds."""

KEPT = "/:@!$&'()*+,;=~%"
"""Characters of a path that the location header has as they are; others, but for letters and digits, are encoded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The answer of UploadSftp."""

    doc_num: Annotated[int, Integer()]
    file_path: Annotated[str, Text(), Name("filePath")]
    description: Annotated[str, Text()]
    tooth_numbers: Annotated[str, Text()]
    note: Annotated[str, OneLine()]
    date_created: Annotated[datetime, Moment()]
    date_t_stamp: Annotated[datetime, Moment()]
    doc_category: Annotated[int, Integer()]
    doc_category_name: Annotated[str, Text(), Name("docCategory")]
    server_date_time: Annotated[str, ServerTime(), Name("serverDateTime")] = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that was put on a site, in the answers of Thumbnails and DownloadMount."""

    doc_num: Annotated[int, Integer()]
    file_name: Annotated[str, Text()]


def upload_sftp(tx: Transaction, body: SftpUpload) -> dict[str, object]:
    """POST UploadSftp: a file that lies on a site becomes a document, under its own name."""
    new = described(tx, body.pat_num, body)
    name = body.sftp_address.rpartition("/")[2]
    try:
        file_extension(extension_of(name))
    except ValueError as exc:
        raise invalid("SftpAddress", "Invalid file extension.") from exc
    content = take_from_site(tx, body.sftp_address)
    number = RECORDS.insert(tx, replace(new, file_name=name))
    keep_file(tx, number, content)
    return {
        "doc_num": number,
        "file_path": file_path(folder_of(tx, body.pat_num), name),
        "description": new.description,
        "tooth_numbers": new.tooth_numbers,
        "note": new.note,
        "date_created": new.date_created,
        "date_t_stamp": new.date_t_stamp,
        "doc_category": new.doc_category,
        "doc_category_name": name_of(tx, new.doc_category),
    }


def download_sftp(tx: Transaction, body: SftpDownload) -> Located:
    """POST DownloadSftp: a document's file, or a mount as one image, is put on a site."""
    if body.doc_num and body.mount_num:
        raise only_one_of("DocNum", "MountNum")
    if not body.doc_num and not body.mount_num:
        raise required("DocNum or MountNum")
    if body.mount_num:
        address = checked_address(body.sftp_address, f"Mount{body.mount_num}.jpg")
        content = _mount_image(tx, body.mount_num)
    else:
        document = RECORDS.get_or_404(tx, body.doc_num)
        address = checked_address(body.sftp_address, document.file_name)
        found = find_file(tx, document.doc_num)
        if found is None:
            raise no_file(document.note)
        content = found
    put_on_site(tx, address, content)
    return Located(quote(address, safe=KEPT), NO_SITE)


def _mount_image(tx: Transaction, mount_num: int) -> bytes:
    if not images.can_make_images():
        raise ApiError(400, "The mount could not be made into an image.", headers=images.WITHOUT_PILLOW)
    width, height = tx.rows("SELECT Width, Height FROM mount WHERE MountNum = ?", (mount_num,))[0]
    left = MOST_PIXELS_OF_A_CALL
    placed = []
    for one in mounted_images(tx, mount_num):
        content = find_file(tx, one.doc_num)
        if content and images.pixels(content) <= left:
            left -= images.pixels(content)
            placed.append(images.Placed(content, one.left, one.top, one.width, one.height))
    image = images.composed(width, height, placed)
    if image is None:
        raise conflict("The mount could not be made into an image.")
    return image


def download_mount(tx: Transaction, body: MountDownload) -> list[Sent]:
    """POST DownloadMount: the images of a mount one by one, as they are (documented)."""
    sent = []
    for image in mounted_images(tx, body.mount_num):
        content = find_file(tx, image.doc_num)
        if content is not None:
            put_on_site(tx, address_in_folder(body.sftp_address, image.file_name), content)
            sent.append(Sent(image.doc_num, image.file_name))
    if not sent:
        raise ApiError(200, "No mount images could be downloaded.", Basis.DOCUMENTED)
    return sent


def thumbnails(tx: Transaction, body: SftpThumbnails) -> list[Sent]:
    """POST Thumbnails: of each standard image of a patient. One that was made before is not made again."""
    sql = "SELECT DocNum, FileName, Thumbnail FROM document WHERE PatNum = ? AND MountItemNum = 0 ORDER BY DocNum"
    documents = tx.rows(sql, (body.pat_num,))
    if not documents:
        raise ApiError(404, "No documents exist for this patient.", Basis.DOCUMENTED)
    can_make, left = images.can_make_images(), MOST_PIXELS_OF_A_CALL
    sent = []
    for doc_num, file_name, kept in documents:
        if extension_of(file_name).lower() not in IMAGE_EXTENSIONS:
            continue
        small = b64decode(kept) if kept else None
        original = find_file(tx, doc_num) if small is None and can_make else None
        if original is not None:
            size = images.pixels(original)
            if not 0 < size <= left:
                continue
            left -= size
            small = images.thumbnail(original)
            if small is not None:
                text = b64encode(small).decode("ascii")
                tx.update("document", "Thumbnail = ?, DateTStamp = ? WHERE DocNum = ?", (text, tx.stamp, doc_num))
        if small is not None:
            put_on_site(tx, address_in_folder(body.sftp_address, file_name), small)
            sent.append(Sent(doc_num, file_name))
    if not sent:
        why = {} if can_make else images.WITHOUT_PILLOW
        raise ApiError(200, "No documents could be made into thumbnails.", Basis.DOCUMENTED, why)
    return sent
