"""The methods of procedures."""

from __future__ import annotations

from mockod.rest.messages import Basis
from mockod.rest.schema import schema_of
from mockod.vendors.opendental.access.settings import ALL_OTHERS, PROCEDURE_LOGS
from mockod.vendors.opendental.engine.methods import create, delete, listing, put, read, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.procedurelogs import group_notes, insurance_history, service
from mockod.vendors.opendental.resources.procedurelogs.bodies import NewProcedure, ProcedureChange, ProcedureFilters
from mockod.vendors.opendental.resources.procedurelogs.table import PROCEDURELOG, WRITTEN

PROCEDURELOGS = Resource(
    "procedurelogs",
    table=PROCEDURELOG,
    permission=PROCEDURE_LOGS,
    methods=[
        read(since="23.3.13"),
        listing(service.list_procedures, filters=ProcedureFilters, basis=Basis.SOURCE),
        listing(
            insurance_history.list_history,
            path="InsuranceHistory",
            filters=insurance_history.HistoryFilters,
            answer=insurance_history.HISTORY,
            since=insurance_history.SINCE,
        ),
        create(service.create_procedure, body=NewProcedure, answer=WRITTEN.schema, since="21.4"),
        create(
            insurance_history.create_history,
            path="InsuranceHistory",
            body=insurance_history.NewHistory,
            answer=WRITTEN.schema,
            since=insurance_history.SINCE,
        ),
        update(
            service.update_procedure,
            row=service.procedure,
            body=ProcedureChange,
            answer=WRITTEN.schema,
            since="22.1",
        ),
        delete(service.delete_procedure, row=service.procedure, since="22.1", basis=Basis.OBSERVED),
        create(
            group_notes.create_group_note,
            path="GroupNote",
            body=group_notes.NewGroupNote,
            answer=schema_of(group_notes.GroupNote),
            since="22.2",
            permission=ALL_OTHERS,
            location="",
        ),
        put(
            "GroupNote",
            group_notes.update_group_note,
            body=group_notes.GroupNoteChange,
            answers=False,
            since="22.2.29",
            permission=ALL_OTHERS,
        ),
        delete(
            group_notes.delete_group_note,
            row=group_notes.group_note,
            path="{}/GroupNote",
            since="22.3.8",
            permission=ALL_OTHERS,
        ),
    ],
)
