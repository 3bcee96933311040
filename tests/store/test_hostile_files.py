"""Files that mean harm, sent as snapshots or laid into a data folder: refused in words, in time, with little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from support.hostile_files import HOSTILE, LARGE
from support.paths import ROOT

MOST_SECONDS = 2.0
"""Of the processor's time."""
MOST_MEGABYTES = 100


def played(*arguments: str) -> dict[str, dict[str, Any]]:
    """What came of each file, by name."""
    command = [sys.executable, "-m", "support.hostile_run", *arguments]
    done = subprocess.run(command, cwd=ROOT / "tests", capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return {one.pop("name"): one for one in map(json.loads, done.stdout.splitlines())}


def test_every_hostile_file_that_is_sent_is_refused_in_time_and_the_office_is_as_it_was():
    results = played("sent")

    assert results.keys() == HOSTILE.keys()
    assert len(results) >= 90
    assert {name: one for name, one in results.items() if one["status"] != 400 or not one["untouched"]} == {}
    assert {name: one for name, one in results.items() if one["seconds"] > MOST_SECONDS} == {}
    assert {name: one for name, one in results.items() if one["grown"] > MOST_MEGABYTES} == {}
    assert {name: one for name, one in results.items() if len(one["text"]) > 600} == {}


def test_every_hostile_file_in_a_data_folder_is_told_or_harmless_and_a_reset_mends_it(tmp_path):
    results = played("found", str(tmp_path))

    assert results.keys() == HOSTILE.keys() - LARGE.keys()
    assert {name: one for name, one in results.items() if not set(one["statuses"]) <= {200, 400}} == {}
    refused = {name for name, one in results.items() if "cannot be used (" in one["text"]}
    assert {name for name in HOSTILE if name.startswith(("a view", "a trigger", "a virtual", "facts are"))} <= refused
    assert {name: one for name, one in results.items() if (one["reset"], one["after"]) != (200, [])} == {}
