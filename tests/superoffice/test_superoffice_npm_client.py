"""SuperOffice's own client for Node: it completes the life of an appointment, over a real socket.

The client is installed from the registry into a folder of this test; it is no dependency, and nothing of it is kept.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from support.serving import serving

CLIENT = "@superoffice/webapi@^12.4"
SCRIPT = Path(__file__).with_name("npm_client.js")
pytestmark = pytest.mark.live


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the client is installed in."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("Node is not installed, so SuperOffice's own client was not tried")
    folder = tmp_path_factory.mktemp("npm")
    (folder / "package.json").write_text('{"private": true}')
    install = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", CLIENT]
    done = subprocess.run(install, cwd=folder, capture_output=True, text=True, check=False, timeout=600)
    if done.returncode:
        pytest.skip(f"npm could not install {CLIENT}, so SuperOffice's own client was not tried")
    return folder


def _play(installed: Path, address: str) -> Any:
    node = ["node", str(SCRIPT), str(installed), address, "SAL0", "mockod"]
    done = subprocess.run(node, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_vendors_own_client_completes_an_appointments_life(installed: Path):
    with serving("--practice", "tiny", "--clock", "2026-03-02 07:00:00") as server:
        told = _play(installed, f"{server.root_url}/superoffice/Cust12345")
    assert told == {
        "default": [0, "inDiary", "SAL0", "Meeting", "2026-03-02T07:00:00.000Z"],
        "created": [1, "By the client", "2026-05-04T09:00:00.000Z", "2026-05-04T09:45:00.000Z"],
        "read": ["By the client", 0, 15, "All"],
        "replaced": ["Replaced by the client", "Room 2", "2026-05-04T09:00:00.000Z", "SAL0"],
        "patched": ["Completed", "Replaced by the client"],
        "merged": ["Merged", "Replaced by the client"],
        "listed": [
            {"PrimaryKey": 1, "EntityName": "appointment", "appointmentId": 1, "text": "Merged", "completed": True}
        ],
        "gone": [404, "SoNotFoundException"],
    }


def test_it_finds_an_office_that_is_served_below_the_root(installed: Path):
    with serving("--practice", "tiny", "--vendor", "superoffice", "--clock", "2026-03-02 07:00:00") as server:
        told = _play(installed, f"{server.root_url}/Cust12345")
    assert told["gone"] == [404, "SoNotFoundException"]
