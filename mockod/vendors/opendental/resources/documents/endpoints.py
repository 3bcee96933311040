"""The methods of documents."""

from __future__ import annotations

from mockod.rest.schema import schema_of
from mockod.vendors.opendental.access.settings import DOCUMENTS as DOCUMENTS_PERMISSION
from mockod.vendors.opendental.engine.methods import create, delete, listing, read, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.documents import bodies, queries, service, sftp
from mockod.vendors.opendental.resources.documents.table import DOCUMENT, RECORDS

SENT = schema_of(sftp.Sent)

DOCUMENTS = Resource(
    "documents",
    table=DOCUMENT,
    methods=[
        read(since="24.2.32"),
        listing(
            queries.list_documents,
            filters=bodies.DocumentFilters,
            answer=schema_of(queries.ListedDocument),
            since="21.2",
        ),
        create(
            sftp.download_sftp,
            path="DownloadSftp",
            body=bodies.SftpDownload,
            answers=False,
            slow=True,
            since="21.2",
        ),
        create(
            sftp.upload_sftp,
            path="UploadSftp",
            body=bodies.SftpUpload,
            answer=schema_of(sftp.Received),
            since="21.2",
        ),
        create(service.upload, path="Upload", body=bodies.Upload, permission=DOCUMENTS_PERMISSION),
        create(
            sftp.thumbnails,
            path="Thumbnails",
            body=bodies.SftpThumbnails,
            answer=SENT,
            many=True,
            slow=True,
            since="21.2",
        ),
        create(
            sftp.download_mount,
            path="DownloadMount",
            body=bodies.MountDownload,
            answer=SENT,
            many=True,
            since="21.2",
        ),
        create(service.set_by_url, path="SetByUrl", body=bodies.Link),
        update(service.update_document, row=RECORDS.get_or_404, body=bodies.DocumentChange, since="24.2.32"),
        delete(service.delete_document, row=RECORDS.get_or_404, since="24.2.32"),
    ],
)
