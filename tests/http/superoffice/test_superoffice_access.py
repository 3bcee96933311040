"""Who is let in, and into which office."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mockod.app import create_app
from mockod.config import read_config
from support.api_client import ApiClient
from support.superoffice import SuperOfficeClient, basic


def _get(office: ApiClient | SuperOfficeClient, path: str, authorization: str | None, **headers: str) -> Any:
    sent = {} if authorization is None else {"Authorization": authorization}
    return office.http.get(path, headers={**sent, **headers})


def _issued(so: SuperOfficeClient, **wanted: Any) -> Any:
    url = f"/_mockod/events/credentials?vendor=superoffice&office={so.tenant}"
    return so.http.post(url, json=wanted, headers={"Authorization": basic(so.tenant)})


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Basic",
        "Basic !!!",
        f"Basic {base64.b64encode(b'no colon').decode()}",
        f"Basic {base64.b64encode(b':mockod').decode()}",
        basic("SAL0", "wrong"),
        basic("NOBODY"),
        "Negotiate abc",
        "ODFHIR developer/customer",
        "Bearer 8A:Cust12345.abc",
        "Bearer \u00fc",
        "SOTicket 7T:abc",
    ],
)
def test_missing_and_wrong_credentials_are_told_as_401(so: SuperOfficeClient, authorization: str | None):
    sent = {} if authorization is None else {"Authorization": authorization.encode().decode("latin-1")}
    response = so.http.get(f"{so.base}/Appointment", headers={"SO-AppToken": "app", **sent})
    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, 'Basic realm="SuperOffice"')
    assert response.json["ErrorType"] == "SoSessionException"
    assert response.headers["X-Mockod-Note"]


def test_a_wrong_password_makes_no_office(office: ApiClient):
    path = "/superoffice/never-made/api/v1/Appointment"
    assert _get(office, path, basic("SAL0", "wrong")).status_code == 401
    told = office.http.get("/_mockod/offices", headers=office.headers).json
    assert "never-made" not in json.dumps(told)


def test_without_a_tenant_the_user_names_the_office(office: ApiClient):
    """Whoever names an office that has no such user is its first associate."""
    named = _get(office, "/superoffice/api/v1/Appointment/default", basic(office.customer))
    assert (named.status_code, named.json["Associate"]["Name"]) == (200, "SAL0")
    office.http.post(
        "/superoffice/api/v1/Appointment", json={"Title": "Here"}, headers={"Authorization": basic(office.customer)}
    )
    by_tenant = SuperOfficeClient(office.http, office.customer)
    assert [row["text"] for row in by_tenant.rows(select="text")] == ["Here"]


@pytest.mark.parametrize("path", ["/{}/api//v1/", "//{}/api/v1//", "/{}//api/v1/", "//{}//API//V1//"])
def test_doubled_slashes_lead_to_the_same_tenant(so: SuperOfficeClient, path: str):
    so.create(Title="Here")
    response = _get(so, f"/superoffice{path.format(so.tenant)}Appointment", basic())
    assert (response.status_code, [row["text"] for row in response.json["value"]]) == (200, ["Here"])


def test_a_user_of_the_office_is_who_asks(so_demo: SuperOfficeClient):
    response = so_demo.call("POST", "Appointment", {}, headers={"Authorization": basic("hyg1")})
    assert response.json["CreatedBy"]["FullName"] == "Hanna Bexley"


def test_an_office_is_one_for_all_vendors(demo: ApiClient, so_demo: SuperOfficeClient):
    visit = demo.read("appointments/24")
    entity = so_demo.read("Appointment/24")
    assert entity["StartDate"].replace("T", " ") == visit["AptDateTime"]
    assert entity["Person"]["PersonId"] == visit["PatNum"]
    assert entity["Person"]["Lastname"] == demo.read(f"patients/{visit['PatNum']}")["LName"]


def test_tokens_and_tickets_of_the_control_plane_let_in_until_they_expire(so: SuperOfficeClient):
    response = _issued(so, seconds=600)
    assert response.status_code == 200, response.text
    issued = response.json
    plain = "/superoffice/api/v1/Appointment"
    for path in (plain, f"{so.base}/Appointment"):
        bearer = so.http.get(path, headers={"Authorization": issued["Bearer"]})
        ticket = so.http.get(
            path, headers={"Authorization": issued["SOTicket"].replace("SOTicket", "SOTICKET"), "SO-AppToken": "app"}
        )
        assert (bearer.status_code, ticket.status_code) == (200, 200)
    assert so.http.get(plain, headers={"Authorization": issued["SOTicket"]}).status_code == 401
    elsewhere = so.http.get("/superoffice/another/api/v1/Appointment", headers={"Authorization": issued["Bearer"]})
    assert elsewhere.status_code == 401
    changed = issued["Bearer"][:-4] + "AAAA"
    assert so.http.get(plain, headers={"Authorization": changed}).status_code == 401
    so.set_clock("2026-03-02 07:10:00")
    expired = so.http.get(plain, headers={"Authorization": issued["Bearer"]})
    assert (expired.status_code, "expired" in expired.headers["X-Mockod-Note"]) == (401, True)


def test_credentials_are_issued_to_associates_alone(so: SuperOfficeClient):
    nobody, endless = _issued(so, user="NOBODY"), _issued(so, seconds=10**9)
    assert (nobody.status_code, endless.status_code) == (404, 400)
    assert "NOBODY" in nobody.text
    assert "seconds" in endless.text


def test_an_office_may_have_a_password_of_its_own_or_none(so: SuperOfficeClient):
    def status(password: str) -> int:
        return so.call("GET", "Appointment", headers={"Authorization": basic("SAL0", password)}).status_code

    so.configure(password="secret")
    assert (status("mockod"), status("secret")) == (401, 200)
    so.configure(password="")
    assert (status("anything"), status("")) == (200, 200)


@pytest.mark.parametrize("changes", [{"zone": "Mars"}, {"rights": "Everything"}, {"color": "red"}, {"password": 5}])
def test_settings_that_cannot_be_are_refused(so: SuperOfficeClient, changes: dict[str, Any]):
    url = f"/_mockod/settings?vendor=superoffice&office={so.tenant}"
    response = so.http.put(url, json={"superoffice": changes}, headers={"Authorization": basic(so.tenant)})
    assert response.status_code == 400
    assert next(iter(changes)) in response.text


def test_without_a_base_zone_it_is_the_offices_own_offset(so: SuperOfficeClient):
    path = f"Appointment/{so.create(StartDate='2026-07-06T09:00:00')['AppointmentId']}"
    assert so.read(path)["StartDate"] == "2026-07-06T09:00:00"
    assert so.read(path, zone="includeTZOffset")["StartDate"] == "2026-07-06T09:00:00-08:00"
    assert so.read(path, zone="UTC, includeTZOffset")["StartDate"] == "2026-07-06T17:00:00Z"


@pytest.mark.parametrize("vendors", [None, "superoffice"])
def test_the_office_has_the_offset_of_its_practice(tmp_path: Path, vendors: str | None):
    """Also where no other vendor reads the practice."""
    practice = tmp_path / "oslo.yaml"
    practice.write_text('office: {zone: "+01:00"}\n')
    options = {"practice": str(practice), "vendor": vendors, "clock": "2026-03-02 07:00:00"}
    app = create_app(read_config({name: value for name, value in options.items() if value}))
    created = app.test_client().post("/superoffice/api/v1/Appointment", json={}, headers={"Authorization": basic()})
    assert (created.json["StartDate"], created.json["CreatedDate"]) == ("2026-03-02T07:00:00", "2026-03-02T06:00:00")


def test_a_base_zone_is_what_the_offices_clock_shows(so: SuperOfficeClient):
    so.configure(zone="NO")
    created = so.create(StartDate="2026-07-06T09:00:00")
    assert (created["StartDate"], created["CreatedDate"]) == ("2026-07-06T09:00:00", "2026-03-02T06:00:00")
    path = f"Appointment/{created['AppointmentId']}"
    told = so.read(path, zone="US-NY, includeTZOffset")
    assert (told["StartDate"], told["CreatedDate"]) == ("2026-07-06T03:00:00-04:00", "2026-03-02T06:00:00Z")
    assert so.read(path, zone="includeTZOffset")["StartDate"] == "2026-07-06T09:00:00+02:00"
    assert so.call("GET", path).headers["Last-Modified"] == "Mon, 02 Mar 2026 06:00:00 GMT"


@pytest.mark.parametrize(
    "path", ["/api/v1/Appointment", "/Cust12345/api/v1/Appointment", "/superoffice/api/v1/Appointment"]
)
def test_served_alone_it_is_below_the_root_as_the_real_one(path: str):
    app = create_app(read_config({"vendor": "superoffice", "practice": "tiny", "clock": "2026-03-02 07:00:00"}))
    created = app.test_client().post(path, json={}, headers={"Authorization": basic()})
    assert created.status_code == 200, created.text
    assert created.json["_Links"]["Archive"] == f"http://localhost{path}"


def test_the_vendor_is_loaded_when_it_is_first_called():
    program = (
        "import sys; from mockod.app import create_app; from mockod.config import Config;"
        "app = create_app(Config(practice='tiny')).test_client();"
        "app.get('/api/v1/patients/1', headers={'Authorization': 'ODFHIR a/b'});"
        "print([name for name in sys.modules if name.startswith('mockod.vendors.superoffice.pipeline')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
