"""The methods of procedures."""

from __future__ import annotations

from mockod.rest.messages import Basis
from mockod.vendors.opendental.access.settings import PROCEDURE_LOGS
from mockod.vendors.opendental.engine.methods import create, delete, listing, read, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.procedurelogs import service
from mockod.vendors.opendental.resources.procedurelogs.bodies import NewProcedure, ProcedureChange, ProcedureFilters
from mockod.vendors.opendental.resources.procedurelogs.table import PROCEDURELOG, WRITTEN

PROCEDURELOGS = Resource(
    "procedurelogs",
    table=PROCEDURELOG,
    permission=PROCEDURE_LOGS,
    methods=[
        read(since="23.3.13"),
        listing(service.list_procedures, filters=ProcedureFilters, basis=Basis.SOURCE),
        create(service.create_procedure, body=NewProcedure, answer=WRITTEN.schema, since="21.4"),
        update(
            service.update_procedure,
            row=service.procedure,
            body=ProcedureChange,
            answer=WRITTEN.schema,
            since="22.1",
        ),
        delete(service.delete_procedure, row=service.procedure, since="22.1", basis=Basis.OBSERVED),
    ],
)
