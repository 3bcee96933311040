"""Keys files: who is let in, into which office, and what for."""

from __future__ import annotations

from pathlib import Path

import pytest

from mockod.app import create_app
from mockod.config import Config, ConfigError, read_config

FILE = """
keys:
  - {developer: acme, customer: office-1, permissions: [ApiReadAll, Comm]}
  - {developer: acme, customer: office-2, enabled: false}
  - {developer: globex, customer: office-3}
"""


@pytest.fixture
def http(tmp_path):
    return create_app(read_config({"practice": "tiny", "keys": written(tmp_path, FILE)})).test_client()


def written(folder: Path, text: str) -> str:
    path = folder / "keys.yaml"
    path.write_text(text)
    return str(path)


def ask(http, keys, method="GET", path="patients/1", body=None):
    response = http.open(f"/api/v1/{path}", method=method, headers={"Authorization": f"ODFHIR {keys}"}, json=body)
    return response.status_code, response.json if response.status_code != 200 else "let in"


def test_a_listed_key_is_let_in(http):
    assert ask(http, "acme/office-1") == (200, "let in")


@pytest.mark.parametrize("keys", ["acme/office-9", "initech/office-1"])
def test_a_key_that_is_not_listed_is_no_credential(http, keys):
    assert ask(http, keys) == (401, "Invalid credentials.")


@pytest.mark.parametrize("keys", ["globex/office-1", "acme/office-2"])
def test_a_key_of_another_developer_or_disabled_is_not_assigned(http, keys):
    assert ask(http, keys) == (400, "API key has not been assigned.")


def test_a_key_has_the_permissions_listed_and_no_more(http):
    booking = {"PatNum": 1, "Op": 1, "AptDateTime": "2026-03-02 09:00:00"}

    assert ask(http, "acme/office-1", "POST", "appointments", booking) == (
        401,
        "Developer does not have permission ApiAppointments for this method.",
    )
    assert ask(http, "globex/office-3", "POST", "appointments", booking)[0] == 201


def test_a_reset_brings_back_what_the_file_says(http):
    http.put("/_mockod/settings?office=office-2", json={"enabled": True, "permissions": ["ReadAll"]})
    assert ask(http, "acme/office-2") == (200, "let in")

    http.post("/_mockod/reset?office=office-2")

    assert ask(http, "acme/office-2") == (400, "API key has not been assigned.")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("keys:\n  - {developer: acme}", ":2: customer: a key is up to 128 characters without blanks or slashes"),
        ("keys:\n  - {developer: a/b, customer: c}", ":2: developer: a key is up to 128 characters"),
        ("keys:\n  - {developer: a, customer: c, rights: all}", ":2: 'rights' is nothing that a key has"),
        ("keys:\n  - {developer: a, customer: c, enabled: maybe}", ":2: enabled: 'maybe' is neither true nor false"),
        ("keys:\n  - {developer: a, customer: c, permissions: all}", ":2: permissions: a list belongs here"),
        ("keys:\n  - {developer: a, customer: ~}", ":2: customer: a key is up to 128 characters"),
        ("keys:\n  - {developer: a, customer: c, enabled: ~}", ":2: enabled: '' is neither true nor false"),
        ("keys:\n  - {developer: a, customer: c, permissions: ~}", ":2: permissions: a list belongs here"),
        ("keys:\n  - {developer: a, customer: c, permissions: [~]}", ":2: an item of a list has no value"),
        ("keys:\n  - {developer: a, customer: c, permissions: [Api]}", ":2: permissions: 'Api' is none of ApiReadAll"),
        ("keys:\n  - {developer: a, customer: c}\n  - {developer: b, customer: c}", ":3: customer 'c' is given twice"),
        ("locks: []", ":1: 'locks' does not belong in a keys file"),
        ("keys: []", ":1: no keys are listed"),
    ],
)
def test_a_mistake_in_a_keys_file_stops_the_start_and_is_told_with_its_line(tmp_path, text, told):
    with pytest.raises(ConfigError) as wrong:
        read_config({"keys": written(tmp_path, text)})

    assert f"--keys: keys.yaml{told}" in str(wrong.value)


def test_a_keys_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"--keys: .*absent.yaml: No such file"):
        read_config({"keys": str(tmp_path / "absent.yaml")})


@pytest.mark.parametrize("sent", ["é".encode(), "é".encode("latin-1")], ids=["utf-8", "latin-1"])
def test_a_key_beyond_ascii_is_one_office_by_header_and_by_name(sent):
    http = create_app(Config(practice="tiny")).test_client()
    header = {"Authorization": f"ODFHIR any/{sent.decode('latin-1')}"}

    assert http.get("/api/v1/patients", headers=header).status_code == 200
    assert [one["office"] for one in http.get("/_mockod/offices").json["offices"]] == ["é"]
    assert len(http.get("/_mockod/requests?office=%C3%A9").json) == 1
    assert http.put("/_mockod/clock", json={"mode": "frozen"}, headers=header).json["mode"] == "frozen"
    assert http.get("/_mockod/clock?office=%C3%A9").json["mode"] == "frozen"


def test_a_key_whose_bytes_look_like_a_blank_is_a_key():
    http = create_app(Config(practice="tiny")).test_client()
    header = {"Authorization": f"ODFHIR any/{'à'.encode().decode('latin-1')}"}

    assert http.get("/api/v1/patients", headers=header).status_code == 200
    assert http.get("/_mockod/clock?office=%C3%A0").status_code == 200


@pytest.mark.parametrize("name", ["%E9", "%07", "%C2%85", "%1C", "%EF%BB%BF", "a%C2%A0b"])
def test_a_name_that_no_header_can_carry_is_no_key(name):
    refused = create_app(Config(practice="tiny")).test_client().post(f"/_mockod/reset?office={name}")

    assert (refused.status_code, refused.json["detail"]) == (
        400,
        "office is a customer key: up to 128 characters without blanks or slashes.",
    )
