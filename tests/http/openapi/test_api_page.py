"""/_mockod/opendental/docs: a page to browse and try the API, with all that it needs in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from conftest import application

PATH = "/_mockod/opendental/docs"


class Parts(HTMLParser):
    """The tags of a page, and its scripts as a browser would find them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def answer():
    return application("tiny").test_client().get(PATH)


def test_it_is_a_page_that_may_call_this_server_alone(answer):
    assert (answer.status_code, answer.content_type) == (200, "text/html; charset=utf-8")
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["connect-src"] == "'self'"
    assert {"img-src": "data:", "frame-ancestors": "'none'", "base-uri": "'none'"}.items() <= policy.items()
    assert "http" not in answer.headers["Content-Security-Policy"]


def test_it_loads_nothing_besides(answer):
    parts = Parts(answer.text)
    loaded = [value for _, named in parts.tags for name, value in named.items() if name in ("src", "href")]
    assert loaded == ["data:,"]
    assert [tag for tag, _ in parts.tags if tag not in ("meta", "link")] == [
        *("html", "head", "title", "style", "style", "body", "div", "script", "script")
    ]
    assert 'url: "openapi.json" + location.search' in answer.text
    assert "validatorUrl: null" in answer.text


def test_its_scripts_end_where_they_should(answer):
    """The text of a script may hold nothing that a browser would read as HTML."""
    scripts = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
    assert len(scripts) == 2
    assert not any("<!--" in script or "<script" in script for script in scripts)


def test_it_has_a_key_to_try(answer):
    assert '"key": "ODFHIR demo-developer/{office}", "office": "demo-customer"' in answer.text


def test_it_may_be_about_an_office_that_its_first_call_will_make():
    http = application("tiny").test_client()
    assert http.get(f"{PATH}?office=to-come").status_code == 200
    assert http.get("/_mockod/opendental/openapi.json?office=to-come").json["info"]["version"] == "26.3"
    assert http.get("/_mockod/clock?office=to-come").status_code == 404


def test_it_may_be_about_an_office_and_a_version_and_nothing_else():
    http = application("tiny").test_client()
    assert http.get(f"{PATH}?version=22.1").status_code == 200
    assert http.get(f"{PATH}?version=20.1").status_code == 400
    assert http.get(f"{PATH}?theme=dark").status_code == 400
    assert http.head(PATH).data == b""
