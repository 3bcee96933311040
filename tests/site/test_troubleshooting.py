"""docs/troubleshooting.md quotes what mockod really says."""

from __future__ import annotations

import socket

import pytest

from conftest import application, new_office
from mockod.app import create_app
from mockod.config import read_config
from support.pages import DOCS
from support.serving import refused_start

PAGE = (DOCS / "troubleshooting.md").read_text("utf-8")


def row(status: int, text: str) -> str:
    return f"| {status} `{text}` |"


def test_keys_that_are_not_well_formed():
    answer = application("tiny").test_client().get("/api/v1/patients", headers={"Authorization": "Bearer x"})
    assert row(answer.status_code, answer.json) in PAGE


def test_keys_that_are_not_listed(tmp_path):
    keys = tmp_path / "keys.yaml"
    keys.write_text("keys: [{developer: a, customer: b}]")
    client = create_app(read_config({"keys": str(keys), "practice": "tiny"})).test_client()
    answer = client.get("/api/v1/patients", headers={"Authorization": "ODFHIR any/other"})
    assert row(answer.status_code, answer.json) in PAGE


def test_a_base_url_without_its_path():
    answer = application("tiny").test_client().get("/patients/1")
    assert answer.status_code == 404
    assert "the API is at /api/v1" in answer.text
    assert "| 404 on every path |" in PAGE


def test_a_control_call_without_the_token():
    answer = create_app(read_config({"token": "secret", "practice": "tiny"})).test_client().get("/_mockod/clock")
    assert f"| {answer.status_code} below `/_mockod` | the server wants `--token` |" in PAGE


def test_a_browser_that_calls_by_another_name():
    office = new_office()
    answer = office.http.get("/_mockod/clock", headers={"Host": "other.example", "Origin": "http://other.example"})
    assert f"| {answer.status_code} below `/_mockod` | the browser" in PAGE


@pytest.mark.live
def test_a_port_that_is_taken():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told = refused_start("--port", str(taken.getsockname()[1]))
    assert "cannot listen on 127.0.0.1:" in told
    assert "`cannot listen on 127.0.0.1:30222`" in PAGE
