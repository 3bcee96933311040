"""The README is short, true, and leads to the pages of docs/; its code is run by tests/site/test_code_blocks.py."""

from __future__ import annotations

import re

import pytest

from conftest import application
from mockod.vendors.opendental.analysis import coverage
from mockod.vendors.opendental.resources import FORM_ROUTES, ROUTES
from support.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def test_the_commands_of_a_fresh_checkout_are_those_that_ci_runs():
    install, test = (next(block for block in blocks("sh") if end in block) for end in ("mockod serve", "[test]"))
    ci = (ROOT / ".ci/run").read_text()

    assert install.strip() == "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/mockod serve"
    assert test.strip() == "python3 -m venv .venv && .venv/bin/pip install '.[test]' && .venv/bin/pytest"
    assert "pip '.[test]'" in ci
    assert "venv/bin/pytest" in ci


def test_the_page_of_endpoints_is_the_one_that_the_tables_make():
    page = (ROOT / "docs/endpoints.md").read_text("utf-8")

    assert page == coverage.endpoints_page()
    rows = [(e, f"/api/v1/{e.path}") for e in ROUTES.endpoints] + [(e, f"/api/{e.path}") for e in FORM_ROUTES.endpoints]
    for e, path in rows:
        versions = f"{e.since}, until {e.until}" if e.until else e.since
        assert f"| {e.method} | `{path}` | {versions} | {e.permission} | {e.basis.value} |" in page


def test_the_summary_of_the_rules_is_what_the_command_prints_below_that_of_the_endpoints():
    rows = coverage.covered()
    endpoints, *rules = coverage.summary(rows).splitlines()[2:]
    page = (ROOT / "docs/fidelity.md").read_text("utf-8")

    assert coverage.summary(row for row in rows if row.kind != "endpoint") in page
    assert endpoints.startswith("| Endpoints |")
    assert "\n".join([endpoints, *rules]) in coverage.as_text()


def test_it_stays_short_and_links_to_the_pages():
    linked = set(re.findall(r"\]\(docs/([^)#]+)", README))

    assert len(README.splitlines()) <= 150
    assert [page for page in sorted(linked) if not (ROOT / "docs" / page).is_file()] == []
    assert len(linked) > 15


def test_every_answer_carries_its_basis():
    client = application("tiny").test_client()

    for path in ("/api/v1/patients", "/api/v1/nothing", "/_mockod/health", "/", "/_mockod/nothing"):
        assert client.get(path).headers["X-Mockod-Basis"]


@pytest.mark.parametrize(
    "word",
    "docker,CI,CORS,TLS,https,proxy,log,backup,telemetry,upgrade,Windows,fault,latency,outage,webhook,throttling,pytest,"
    "snapshot,429,freezegun".split(","),
)
def test_what_a_newcomer_searches_for_is_found(word):
    assert re.search(rf"\b{word}", README, re.IGNORECASE)


def test_the_readme_speaks_of_faults_and_not_of_weather():
    assert not re.search(r"\bweather", README, re.IGNORECASE)
