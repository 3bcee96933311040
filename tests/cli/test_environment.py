"""Variables of the environment: which are options, which are somebody else's, and which are misspelt."""

from __future__ import annotations

import pytest

from mockod.cli import main as command_line_module
from mockod.cli.environment import warnings
from mockod.cli.main import main
from mockod.config import ConfigError
from support.command_line import runner

SERVICE_LINKS = {
    "MOCKOD_PORT": "tcp://10.0.0.1:30222",
    "MOCKOD_SERVICE_HOST": "10.0.0.1",
    "MOCKOD_SERVICE_PORT": "30222",
    "MOCKOD_SERVICE_PORT_HTTP": "30222",
    "MOCKOD_PORT_30222_TCP": "tcp://10.0.0.1:30222",
    "MOCKOD_PORT_30222_TCP_PROTO": "tcp",
    "MOCKOD_PORT_30222_TCP_PORT": "30222",
    "MOCKOD_PORT_30222_TCP_ADDR": "10.0.0.1",
    "MOCKOD_PORT_53_UDP": "udp://10.0.0.1:53",
    "MOCKOD_STAGING_SERVICE_HOST": "10.0.0.2",
    "MOCKOD_STAGING_PORT": "tcp://10.0.0.2:30222",
    "MOCKOD_STAGING_PORT_30222_TCP_ADDR": "10.0.0.2",
}
"""What Kubernetes sets in every container for two Services, mockod and mockod-staging."""
DOCKER_LINK = {"MOCKOD_NAME": "/web/mockod", "MOCKOD_ENV_PATH": "/usr/bin", "MOCKOD_PORT": "tcp://172.17.0.5:30222"}


@pytest.fixture
def start(monkeypatch):
    """What a server would start with: options and the variables they came from; and what is printed."""

    def start(*words, **environment):
        given = {}

        def read(options, served, variables):
            given.update({name: value for name, value in options.items() if value is not None})
            given["variables"] = dict(variables)
            raise ConfigError("--not: started")

        monkeypatch.setattr(command_line_module, "read_config", read)
        done = runner().invoke(main, ["serve", *words], env={"PORT": None, **environment})
        return given, done.stderr.removesuffix("mockod: --not: started\n")

    return start


@pytest.mark.parametrize("links", [SERVICE_LINKS, DOCKER_LINK], ids=["kubernetes", "docker"])
def test_what_kubernetes_and_docker_set_for_a_service_of_our_name_is_passed_over(start, links):
    assert start(**links) == ({"variables": {}}, "")
    given, printed = start(**links, PORT="8080", MOCKOD_CLOCK="now")
    assert (given["port"], given["clock"], printed) == ("8080", "now", "")


@pytest.mark.parametrize("scheme", ["tcp", "udp", "sctp"])
@pytest.mark.parametrize("variable", ["MOCKOD_HOST", "MOCKOD_PORT", "MOCKOD_KEYS", "MOCKOD_MODE", "PORT"])
def test_no_option_takes_such_an_address(start, scheme, variable):
    assert start(**{variable: f"{scheme}://10.0.0.1:1"}) == ({"variables": {}}, "")


def test_a_value_tells_the_variable_that_it_came_from(start):
    given, _ = start("--mode", "remote", MOCKOD_MODE="local", MOCKOD_DATA_DIR="d", PORT="1", MOCKOD_SERVE_CLOCK="now")

    assert (given["mode"], given["data-dir"], given["port"]) == ("remote", "d", "1")
    assert given["variables"] == {"data-dir": "MOCKOD_DATA_DIR", "port": "PORT", "clock": "MOCKOD_SERVE_CLOCK"}


def test_an_empty_variable_is_none(start):
    assert start(MOCKOD_PORT="", MOCKOD_EVICT_IDLE="") == ({"variables": {}}, "")


def test_a_switch_may_be_a_variable_too(start):
    assert start(MOCKOD_EVICT_IDLE="on")[0]["evict_idle".replace("_", "-")] == "on"
    assert start("--evict-idle")[0]["evict-idle"] == "on"


@pytest.mark.parametrize("command", [["serve"], ["coverage", "--summary"], ["clock", "--url", "ftp://nowhere"]])
def test_an_unknown_variable_is_named_in_a_warning_by_every_command(start, command):
    environment = {"MOCKOD_PRACTISE": "tiny", "MOCKOD_OFICE": "b", "MOCKOD_ZZZZ": "1", "MOCKOD_OFFICE": "b"}
    start()  # so that serve starts nothing
    done = runner().invoke(main, command, env=environment)

    assert done.stderr.splitlines()[:3] == [
        "mockod: warning: MOCKOD_OFICE is no variable of mockod; MOCKOD_OFFICE was meant?",
        "mockod: warning: MOCKOD_PRACTISE is no variable of mockod; MOCKOD_PRACTICE was meant?",
        "mockod: warning: MOCKOD_ZZZZ is no variable of mockod",
    ]


def test_every_option_of_every_command_is_a_known_variable():
    known = ["MOCKOD_URL", "MOCKOD_TOKEN", "MOCKOD_OFFICE", "MOCKOD_LOCK_TIMEOUT", "MOCKOD_CLOCK_ADVANCE_DAYS"]
    told = warnings(main, dict.fromkeys([*known, "MOCKOD_MODE", "MOCKOD_ALLOWED_HOSTS", "OTHER"], "x"))

    assert [one.split()[0] for one in told] == ["MOCKOD_LOCK_TIMEOUT"]
