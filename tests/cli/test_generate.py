"""``mockod generate``: a practice file, or an office in a data folder, of a practice that is made up."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result

from mockod.app import create_app
from mockod.cli.main import main
from mockod.config import Config
from mockod.simulation.clock import Clock, parse_moment
from mockod.store import practice_file
from support.api_client import ApiClient
from support.command_line import runner

SMALL = ("--patients", "40", "--years", "1")


def generate(*arguments: object) -> Result:
    return runner().invoke(main, ["generate", *map(str, arguments)])


def test_a_file_is_written_that_an_office_starts_from(tmp_path):
    path = tmp_path / "large.yaml"
    done = generate(*SMALL, "--out", path)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("40 patients, 2 providers, ")
    assert done.stdout.endswith(f"{path}, 1 MB: mockod serve --practice {path}\n")
    office = ApiClient(create_app(Config(practice=str(path))).test_client(), "one")
    assert len(office.get("/patients").json) == 40
    assert office.get("/appointments/Slots?ProvNum=1").json


def test_the_same_options_write_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        assert generate(*SMALL, "--seed", 5, "--providers", 3, "--out", tmp_path / name).exit_code == 0
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_an_office_is_put_into_a_data_folder_around_the_day_that_is_said(tmp_path):
    done = generate(*SMALL, "--data-dir", tmp_path / "data", "--office", "two", "--today", "2026-03-02")
    assert (done.exit_code, done.stderr) == (0, "")
    assert f"office two in {tmp_path / 'data'}, " in done.stdout
    config = Config(
        practice="tiny", data_dir=tmp_path / "data", clock=Clock.frozen(parse_moment("2026-03-02 07:00:00"))
    )
    app = create_app(config)
    office = ApiClient(app.test_client(), "two")
    assert len(office.get("/patients").json) == 40
    assert office.get("/appointments?dateStart=2026-02-23&dateEnd=2026-02-27").json
    listed = app.test_client().get("/_mockod/offices").json["offices"]
    assert [(one["office"], one["practice"]) for one in listed] == [("two", "generated")]
    app.extensions["mockod.site"].close()


def test_an_office_that_is_there_is_left_as_it_is(tmp_path):
    to = ("--data-dir", tmp_path, "--office", "two")
    assert generate(*SMALL, *to).exit_code == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    done = generate(*SMALL, "--seed", 2, *to)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == f"Error: {tmp_path} has an office two already\n"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_data_folder_in_use_is_refused(tmp_path):
    app = create_app(Config(practice="tiny", data_dir=tmp_path))
    done = generate(*SMALL, "--data-dir", tmp_path, "--office", "two")
    assert (done.exit_code, done.stdout) == (1, "")
    assert str(tmp_path) in done.stderr
    app.extensions["mockod.site"].close()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Say either --out FILE or --data-dir DIR."),
        (("--out", "a", "--data-dir", "b", "--office", "c"), "Say either --out FILE or --data-dir DIR."),
        (("--data-dir", "b"), "--data-dir and --office belong together."),
        (("--out", "a", "--office", "c"), "--data-dir and --office belong together."),
        (("--out", "a", "--today", "2026-03-02"), "--today belongs to --data-dir"),
        (("--out", "a", "--patients", "0"), "'--patients'"),
        (("--out", "a", "--patients", "50001"), "'--patients'"),
        (("--out", "a", "--years", "10"), "'--years'"),
        (("--out", "a", "--providers", "61"), "'--providers'"),
        (("--out", "a", "--seed", "x"), "'--seed'"),
        (("--data-dir", "b", "--office", "a/b"), "'a/b' is no customer key"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(tmp_path, monkeypatch, arguments, told):
    monkeypatch.chdir(tmp_path)
    done = generate(*arguments)
    assert done.exit_code != 0
    assert told in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    done = generate(*SMALL, "--out", tmp_path / "nowhere" / "large.yaml")
    assert done.exit_code == 1
    assert "No such file or directory" in done.stderr


def test_a_practice_too_large_for_a_file_is_refused_and_none_is_written(tmp_path, monkeypatch):
    path: Path = tmp_path / "large.yaml"
    assert generate(*SMALL, "--out", path).exit_code == 0
    size = path.stat().st_size
    path.unlink()
    monkeypatch.setattr(practice_file, "MOST_BYTES", size - 1)
    done = generate(*SMALL, "--out", path)
    assert (done.exit_code, path.exists()) == (1, False)
    assert "write it with --data-dir and --office" in done.stderr
    monkeypatch.setattr(practice_file, "MOST_BYTES", size)
    assert generate(*SMALL, "--out", path).exit_code == 0


def test_a_practice_of_the_most_years_is_one_that_an_office_starts_from(tmp_path):
    path = tmp_path / "long.yaml"
    assert generate("--patients", 3, "--years", 9, "--providers", 1, "--out", path).exit_code == 0
    office = ApiClient(create_app(Config(practice=str(path))).test_client(), "one")
    assert len(office.get("/patients").json) == 3
