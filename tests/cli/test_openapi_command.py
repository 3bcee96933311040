"""``mockod openapi`` writes what a server answers, without one."""

from __future__ import annotations

import json

from mockod.cli.main import main
from support.api_documents import document
from support.command_line import runner


def run(*arguments: str):
    return runner().invoke(main, ["openapi", *arguments])


def test_it_prints_the_document_of_the_newest_version():
    done = run()
    assert done.exit_code == 0
    assert json.loads(done.stdout) == document()


def test_it_writes_that_of_a_version_for_a_server_into_a_file(tmp_path):
    path = tmp_path / "openapi.json"
    done = run("--version", "22.4.27", "--server", "http://office.test/api/v1/", "--out", str(path))
    assert (done.exit_code, done.stdout) == (0, "")
    told = json.loads(path.read_text("utf-8"))
    assert told == {**document("22.4.27"), "servers": [{"url": "http://office.test/api/v1"}]}


def test_what_cannot_be_is_refused_in_words(tmp_path):
    assert "no version is written '20.4'" in run("--version", "20.4").stderr
    assert "No such file or directory" in run("--out", str(tmp_path / "no/where.json")).stderr
