"""Who may import whom: the lines between the layers, held by reading every import."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tokenize

import pytest

from support.paths import PACKAGE

ROOT = PACKAGE
MODULES = {
    ".".join(("mockod", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in ROOT.rglob("*.py")
}
V = "mockod.vendors.opendental"
T = "mockod.vendors.telehealth"
S = "mockod.vendors.superoffice"
ROOMS = (
    "mockod.seeding",
    "mockod.client",
    "mockod.log",
    "mockod.rest",
    "mockod.simulation",
    "mockod.conformance",
    "mockod.store",
    "mockod.scenario",
    "mockod.vendors.api_document",
    "mockod.vendors.webhooks",
    "mockod.vendors.vendor",
    "mockod.runtime",
    "mockod.control",
    *(
        f"{V}.{room}"
        for room in (
            "domain wire access engine resources practice resources.queries pipeline analysis openapi conformance"
            " shadow"
        ).split()
    ),
    *(f"{V}.control_adapter", f"{V}.command_line"),
    V,
    *(f"{T}.{room}" for room in "domain wire access practice resources pipeline openapi control_adapter".split()),
    T,
    *(
        f"{S}.{room}"
        for room in "domain wire access practice webhooks resources pipeline analysis control_adapter".split()
    ),
    f"{S}.command_line",
    S,
    "mockod.server",
    "mockod.config",
    "mockod.app",
    "mockod.shadow",
    "mockod.doctor",
    "mockod.cli",
    "mockod.testing",
    "mockod.adapters",
    "mockod.pytest_plugin",
)
"""From the ground up: a room imports rooms above it in this list and itself, never one below."""
HTTP_LIBRARIES = ("flask", "werkzeug", "uvicorn", "httptools", "h11")
PLATFORM = (
    *("mockod.app", "mockod.config", "mockod.control", "mockod.server", "mockod.store", "mockod.runtime", "mockod.cli"),
    *("mockod.log", "mockod.scenario", "mockod.conformance", "mockod.shadow", "mockod.doctor"),
    *("mockod.vendors.api_document", "mockod.vendors.webhooks", "mockod.vendors.vendor"),
)
"""The rooms that work for any vendor."""
VENDOR_WORDS = re.compile(
    r"""open.?dental|odfhir|\bod.?version|api/v1|econnector|userod
      | (?: apt | pat | prov | op | clinic | def | proc | code | recall | sched ule? | emp ) _? num \b
      | appointment | patient | operator(?:y|ies)\b | provider | hygienist | recall | dental | dentist""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words of a vendor: its name, its headers, its columns, its trade."""


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


@pytest.mark.parametrize("module", [module for vendor in (V, T, S) for module in below(f"{vendor}.domain")])
def test_the_domain_imports_the_standard_library_and_its_siblings_only(module):
    own = module[: module.index(".domain") + len(".domain")]
    for name in imports(module):
        assert name.partition(".")[0] in sys.stdlib_module_names or name.startswith(own), name


@pytest.mark.parametrize("module", [module for vendor in (V, T, S) for module in below(vendor)])
def test_no_vendor_knows_another(module):
    own = ".".join(module.split(".")[:3])
    vendors = {".".join(name.split(".")[:3]) for name in imports(module) if name.startswith("mockod.vendors.")}
    assert vendors <= {own, *PLATFORM}


def room_of(module: str) -> str | None:
    """The room that a module belongs to; None for the package itself."""
    inside = [room for room in ROOMS if module == room or module.startswith(f"{room}.")]
    return max(inside, key=len, default=None)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_room_imports_only_itself_and_what_lies_below(module):
    own = room_of(module)
    for name in imports(module):
        used = room_of(name)
        if own and used:
            assert ROOMS.index(used) <= ROOMS.index(own), name


@pytest.mark.parametrize("module", [m for m in MODULES if room_of(m) not in ("mockod.server", "mockod.app")])
def test_only_the_server_room_knows_an_http_library(module):
    assert not any(name.partition(".")[0] in HTTP_LIBRARIES for name in imports(module))


@pytest.mark.parametrize("module", [module for room in PLATFORM for module in below(room)])
def test_the_platform_knows_no_vendor(module):
    """No import, no identifier, no text, nor any comment: what is a vendor's is the vendor's to say."""
    known = {name for name in imports(module) if name.startswith("mockod.vendors.")}
    assert {name for name in known if name in MODULES} <= set(PLATFORM)
    source = MODULES[module].read_text(encoding="utf-8")
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in (tokenize.NAME, tokenize.STRING, tokenize.COMMENT):
            assert not VENDOR_WORDS.search(token.string), (token.start, token.string)


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


def test_a_served_site_imports_flask_the_control_plane_and_conform_only_when_something_asks_for_them():
    """Flask and the control plane are a fifth of a start, and API requests need none of them."""
    program = (
        "import sys; from mockod.app import create_site; from mockod.server.uvicorn_server import Server;"
        "from mockod.cli import main; Server(create_site());"
        "unwanted = ('flask', 'jinja2', 'mockod.control.api', 'mockod.conformance.suite', 'mockod.shadow');"
        "print([name for name in (*unwanted, 'sqlite3') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "['sqlite3']"


def test_a_further_vendor_is_loaded_when_it_is_first_called():
    program = (
        "import sys; from mockod.app import create_app; from mockod.config import Config;"
        "http = create_app(Config(practice='tiny')).test_client();"
        "there = lambda: [name for name in sys.modules if name.startswith('mockod.vendors.telehealth.pipeline')];"
        "answer = http.get('/api/v1/patients/1', headers={'Authorization': 'ODFHIR any/me'});"
        "found = http.get('/nothing', headers={'Host': 'elsewhere.test'});"
        "print(answer.status_code, found.status_code, bool(there()));"
        "http.get('/telehealth/v2/users'); print(bool(there()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["200", "404", "False", "True"]
