"""Documents, the mounts that several images are put into, and the files themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mockod.vendors.opendental.domain.document_enums import ImageType
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.table import Column, Joined, Table, index
from mockod.vendors.opendental.wire.color_field import Color
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.fields import Choice, DefinitionKey, Flag, ForeignKey, Integer, Number, Text
from mockod.vendors.opendental.wire.file_fields import Base64Text, ToothList, sftp_field

DOCUMENT = Table(
    "document",
    entity="Document",
    section="documents",
    columns=(
        Column("DocNum", Integer()),
        Column("Description", Text(longest=255)),
        Column("DateCreated", Moment(), in_practice="today 00:00"),
        Column("DocCategory", DefinitionKey(DefCat.ImageCats)),
        Joined("docCategory", "ItemName", "DocCategory"),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("FileName", Text(longest=255)),
        Column("ImgType", Choice(ImageType)),
        Column("IsFlipped", Flag(), hidden=True),
        Column("DegreesRotated", Number(), hidden=True),
        Column("ToothNumbers", ToothList()),
        Column("Note", Text(), hidden=True),
        Column("SigIsTopaz", Flag(), hidden=True),
        Column("Signature", Text(), hidden=True),
        Column("CropX", Integer(), hidden=True),
        Column("CropY", Integer(), hidden=True),
        Column("CropW", Integer(), hidden=True),
        Column("CropH", Integer(), hidden=True),
        Column("WindowingMin", Integer(), hidden=True),
        Column("WindowingMax", Integer(), hidden=True),
        Column("MountItemNum", ForeignKey("mountitem.MountItemNum"), hidden=True),
        Column("DateTStamp", Moment(), stamp="changed"),
        Column("RawBase64", Text(), hidden=True),
        Column("Thumbnail", Text(), hidden=True),
        Column("ExternalGUID", Text(longest=255), hidden=True),
        Column("ProvNum", ForeignKey("provider.ProvNum")),
        Column("PrintHeading", Flag()),
    ),
    indexes=(index("PatNum"), index("MountItemNum")),
)
"""``RawBase64`` is empty, as in an office that keeps its files in a folder; ``DOCUMENT_FILE`` stands for the folder."""

MOUNT = Table(
    "mount",
    entity="Mount",
    section="mounts",
    columns=(
        Column("MountNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("DocCategory", DefinitionKey(DefCat.ImageCats)),
        Column("DateCreated", Moment(), in_practice="today 00:00"),
        Column("Description", Text(longest=255)),
        Column("Note", Text()),
        Column("Width", Integer()),
        Column("Height", Integer()),
        Column("ColorBack", Color()),
        Column("ProvNum", ForeignKey("provider.ProvNum")),
        Column("ColorFore", Color()),
        Column("ColorTextBack", Color()),
    ),
    indexes=(index("PatNum"),),
)
MOUNTITEM = Table(
    "mountitem",
    entity="MountItem",
    section="mountitems",
    columns=(
        Column("MountItemNum", Integer()),
        Column("MountNum", ForeignKey("mount.MountNum"), needed=True),
        Column("Xpos", Integer()),
        Column("Ypos", Integer()),
        Column("ItemOrder", Integer()),
        Column("Width", Integer()),
        Column("Height", Integer()),
        Column("RotateOnAcquire", Integer()),
        Column("ToothNumbers", ToothList()),
    ),
    indexes=(index("MountNum", "ItemOrder"),),
)
DOCUMENT_FILE = Table(
    "mockod_documentfile",
    section="documentfiles",
    columns=(
        Column("DocNum", ForeignKey("document.DocNum")),
        Column("RawBase64", Base64Text(), needed=True),
    ),
)
"""The files that the vendor's program keeps in a folder, each under its document's number."""
SFTP_FILE = Table(
    "mockod_sftpfile",
    section="sftpfiles",
    columns=(
        Column("SftpFileNum", Integer()),
        Column("SftpAddress", sftp_field(), needed=True, unique=True),
        Column("RawBase64", Base64Text(), needed=True),
    ),
)
"""What lies on the SFTP sites that clients name: no request leaves this machine, so an office has sites of its own."""
BESIDE_DOCUMENTS = (MOUNT, MOUNTITEM, DOCUMENT_FILE, SFTP_FILE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document as far as it is written from here."""

    doc_num: int = 0
    description: str = ""
    date_created: datetime
    doc_category: int
    pat_num: int
    file_name: str = ""
    img_type: ImageType = ImageType.Document
    tooth_numbers: str = ""
    note: str = ""
    date_t_stamp: datetime
    prov_num: int = 0
    print_heading: bool = False


RECORDS = Records(Document, DOCUMENT)
