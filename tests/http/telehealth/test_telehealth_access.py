"""Who is let in to the telehealth API: tokens, the account, and what an office shares with other vendors."""

from __future__ import annotations

import pytest

from mockod.vendors.telehealth.access import tokens
from support.telehealth import BASE, CREDENTIALS, HOST, Telehealth, new_account

REFUSED = {"status": 401, "code": "auth/invalid_credentials", "name": "CustomError"}


@pytest.fixture
def account() -> Telehealth:
    return new_account()


@pytest.mark.parametrize("header", ["account", "Authorization", "x-jwt"])
@pytest.mark.parametrize("value", ["", "x", "Bearer x.y.z", "Bearer", "\xe9", "." * 5000])
def test_each_of_the_three_headers_is_needed(account, header, value):
    if header == "account" and value in ("x", "." * 5000):
        value = f"{value} {value}"
    refused = account.send("GET", "appointments", **{header: value})
    assert (refused.status_code, refused.json) == (401, REFUSED)


def test_a_token_of_another_account_or_for_something_else_is_refused(account):
    other = new_account()
    for header in ("Authorization", "x-jwt"):
        assert account.send("GET", "users", **{header: other.tokens[header]}).json == REFUSED
    access, user = account.tokens["Authorization"].removeprefix("Bearer "), account.tokens["x-jwt"]
    assert account.send("GET", "users", Authorization=f"Bearer {user}").json == REFUSED
    assert account.send("GET", "users", **{"x-jwt": access}).json == REFUSED
    assert account.send("POST", "auth/get-jwt", {"id": HOST}, Authorization="").json == REFUSED


def test_a_token_that_was_asked_for_without_an_account_is_good_for_any(account):
    access = account.http.post(f"{BASE}/auth/token", json=CREDENTIALS).json["access_token"]
    assert account.send("GET", "users", Authorization=f"Bearer {access}").status_code == 200


def test_tokens_live_for_a_day_of_the_offices_clock(account):
    account.control("POST", "clock/advance", {"hours": 23, "minutes": 59})
    assert account.send("GET", "users").status_code == 200
    account.control("POST", "clock/advance", {"minutes": 1})
    assert account.send("GET", "users").json == REFUSED
    assert account.let_in().send("GET", "users").status_code == 200


@pytest.mark.parametrize("claims", [[], {"use": "user"}, {"use": "user", "exp": "x"}, {"use": "user", "exp": 9e99}])
def test_a_signed_token_with_odd_claims_is_refused(account, claims):
    signed = f"x.{tokens._encoded(tokens.write_json(claims))}"
    refused = account.send("GET", "users", **{"x-jwt": f"{signed}.{tokens._signature(signed)}"})
    assert refused.json == REFUSED


@pytest.mark.parametrize(("user", "status"), [("user_none", 401), (7, 400), (None, 400)])
def test_only_known_users_get_a_token(account, user, status):
    assert account.send("POST", "auth/get-jwt", {"id": user}).status_code == status


@pytest.mark.parametrize("media", ["application/json", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize(
    "body", [b"", b"{}", b"client_id=mockod-client", b'{"client_id": 1, "client_secret": 2}', b"\xff"]
)
def test_a_call_for_a_token_without_credentials_is_refused(account, media, body):
    refused = account.raw("POST", "auth/token", body, **{"Content-Type": media})
    assert refused.status_code in (400, 401)
    assert refused.json["name"] == "CustomError"


def test_a_practice_says_which_clients_there_are(account):
    practice = {"telehealth": {"clients": [{"client_id": "own", "client_secret": "secret"}]}}
    account.control("PUT", "offices/practice", practice)
    assert account.send("POST", "auth/token", CREDENTIALS).status_code == 401
    assert account.send("POST", "auth/token", {"client_id": "own", "client_secret": "secret"}).status_code == 200
    assert account.send("GET", "users").json == REFUSED, "the client of an older token is known no more"


def test_an_account_is_the_office_of_the_same_customer_key(account):
    account.book()
    headers = {"Authorization": f"ODFHIR any/{account.account}"}
    assert account.http.get("/api/v1/patients/1", headers=headers).status_code == 200
    paths = [entry["path"] for entry in account.http.get("/_mockod/requests", headers=headers).json]
    assert paths[-2:] == ["telehealth/v2/appointments", "patients/1"]


def test_faults_strike_it_by_its_own_paths(account):
    account.control("POST", "faults", {"kind": "throttled", "path": "appointments/*", "times": 1}, 201)
    assert account.send("GET", "appointments").status_code == 200
    refused = account.send("GET", "appointments/appt_1")
    assert (refused.status_code, refused.json["code"]) == (429, "request/too_many_requests")
    assert account.send("GET", "appointments/appt_1").status_code == 404


def test_a_fault_of_this_vendor_strikes_no_other(account):
    account.control("POST", "faults", {"kind": "throttled"}, 201)
    headers = {"Authorization": f"ODFHIR any/{account.account}"}
    assert account.http.get("/api/v1/patients/1", headers=headers).status_code == 200
    assert account.send("GET", "users").status_code == 429


def test_snapshots_and_resets_have_its_data(account):
    account.control("POST", "snapshots", {"name": "before"}, 201)
    made = account.book()
    account.control("PUT", "settings", {"profile": "iso"})
    told = account.http.get(
        f"/_mockod/snapshots/diff?from=before&office={account.account}", headers={"Accept": "text/plain"}
    ).text
    assert "1 telehealth_appointment added (1)" in told
    file = account.http.get("/_mockod/snapshots/file?name=before", headers={"account": account.account}).data
    account.control("POST", "snapshots/restore", {"name": "before"})
    assert account.send("GET", f"appointments/{made['id']}").status_code == 404
    assert account.control("GET", "settings")["profile"] == "ms"
    account.book()
    kept = account.http.put("/_mockod/snapshots/file?name=carried", data=file, headers={"account": account.account})
    assert kept.status_code == 200
    account.control("POST", "snapshots/restore", {"name": "carried"})
    assert account.send("GET", "appointments").json["data"] == []
    account.book()
    account.control("POST", "reset")
    assert account.let_in().send("GET", "appointments").json["data"] == []
