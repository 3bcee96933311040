"""What the doctor looks at on a machine."""

from __future__ import annotations

import os
import socket
from dataclasses import replace

import pytest

from mockod import vendors
from mockod._version import __version__
from mockod.doctor import machine_checks
from mockod.doctor.findings import Status
from mockod.doctor.subject import Subject
from mockod.store.folder_lock import FolderLock

SUBJECT = Subject(
    url="http://127.0.0.1:30222/api/v1", host="127.0.0.1", port=30222, vendor=vendors.default(), environment={}
)


def found(check, **changes):
    return list(check(replace(SUBJECT, **changes)))


def told(check, **changes):
    """Status and text of the only finding."""
    (finding,) = found(check, **changes)
    return finding.status, finding.text


class TestProxies:
    def test_none_is_well(self):
        assert told(machine_checks.proxies) == (Status.OK, "none is set")

    @pytest.mark.parametrize("name", machine_checks.PROXIES)
    def test_each_variable_counts_and_its_password_is_not_told(self, name):
        (finding,) = found(machine_checks.proxies, environment={name: "http://ana:s3cret@proxy.example:3128"})

        assert finding.status is Status.WARNING
        assert finding.text == f"{name} (proxy.example:3128): clients may ask it for 127.0.0.1, too."
        assert finding.remedy == "NO_PROXY=127.0.0.1,localhost (and no_proxy)"

    @pytest.mark.parametrize("excepted", ["127.0.0.1", "localhost,127.0.0.1", "*"])
    def test_an_exception_for_the_host_is_well(self, excepted):
        environment = {"HTTP_PROXY": "http://proxy:3128", "NO_PROXY": excepted}

        assert told(machine_checks.proxies, environment=environment)[0] is Status.OK

    def test_exceptions_that_are_there_are_kept_in_what_is_proposed(self):
        environment = {"http_proxy": "proxy:3128", "no_proxy": "intranet.example"}
        (finding,) = found(machine_checks.proxies, environment=environment, url="http://mockod:30222")

        assert finding.remedy == "NO_PROXY=intranet.example,127.0.0.1,localhost,mockod (and no_proxy)"

    def test_an_unreadable_one_is_no_traceback(self):
        assert "(unreadable)" in told(machine_checks.proxies, environment={"HTTP_PROXY": "http://[::1"})[1]


class TestOptions:
    def test_those_that_are_set_are_named(self):
        environment = {"MOCKOD_MODE": "remote", "PORT": "8080"}

        assert told(machine_checks.options, environment=environment) == (Status.OK, "set by MOCKOD_MODE, PORT")

    def test_a_bad_value_is_what_would_stop_the_start(self):
        status, text = told(machine_checks.options, environment={"MOCKOD_MODE": "nowhere"})

        assert status is Status.PROBLEM
        assert text.startswith("--mode (from MOCKOD_MODE): 'nowhere' is none of")

    def test_what_kubernetes_sets_for_a_service_is_none(self):
        environment = {"MOCKOD_PORT": "tcp://10.0.0.1:30222"}

        assert told(machine_checks.options, environment=environment) == (Status.OK, "no variable sets one")

    def test_origins_are_values_though_they_are_addresses(self):
        assert told(machine_checks.options, environment={"MOCKOD_CORS": "http://localhost:5173"}) == (
            Status.OK,
            "set by MOCKOD_CORS",
        )

    def test_a_mistake_in_a_keys_file_is_told_without_the_key(self, tmp_path):
        file = tmp_path / "keys.yaml"
        file.write_text("keys:\n  - {developer: a, customer: secret-1}\n  - {developer: b, customer: secret-1}\n")
        status, text = told(machine_checks.options, environment={"MOCKOD_KEYS": str(file)})

        assert status is Status.PROBLEM
        assert "keys.yaml:3: customer '***' is given twice" in text


class TestPort:
    @pytest.fixture
    def taken(self):
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))
            held.listen()
            yield held.getsockname()[1]

    def test_a_free_one_is_well(self, taken):
        with socket.socket() as asked:
            asked.bind(("127.0.0.1", 0))
            free = asked.getsockname()[1]

        assert told(machine_checks.port, port=free) == (Status.OK, f"127.0.0.1:{free} is free")

    def test_one_that_is_taken_wants_another(self, taken):
        assert told(machine_checks.port, port=taken) == (Status.WARNING, f"127.0.0.1:{taken} is taken")

    def test_one_that_is_asked_itself_is_told_by_what_answers(self, taken):
        url = f"http://127.0.0.1:{taken}"

        assert told(machine_checks.port, port=taken, url=url)[0] is Status.OK

    def test_an_address_of_another_machine_is_a_problem(self):
        assert told(machine_checks.port, host="192.0.2.1")[0] is Status.PROBLEM


class TestDataFolder:
    def test_none_is_not_spoken_of(self):
        assert found(machine_checks.data_dir) == []

    def test_one_that_can_be_used(self, tmp_path):
        assert (Status.OK, f"{tmp_path} can be used") in [
            (finding.status, finding.text) for finding in found(machine_checks.data_dir, data_dir=tmp_path)
        ]

    def test_nothing_is_made_in_one_by_looking(self, tmp_path):
        assert found(machine_checks.data_dir, data_dir=tmp_path)[-1].text == f"{tmp_path} can be used"
        assert list(tmp_path.iterdir()) == []

    def test_one_whose_lock_nobody_holds_can_be_used(self, tmp_path):
        FolderLock(tmp_path).release()

        assert found(machine_checks.data_dir, data_dir=tmp_path)[-1].text == f"{tmp_path} can be used"

    def test_one_to_be_made_is_not_made_by_looking(self, tmp_path):
        folder = tmp_path / "a/b"
        last = found(machine_checks.data_dir, data_dir=folder)[-1]

        assert (last.status, last.text) == (Status.OK, f"{folder} is made at the start")
        assert not (tmp_path / "a").exists()

    def test_a_file_is_none(self, tmp_path):
        file = tmp_path / "offices"
        file.touch()

        assert told(machine_checks.data_dir, data_dir=file) == (Status.PROBLEM, f"{file}: no folder")

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
    def test_one_that_may_not_be_written(self, tmp_path):
        tmp_path.chmod(0o500)

        assert told(machine_checks.data_dir, data_dir=tmp_path) == (Status.PROBLEM, f"{tmp_path}: Permission denied")

    def test_one_that_another_uses(self, tmp_path):
        lock = FolderLock(tmp_path)
        last = found(machine_checks.data_dir, data_dir=tmp_path)[-1]
        lock.release()

        assert last.status is Status.WARNING
        assert "one at a time can use a folder" in last.text


class TestCommand:
    def test_none_in_path(self):
        assert told(machine_checks.command, environment={"PATH": "/nowhere"})[0] is Status.WARNING

    @pytest.mark.skipif(os.name != "posix", reason="a program is another kind of file there")
    def test_another_pythons(self, tmp_path):
        other = tmp_path / "mockod"
        other.write_text("#!/bin/sh\n")
        other.chmod(0o755)

        assert told(machine_checks.command, environment={"PATH": str(tmp_path)}) == (
            Status.WARNING,
            f"{__version__}, but the command in PATH is another Python's: {other}",
        )


class TestContainer:
    def test_loopback_in_a_container_is_told(self):
        assert told(machine_checks.listening, is_in_container=True)[0] is Status.WARNING

    @pytest.mark.parametrize("changes", [{"is_in_container": False}, {"is_in_container": True, "host": "0.0.0.0"}])
    def test_else_nothing_is(self, changes):
        assert found(machine_checks.listening, **changes) == []


def test_the_python_that_runs_this_is_new_enough():
    assert told(machine_checks.python)[0] is not Status.PROBLEM
