"""The walk over every description: a deleted patient, and what belongs to it, is read and not changed."""

from __future__ import annotations

from mockod.vendors.opendental.domain.enums import PatStatus
from support.api_client import ApiClient
from support.db import database
from support.walk import Step, fresh, refused, resources_with, steps

DELETED = (400, "PatNum is invalid. Patient has been deleted.")
READS = "sends what there is"
STILL_WRITTEN = {
    "POST asapcomms": "an appointment or a recall is asked for, not a patient",
    "PUT claimprocs/InsAdjust": "names the coverage only",
    "POST claimprocs/InsAdjust": "names the coverage only",
    "POST documents/DownloadMount": READS,
    "POST documents/DownloadSftp": READS,
    "POST documents/Thumbnails": READS,
    "POST patients": "a new patient is not deleted",
    "POST referrals": "the call names no patient",
    "PUT referrals/{ReferralNum}": "the row is of no patient",
    "POST sheets/DownloadSftp": READS,
}
"""Methods that change a table of patients' rows for deleted ones, and why."""
TELLS_NOTHING = {
    "GET accountmodules/{PatNum}/Aging",
    "GET accountmodules/{PatNum}/ServiceDateView",
    "GET patientraces",
}
"""Documented to refuse a deleted patient."""


def office_of_deleted_patients() -> ApiClient:
    office = fresh()
    offices = office.http.application.extensions["mockod.offices"]
    with offices.office(office.customer).transaction() as tx:
        tx.update("patient", "PatStatus = ?", (int(PatStatus.Deleted),))
    return office


def belongs_to_a_patient(step: Step) -> bool:
    """Whether the call writes rows that have a patient, or names one."""
    return bool(step.table and "PatNum" in step.table.stored) or "PatNum" in (step.call.body or {})


@resources_with("POST", "PUT", "DELETE")
def test_what_belongs_to_a_deleted_patient_cannot_be_changed(resource):
    for step in steps(resource, "POST", "PUT", "DELETE"):
        office = office_of_deleted_patients()
        before = database(office).contents()
        answer = step.send(office)
        if str(step) in STILL_WRITTEN:
            assert answer.status_code in (200, 201), str(step)
        elif belongs_to_a_patient(step):
            assert (str(step), refused(answer)) == (str(step), DELETED)
            assert database(office).contents() == before


@resources_with("GET")
def test_what_belongs_to_a_deleted_patient_is_read_all_the_same(resource):
    for step in steps(resource, "GET"):
        expected = 400 if str(step) in TELLS_NOTHING else 200
        assert (str(step), step.send(office_of_deleted_patients()).status_code) == (str(step), expected)
