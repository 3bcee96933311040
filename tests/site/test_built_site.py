"""The site builds without a warning, its links lead somewhere, and its search finds what new users look for."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from support.built_site import PATIENCE, Html, built
from support.pages import DOCS
from support.paths import ROOT

if importlib.util.find_spec("mkdocs") is None:
    pytest.skip("the extra docs is not installed", allow_module_level=True)

QUESTIONS = yaml.safe_load((ROOT / "tests/site/questions.yaml").read_text("utf-8"))
"""What a new user types into the search -> the page that answers, or those of which any does."""
FIRST = 3
"""Of so many pages that the search puts first, one answers."""


@pytest.fixture(scope="module")
def site() -> Path:
    return built()[0]


@pytest.fixture(scope="module")
def html(site) -> dict[Path, Html]:
    return {path: Html(path) for path in site.rglob("*.html") if path.name != "404.html"}


def test_it_builds_without_a_warning():
    assert "WARNING" not in built()[1]


def test_every_link_and_anchor_leads_somewhere(html):
    broken = [(str(page), link) for page, link in inner_links(html) if not leads(page, link, html)]
    assert broken == []


def inner_links(html: dict[Path, Html]) -> Iterator[tuple[Path, str]]:
    for page, parsed in html.items():
        for link in parsed.links:
            if not urlsplit(link).scheme:
                yield page, link


def leads(page: Path, link: str, html: dict[Path, Html]) -> bool:
    """Whether a relative link of a page leads to a file of the site and, if it names one, to an anchor there."""
    parts = urlsplit(link)
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if target.is_dir():
        target /= "index.html"
    if not target.is_file():
        return False
    return not parts.fragment or target not in html or unquote(parts.fragment) in html[target].anchors


def test_no_page_loads_anything_from_elsewhere(html):
    for page, parsed in html.items():
        assert [address for address in parsed.loads if urlsplit(address).netloc] == [], page


def test_there_are_forty_questions_and_each_names_pages_that_there_are():
    named = [page for pages in QUESTIONS.values() for page in listed(pages)]

    assert len(QUESTIONS) >= 40
    assert [page for page in named if not (DOCS / page).is_file()] == []


def listed(pages: str | list[str]) -> list[str]:
    return [pages] if isinstance(pages, str) else pages


def address(page: str) -> str:
    return "" if page == "index.md" else page.removesuffix(".md") + "/"


def test_the_search_answers_each_question_among_its_first_pages(site):
    """The worker of the page's own search does the searching, in Node."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("there is no Node on this machine")
    queries = [str(question) for question in QUESTIONS]
    command = [node, str(DOCS / "_site/search.js"), str(site), *queries]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE)
    missed = [
        f"{question}: {found[:5]}"
        for (question, pages), found in zip(QUESTIONS.items(), json.loads(done.stdout), strict=True)
        if not set(found[:FIRST]) & {address(page) for page in listed(pages)}
    ]
    assert missed == []
