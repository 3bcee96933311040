"""Where an answer says that what was made is to be found."""

from __future__ import annotations

import json

import pytest

from mockod.rest.messages import Response
from mockod.server.rendering import location_of
from support.front import PARSERS, front, status_of

LABEL = "a" * 63
LONGEST = f"{LABEL}.{LABEL}.{LABEL}.{LABEL[2:]}:65535"


@pytest.mark.parametrize("host", ["localhost", "localhost:30222", "[::1]:30222", LABEL, f"{LABEL}:65535", LONGEST])
def test_the_host_is_the_one_that_the_client_named(host):
    assert location_of(Response(201, location="/v1/notes/1"), "http", host) == f"http://{host}/v1/notes/1"


@pytest.mark.parametrize("host", ["", f"{LABEL}a", f"{LABEL}a.example:80", LONGEST.replace(":", "a:")])
def test_where_that_is_no_name_of_a_host_it_is_this_machine(host):
    assert location_of(Response(201, location="/v1/notes/1"), "http", host) == "http://127.0.0.1/v1/notes/1"


@pytest.mark.live
@pytest.mark.parametrize("parser", PARSERS)
def test_a_client_that_names_a_host_too_long_hears_of_what_it_made(parser):
    body = {"LName": "Neu", "FName": "Nora"}
    with front(parser) as office:
        sent = office.raw("POST", "patients", body).replace(b"localhost", f"{LABEL}a".encode())
        with office.send("GET", "patients/1") as connection:
            assert status_of(connection) == 200
            connection.sendall(sent)
            came = b""
            while json.dumps(body)[1:-1].replace(" ", "").split(",")[0].encode() not in came:
                came += connection.recv(65_536)
    assert b"HTTP/1.1 201 Created" in came
    assert b"location: http://127.0.0.1/api/v1/patients/" in came
