"""The page about shadows is true: its Python records a practice that serves the same slots."""

from __future__ import annotations

import contextlib
import io
import re

import pytest

from mockod.app import create_site
from mockod.config import read_config
from mockod.server.uvicorn_server import ServerThread
from mockod.vendors.opendental import VENDOR
from mockod.vendors.opendental.shadow.columns import KEPT
from support.paths import ROOT
from support.shadowing import TODAY, proxying

PAGE = (ROOT / "docs/shadow.md").read_text(encoding="utf-8")
QUERIES = [
    {"date": "2026-03-03"},
    {"date": "2026-03-04", "lengthMinutes": "60"},
    {"dateStart": "2026-03-02", "dateEnd": "2026-04-24"},
    *({"ProvNum": str(provider), "dateEnd": "2026-03-20"} for provider in (1, 2, 3, 4)),
    *({"OpNum": str(operatory), "ProvNum": "1"} for operatory in (1, 2, 3, 4, 5, 6)),
    {"ProvNum": "3", "OpNum": "5", "lengthMinutes": "30", "dateEnd": "2026-04-24"},
]


@pytest.mark.live
def test_the_python_of_the_page_records_a_practice_with_the_same_slots(make_office, tmp_path):
    [code] = re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    real = make_office("demo")
    with (
        ServerThread(create_site(read_config({"clock": f"{TODAY} 07:00:00"}))) as office,
        proxying(office.url) as proxied,
        contextlib.redirect_stdout(io.StringIO()) as said,
    ):
        exec(code.replace("http://127.0.0.1:30232", proxied.root_url), {})

    assert re.fullmatch(r"[1-9]\d appointments\n", said.getvalue())
    assert proxied.report.to_json()["differences"] == []
    path = tmp_path / "office.yaml"
    path.write_text("".join(proxied.shadow.practice(TODAY)), encoding="utf-8")
    played = make_office(str(path))
    answers = [
        (real.read("appointments/Slots", **query), played.read("appointments/Slots", **query)) for query in QUERIES
    ]
    assert sum(len(slots) for slots, _ in answers) > 200
    for query, (slots, played_slots) in zip(QUERIES, answers, strict=True):
        assert played_slots == slots, query


def test_the_page_tells_every_option():
    own = ("--upstream", "--port", "--report", "--practice", "--allow-writes", "--ca-file")
    feature = VENDOR.command_line.shadow
    assert feature is not None

    for option in (*own, *(name for names, _ in feature.options for name in names)):
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
