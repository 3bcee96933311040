"""The page about shadows tells every option, and everything that a practice file holds."""

from __future__ import annotations

from mockod.cli.shadow import OPTIONS
from mockod.vendors.opendental import VENDOR
from mockod.vendors.opendental.shadow.columns import KEPT
from support.paths import ROOT

PAGE = (ROOT / "docs/shadow.md").read_text(encoding="utf-8")


def test_the_page_tells_every_option():
    feature = VENDOR.command_line.shadow
    assert feature is not None

    for option in (*(name for name, _ in OPTIONS), *(name for names, _ in feature.options for name in names)):
        assert f"| `{option}` |" in PAGE


def test_the_page_tells_every_table_that_is_kept():
    text = PAGE.lower().replace(" ", "")
    known_as = {
        "procedurelog": "procedures",
        "procedurecode": "procedurecodes",
        "inssub": "subscribers",
        "patplan": "insuranceplans",
        "insplan": "insuranceplans",
        "scheduleop": "theiroperatories",
        "feesched": "feeschedules",
        "covcat": "benefits",
        "covspan": "benefits",
        "operatory": "operatories",
    }
    assert [name for name in KEPT if known_as.get(name, name) not in text] == []
