"""Who may command: the token where one is set, and no page of another site in somebody's browser."""

from __future__ import annotations

import pytest

from mockod.app import create_app
from mockod.config import Config, ConfigError, read_config
from mockod.control import auth
from mockod.control.auth import Guard
from mockod.rest.errors import ApiError

KEYS = {"Authorization": "ODFHIR any/office"}
TOKEN = "s3cret-of-a-test"


def application(**options):
    # Without cookies, for whose sake older test clients refuse to send a Host that is none.
    return create_app(Config(practice="tiny", **options)).test_client(use_cookies=False)


@pytest.fixture(scope="module")
def guarded():
    return application(token=TOKEN)


@pytest.fixture(scope="module")
def http():
    return application()


@pytest.mark.parametrize("given", [None, "", "S3CRET-OF-A-TEST", TOKEN[:-1], f"{TOKEN} x", "ü", "\x80\xff"])
@pytest.mark.parametrize("call", ["GET /clock", "PUT /clock", "POST /reset", "GET /nothing", "PATCH /clock"])
def test_without_the_token_nothing_is_told_or_done(guarded, given, call):
    method, path = call.split()
    headers = {} if given is None else {"X-Mockod-Token": given}

    refused = guarded.open(f"/_mockod{path}", method=method, headers=headers, json={"mode": "frozen"})

    assert (refused.status_code, refused.content_type) == (401, "application/problem+json; charset=utf-8")
    assert refused.json["detail"] == "X-Mockod-Token is missing or wrong."
    assert guarded.get("/_mockod/clock", headers={"X-Mockod-Token": TOKEN}).json["mode"] == "running"


def test_with_the_token_all_is_as_without_a_guard(guarded):
    token = {"X-Mockod-Token": TOKEN}

    assert guarded.get("/_mockod/clock", headers=token).status_code == 200
    assert guarded.get("/_mockod/nothing", headers=token).status_code == 404
    assert guarded.get("/_mockod/openapi.json", headers=token).status_code == 200
    assert guarded.get("/_mockod/openapi.json").status_code == 401


def test_health_readiness_and_the_simulated_api_want_no_token(guarded):
    assert guarded.get("/_mockod/ready").json["ready"] is True
    assert guarded.get("/_mockod/health").status_code == 200
    assert guarded.get("/_mockod/HEALTH/").status_code == 200
    assert guarded.get("/api/v1/patients", headers=KEYS).status_code == 200


def test_a_server_without_a_token_takes_any(http):
    assert http.get("/_mockod/clock", headers={"X-Mockod-Token": "whatever"}).status_code == 200


@pytest.mark.parametrize("token", ["two words", "ü", "x" * 257, "tab\t"])
def test_a_token_that_no_header_can_carry_is_refused_at_start(token):
    with pytest.raises(ConfigError, match=r"^--token: a token is 1 to 256 visible ASCII characters"):
        read_config({"token": token})


def test_a_token_is_not_in_what_is_shown_of_a_configuration():
    assert TOKEN not in repr(read_config({"token": TOKEN}))


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "Cross-Site", "Sec-Fetch-Mode": "no-cors"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "http://localhost:30222", "Host": "127.0.0.1:30222"},
        {"Origin": "null"},
        {"Origin": "localhost"},
        {"Origin": "://"},
        {"Origin": "http://localhost", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-origin", "Host": "rebound.example:30222"},
        {"Origin": "http://rebound.example:30222", "Host": "rebound.example:30222"},
        {"User-Agent": "Mozilla/5.0 (X11; Linux)", "Host": "rebound.example"},
        {"User-Agent": " Mozilla/5.0 (X11; Linux)", "Host": "rebound.example"},
        {"User-Agent": "Opera/9.80 Mozilla/5.0 (X11; Linux)", "Host": "rebound.example"},
        {"Sec-Fetch-Site": "\tcross-site "},
        {"Sec-Fetch-Dest": "document", "Host": "rebound.example"},
        {"User-Agent": "Mozilla/5.0 PowerShell/7.4.1", "Origin": "https://elsewhere.example"},
        {"User-Agent": "Mozilla/5.0 PowerShell/7.4.1", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-origin", "Host": "192.168.1.7:30222"},
        {"Sec-Fetch-Site": "same-origin", "Host": "127.0.0.1.rebound.example"},
    ],
)
@pytest.mark.parametrize("path", ["clock", "health", "nothing"])
def test_a_page_of_another_site_or_name_commands_nothing(http, headers, path):
    refused = http.put(f"/_mockod/{path}", json={"mode": "frozen"}, headers=headers)

    assert (refused.status_code, refused.content_type) == (403, "application/problem+json; charset=utf-8")
    assert http.get("/_mockod/clock").json["mode"] == "running"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Host": "mockod:30222"},
        {"Host": "192.168.1.7:30222"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Host": "127.0.0.1:30222"},
        {"Sec-Fetch-Site": "same-origin", "Host": "127.8.8.8"},
        {"Sec-Fetch-Site": "same-origin", "Host": "[::1]:30222"},
        {"Sec-Fetch-Site": "same-origin", "Host": "me.localhost"},
        {"Origin": "http://localhost"},
        {"Origin": "http://LOCALHOST:80", "Host": "localhost"},
        {"Origin": "http://127.0.0.1:30222", "Host": "127.0.0.1:30222"},
        {"Origin": "https://localhost", "Host": "localhost:443"},
    ],
)
def test_programs_and_our_own_pages_may(http, headers):
    assert http.get("/_mockod/clock", headers=headers).status_code == 200


def test_the_simulated_api_is_not_guarded(http):
    headers = {**KEYS, "Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}
    assert http.get("/api/v1/patients", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("options", "host", "status"),
    [
        ({"allowed-hosts": "mockod, mock.example"}, "mockod:30222", 200),
        ({"allowed-hosts": "mockod,MOCK.example"}, "mock.example", 200),
        ({"allowed-hosts": "mockod"}, "mockod.example", 403),
        ({"host": "192.168.1.7"}, "192.168.1.7:30222", 200),
        ({"host": "192.168.1.7"}, "192.168.1.8:30222", 403),
        ({"host": "0.0.0.0"}, "192.168.1.8:30222", 200),
        ({"host": "::"}, "[fd00::8]:30222", 200),
        ({"host": "0.0.0.0"}, "rebound.example:30222", 403),
    ],
)
def test_the_bound_address_and_allowed_names_are_ours(options, host, status):
    http = create_app(read_config({"practice": "tiny", **options})).test_client()

    assert http.get("/_mockod/clock", headers={"Sec-Fetch-Site": "same-origin", "Host": host}).status_code == status


@pytest.mark.parametrize("names", ["http://mockod", "a b", "mockod/x", "*"])
def test_an_allowed_host_that_is_none_is_refused_at_start(names):
    with pytest.raises(ConfigError, match=r"^--allowed-hosts: '.*' is no host name"):
        read_config({"allowed-hosts": f"fine,{names}"})


def test_tokens_are_compared_in_constant_time(monkeypatch):

    compared = []
    monkeypatch.setattr(auth, "compare_digest", lambda one, other: compared.append((one, other)) or False)

    with pytest.raises(ApiError):
        Guard("token").check({"X-Mockod-Token": "guess"})
    assert compared == [(b"guess", b"token")]


@pytest.mark.parametrize(
    "client",
    [
        "Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1.19041.1",
        "Mozilla/5.0 (Windows NT 10.0; Microsoft Windows 10.0.19045; en-US) PowerShell/7.4.1",
    ],
)
def test_powershell_is_no_browser(http, client):
    headers = {"User-Agent": client, "Host": "mockod:30222"}

    assert http.get("/_mockod/clock", headers=headers).status_code == 200


def test_a_token_may_have_blanks_around_it(guarded):
    assert guarded.get("/_mockod/clock", headers={"X-Mockod-Token": f" \t{TOKEN} "}).status_code == 200


@pytest.mark.parametrize("host", ["", ":::"])
def test_a_server_told_no_address_is_not_called_by_none(host):
    """Asked of the guard itself, as test clients of older Werkzeugs send no Host that is none."""
    with pytest.raises(ApiError, match="by that name"):
        Guard().check({"User-Agent": "Mozilla/5.0", "Host": host})
    with pytest.raises(ApiError, match="by that name"):
        Guard().check({"Sec-Fetch-Site": "same-origin", "Host": host})


def test_a_program_on_node_is_no_browser(http):
    headers = {"Sec-Fetch-Mode": "cors", "User-Agent": "node", "Host": "mockod:30222"}

    assert http.get("/_mockod/clock", headers=headers).status_code == 200


@pytest.mark.parametrize("called", ["POST /reset", "GET /health", "GET /clock", "DELETE /offices", "GET /nothing"])
def test_a_webhook_delivery_commands_no_server(http, called):
    method, path = called.split()

    refused = http.open(f"/_mockod{path}", method=method, headers={"User-Agent": "mockod", "Authorization": "office"})

    assert (refused.status_code, refused.json["detail"]) == (403, "A webhook delivery may not command this server.")


def test_a_script_that_calls_itself_after_mockod_is_no_delivery(http):
    assert http.get("/_mockod/clock", headers={"User-Agent": "mockod-tests/1.0"}).status_code == 200
