"""What offices answer is what the document says, to the last member: every method, in offices of several versions."""

from __future__ import annotations

import pytest

from conftest import application
from support.api_documents import NEWEST, content, mistakes, operations
from support.every_method import PRACTICE, calls

VERSIONS = ("22.4", NEWEST)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_method_answers_as_documented(version):
    http = application(PRACTICE, version=version).test_client()
    told = dict(operations(version))
    known = {name: call for name, call in calls().items() if name in told}
    for number, (name, call) in enumerate(known.items()):
        keys = {"Authorization": f"ODFHIR any/agrees-{version}-{number}"}
        sent = {} if call.body is None else {"json": call.body}
        answer = http.open(
            f"/api/v1/{call.path}", method=name.partition(" ")[0], query_string=call.query, headers=keys, **sent
        )
        response = told[name]["responses"][str(answer.status_code)]
        assert bool(answer.data) == bool(content(response)), name
        if answer.data:
            assert mistakes(content(response)["schema"], answer.json, version) == [], name
        assert ("Location" in answer.headers) <= ("Location" in response["headers"]), name


def test_every_parameter_and_field_of_those_calls_is_documented():
    told = dict(operations())
    known = {name: call for name, call in calls().items() if not told[name].get("deprecated")}
    for name, call in known.items():
        parameters = {one["name"] for one in told[name]["parameters"] if "name" in one}
        assert set(call.query) <= parameters, name
        if call.body is not None:
            assert mistakes(content(told[name]["requestBody"])["schema"], call.body) == [], name
