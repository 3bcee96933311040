"""The methods of patients."""

from __future__ import annotations

from mockod.rest.messages import Basis
from mockod.vendors.opendental.access import settings
from mockod.vendors.opendental.engine.methods import create, listing, read, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.patients import schemas
from mockod.vendors.opendental.resources.patients.search import list_patients, search_patients
from mockod.vendors.opendental.resources.patients.service import create_patient, update_patient
from mockod.vendors.opendental.resources.patients.table import PATIENT, RECORDS

PATIENTS = Resource(
    "patients",
    table=PATIENT,
    permission=settings.PATIENTS,
    methods=[
        read(),
        listing(
            search_patients,
            filters=schemas.SearchFilters,
            answer=schemas.FOUND_PATIENT,
            basis=Basis.OBSERVED,
            checks_names=True,
        ),
        listing(
            list_patients,
            path="Simple",
            filters=schemas.SimpleFilters,
            answer=schemas.SIMPLE_PATIENT,
            since="21.2",
            basis=Basis.SOURCE,
        ),
        create(create_patient, body=schemas.NewPatient, basis=Basis.OBSERVED),
        update(update_patient, row=RECORDS.get_or_404, body=schemas.PatientChange, since="21.2"),
    ],
)
