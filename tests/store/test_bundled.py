"""What comes with mockod is found, in a wheel as in a checkout."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import mockod
from mockod import vendors
from mockod.store import bundled
from mockod.store.images import Images, ready_name
from support.paths import ROOT

CHECKOUT = ROOT
IN_WHEEL = not Path(mockod.__file__).is_relative_to(CHECKOUT / "mockod")


def test_the_practices_are_found_by_name():
    assert bundled.practice_names() == ["demo", "documented", "tiny"]
    assert bundled.practice_path("tiny").is_file()


def test_any_other_is_a_path_or_the_names_are_told(tmp_path):
    path = tmp_path / "mine.yaml"
    path.touch()
    assert bundled.practice_path(str(path)) == path
    with pytest.raises(FileNotFoundError, match="demo, documented, tiny"):
        bundled.practice_path("nowhere")


@pytest.mark.parametrize("name", ["fixtures/practices/demo.yaml", "fixtures/examples", "scenarios"])
def test_what_is_found_is_what_the_checkout_holds(name):
    folder, _, rest = name.partition("/")
    found, held = bundled.folder(folder) / rest, CHECKOUT / name
    if held.is_file():
        assert found.read_bytes() == held.read_bytes()
    else:
        kept = {path.name for path in held.iterdir() if path.suffix in (".yaml", ".json")}
        assert kept <= {path.name for path in found.iterdir()}


@pytest.mark.skipif(not IN_WHEEL, reason="an editable install has no ready-made images")
def test_a_wheel_brings_an_image_of_the_demo_for_each_day_of_the_week():
    names = {ready_name("demo", date(2026, 3, day)) for day in range(2, 9)}
    assert names == {path.name for path in (bundled.folder("fixtures") / "images").iterdir()}


@pytest.mark.skipif(not IN_WHEEL, reason="an editable install has no ready-made images")
def test_a_server_on_the_demo_reads_no_practice():
    def never():
        raise AssertionError("an image was built")

    assert Images(never).image("demo", date(2026, 3, 4))


def test_any_other_practice_is_read():
    assert Images(vendors.practice_loader).image("tiny", date(2026, 3, 4))
