"""/_mockod/openapi.json: valid by structure, complete, and true: what it documents is accepted."""

from __future__ import annotations

import re

import pytest

from conftest import application, new_office
from mockod.rest.endpoint import Endpoint
from support.control_routes import CONTROL
from support.json_schema import fits, resolved

METHODS = {"get", "put", "post", "delete"}
FILES = {"PUT /snapshots/file", "POST /seed", "PUT /offices/practice", "POST /scenarios"}
"""Methods whose body is a file, which no schema says all of."""
BODIES = {
    "PUT /clock": {"mode": "frozen", "now": "2026-03-02 09:00:00"},
    "POST /clock/advance": {"days": 1, "hours": 1, "minutes": 1, "seconds": 1},
    "POST /events/patient-selected": {"PatNum": 1},
    "POST /faults": {
        "kind": "slow",
        "method": "GET",
        "path": "appointments/*",
        "every": 2,
        "times": 1,
        "probability": 0.5,
        "seed": 7,
        "begins": "2026-03-02 09:00:00",
        "ends": "2026-03-02 10:00:00",
        "seconds": [0.1, 0.2],
        "permission": "ApiComm",
        "version": "22.4",
        "unmatched": False,
    },
    "POST /offices": {
        "office": "documented-office",
        "practice": "tiny",
        "clock": {"mode": "frozen", "now": "2026-03-02 09:00:00"},
        "mode": "remote",
        "od_version": "22.4",
        "conduct": "strict",
        "permissions": ["ApiReadAll"],
        "enabled": True,
        "queue_depth": 3,
        "throttle_clock": "office",
        "delay": [0, 0.001],
        "preferences": {"ApptsAllowOverlap": 1},
        "appointment_rules": [{"RuleDesc": "Crowns", "CodeStart": "D2740", "CodeEnd": "D2799"}],
    },
    "PUT /settings": {
        "mode": "remote",
        "od_version": "22.4",
        "conduct": "strict",
        "permissions": ["ApiReadAll"],
        "enabled": True,
        "queue_depth": 3,
        "throttle_clock": "office",
        "delay": 0,
        "preferences": {"ApptsAllowOverlap": None},
        "appointment_rules": [
            {"RuleDesc": "Crowns", "CodeStart": "D2740", "CodeEnd": "D2799", "IsEnabled": False},
        ],
    },
    "POST /snapshots": {"name": "documented", "replace": True},
    "POST /snapshots/restore": {"name": "documented"},
    "POST /verify": {
        "in_order": True,
        "calls": [
            {
                "method": "POST",
                "path": "appointments",
                "endpoint": "POST appointments",
                "status": "2xx",
                "query": {"Limit": 1},
                "body": {"PatNum": 1},
                "headers": {"X-Request-ID": "7", "X-Old": None},
                "times": {"least": 0},
            },
            {"path": "patients", "unmatched": False, "at_least": 0, "at_most": 9},
        ],
    },
}
FURTHER = {
    "POST /faults": [
        {"kind": "respond", "status": 503, "headers": {"Retry-After": "9"}, "body": "<h1>Busy</h1>", "execute": True},
        {"kind": "respond", "json": {"Score": None}},
        {"kind": "respond", "merge": {"Zip": None, "Score": 7}, "remove": ["City"]},
    ],
}
"""Bodies with names that cannot stand beside others."""
EXAMPLES = [(called, body) for called, first in BODIES.items() for body in (first, *FURTHER.get(called, ()))]
"""Bodies for each method that has one, together with every name that is documented."""


@pytest.fixture(scope="module")
def document():
    response = application("tiny").test_client().get("/_mockod/openapi.json")
    assert (response.status_code, response.content_type) == (200, "application/json; charset=utf-8")
    return response.json


def operations(document):
    return {
        f"{method.upper()} {path}": told
        for path, item in document["paths"].items()
        for method, told in item.items()
        if method in METHODS
    }


def references(node):
    if isinstance(node, dict):
        yield from ([node] if isinstance(node.get("$ref"), str) else [])
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def schema_of(document, operation):
    return resolved(document, operation["requestBody"]["content"]["application/json"]["schema"])


def test_every_endpoint_is_there_and_nothing_else(document):
    assert set(operations(document)) == {f"{row.method} /{row.path}" for row in CONTROL.endpoints}


def test_it_is_openapi_by_structure(document):
    assert document["openapi"] == "3.1.0"
    assert set(document) == {"openapi", "info", "servers", "security", "paths", "components"}
    assert {"title", "version"} <= set(document["info"])
    assert document["servers"] == [{"url": "/_mockod"}]
    for path, item in document["paths"].items():
        assert path.startswith("/")
        assert set(item) <= METHODS
    for operation in operations(document).values():
        assert {"operationId", "tags", "summary", "parameters", "responses"} <= set(operation)
        assert all(re.fullmatch(r"default|[1-5]\d\d", status) for status in operation["responses"])
        for response in operation["responses"].values():
            assert resolved(document, response)["description"]
    named = [operation["operationId"] for operation in operations(document).values()]
    assert len(named) == len(set(named))


def test_every_reference_leads_somewhere_and_every_component_is_wanted(document):
    found = list(references(document))
    assert all(resolved(document, node) for node in found)

    wanted = {node["$ref"] for node in found}
    components = document["components"]
    there = {
        f"#/components/{kind}/{name}" for kind in ("schemas", "parameters", "responses") for name in components[kind]
    }
    assert there == wanted


def test_every_parameter_has_a_name_a_place_and_a_schema_once(document):
    for called, operation in operations(document).items():
        parameters = [resolved(document, parameter) for parameter in operation["parameters"]]
        assert all({"name", "in", "schema"} <= set(parameter) for parameter in parameters)
        places = [(parameter["in"], parameter["name"]) for parameter in parameters]
        assert len(places) == len(set(places)), called
        in_path = {name for place, name in places if place == "path"}
        assert in_path == set(re.findall(r"{(\w+)}", called))


def test_every_query_parameter_is_the_declarations_own(document):
    for row in CONTROL.endpoints:
        operation = operations(document)[f"{row.method} /{row.path}"]
        told = {p["name"]: p["required"] for p in operation["parameters"] if p.get("in") == "query"}
        declared = row.query.fields.values() if row.query else ()
        assert told == {field.wire_name: field.required for field in declared}


def test_every_endpoint_says_what_it_does(document):
    for row in CONTROL.endpoints:
        assert row.run.__doc__, f"{row.method} {row.path}"
    for operation in operations(document).values():
        assert operation["description"].startswith(operation["summary"])
        assert "``" not in operation["description"]


def test_the_summary_is_the_first_sentence(document):
    told = document["paths"]["/faults"]["post"]
    assert told["summary"] == "Order one"
    assert told["description"].startswith("Order one. It ends by itself after `times` requests")


def test_answers_are_told_by_kind(document):
    assert set(document["paths"]["/faults"]["get"]["responses"]["200"]["content"]) == {"application/json", "text/plain"}
    assert set(document["paths"]["/faults"]["post"]["responses"]) == {
        *("201", "400", "401", "403", "404", "409", "default")
    }
    assert set(document["paths"]["/snapshots/file"]["get"]["responses"]["200"]["content"]) == {
        "application/octet-stream"
    }
    assert set(document["paths"]["/snapshots/file"]["put"]["requestBody"]["content"]) == {"application/vnd.sqlite3"}
    assert [path for path, told in document["paths"].items() if told.get("get", {}).get("security") == []] == [
        "/health",
        "/ready",
        "/opendental/openapi.json",
        "/opendental/docs",
    ]


def test_every_method_with_a_body_has_an_example_here_with_every_name(document):
    documented = {called: told for called, told in operations(document).items() if "requestBody" in told}
    assert set(documented) - FILES == set(BODIES)
    for called in BODIES:
        names = {name for other, body in EXAMPLES if other == called for name in body}
        assert set(schema_of(document, documented[called])["properties"]) == names, called


@pytest.mark.parametrize(("called", "body"), EXAMPLES)
def test_a_documented_body_is_accepted(document, called, body):
    office = new_office("tiny")
    if called == "POST /snapshots/restore":
        office.http.post("/_mockod/snapshots", json={"name": "documented"}, headers=office.headers)
    method, path = called.split()
    body = {**body, **({"office": f"made-by-{office.customer}"} if called == "POST /offices" else {})}
    assert fits(document, schema_of(document, operations(document)[called]), body)

    answer = office.http.open(f"/_mockod{path}", method=method, json=body, headers=office.headers)

    assert str(answer.status_code) in operations(document)[called]["responses"], answer.text


@pytest.mark.parametrize("called", BODIES)
def test_what_is_not_documented_is_refused(document, called):
    office = new_office("tiny")
    method, path = called.split()
    schema = schema_of(document, operations(document)[called])
    bodies = [{**BODIES[called], "undocumented": 1}]
    bodies += [{name: value for name, value in BODIES[called].items() if name != left} for left in schema["required"]]

    for body in bodies:
        assert not fits(document, schema, body)
        refused = office.http.open(f"/_mockod{path}", method=method, json=body, headers=office.headers)
        problem = resolved(document, operations(document)[called]["responses"]["default"])
        assert (refused.status_code, refused.content_type.partition(";")[0]) == (400, next(iter(problem["content"])))
        assert fits(document, document["components"]["schemas"]["Problem"], refused.json)


def test_a_path_with_a_number_tells_it():
    from mockod.control.openapi import openapi

    def run(target, number):
        """Do it."""

    told = openapi([Endpoint("GET", "things/{number}", run)])
    first = told["paths"]["/things/{number}"]["get"]["parameters"][0]
    assert first == {"name": "number", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0}}
