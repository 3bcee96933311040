"""The patients' table of contents."""

from __future__ import annotations

from mockod.rest.legacy import Endpoint
from mockod.rest.messages import Basis
from mockod.vendors.opendental.access.settings import PATIENTS, READ_ALL
from mockod.vendors.opendental.resources.patients import schemas, service

ENDPOINTS = (
    Endpoint("GET", "patients/{PatNum}", service.get_patient, result=schemas.Patient, permission=READ_ALL),
    Endpoint(
        "GET",
        "patients",
        service.search_patients,
        query=schemas.SearchQuery,
        result=schemas.FoundPatient,
        many=True,
        permission=READ_ALL,
        basis=Basis.OBSERVED,
        checks_names=True,
    ),
    Endpoint(
        "GET",
        "patients/Simple",
        service.list_patients,
        query=schemas.SimpleQuery,
        result=schemas.SimplePatient,
        many=True,
        since="21.2",
        permission=READ_ALL,
        basis=Basis.SOURCE,
    ),
    Endpoint(
        "POST",
        "patients",
        service.add_patient,
        body=schemas.NewBody,
        result=schemas.Patient,
        status=201,
        location="PatNum",
        permission=PATIENTS,
        basis=Basis.OBSERVED,
    ),
    Endpoint(
        "PUT",
        "patients/{PatNum}",
        service.change_patient,
        row=service.patient,
        body=schemas.ChangeBody,
        result=schemas.Patient,
        since="21.2",
        permission=PATIENTS,
    ),
)
