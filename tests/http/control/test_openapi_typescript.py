"""The control plane's document makes types that a TypeScript client can use: tried with openapi-typescript and tsc."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from mockod.app import create_app
from mockod.config import Config
from support.npm import PATIENCE, npm

TOOLS = ("openapi-typescript@7.13.0", "typescript@5.9.3")
CLIENT = Path(__file__).with_name("control_plane_types.ts")


@pytest.fixture(scope="module")
def tools(tmp_path_factory) -> Path:
    """A folder with both tools."""
    folder = tmp_path_factory.mktemp("typescript")
    (folder / "package.json").write_text('{"private": true}')
    npm(folder, "install", *TOOLS)
    return folder


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(
        [folder / "node_modules/.bin" / command[0], *command[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_strict_typescript_client_of_clock_faults_and_verify_compiles(tools):
    document = create_app(Config(practice="tiny")).test_client().get("/_mockod/openapi.json").json
    (tools / "openapi.json").write_text(json.dumps(document))
    shutil.copy(CLIENT, tools)

    run(tools, "openapi-typescript", "openapi.json", "--output", "control_plane.ts")
    run(
        tools,
        "tsc",
        "--strict",
        "--noEmit",
        "--target",
        "es2022",
        "--moduleResolution",
        "bundler",
        "--module",
        "esnext",
        "--lib",
        "es2022,dom",
        CLIENT.name,
    )
