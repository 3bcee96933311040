"""Where the project's files lie."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "mockod"
PRACTICES = ROOT / "fixtures/practices"
EXAMPLES = ROOT / "fixtures/examples"
CONTRACT = ROOT / "tests/contract"
TLS = ROOT / "tests/support/tls"
