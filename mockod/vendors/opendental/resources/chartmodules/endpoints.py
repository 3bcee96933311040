"""The methods of the Chart Module."""

from __future__ import annotations

from mockod.rest.messages import Basis
from mockod.rest.schema import schema_of
from mockod.vendors.opendental.engine.methods import grid
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.chartmodules import patient_info, planned_appts, prog_notes
from mockod.vendors.opendental.resources.patients.table import RECORDS

CHARTMODULES = Resource(
    "chartmodules",
    methods=[
        grid(
            "{PatNum}/ProgNotes",
            prog_notes.list_prog_notes,
            row=RECORDS.get_or_404,
            answer=schema_of(prog_notes.ProgNote),
            since="21.4",
        ),
        grid(
            "{PatNum}/PatientInfo",
            patient_info.list_patient_info,
            row=RECORDS.get_or_404,
            answer=schema_of(patient_info.PatientInfo),
            since="22.1",
        ),
        grid(
            "{PatNum}/PlannedAppts",
            planned_appts.list_planned,
            row=RECORDS.get_or_404,
            answer=schema_of(planned_appts.PlannedAppt),
            since="22.2",
            basis=Basis.SOURCE,
        ),
    ],
)
