"""Clients generated from the vendor's document compile and book an appointment: one in Python, one in TypeScript."""

from __future__ import annotations

import compileall
import importlib
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from conftest import application
from mockod.server import ServerThread
from support.paths import ROOT

pytestmark = pytest.mark.live

PAGE = (ROOT / "docs/openapi.md").read_text(encoding="utf-8")
PROGRAMS = {"mockod": "mockod", "openapi-python-client": "openapi_python_client"}
"""Commands of the page, and the modules that they are."""
KEYS = "ODFHIR any/generated"
NOBODY = 999_999
TOOLS = ("@hey-api/openapi-ts@0.95.0", "@apidevtools/swagger-parser@13.0.0", "typescript@5.9.3")
PATIENCE = 300
"""Seconds for a tool, or for all of them to come from their registry."""
CLIENT = Path(__file__).with_name("generated_client.ts")
VALIDATE = "import p from '@apidevtools/swagger-parser'; await p.validate('openapi.json'); console.log('valid')"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ServerThread(application("demo")) as server:
        yield server.url


def run(folder: Path, *command: str | Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def block(language: str) -> str:
    """What the page has in a language."""
    [found] = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    return found


def write_document(server: str, folder: Path) -> Path:
    path = folder / "openapi.json"
    path.write_bytes(requests.get(f"{server}/_mockod/opendental/openapi.json", timeout=60).content)
    return path


# ----- Python -----


@pytest.fixture(scope="module")
def python_client(server, tmp_path_factory) -> Iterator[None]:
    """The package ``office_client``, where Python finds it."""
    pytest.importorskip("openapi_python_client", reason="pip install '.[openapi]' brings openapi-python-client")
    folder = tmp_path_factory.mktemp("python")
    (folder / "config.json").write_text('{"post_hooks": []}')
    for line in block("sh").splitlines():
        command, *arguments = shlex.split(line)
        more = ["--config", "config.json"] if "generate" in arguments else []  # without its calls of a formatter
        told = run(folder, sys.executable, "-m", PROGRAMS[command], *arguments, *more)
        assert "warning" not in told.lower(), told
    sys.path.insert(0, str(folder))
    yield
    sys.path.remove(str(folder))


def test_a_generated_python_client_compiles_and_books(server, python_client):
    package = importlib.import_module("office_client")
    assert compileall.compile_dir(Path(package.__file__).parent, quiet=1)
    methods = {
        name: importlib.import_module(f"office_client.api.appointments.{name}")
        for name in ("create_appointment", "get_appointment_slots", "break_appointment")
    }
    models = importlib.import_module("office_client.models")

    with package.AuthenticatedClient(f"{server}/api/v1", KEYS, prefix="") as client:
        [slot, *_] = methods["get_appointment_slots"].sync(client=client, prov_num=1, op_num=1)
        wanted = models.CreateAppointmentBody(pat_num=11, op=slot.op_num, apt_date_time=slot.date_time_start)
        booked = methods["create_appointment"].sync(client=client, body=wanted)
        nobody = models.CreateAppointmentBody(pat_num=NOBODY, op=1, apt_date_time=slot.date_time_start)
        refused = methods["create_appointment"].sync(client=client, body=nobody)
        told = models.BreakAppointmentBody(send_to_unscheduled_list=models.Flag.FALSE)
        broken = methods["break_appointment"].sync_detailed(booked.apt_num, client=client, body=told)

    assert isinstance(booked, models.WrittenAppointment)
    assert (booked.apt_date_time, booked.apt_status) == (slot.date_time_start, models.AptStatus.SCHEDULED)
    assert refused == "Patient not found."
    assert broken.status_code == 200


def test_the_python_of_the_page_books(server, python_client):
    names: dict = {}
    code = block("python").replace("http://127.0.0.1:30222", server)
    exec(compile(code, "openapi.md", "exec"), names)
    names["client"].get_httpx_client().close()
    assert names["booked"].apt_date_time == "2030-01-15 09:00:00"


# ----- TypeScript -----


@pytest.fixture(scope="module")
def node_tools(server, tmp_path_factory) -> Path:
    """A folder with the tools and the document."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("there is no Node on this machine")
    folder = tmp_path_factory.mktemp("typescript")
    (folder / "package.json").write_text('{"private": true}')
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries=0", *TOOLS]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        pytest.skip("npm's registry does not answer in time")
    if done.returncode:
        pytest.skip(f"npm installs nothing here: {done.stderr.strip()[-300:]}")
    write_document(server, folder)
    return folder


def test_a_second_validator_finds_no_mistake(node_tools):
    assert run(node_tools, "node", "--input-type=module", "-e", VALIDATE) == "valid\n"


def test_a_generated_typescript_client_compiles_and_books(server, node_tools):
    tools = node_tools / "node_modules/.bin"
    run(node_tools, tools / "openapi-ts", "-i", "openapi.json", "-o", "generated", "-c", "@hey-api/client-fetch")
    shutil.copy(CLIENT, node_tools)
    options = "--strict --skipLibCheck --target es2022 --lib es2022,dom,dom.iterable --outDir built".split()
    run(node_tools, tools / "tsc", *options, "--module", "nodenext", "--moduleResolution", "nodenext", CLIENT.name)

    told = json.loads(run(node_tools, "node", "built/generated_client.js", server, KEYS))

    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", told["at"])
    assert told == {"at": told["at"], "status": "Scheduled", "why": "Patient not found.", "broken": 200}
