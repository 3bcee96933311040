"""The command line in this process, with what it prints and what it complains of kept apart."""

from __future__ import annotations

import inspect

from click.testing import CliRunner


def runner() -> CliRunner:
    """Keeps stdout and stderr apart, which click has always done since 8.2 and wants to be told before."""
    if "mix_stderr" in inspect.signature(CliRunner).parameters:
        return CliRunner(mix_stderr=False)
    return CliRunner()
