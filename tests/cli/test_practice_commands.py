"""mockod practice: files are checked, begun and written without a server, or from an office."""

from __future__ import annotations

import pytest

from conftest import MONDAY
from mockod.app import create_app
from mockod.cli.main import main
from mockod.config import Config
from mockod.simulation.clock import Clock
from support.command_line import runner

MISTAKEN = """\
patientz: []
patients:
  - {LName: A, FNam: B, PriProv: x}
  - {LName: A, FName: B, Birthdate: 3, Premed: yes}
  - {PatNum: 0, LName: A, FName: B}
appointments:
  - {PatNum: 9, AptDateTime: today, procedures: [D1]}
office: {zone: Z}
"""


def run(*arguments):
    done = runner().invoke(main, ["practice", *map(str, arguments)])
    return done.exit_code, done.stdout.splitlines(), done.stderr


def test_every_mistake_of_a_file_is_told_in_the_order_of_lines(tmp_path):
    file = tmp_path / "bad.yaml"
    file.write_text(MISTAKEN)

    code, lines, _ = run("check", file)

    assert code == 1
    assert [line.removeprefix(f"{file}:").split(" (")[0] for line in lines] == [
        "1: 'patientz' is no section of a practice",
        "3: patients: 'FNam' is no field of a row here",
        "3: patients: FName is missing",
        "3: patients: PriProv: 'x' is no whole number, and no provider is called so",
        "4: patients: Birthdate: '3' is no date; write 2026-03-02, today+3, workday-1 or next monday, then 09:00",
        "4: patients: Premed: 'yes' is neither true nor false",
        "5: PatNum: a row's number is 1 or more",
        "7: appointments: procedures: no procedure code 'D1'",
        "7: appointments: PatNum: there is no patient 9",
        "8: office: zone: 'Z' is no offset; write -08:00",
    ]


def test_a_folder_is_checked_file_by_file(tmp_path):
    (tmp_path / "good.yaml").write_text("patients: []\n")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "bad.json").write_text('{"patients": [{}]}')
    (tmp_path / "notes.txt").write_text("no practice")

    code, lines, _ = run("check", tmp_path)

    assert code == 1
    assert lines == [
        f"{tmp_path}/good.yaml: no mistakes",
        f"{tmp_path}/more/bad.json:1: patients: LName is missing",
    ]


@pytest.mark.parametrize("name", ["tiny", "documented", "demo"])
def test_the_shipped_practices_have_no_mistakes(name):
    code, [line], _ = run("check", name)
    assert (code, line.rpartition("/")[2]) == (0, f"{name}.yaml: no mistakes")


def test_a_file_that_is_not_there_or_no_yaml_is_told(tmp_path):
    (tmp_path / "bad.yaml").write_text("a: [\n")
    code, lines, _ = run("check", tmp_path / "none.yaml", tmp_path / "bad.yaml")
    assert code == 1
    assert lines[0] == f"{tmp_path}/none.yaml: No such file or directory"
    assert lines[1].startswith(f"{tmp_path}/bad.yaml:2: ")


def test_a_new_practice_has_no_mistakes_and_overwrites_nothing(tmp_path):
    file = tmp_path / "mine.yaml"
    assert run("new", file)[0] == 0
    assert run("check", file)[:2] == (0, [f"{file}: no mistakes"])

    file.write_text("mine")
    code, _, told = run("new", file)
    assert (code, file.read_text()) == (1, "mine")
    assert "File exists" in told

    code, _, told = run("new", tmp_path / "nowhere" / "mine.yaml")
    assert (code, "No such file or directory" in told) == (1, True)


def test_a_new_practice_books(tmp_path):
    file = tmp_path / "mine.yaml"
    run("new", file)
    http = create_app(Config(practice=str(file), clock=Clock.frozen(MONDAY))).test_client()
    keys = {"Authorization": "ODFHIR any/one"}
    [slot, *_] = http.get("/api/v1/appointments/Slots?ProvNum=1", headers=keys).json
    booking = {"PatNum": 1, "Op": slot["OpNum"], "AptDateTime": slot["DateTimeStart"]}
    assert http.post("/api/v1/appointments", json=booking, headers=keys).status_code == 201
    assert len(http.get("/api/v1/appointments", headers=keys).json) == 4


def test_an_office_of_a_data_folder_is_written_as_a_practice_that_makes_it(tmp_path):
    folder, file = tmp_path / "data", tmp_path / "office.yaml"
    app = create_app(Config(practice="tiny", clock=Clock.frozen(MONDAY), data_dir=folder))
    keys = {"Authorization": "ODFHIR any/one"}
    app.test_client().post("/api/v1/patients", json={"LName": "New", "FName": "Nora"}, headers=keys)
    app.extensions["mockod.offices"].close()

    code, [line], _ = run("export", file, "--data-dir", folder, "--office", "one")

    assert (code, line) == (0, f"{file.stat().st_size} bytes written to {file}.")
    again = create_app(Config(practice=str(file), clock=Clock.frozen(MONDAY))).test_client()
    assert [one["LName"] for one in again.get("/api/v1/patients", headers=keys).json] == ["Muster", "Muster", "New"]

    code, lines, _ = run("export", "--data-dir", folder, "--office", "one")
    assert (code, "\n".join([*lines, ""])) == (0, file.read_text())


def test_an_office_that_the_folder_has_not_or_that_nobody_names_is_told(tmp_path):
    assert run("export", "--data-dir", tmp_path, "--office", "none")[0] == 1
    code, _, told = run("export", "--data-dir", tmp_path)
    assert (code, "Name one office" in told) == (1, True)
