"""The Chart Module's table of contents."""

from __future__ import annotations

from mockod.rest.legacy import Endpoint
from mockod.rest.messages import Basis
from mockod.vendors.opendental.access.settings import READ_ALL
from mockod.vendors.opendental.resources.chartmodules import patient_info, planned_appts, prog_notes, schemas
from mockod.vendors.opendental.resources.patients.table import RECORDS

ENDPOINTS = (
    Endpoint(
        "GET",
        "chartmodules/{PatNum}/ProgNotes",
        prog_notes.list_prog_notes,
        row=RECORDS.get_or_404,
        result=schemas.ProgNote,
        many=True,
        since="21.4",
        permission=READ_ALL,
    ),
    Endpoint(
        "GET",
        "chartmodules/{PatNum}/PatientInfo",
        patient_info.list_patient_info,
        row=RECORDS.get_or_404,
        result=schemas.PatientInfo,
        many=True,
        since="22.1",
        permission=READ_ALL,
    ),
    Endpoint(
        "GET",
        "chartmodules/{PatNum}/PlannedAppts",
        planned_appts.list_planned,
        row=RECORDS.get_or_404,
        result=schemas.PlannedAppt,
        many=True,
        since="22.2",
        permission=READ_ALL,
        basis=Basis.SOURCE,
    ),
)
