"""Who may import whom: the lines between the layers, held by reading every import."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "mockod"
MODULES = {
    ".".join(("mockod", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in ROOT.rglob("*.py")
}
DOORS = ("mockod.app", "mockod.server.asgi", "mockod.server.uvicorn_server")
PLATFORM = {
    "mockod.runtime.request_queue",
    "mockod.simulation.scheduler",
    "mockod.simulation.webhook_status",
    "mockod.rest.messages",
    "mockod.simulation.clock",
    "mockod.store.connection",
    "mockod.runtime.webhook_sender",
    "mockod.store.diff",
    "mockod.rest.endpoint",
    "mockod.simulation.faults",
    "mockod.store.images",
    "mockod.simulation.journal",
    "mockod.rest.json_codec",
    "mockod.store.migration",
    "mockod.store.office",
    "mockod.store.database_file",
    "mockod.store.registry",
    "mockod.runtime.pinned_http",
    "mockod.store.practice_file",
    "mockod.rest.validation",
    "mockod.store.bundled",
    "mockod.store.snapshot_file",
    "mockod.store.snapshots",
    "mockod.simulation.rate_limiter",
    "mockod.simulation.verification",
    "mockod.runtime.time_travel",
    "mockod.rest.schema",
}
"""The parts that serve any vendor."""


def imports(module: str) -> set[str]:
    """Every module that ``module`` imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(name for alias in node.names if (name := f"{node.module}.{alias.name}") in MODULES)
    return found


def below(prefix: str) -> list[str]:
    return sorted(module for module in MODULES if module == prefix or module.startswith(f"{prefix}."))


@pytest.mark.parametrize("module", below("mockod.opendental.domain"))
def test_the_domain_imports_the_standard_library_and_its_siblings_only(module):
    for name in imports(module):
        assert name.partition(".")[0] in sys.stdlib_module_names or name.startswith("mockod.opendental.domain"), name


@pytest.mark.parametrize("module", sorted(PLATFORM))
def test_the_platform_names_no_vendor_no_door_and_no_control_plane(module):
    for name in imports(module):
        assert not name.startswith(
            ("mockod.opendental", "mockod.control", "mockod.app", "mockod.server.uvicorn_server", "flask")
        ), name


@pytest.mark.parametrize("module", below("mockod.opendental"))
def test_the_vendor_knows_no_flask_no_control_plane_and_no_configuration(module):
    for name in imports(module):
        assert not name.startswith(("flask", "werkzeug", "uvicorn", "mockod.control", "mockod.app", "mockod.config")), (
            name
        )


@pytest.mark.parametrize("module", [module for module in MODULES if module not in DOORS])
def test_only_the_doors_know_flask(module):
    assert not any(name.startswith(("flask", "werkzeug")) for name in imports(module))


@pytest.mark.parametrize("module", [module for module in MODULES if module != "mockod.simulation.clock"])
def test_only_the_clock_asks_for_the_time(module):
    asked = {"now", "today", "utcnow", "time", "monotonic"}
    clocks = {"datetime", "date", "time"}
    for node in ast.walk(ast.parse(MODULES[module].read_text())):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            assert not (node.func.value.id in clocks and node.func.attr in asked), ast.unparse(node)


@pytest.mark.parametrize("path", sorted(MODULES.values()), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_outgrows_its_subject(path):
    assert len(path.read_text().splitlines()) <= 400
