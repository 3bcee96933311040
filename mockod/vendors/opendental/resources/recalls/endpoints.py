"""The table of contents of recalls and their types."""

from __future__ import annotations

from mockod.rest.legacy import Endpoint
from mockod.rest.messages import Basis
from mockod.vendors.opendental.access.settings import ALL_OTHERS, COMM, READ_ALL
from mockod.vendors.opendental.resources.recalls import due, schemas, service

ENDPOINTS = (
    Endpoint(
        "GET",
        "recalls",
        service.list_recalls,
        query=schemas.RecallQuery,
        result=schemas.Recall,
        many=True,
        since="22.4.40",
        permission=READ_ALL,
        basis=Basis.SOURCE,
    ),
    Endpoint(
        "GET",
        "recalls/List",
        due.list_due,
        query=schemas.DueQuery,
        result=schemas.DueRecall,
        many=True,
        since="22.1",
        permission=READ_ALL,
        basis=Basis.ASSUMED,
    ),
    Endpoint(
        "POST",
        "recalls",
        service.add_recall,
        body=schemas.NewBody,
        result=schemas.Recall,
        since="24.2.31",
        permission=ALL_OTHERS,
    ),
    Endpoint(
        "PUT",
        "recalls/{RecallNum}",
        service.change_recall,
        row=service.recall,
        body=schemas.ChangeBody,
        result=schemas.Recall,
        since="24.2.31",
        permission=ALL_OTHERS,
    ),
    Endpoint(
        "PUT",
        "recalls/Status",
        service.remind,
        body=schemas.ReminderBody,
        since="21.2",
        permission=COMM,
    ),
    Endpoint(
        "PUT",
        "recalls/SwitchType",
        service.switch_type,
        body=schemas.SwitchBody,
        since="22.4.41",
        permission=ALL_OTHERS,
    ),
)
