"""Which office a control call is about: a misspelt name means neither all offices nor one that nobody has."""

from __future__ import annotations

import pytest

from mockod import vendors
from mockod.app import create_app
from mockod.config import Config
from mockod.control.endpoints import tells_text
from support.control_routes import CONTROL
from support.not_simulated import lacking

KEY = {"Authorization": "ODFHIR any/office-a"}
CALLS = [f"{row.method} {row.path}" for row in CONTROL.endpoints]


@pytest.fixture
def http():
    """An application of its own with two offices, each with a patient more."""
    http = create_app(Config(practice="tiny")).test_client()
    for key in ("office-a", "office-b"):
        headers = {"Authorization": f"ODFHIR any/{key}"}
        assert http.post("/api/v1/patients", json={"LName": "New", "FName": key}, headers=headers).status_code == 201
    return http


def contents(http):
    offices = http.application.extensions["mockod.offices"]
    journals = {key: len(offices.journals.entries(key)) for key in offices.by_key()}
    return {key: office.snapshot("").image for key, office in offices.by_key().items()}, journals, offices.start


def refusal(http, method, path, **call):
    response = http.open(f"/_mockod/{path}", method=method, **call)
    assert response.content_type.startswith("application/problem+json"), response.text
    return response.status_code, response.json["detail"]


@pytest.mark.parametrize("called", CALLS)
@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("ofice=office-b", "ofice is not known here; office was meant?"),
        ("Office=office-b", "Office is not known here; office was meant?"),
        ("zzz=1", "zzz is not known here."),
        ("office=", "office is given and empty; name one, or leave it out."),
        ("office=a%20b", "office is a customer key: up to 128 characters without blanks or slashes."),
        ("office=office-a&office=office-b", "office is given twice."),
        ("vendor=", "vendor is given and empty; name one, or leave it out."),
    ],
)
def test_a_query_that_a_call_does_not_know_is_refused_by_every_call_and_nothing_is_done(http, called, query, detail):
    before = contents(http)
    method, path = called.split()

    assert refusal(http, method, f"{path}?{query}") == (400, detail)
    assert contents(http) == before


@pytest.mark.parametrize("row", CONTROL.endpoints, ids=CALLS)
def test_a_form_for_people_is_asked_for_only_where_there_is_one(http, row):
    status, detail = refusal(http, row.method, f"{row.path}?format=texts")

    assert status == 400
    assert detail == ("format: text or json belongs here" if tells_text(row) else "format is not known here.")


def test_a_vendor_that_is_none_is_refused(http):
    assert refusal(http, "GET", "clock?vendor=opendentl") == (
        404,
        f"There is no vendor opendentl; choose {' or '.join(vendors.PACKAGES)}.",
    )
    assert http.get("/_mockod/clock?vendor=opendental").status_code == 200


ALL = [
    ("POST", "reset", None),
    ("PUT", "clock", {"mode": "frozen"}),
    ("POST", "clock/advance", {"seconds": 1}),
    ("PUT", "settings", {"mode": "remote"}),
    ("POST", "faults", {"kind": "slow"}),
    ("DELETE", "faults", None),
    ("DELETE", "requests", None),
]


@pytest.mark.parametrize(("method", "path", "body"), ALL)
def test_without_an_office_all_are_meant_and_the_answer_says_how_many(http, method, path, body):
    assert http.open(f"/_mockod/{path}", method=method, json=body).json["offices"] == 2


@pytest.mark.parametrize(("method", "path", "body"), ALL[1:])
def test_with_an_office_no_number_of_offices_is_told(http, method, path, body):
    assert "offices" not in http.open(f"/_mockod/{path}?office=office-a", method=method, json=body).json


def test_a_reset_tells_how_many_offices_there_were_to_reset(http):
    assert http.post("/_mockod/reset?office=office-b").json == {"reset": "office-b", "offices": 1}
    assert http.post("/_mockod/reset?office=ofice-b").json == {"reset": "ofice-b", "offices": 0}


def test_a_reset_of_all_counts_those_that_are_still_in_their_files(http, tmp_path):
    for _ in range(2):
        kept = create_app(Config(practice="tiny", data_dir=tmp_path))
        answer = kept.test_client().post("/_mockod/reset").json
        kept.test_client().get("/api/v1/patients", headers=KEY)
        kept.extensions["mockod.site"].close()

    assert answer == {"reset": "all", "offices": 1}


NOBODY = "There is no office nobody yet. Its first request makes it, or POST /_mockod/offices (mockod offices create)."


@pytest.mark.parametrize(
    "called",
    [
        *("GET clock", "GET settings", "GET requests", "DELETE requests", "GET lint", "GET minimum-version"),
        *("GET why-not?date=2026-03-03", "GET events", "GET faults", "DELETE faults", "GET offices"),
        *("GET snapshots", "GET snapshots/diff", "GET snapshots/file?name=a", "DELETE snapshots"),
    ],
)
def test_an_office_that_never_was_is_refused_by_what_reads(http, called):
    method, path = called.split()
    named = f"{path}{'&' if '?' in path else '?'}office=nobody"

    assert refusal(http, method, named) == (404, NOBODY)
    assert "nobody" not in http.application.extensions["mockod.offices"].by_key()


@pytest.mark.parametrize(
    ("path", "body"),
    [("faults", {"kind": "slow"}), ("verify", {"calls": [{}]}), ("snapshots/restore", {"name": "a"})],
)
def test_an_office_that_never_was_is_refused_by_faults_and_expectations(http, path, body):
    assert refusal(http, "POST", f"{path}?office=nobody", json=body) == (404, NOBODY)
    assert "nobody" not in http.application.extensions["mockod.offices"].by_key()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "clock", {"mode": "frozen"}),
        ("PUT", "settings", {"mode": "remote"}),
        ("PUT", "settings", {}),
        ("POST", "snapshots", {"name": "a"}),
    ],
)
def test_what_sets_an_office_up_makes_it(http, method, path, body):
    assert http.open(f"/_mockod/{path}?office=new", method=method, json=body).status_code in (200, 201)

    assert "new" in http.application.extensions["mockod.offices"].by_key()


def test_credentials_are_good_for_an_office_to_come(http):
    keys = {"Authorization": "ODFHIR any/new"}

    assert http.get("/_mockod/requests", headers=keys).json == []
    assert http.post("/_mockod/faults", json={"kind": "throttled"}, headers=keys).status_code == 201
    assert http.get("/api/v1/patients", headers=keys).status_code == 429


def test_an_office_that_was_refused_everything_can_be_read(http):
    http.get("/api/v1/nothing", headers={"Authorization": "ODFHIR any/new"})

    assert [entry["status"] for entry in http.get("/_mockod/requests?office=new").json] == [404]


def test_an_office_in_a_file_that_nobody_opened_yet_can_be_read(tmp_path):
    for _ in range(2):
        app = create_app(Config(practice="tiny", data_dir=tmp_path))
        answer = app.test_client().get("/_mockod/requests?office=office-a")
        app.test_client().get("/api/v1/patients", headers=KEY)
        app.extensions["mockod.site"].close()

    assert (answer.status_code, answer.json) == (200, [])


# null


@pytest.mark.parametrize(
    ("method", "path", "body", "name"),
    [
        ("PUT", "settings", {"permissions": None}, "permissions"),
        ("PUT", "settings", {"mode": "remote", "preferences": None}, "preferences"),
        ("PUT", "settings", {"Mode": None}, "Mode"),
        ("PUT", "clock", {"mode": "frozen", "now": None}, "now"),
        ("POST", "clock/advance", {"days": None}, "days"),
        ("POST", "faults", {"kind": "slow", "path": None}, "path"),
        ("POST", "faults", {"kind": "slow", "times": None}, "times"),
        ("POST", "offices", {"office": "new", "practice": None}, "practice"),
        ("POST", "offices", {"office": "new", "clock": {"mode": "frozen", "now": None}}, "clock: now"),
        ("POST", "snapshots", {"name": "a", "replace": None}, "replace"),
        ("POST", "verify", {"calls": [{"path": None}]}, "calls[0]: path"),
        ("POST", "verify", {"calls": [{"body": None}]}, "calls[0]: body"),
        ("POST", "verify", {"calls": [{}], "in_order": None}, "in_order"),
    ],
)
def test_null_is_refused_and_nothing_is_done(http, method, path, body, name):
    before = contents(http)

    told = refusal(http, method, path, json=body, headers=KEY)
    assert told == (400, f"{name}: null is no value here; leave it out.")
    assert contents(http) == before


# Paths, endpoints, verbs


def order(http, **fault):
    return http.post("/_mockod/faults", json={"kind": "slow", **fault}, headers=KEY)


def verify(http, **call):
    return http.post("/_mockod/verify", json={"calls": [{"times": "never", **call}]}, headers=KEY)


@pytest.mark.parametrize("ask", [order, verify])
@pytest.mark.parametrize(
    ("asked", "detail"),
    [
        ({"path": "appointment"}, "path: no endpoint has 'appointment'; appointments was meant?"),
        ({"path": "appointments/18/Brake"}, "appointments/{AptNum}/Break was meant?"),
        ({"path": "/api/v1/appointment/*"}, "path: no endpoint has 'appointment/*'"),
        ({"path": "appointments/x*"}, "path: no endpoint has 'appointments/x*'"),
        ({"path": "*/Slot"}, "path: no endpoint has '*/Slot'"),
        ({"path": "_mockod/reset"}, "path: no endpoint has '_mockod/reset'"),
        ({"path": "api/v2/appointments"}, "path: no endpoint has 'v2/appointments'"),
        ({"path": "unicorns"}, "path: no endpoint has 'unicorns'; for requests outside the API, add unmatched: true"),
        (
            {"path": "appointments", "method": "PATCH"},
            "method: 'appointments' has GET, POST and no PATCH; for requests",
        ),
        ({"path": "appointments/18", "method": "delete"}, "method: 'appointments/18' has GET, PUT and no DELETE; for"),
        ({"method": "PSOT"}, "method: 'PSOT' is no verb; POST was meant?"),
        ({"method": "PSOT", "unmatched": True}, "method: 'PSOT' is no verb; POST was meant?"),
    ],
)
def test_a_path_or_a_verb_that_no_request_can_have_is_refused(http, ask, asked, detail):
    response = ask(http, **asked)

    assert response.status_code == (404 if "path" in asked else 400)
    assert detail in response.json["detail"]
    assert http.get("/_mockod/faults", headers=KEY).json == []


@pytest.mark.parametrize("ask", [order, verify])
@pytest.mark.parametrize(
    "asked",
    [
        *({"path": path} for path in ("*", "a*", "appointments", "/API/v1/Appointments/", "appointments//18")),
        *({"path": path} for path in ("appointments/*", "appointments/1[89]", "appointments/??/Break", "*/slots")),
        *({"path": path} for path in ("api/appointments/create", "appointments/create", "[ap]*")),
        *({"method": method} for method in ("get", "PATCH", "OPTIONS")),
        {"method": "PUT", "path": "appointments/18"},
        *({"path": path, "unmatched": True} for path in ("appointment", "v1/appointments", "api/v2/*")),
        {"method": "DELETE", "path": "appointments/18", "unmatched": True},
    ],
)
def test_a_path_that_some_request_can_have_is_taken(http, ask, asked):
    assert ask(http, **asked).status_code in (200, 201)


def test_a_fault_for_the_create_form_strikes_it_by_its_whole_path(http):
    order(http, kind="throttled", path="/api/appointments/create")

    assert http.post("/api/appointments/create", json={}, headers=KEY).status_code == 429


@pytest.mark.parametrize("ask", [order, verify])
def test_a_method_that_is_not_simulated_can_be_named(http, ask):
    path = lacking("GET").path.replace("{", "").replace("}", "")
    digits = "/".join("7" if part.endswith("Num") else part for part in path.split("/"))

    assert ask(http, path=digits).status_code in (200, 201)


@pytest.mark.parametrize("endpoint", ["GET appointments/{AptNum}", "*appointments/*", "get Patients", "* *Break"])
def test_an_endpoint_that_there_is_can_be_expected(http, endpoint):
    assert verify(http, endpoint=endpoint).status_code == 200


def test_an_endpoint_that_there_is_not_is_refused(http):
    refused = verify(http, endpoint="GET appointment/{AptNum}")

    assert refused.status_code == 404
    assert refused.json["detail"] == (
        "calls[0]: endpoint: there is no 'GET appointment/{AptNum}'; GET appointments/{AptNum} was meant?"
    )


@pytest.mark.parametrize(("most", "is_told"), [(1, True), (0, False)])
def test_an_office_that_was_meant_is_told_where_few_enough_are_compared(monkeypatch, most, is_told):
    http = create_app(Config(practice="tiny")).test_client()
    http.get("/api/v1/patients", headers={"Authorization": "ODFHIR any/smile-dental"})
    monkeypatch.setattr("mockod.control.scope.MOST_COMPARED", most)

    told = http.post("/_mockod/faults?office=smile-dentl", json={"kind": "slow"})

    assert (told.status_code, "smile-dental was meant?" in told.text) == (404, is_told)
