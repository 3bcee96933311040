"""Procedures asked for wrongly: each mistake is refused in words, and nothing is written."""

from __future__ import annotations

import pytest
from test_procedurelogs import CHART, NEW

from support.db import database

ONLY = "ProcStatus may only be set to Treatment Planned (TP), Complete (C), or Existing Other Provider (EO)."
DAY = "ProcDate format must be yyyy-MM-dd."
HUGE = 10**30


@pytest.fixture
def office(practice_office):
    return practice_office(CHART)


def refused(office, method, path, body=None, **query):
    """Status and text of a refusal that changed nothing."""
    before = database(office).contents()
    refusal = office.refusal(method, path, body, **query)
    assert database(office).contents() == before
    return refusal


@pytest.mark.parametrize(
    ("query", "status", "text"),
    [
        ({"PatNum": 99}, 404, "Patient not found."),
        ({"AptNum": 99}, 404, "Appointment not found."),
        ({"PlannedAptNum": 99}, 404, "Appointment not found."),
        ({"ClinicNum": 99}, 404, "Clinic not found."),
        ({"CodeNum": 99}, 404, "ProcedureCode not found."),
        ({"PatNum": "one"}, 400, "PatNum is invalid."),
        ({"PatNum": HUGE}, 400, "PatNum is invalid."),
        ({"ClinicNum": -1}, 400, "ClinicNum is invalid."),
        ({"ProcStatus": 1}, 400, "ProcStatus is invalid."),
        ({"ProcStatus": "tp"}, 400, "ProcStatus is invalid."),
        ({"DateTStamp": "2026-03-02"}, 400, "DateTStamp format must be yyyy-MM-dd HH:mm:ss."),
        ({"Limit": 0}, 400, "Limit is invalid."),
    ],
    ids=str,
)
def test_a_bad_filter_is_refused(office, query, status, text):
    assert refused(office, "GET", "procedurelogs", **query) == (status, text)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
@pytest.mark.parametrize("number", [0, 99, 10**17])
def test_a_procedure_that_is_not_there_is_not_found(office, method, number):
    body = {"ProcFee": "no"} if method == "PUT" else None

    assert refused(office, method, f"procedurelogs/{number}", body) == (404, "Procedure not found.")


@pytest.mark.parametrize(("method", "body"), [("PUT", {"ProcStatus": "TP"}), ("DELETE", None)])
def test_a_deleted_procedure_is_there_to_be_read_only(office, method, body):
    assert refused(office, method, "procedurelogs/4", body) == (404, "Procedure not found.")


@pytest.mark.parametrize("name", NEW)
def test_what_a_procedure_must_have_is_required(office, name):
    body = {key: value for key, value in NEW.items() if key != name}

    assert refused(office, "POST", "procedurelogs", body) == (400, f"{name} is required.")
    assert refused(office, "POST", "procedurelogs", NEW | {name: None}) == (400, f"{name} is required.")


def test_the_number_of_a_code_alone_will_not_do(office):
    body = {**NEW, "CodeNum": 1}
    del body["procCode"]

    assert refused(office, "POST", "procedurelogs", body) == (400, "procCode is required.")


FORMATS = [
    ({"AptNum": -1}, "AptNum is invalid."),
    ({"AptNum": 1.5}, "AptNum is invalid."),
    ({"AptNum": ""}, "AptNum is invalid."),
    ({"AptNum": HUGE}, "AptNum is invalid."),
    ({"PlannedAptNum": True}, "PlannedAptNum is invalid."),
    ({"ProvNum": []}, "ProvNum is invalid."),
    ({"ClinicNum": "north"}, "ClinicNum is invalid."),
    ({"Priority": -1}, "Priority is invalid."),
    ({"Priority": "First"}, "Priority is invalid."),
    ({"Dx": HUGE}, "Dx is invalid."),
    ({"ProcDate": "03/02/2026"}, DAY),
    ({"ProcDate": "2026-02-30"}, DAY),
    ({"ProcDate": "2026-03-02 09:00:00"}, DAY),
    ({"ProcDate": 20260302}, "ProcDate is invalid."),
    ({"ProcStatus": 1}, "ProcStatus is invalid."),
    ({"ProcStatus": "Complete"}, "ProcStatus is invalid."),
    ({"ProcStatus": ["C"]}, "ProcStatus is invalid."),
    ({"ProcFee": ""}, "ProcFee is invalid."),
    ({"ProcFee": "$5"}, "ProcFee is invalid."),
    ({"ProcFee": "1,000"}, "ProcFee is invalid."),
    ({"ProcFee": "1_000"}, "ProcFee is invalid."),
    ({"ProcFee": "1e3"}, "ProcFee is invalid."),
    ({"ProcFee": "nan"}, "ProcFee is invalid."),
    ({"ProcFee": "9" * 400}, "ProcFee is invalid."),
    ({"ProcFee": 1e308}, "ProcFee is invalid."),
    ({"ProcFee": 10**19}, "ProcFee is invalid."),
    ({"ProcFee": False}, "ProcFee is invalid."),
    ({"ProcFee": {}}, "ProcFee is invalid."),
    ({"procCode": []}, "procCode is invalid."),
    ({"ToothNum": True}, "ToothNum is invalid."),
    ({"Surf": {}}, "Surf is invalid."),
    ({"ToothRange": ["2"]}, "ToothRange is invalid."),
]


@pytest.mark.parametrize(("fields", "text"), FORMATS, ids=lambda value: str(value)[:40])
def test_a_value_that_is_none_is_refused(office, fields, text):
    assert refused(office, "POST", "procedurelogs", NEW | fields) == (400, text)
    assert refused(office, "PUT", "procedurelogs/1", fields) == (400, text)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"AptNum": 99}, "Appointment not found."),
        ({"PlannedAptNum": 99}, "Appointment not found."),
        ({"ProvNum": 99}, "Provider not found."),
        ({"ClinicNum": 99}, "Clinic not found."),
        ({"procCode": "D9999"}, "procCode not found."),
        ({"procCode": "d0120"}, "procCode not found."),
        ({"procCode": "'"}, "procCode not found."),
        ({"Priority": 99}, "Priority not found."),
        ({"Priority": 111}, "Priority not found."),
        ({"Dx": 99}, "Dx not found."),
        ({"Dx": 101}, "Dx not found."),
    ],
    ids=str,
)
def test_a_row_that_is_not_there_is_not_found(office, fields, text):
    assert refused(office, "POST", "procedurelogs", NEW | fields) == (404, text)
    assert refused(office, "PUT", "procedurelogs/1", fields) == (404, text)


@pytest.mark.parametrize(
    ("fields", "status", "text"),
    [
        ({"PatNum": 99}, 404, "Patient not found."),
        ({"PatNum": 0}, 404, "Patient not found."),
        ({"PatNum": 4}, 400, "PatNum is invalid. Patient has been deleted."),
        ({"priority": "Soon"}, 404, "Priority not found."),
        ({"priority": "Caries"}, 404, "Priority not found."),
        ({"dxName": "Unknown"}, 404, "Dx not found."),
        ({"Priority": 101, "priority": "First"}, 400, "Only one field is allowed, Priority or priority."),
        ({"Dx": 0, "dxName": "Caries"}, 400, "Only one field is allowed, Dx or dxName."),
        ({"ProcStatus": "D"}, 400, ONLY),
        ({"ProcStatus": "TPi"}, 400, ONLY),
        ({"AptNum": 12}, 400, "AptNum is invalid."),
        ({"AptNum": 11}, 400, "AptNum is invalid."),
        ({"PlannedAptNum": 10}, 400, "PlannedAptNum is invalid."),
        ({"PatNum": 1, "PlannedAptNum": 11}, 400, "PlannedAptNum is invalid."),
    ],
    ids=str,
)
def test_what_cannot_be_entered_is_refused(office, fields, status, text):
    assert refused(office, "POST", "procedurelogs", NEW | fields) == (status, text)


@pytest.mark.parametrize(
    ("code", "place", "text"),
    [
        ("D2392", {"Surf": "MO"}, "ToothNum is required."),
        ("D2392", {"ToothNum": "", "Surf": "MO"}, "ToothNum is required."),
        ("D2392", {"ToothNum": "3"}, "Surf is required."),
        ("D2392", {"ToothNum": "33", "Surf": "MO"}, "ToothNum is invalid."),
        ("D2392", {"ToothNum": "0", "Surf": "MO"}, "ToothNum is invalid."),
        ("D2392", {"ToothNum": "3", "Surf": "MX"}, "Surf is invalid."),
        ("D2392", {"ToothNum": "3", "Surf": "MM"}, "Surf is invalid."),
        ("D2392", {"ToothNum": "3", "Surf": "UL"}, "Surf is invalid."),
        ("D2740", {}, "ToothNum is required."),
        ("D2740", {"ToothNum": "U"}, "ToothNum is invalid."),
        ("D4341", {"ToothRange": "2-5"}, "Surf is required."),
        ("D4341", {"Surf": "UP", "ToothRange": "2-5"}, "Surf is invalid."),
        ("D4341", {"Surf": "UR"}, "ToothRange is required."),
        ("D5213", {}, "ToothRange is required."),
        ("D5213", {"ToothRange": "5-2"}, "ToothRange is invalid."),
        ("D5213", {"ToothRange": "2-A"}, "ToothRange is invalid."),
        ("D5213", {"ToothRange": "2,,3"}, "ToothRange is invalid."),
        ("D5213", {"ToothRange": "1-2-3"}, "ToothRange is invalid."),
        ("D5213", {"ToothRange": "٢"}, "ToothRange is invalid."),
    ],
    ids=str,
)
def test_a_code_wants_to_know_where_in_the_mouth(office, code, place, text):
    assert refused(office, "POST", "procedurelogs", NEW | {"procCode": code} | place) == (400, text)


@pytest.mark.parametrize(
    ("number", "fields", "status", "text"),
    [
        (1, {"ProcStatus": "D"}, 400, ONLY),
        (1, {"ProcStatus": "EC"}, 400, ONLY),
        (1, {"ProvNum": 0}, 404, "Provider not found."),
        (1, {"AptNum": 12}, 400, "AptNum is invalid."),
        (1, {"AptNum": 11}, 400, "AptNum is invalid."),
        (1, {"PlannedAptNum": 10}, 400, "PlannedAptNum is invalid."),
        (1, {"procCode": "D2740"}, 400, "procCode is invalid."),
        (1, {"procCode": ""}, 404, "procCode not found."),
        (1, {"ToothNum": "33"}, 400, "ToothNum is invalid."),
        (1, {"Surf": "UL"}, 400, "Surf is invalid."),
        (1, {"ToothRange": "2-5"}, 400, "ToothRange is invalid."),
        (3, {"ToothNum": "3"}, 400, "ToothNum is invalid."),
        (3, {"Surf": "MO"}, 400, "Surf is invalid."),
    ],
    ids=str,
)
def test_what_cannot_be_changed_is_refused(office, number, fields, status, text):
    assert refused(office, "PUT", f"procedurelogs/{number}", fields) == (status, text)


@pytest.mark.parametrize(
    ("fields", "name"),
    [({"procCode": "D2391"}, "procCode"), ({"ToothNum": "4"}, "ToothNum"), ({"Surf": "M"}, "Surf")],
    ids=str,
)
def test_code_and_place_stand_once_treatment_is_complete(office, fields, name):
    assert office.put("procedurelogs/1", {"ProcStatus": "C"}).status_code == 200

    assert refused(office, "PUT", "procedurelogs/1", fields) == (400, f"{name} is invalid.")
    assert refused(office, "PUT", "procedurelogs/1", {"ProcStatus": "TP", **fields}) == (400, f"{name} is invalid.")


def test_code_and_place_may_change_with_the_completion(office):
    row = office.put("procedurelogs/1", {"ProcStatus": "C", "procCode": "D2391", "Surf": "M"}).json

    assert (row["ProcStatus"], row["procCode"], row["Surf"]) == ("C", "D2391", "M")


def test_treatment_found_cannot_be_deleted(office):
    assert refused(office, "DELETE", "procedurelogs/6") == (400, "Procedure cannot be deleted.")


def test_a_refused_change_that_was_good_in_part_changes_nothing(office):
    body = {"AptNum": 10, "ProcFee": "1.00", "PlannedAptNum": 10}

    assert refused(office, "PUT", "procedurelogs/1", body) == (400, "PlannedAptNum is invalid.")


@pytest.mark.parametrize(
    ("method", "path", "text"),
    [
        ("POST", "procedurelogs/1", "procedurelogs POST  is not a valid method."),
        ("DELETE", "procedurelogs", "procedurelogs DELETE  is not a valid method."),
        ("PUT", "procedurelogs/1/Break", "procedurelogs PUT Break is not a valid method."),
        ("DELETE", "procedurelogs/GroupNote", "procedurelogs DELETE GroupNote is not a valid method."),
    ],
)
def test_there_are_no_other_methods(office, method, path, text):
    assert refused(office, method, path, {}) == (400, text)


def test_a_strict_office_wants_numbers_and_knows_the_names_it_shows(practice_office):
    office = practice_office(CHART, conduct="strict")

    assert refused(office, "POST", "procedurelogs", NEW | {"AptNum": "10"}) == (400, "AptNum is invalid.")
    assert refused(office, "POST", "procedurelogs", NEW | {"Tooth": "3"}) == (
        400,
        "'Tooth' is not a valid parameter.",
    )
    shown = {"ProcNum": 9, "provAbbr": "HYG1", "CodeNum": 4, "descript": "x"}
    assert office.post("procedurelogs", NEW | shown).status_code == 201
