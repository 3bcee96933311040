"""What clients send to documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mockod.rest.schema import Name, Since
from mockod.vendors.opendental.domain.document_enums import ImageType
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.wire.fields import DefinitionKey, Flag, ForeignKey, Text
from mockod.vendors.opendental.wire.file_fields import (
    Base64Text,
    ToothList,
    extension_field,
    sftp_field,
    url_field,
)

PatientKey = Annotated[int, ForeignKey("patient.PatNum", zero=False)]
Required = Annotated[str, Text()]


@dataclass(frozen=True)
class DocumentFilters:
    """GET documents."""

    pat_num: PatientKey


@dataclass(frozen=True, kw_only=True)
class Described:
    """What is said of a new document beside its file. Category 0 is the first."""

    description: str = ""
    date_created: datetime | None = None
    doc_category: int = 0
    img_type: ImageType = ImageType.Document
    tooth_numbers: Annotated[str, Since("23.1.35")] = ""
    prov_num: Annotated[int, Since("24.2.32")] = 0
    print_heading: Annotated[bool, Since("24.2.32")] = False


@dataclass(frozen=True, kw_only=True)
class _Uploaded:
    pat_num: PatientKey
    raw_base64: Annotated[str, Base64Text(), Name("rawBase64")]
    extension: Annotated[str, extension_field(), Name("extension")]


@dataclass(frozen=True, kw_only=True)
class Upload(Described, _Uploaded):
    """POST Upload. A field's place is that of the class that begins it: the file first."""

    date_created: Annotated[datetime | None, Since("22.1")] = None


@dataclass(frozen=True, kw_only=True)
class _Linked:
    pat_num: PatientKey
    url: Annotated[str, url_field(), Name("url")]


@dataclass(frozen=True, kw_only=True)
class Link(Described, _Linked):
    """POST SetByUrl."""

    date_created: Annotated[datetime | None, Since("24.2.32")] = None


@dataclass(frozen=True, kw_only=True)
class Site:
    """A place on an SFTP site, and who asks for it."""

    sftp_address: Annotated[str, sftp_field()]
    sftp_username: Required
    sftp_password: Required


@dataclass(frozen=True, kw_only=True)
class _OnSite:
    pat_num: PatientKey
    sftp_address: Annotated[str, sftp_field()]
    sftp_username: Required
    sftp_password: Required


@dataclass(frozen=True, kw_only=True)
class SftpUpload(Described, _OnSite):
    """POST UploadSftp."""

    description: Annotated[str, Since("24.2.32")] = ""
    date_created: Annotated[datetime | None, Since("21.4")] = None


@dataclass(frozen=True, kw_only=True)
class _OneOfTwo:
    doc_num: Annotated[int, ForeignKey("document.DocNum")] = 0
    mount_num: Annotated[int, ForeignKey("mount.MountNum")] = 0


@dataclass(frozen=True, kw_only=True)
class SftpDownload(Site, _OneOfTwo):
    """POST DownloadSftp: a document, or a mount as one image."""


@dataclass(frozen=True, kw_only=True)
class SftpThumbnails(_OnSite):
    """POST Thumbnails."""


@dataclass(frozen=True, kw_only=True)
class _OfMount:
    mount_num: Annotated[int, ForeignKey("mount.MountNum", zero=False)]


@dataclass(frozen=True, kw_only=True)
class MountDownload(Site, _OfMount):
    """POST DownloadMount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChange:
    """PUT documents: only what is given changes."""

    description: str | None = None
    date_created: datetime | None = None
    doc_category: Annotated[int | None, DefinitionKey(DefCat.ImageCats, zero=False)] = None
    img_type: ImageType | None = None
    tooth_numbers: Annotated[str | None, ToothList()] = None
    prov_num: int | None = None
    print_heading: Annotated[bool | None, Flag()] = None
