"""The steps of the GitHub action as one shell script, which runs each as GitHub's runner does.

``python -m support.action_steps port=0 clock=now`` prints it, with these inputs. It wants the runner's variables:
RUNNER_TEMP, GITHUB_ACTION_PATH, GITHUB_OUTPUT, GITHUB_ENV and GITHUB_PATH.
"""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Mapping
from typing import Any

import yaml

from support.paths import ROOT

ACTION: Mapping[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
_INPUT = re.compile(r"\$\{\{ inputs\.([\w-]+) \}\}")


def script(**inputs: str) -> str:
    """``inputs`` by name, ``ready_dir`` for ready-dir; the others have their defaults."""
    given = {name.replace("_", "-"): value for name, value in inputs.items()}
    values = {name: declared["default"] for name, declared in ACTION["inputs"].items()} | given
    lines = ["set -euo pipefail", 'touch "$GITHUB_PATH" "$GITHUB_OUTPUT" "$GITHUB_ENV"']
    for step in ACTION["runs"]["steps"]:
        variables = {name: _INPUT.sub(lambda found: values[found[1]], text) for name, text in step["env"].items()}
        named = " ".join(f"{name}={shlex.quote(value)}" for name, value in variables.items())
        lines.append('while read -r folder; do PATH="$folder:$PATH"; done < "$GITHUB_PATH"')
        lines.append(f"env {named} bash --noprofile --norc -eo pipefail -c {shlex.quote(step['run'])}")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    print(script(**dict(word.split("=", 1) for word in sys.argv[1:])))  # noqa: T201
