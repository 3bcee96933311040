"""The page about practices is true: its fragments are merged, its Python runs, its dates are dates."""

from __future__ import annotations

import re
from datetime import date

import pytest

from conftest import new_office
from mockod.store.practice_dates import resolve
from support.paths import ROOT

PAGE = (ROOT / "docs/practices.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("fragment", blocks("yaml"))
def test_a_fragment_of_the_page_is_merged(fragment):
    office = new_office("demo")
    answer = office.http.post(f"/_mockod/seed?office={office.customer}", data=fragment, content_type="application/yaml")
    assert answer.status_code == 200, answer.text
    assert answer.json["added"] or answer.json["removed"]


def test_the_builders_of_the_page_are_merged():
    names: dict = {}
    [code] = blocks("python")
    exec(compile(code, "practices.md", "exec"), names)
    office = new_office("demo")
    answer = office.http.post(f"/_mockod/seed?office={office.customer}", json=names["fragment"])
    assert answer.status_code == 200, answer.text
    assert {"Eva Rivera", "Ana Rivera", "Leo Rivera"} <= set(answer.json["named"])


def test_the_dates_of_the_page_are_dates():
    table = PAGE.partition("## Dates")[2].partition("## Names")[0]
    dates = [text for row in table.splitlines()[4:] if row.startswith("|") for text in re.findall("`(.*?)`", row)]
    assert len(dates) > 15
    for text in dates:
        assert resolve(text, date(2026, 3, 4)), text
