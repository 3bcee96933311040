"""The procedures' table of contents."""

from __future__ import annotations

from mockod.rest.legacy import Endpoint
from mockod.rest.messages import Basis
from mockod.vendors.opendental.access.settings import PROCEDURE_LOGS, READ_ALL
from mockod.vendors.opendental.resources.procedurelogs import schemas, service

ENDPOINTS = (
    Endpoint(
        "GET",
        "procedurelogs/{ProcNum}",
        service.get_procedure,
        result=schemas.ReadProcedure,
        since="23.3.13",
        permission=READ_ALL,
    ),
    Endpoint(
        "GET",
        "procedurelogs",
        service.list_procedures,
        query=schemas.ProcedureQuery,
        result=schemas.ReadProcedure,
        many=True,
        permission=READ_ALL,
        basis=Basis.SOURCE,
    ),
    Endpoint(
        "POST",
        "procedurelogs",
        service.add_procedure,
        body=schemas.NewBody,
        result=schemas.WrittenProcedure,
        since="21.4",
        status=201,
        location="ProcNum",
        permission=PROCEDURE_LOGS,
    ),
    Endpoint(
        "PUT",
        "procedurelogs/{ProcNum}",
        service.change_procedure,
        row=service.procedure,
        body=schemas.ChangeBody,
        result=schemas.WrittenProcedure,
        since="22.1",
        permission=PROCEDURE_LOGS,
    ),
    Endpoint(
        "DELETE",
        "procedurelogs/{ProcNum}",
        service.delete_procedure,
        row=service.procedure,
        since="22.1",
        permission=PROCEDURE_LOGS,
        basis=Basis.OBSERVED,
    ),
)
