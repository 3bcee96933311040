"""docs/container.md: what it shows parses, and says what is so."""

from __future__ import annotations

import ast
import re

import pytest
import yaml

from mockod import vendors
from mockod._version import __version__
from mockod.app import create_app
from mockod.cli.main import main
from mockod.config import PORT, Config
from mockod.store.practice_file import REMOVE
from support.action_steps import ACTION
from support.paths import ROOT

PAGE = (ROOT / "docs/container.md").read_text(encoding="utf-8")
SNIPPETS = ("python", "js", "java", "go", "csharp")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


YAML = [yaml.safe_load(block) for block in blocks("yaml")]
FRAGMENTS = [(re.match(r"# (\S+)\n", block)[1], block) for block in blocks("yaml") if block.startswith("# ")]


def test_the_fragments_make_a_server_ready(tmp_path):
    for name, content in FRAGMENTS:
        (tmp_path / name).write_text(content)
    client = create_app(Config(practice="demo", ready_dir=tmp_path)).test_client()
    keys = {"Authorization": "ODFHIR any/office"}

    assert [name for name, _ in FRAGMENTS] == sorted(name for name, _ in FRAGMENTS)
    assert REMOVE in yaml.safe_load(FRAGMENTS[-1][1])
    (ana,) = client.get("/api/v1/patients?LName=Rivera", headers=keys).json
    assert len(client.get(f"/api/v1/appointments?PatNum={ana['PatNum']}", headers=keys).json) == 1


def test_the_job_of_github_gives_the_action_what_it_takes_and_takes_what_it_gives():
    (job,) = [document["jobs"]["test"] for document in YAML if "jobs" in document]
    (use,) = [step for step in job["steps"] if "mockod@" in step.get("uses", "")]
    taken = re.findall(r"steps\.mockod\.outputs\.([\w-]+)", str(job))

    assert use["uses"].endswith(f"@v{__version__}")
    assert set(use["with"]) <= set(ACTION["inputs"])
    assert taken
    assert set(taken) <= set(ACTION["outputs"])


def test_every_input_and_output_of_the_action_is_told():
    assert [name for name in (*ACTION["inputs"], *ACTION["outputs"]) if f"`{name}`" not in PAGE] == []


def test_the_job_of_gitlab_calls_the_service_by_its_alias():
    (job,) = [document["test"] for document in YAML if "test" in document]
    (service,) = job["services"]

    assert job["variables"]["OPENDENTAL_URL"] == f"http://{service['alias']}:{PORT}{vendors.default().base_path}"


@pytest.mark.parametrize("language", SNIPPETS)
def test_a_snippet_starts_the_image_waits_for_it_and_has_the_base_url(language):
    (code,) = blocks(language)

    assert f'"mockod:{__version__}"' in code
    assert set(re.findall(r"\b3\d{4}\b", code)) == {str(PORT)}
    assert '"/_mockod/ready"' in code
    assert vendors.default().base_path in code


def test_the_snippet_in_python_is_python():
    assert ast.parse(blocks("python")[0])


def test_images_have_the_version_that_this_is():
    assert set(re.findall(r"mockod:(\d+\.[\w.]*)", PAGE)) == {__version__}


def test_commands_are_there():
    named = set(re.findall(r"`(?:docker exec NAME )?mockod ([a-z-]+)", PAGE))

    assert named >= {"health", "doctor", "journal"}
    assert [name for name in sorted(named) if main.get_command(None, name) is None] == []


def test_what_it_links_to_is_there():
    links = re.findall(r"\]\(([^)#]+)", PAGE)

    assert links
    assert [link for link in links if not (ROOT / "docs" / link).exists()] == []
