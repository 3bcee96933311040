"""/_mockod/opendental/openapi.json: every method, by version, with true examples and good names."""

from __future__ import annotations

import keyword
import re

import pytest
from openapi_spec_validator import openapi_v31_spec_validator

from conftest import MONDAY, application, new_office
from mockod.app import create_app
from mockod.config import Config
from mockod.rest.json_codec import read_json
from mockod.simulation.clock import Clock
from mockod.vendors.opendental.access.versions import parse_version
from mockod.vendors.opendental.engine.documented import documented_methods
from mockod.vendors.opendental.resources import ROUTES
from support.api_documents import NEWEST, content, document, mistakes, operation, operations

PATH = "/_mockod/opendental/openapi.json"
VERSIONS = ("21.1", "22.4.27", "23.3.0", "24.4", NEWEST)
NAMES = [called for called, _ in operations()]


@pytest.mark.parametrize("version", [VERSIONS[0], NEWEST])
@pytest.mark.filterwarnings("ignore:openapi_v31_spec_validator is deprecated")
def test_it_is_openapi_by_the_word_of_a_validator(version):
    openapi_v31_spec_validator.validate(document(version))


@pytest.mark.parametrize("version", VERSIONS)
def test_it_has_every_method_of_its_version_and_no_other(version):
    knows = parse_version(version).knows
    known = {f"{row.method} {row.path}" for row in ROUTES.endpoints if knows(row.since)}
    assert {called for called, _ in operations(version)} == known


def test_the_newest_has_every_method_that_the_vendor_documents():
    documented = {(row.method, *row.shape) for row in documented_methods()}
    ours = {(row.method, *row.shape) for row in ROUTES.endpoints}
    assert len(documented) == 318
    assert documented <= ours
    assert len(NAMES) == len(ours)


def test_names_of_methods_are_good_ones_and_the_same_in_every_version():
    named = {called: told["operationId"] for called, told in operations()}
    assert len({name.lower() for name in named.values()}) == len(named)
    for name in named.values():
        assert re.fullmatch(r"[a-z]+[A-Za-z0-9]+", name)
        assert not keyword.iskeyword(name)
    for version in VERSIONS:
        assert {called: told["operationId"] for called, told in operations(version)}.items() <= named.items()
    assert named["GET appointments"] == "listAppointments"
    assert named["POST appointments"] == "createAppointment"
    assert named["PUT appointments/{AptNum}/Break"] == "breakAppointment"


def test_it_says_permission_version_and_basis_of_every_method():
    rows = {f"{row.method} {row.path}": row for row in ROUTES.endpoints}
    for called, told in operations():
        assert (told["x-mockod-basis"], told["x-mockod-since"]) == (rows[called].basis, rows[called].since)
        refusal = content(told["responses"]["401"])["examples"]["1"]["value"]
        assert refusal == f"Developer does not have permission {told['x-mockod-permission']} for this method."


def test_the_key_is_a_header():
    told = document()
    assert told["security"] == [{"ODFHIR": []}]
    scheme = told["components"]["securitySchemes"]["ODFHIR"]
    assert (scheme["type"], scheme["in"], scheme["name"]) == ("apiKey", "header", "Authorization")


@pytest.mark.parametrize("version", VERSIONS)
def test_every_example_is_one(version):
    for called, told in operations(version):
        places = [content(told.get("requestBody", {}))]
        places += [content(response) for response in told["responses"].values()]
        for place in places:
            for title, example in place.get("examples", {}).items():
                assert mistakes(place["schema"], example["value"], version) == [], (called, title)


def test_there_are_the_pages_own_examples():
    told = content(operation("POST appointments")["responses"]["201"])
    assert "appointments post create" in told["examples"]
    assert content(operation("POST appointments")["requestBody"])["examples"].keys() == told["examples"].keys()


def test_refusals_are_told_in_the_offices_words():
    refusals = [told for status, told in operation("POST appointments")["responses"].items() if status >= "400"]
    texts = {one["value"] for told in refusals for one in content(told).get("examples", {}).values()}
    assert {
        "PatNum is required.",
        "AptDateTime format must be yyyy-MM-dd HH:mm:ss.",
        "Patient not found.",
        "Developer does not have permission ApiAppointments for this method.",
        "API key has not been assigned.",
        "The request did not finish within 60 seconds.",
    } <= texts
    assert document()["components"]["responses"]["TooManyRequests"]["headers"]["Retry-After"]


def test_a_field_is_there_since_the_version_that_brought_it():
    def names(version: str) -> set[str]:
        return set(document(version)["components"]["schemas"]["CreateAppointmentBody"]["properties"])

    assert names("26.3") - names("22.4.27") == {
        *("DateTimeArrived", "DateTimeSeated", "DateTimeDismissed", "SecUserNumEntry", "PatternSecondary")
    }


def test_a_method_that_was_taken_away_is_gone():
    before, after = operation("POST payplans", "23.3.0"), operation("POST payplans", "23.3.1")
    assert "201" in before["responses"]
    assert "deprecated" not in before
    assert after["deprecated"]
    assert set(after["responses"]) == {"400", "401", "410", "429", "504"}
    office = new_office("tiny")
    gone = office.http.post("/api/v1/payplans", json={}, headers=office.headers)
    assert gone.status_code == 410
    assert gone.json == content(operation("POST payplans")["responses"]["410"])["examples"]["1"]["value"]


def test_it_is_that_of_the_offices_version_unless_another_is_named():
    office = new_office("tiny", version="23.3.0")

    def version(query: str = "", **sent) -> str:
        told = office.http.get(f"{PATH}{query}", **sent)
        assert (told.status_code, told.content_type) == (200, "application/json; charset=utf-8")
        return told.json["info"]["version"]

    assert version(headers=office.headers) == "23.3.0"
    assert version() == "23.3.0"  # that of the server
    assert version("?version=25.1") == "25.1"
    office.http.put("/_mockod/settings", json={"od_version": "24.1"}, headers=office.headers)
    assert version(headers=office.headers) == "24.1"
    assert version(f"?office={office.customer}") == "24.1"


@pytest.mark.parametrize("version", ["", "x", "20.4", "25", "25.5", "25.1 ", "25.1.1000", "²5.1"])
def test_a_version_that_there_cannot_be_is_refused(version):
    refused = application("tiny").test_client().get(PATH, query_string={"version": version})
    assert (refused.status_code, refused.content_type) == (400, "application/problem+json; charset=utf-8")


def test_it_is_told_without_the_token_and_commands_are_not():
    http = create_app(Config(practice="tiny", clock=Clock.frozen(MONDAY), token="secret")).test_client()
    assert http.get(PATH).status_code == 200
    assert http.get("/_mockod/opendental/docs").status_code == 200
    assert http.get("/_mockod/openapi.json").status_code == 401


def test_it_goes_out_as_it_is_made():
    sent = application("tiny").test_client().get(PATH).data
    assert read_json(sent) == document()
