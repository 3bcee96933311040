"""Explanations of benefits: the scanned papers that come with a carrier's check.

Their files are not simulated, and no foreign server is called: what is fetched from one, or put there, is believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Annotated

from mockod.rest.messages import Basis
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, delete, listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.errors import invalid
from mockod.vendors.opendental.wire.fields import ForeignKey, Integer, Text

EOBATTACH = Table(
    "eobattach",
    entity="EobAttach",
    section="eobattaches",
    columns=(
        Column("EobAttachNum", Integer()),
        Column("ClaimPaymentNum", ForeignKey("claimpayment.ClaimPaymentNum"), needed=True),
        Column("DateTCreated", Moment()),
        Column("FileName", Text()),
        Column("RawBase64", Text()),
    ),
    indexes=(index("ClaimPaymentNum"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """POST DownloadSftp: a file is to be put on the client's server."""

    eob_attach_num: Annotated[int, ForeignKey("eobattach.EobAttachNum", zero=False)]
    sftp_address: Annotated[str, Text()]
    sftp_username: Annotated[str, Text()]
    sftp_password: Annotated[str, Text()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """POST UploadSftp: a file is to be fetched from the client's server."""

    claim_payment_num: Annotated[int, ForeignKey("claimpayment.ClaimPaymentNum", zero=False)]
    sftp_address: Annotated[str, Text()]
    sftp_username: Annotated[str, Text()]
    sftp_password: Annotated[str, Text()]


def download(tx: Transaction, body: Download) -> None:
    """POST DownloadSftp: nothing is put anywhere, and nothing changes."""


def upload(tx: Transaction, body: Upload) -> Row:
    """POST UploadSftp: the row of a file that was not fetched. Its address must name a file."""
    ending = PurePosixPath(body.sftp_address).suffix
    if not ending:
        raise invalid("SftpAddress")
    number = tx.insert("eobattach", {"ClaimPaymentNum": body.claim_payment_num, "DateTCreated": tx.stamp})
    name = f"{tx.now:%Y%m%d_%H%M%S}_{number}{ending}"
    tx.update("eobattach", "FileName = ? WHERE EobAttachNum = ?", (name, number))
    return EOBATTACHES.select.one(tx, number)


EOBATTACHES = Resource(
    "eobattaches",
    table=EOBATTACH,
    methods=[
        listing(filters=[equals("ClaimPaymentNum", required=True)], since="23.3.8"),
        create(
            download,
            path="DownloadSftp",
            body=Download,
            answers=False,
            location="",
            since="23.3.12",
            basis=Basis.ASSUMED,
        ),
        create(upload, path="UploadSftp", body=Upload, location="", since="24.3.7", basis=Basis.ASSUMED),
        delete(since="25.2.25"),
    ],
)
