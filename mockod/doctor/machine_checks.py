"""What is looked at on this machine: Python, the command, the environment, the port, proxies and the data folder."""

from __future__ import annotations

import errno
import os
import re
import shutil
import socket
import sys
import sysconfig
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]  # typeshed has it not

from mockod._version import __version__
from mockod.config import FIRST, LAST, ConfigError, from_environment, read_config
from mockod.doctor.findings import Finding, ok, problem, warning
from mockod.doctor.subject import LOOPBACK, Subject
from mockod.store.folder_lock import NAME as LOCK
from mockod.store.folder_lock import FolderError, FolderLock

OLDEST_PYTHON = (3, 11)
LITTLE_ROOM = 200_000_000
"""Bytes free on a disk from which down an office may soon find none."""
_IN_A_FILE, _QUOTED = re.compile(r":\d+: "), re.compile(r"'[^']*'")
"""A mistake in a file, and what it quotes of that: perhaps a key."""
PROXIES = ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")


def python(subject: Subject) -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        yield problem("Python", f"{version} is too old.", "Take 3.11 or later.")
        return
    missing = [name for name in ("httptools", "orjson") if find_spec(name) is None]
    if missing:
        yield warning("Python", f"{version}, without {' and '.join(missing)}: all works, more slowly.")
    else:
        yield ok("Python", version)


def command(subject: Subject) -> Iterator[Finding]:
    found = shutil.which("mockod", path=subject.environment.get("PATH", ""))
    if found is None:
        yield warning("mockod", f"{__version__}, but no command mockod is in PATH.", "python -m mockod does the same.")
    elif Path(found).resolve().parent != Path(sysconfig.get_path("scripts")).resolve():
        yield warning("mockod", f"{__version__}, but the command in PATH is another Python's: {found}")
    else:
        yield ok("mockod", __version__)


def options(subject: Subject) -> Iterator[Finding]:
    """What ``mockod serve`` would say of the variables that are set. The data folder has a check of its own."""
    declared = (*FIRST, *subject.vendor.options, *LAST)
    names = [option.name for option in declared if option.name != "data-dir"]
    given, variables = from_environment(names, subject.environment)
    try:
        read_config(given, [subject.vendor], variables)
    except (ConfigError, OSError) as exc:
        yield problem("Options", _QUOTED.sub("'***'", str(exc)) if _IN_A_FILE.search(str(exc)) else str(exc))
        return
    named = ", ".join(sorted(variables.values()))
    yield ok("Options", f"set by {named}" if named else "no variable sets one")


def port(subject: Subject) -> Iterator[Finding]:
    """Whether a server could listen here. That one does already is told by what is asked of it."""
    about, where = "Port", f"{subject.host}:{subject.port}"
    try:
        family = socket.AF_INET6 if ":" in subject.host else socket.AF_INET
        with socket.socket(family) as attempt:
            if os.name == "posix":  # on Windows that option would take a port that is taken
                attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind((subject.host, subject.port))
            yield ok(about, f"{where} is free")
    except OSError as exc:
        if exc.errno != errno.EADDRINUSE:
            yield problem(about, f"nobody can listen at {where}: {exc.strerror}", "See --host and --port.")
        elif subject.address_port == subject.port:
            yield ok(about, f"{where} has a server; what it is stands below")
        else:
            yield warning(about, f"{where} is taken", "mockod serve --port 0 takes one that is free.")


def listening(subject: Subject) -> Iterator[Finding]:
    if subject.is_in_container and subject.host in LOOPBACK:
        yield warning(
            "Container",
            f"a server started here listens at {subject.host}, which other containers cannot reach.",
            "mockod serve --host 0.0.0.0",
        )


def proxies(subject: Subject) -> Iterator[Finding]:
    """Whether a client would ask a proxy for the server, as most HTTP libraries decide that."""
    given = {name: subject.environment[name] for name in PROXIES if subject.environment.get(name)}
    if not given:
        yield ok("Proxy", "none is set")
        return
    host = subject.host_name
    excepted = subject.environment.get("no_proxy") or subject.environment.get("NO_PROXY") or ""
    told = ", ".join(f"{name} ({_place(value)})" for name, value in given.items())
    if proxy_bypass_environment(host, {"no": excepted}):
        yield ok("Proxy", f"{told}, but not for {host}")
        return
    wanted = ",".join(dict.fromkeys(filter(None, [*excepted.split(","), "127.0.0.1", "localhost", host])))
    yield warning("Proxy", f"{told}: clients may ask it for {host}, too.", f"NO_PROXY={wanted} (and no_proxy)")


def data_dir(subject: Subject) -> Iterator[Finding]:
    folder, about = subject.data_dir, "Data folder"
    if folder is None:
        return
    nearest = next((path for path in (folder, *folder.absolute().parents) if path.exists()), folder)
    try:
        if not nearest.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "no folder", str(nearest))
        with TemporaryFile(dir=nearest):
            free = shutil.disk_usage(nearest).free
    except OSError as exc:
        yield problem(about, f"{folder}: {exc.strerror}", "Give this user the right to write there, or choose another.")
        return
    if free < LITTLE_ROOM:
        yield warning(about, f"{folder}: {free // 1_000_000} MB are free on its disk")
    if nearest != folder:
        yield ok(about, f"{folder} is made at the start")
        return
    try:
        if (folder / LOCK).exists():  # a file made by looking would be this user's, and the server's may be another
            FolderLock(folder).release()
    except FolderError as exc:
        yield warning(about, str(exc))
    else:
        yield ok(about, f"{folder} can be used")


def _place(proxy: str) -> str:
    """A proxy's host and port: what else its address holds is nobody's business.

    >>> _place("http://ana:secret@proxy.example:3128/"), _place("proxy:80")
    ('proxy.example:3128', 'proxy:80')
    """
    try:
        address = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        return f"{address.hostname}:{address.port}" if address.port else str(address.hostname)
    except ValueError:
        return "unreadable"
