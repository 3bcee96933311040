"""compose.yaml, the Kubernetes manifest and the workflows: they parse, and say what is so."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
import yaml

from mockod import vendors
from mockod._version import __version__
from mockod.app import create_app
from mockod.cli.environment import warnings
from mockod.cli.main import main
from mockod.config import PORT, Config
from support.control_routes import CONTROL
from support.paths import ROOT
from support.serving import serving

BASE_PATH = vendors.default().base_path
IMAGE = f"mockod:{__version__}"
CONTROL_PATHS = {f"/_mockod/{endpoint.path}" for endpoint in CONTROL.endpoints if endpoint.method == "GET"}


def document(path: str):
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


class TestCompose:
    services = document("compose.yaml")["services"]

    def test_the_client_calls_the_server_by_its_name_once_that_is_healthy(self):
        client = self.services["client"]

        assert client["environment"]["OPENDENTAL_URL"] == f"http://mockod:{PORT}{BASE_PATH}"
        assert client["depends_on"] == {"mockod": {"condition": "service_healthy"}}
        assert client["image"] == self.services["mockod"]["image"] == IMAGE

    def test_the_server_is_allowed_nothing_and_open_to_this_machine_alone(self):
        server = self.services["mockod"]

        assert server["read_only"] is True
        assert server["cap_drop"] == ["ALL"]
        assert server["ports"] == [f"127.0.0.1:{PORT}:{PORT}"]
        assert warnings(main, server["environment"]) == []

    def test_what_it_mounts_is_there(self):
        mounts = [mount.split(":")[0] for service in self.services.values() for mount in service["volumes"]]

        assert [path for path in mounts if not (ROOT / path).exists()] == []

    @pytest.mark.live
    def test_its_client_books_at_a_server_that_its_folder_made_ready(self):
        with serving("--ready-dir", str(ROOT / "deploy/compose/ready.d"), "--clock", "2026-03-02 07:00:00") as server:
            done = subprocess.run(
                [sys.executable, str(ROOT / "deploy/compose/client.py")],
                env={**os.environ, "OPENDENTAL_URL": server.base_url},
                capture_output=True,
                text=True,
                timeout=60,
            )

        assert done.stderr == ""
        assert done.stdout == "Ana Rivera is booked at 2026-03-02 08:50:00.\n"


class TestKubernetes:
    config, deployment, service = yaml.safe_load_all((ROOT / "deploy/kubernetes/mockod.yaml").read_text("utf-8"))
    pod = deployment["spec"]["template"]["spec"]
    (container,) = pod["containers"]

    def test_it_runs_the_image_where_nothing_is_allowed(self):
        allowed = self.container["securityContext"]

        assert self.container["image"] == IMAGE
        assert self.pod["securityContext"]["runAsNonRoot"] is True
        assert allowed["readOnlyRootFilesystem"] is True
        assert allowed["allowPrivilegeEscalation"] is False
        assert allowed["capabilities"] == {"drop": ["ALL"]}

    def test_probes_ask_what_there_is(self):
        probes = [self.container[name]["httpGet"] for name in ("startupProbe", "readinessProbe", "livenessProbe")]

        assert {probe["path"] for probe in probes} <= CONTROL_PATHS
        assert {probe["port"] for probe in probes} == {self.container["ports"][0]["name"]}

    def test_the_service_leads_to_the_pod(self):
        assert self.service["spec"]["selector"] == self.deployment["spec"]["template"]["metadata"]["labels"]
        assert self.service["spec"]["ports"][0]["port"] == self.container["ports"][0]["containerPort"] == PORT

    def test_its_variables_are_options(self):
        assert warnings(main, {variable["name"]: variable["value"] for variable in self.container["env"]}) == []

    def test_what_it_mounts_makes_a_server_ready(self, tmp_path):
        for name, content in self.config["data"].items():
            (tmp_path / name).write_text(content)
        client = create_app(Config(practice="tiny", ready_dir=tmp_path)).test_client()

        found = client.get(f"{BASE_PATH}/patients?LName=Rivera", headers={"Authorization": "ODFHIR a/b"})
        assert [patient["FName"] for patient in found.json] == ["Ana"]


WORKFLOWS = {path.name: document(f".github/workflows/{path.name}") for path in (ROOT / ".github/workflows").glob("*")}


def steps(workflow):
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


class TestWorkflows:
    @pytest.mark.parametrize("name", sorted(WORKFLOWS))
    def test_what_it_runs_of_the_checkout_is_there(self, name):
        programs = [word for step in steps(WORKFLOWS[name]) for word in re.findall(r"\.ci/\w+", step.get("run", ""))]

        assert programs
        assert [program for program in programs if not os.access(ROOT / program, os.X_OK)] == []

    @pytest.mark.parametrize("name", sorted(WORKFLOWS))
    def test_it_may_read_and_nothing_else_and_ends_in_time(self, name):
        assert WORKFLOWS[name]["permissions"] == {"contents": "read"}
        assert all(job["timeout-minutes"] <= 90 for job in WORKFLOWS[name]["jobs"].values())

    def test_a_release_is_published_by_trust_and_no_password(self):
        text = (ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8")
        publish = WORKFLOWS["release.yml"]["jobs"]["publish"]

        assert "secrets." not in text
        assert publish["permissions"] == {"id-token": "write"}
        assert publish["needs"] == "build"
        assert publish["environment"]

    def test_the_version_has_a_dated_section_at_the_top_of_the_changelog(self):
        first = re.search(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)[1]

        assert re.fullmatch(rf"\[{re.escape(__version__)}\] - 20\d\d-\d\d-\d\d", first) or first == "[Unreleased]"

    def test_ci_uses_the_action_with_inputs_that_it_has(self):
        action = document("action.yml")
        (use,) = [step for step in steps(WORKFLOWS["ci.yml"]) if step.get("uses") == "./"]

        assert set(use["with"]) <= set(action["inputs"])
