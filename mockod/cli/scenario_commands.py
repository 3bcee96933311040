"""Commands about scenarios: ``mockod scenario list``, ``run`` and ``check``."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import click

from mockod import vendors
from mockod.cli.client import NOBODY_THERE, REFUSED
from mockod.client.client import Client
from mockod.client.transport import NoServer, without_user
from mockod.rest.errors import NotThere
from mockod.rest.json_codec import write_json
from mockod.scenario import library
from mockod.scenario.connection import CONTROL, Connection
from mockod.scenario.document import ScenarioError
from mockod.scenario.model import Scenario
from mockod.scenario.played import Played
from mockod.scenario.player import NoControlPlane, Player
from mockod.scenario.reader import read_file

ENDINGS = (".yaml", ".yml", ".json")
"""Of the files that a folder is searched for."""
MOST_OF_A_KEY = 128
"""Characters."""
CHECKED = "checked"
"""The customer key of the office in which a start is tried."""
FILES = "FILE|FOLDER|NAME..."


@click.group()
def scenario() -> None:
    """Scenarios: list those that come with mockod, play them, check your own."""


@scenario.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def scenario_list(as_json: bool) -> None:
    """Those that come with mockod."""
    scenarios = [library.shipped(name) for name in library.names()]
    if as_json:
        rows = [{"name": one.name, "story": one.story, "steps": len(one.steps)} for one in scenarios]
        click.echo(write_json(rows))
        return
    width = max(len(one.name) for one in scenarios)
    for one in scenarios:
        click.echo(f"{one.name:{width}}  {one.story}")


@scenario.command("check")
@click.argument("files", nargs=-1, required=True, metavar=FILES)
def scenario_check(files: tuple[str, ...]) -> None:
    """Print every mistake, with its line.

    The practice, settings and seed that an office begins with are tried, too. Exit code 1 where there is any mistake.
    """
    has_mistakes, paths = False, list(_paths(files))
    with _own_server() as connect:
        for path in paths:
            mistakes = _mistakes(path, connect)
            for line in mistakes or [f"{path}: no mistakes"]:
                click.echo(line)
            has_mistakes = has_mistakes or bool(mistakes)
    sys.exit(REFUSED if has_mistakes else 0)


@scenario.command("run")
@click.argument("files", nargs=-1, required=True, metavar=FILES)
@click.option("--base-url", help="The API of a running server, or of any other; without it, a server of its own.")
@click.option("--developer", default="any-developer", show_default=True, help="Developer key.")
@click.option("--office", help="Customer key of the office, which is made anew.  [default: the scenario's name]")
@click.option("--token", envvar="MOCKOD_TOKEN", help="What a server that was started with --token wants.")
@click.option("--skip", is_flag=True, help="Leave out what needs a control plane, where there is none.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
@click.option("--quiet", "-q", is_flag=True, help="Of scenarios that pass, a line each.")
def scenario_run(files: tuple[str, ...], base_url: str | None, quiet: bool, as_json: bool, **how: Any) -> None:
    """Play them, each in an office of its own.

    Exit code 1 where one fails or has a mistake, 2 where nobody answers.
    """
    scenarios = [_read(path) for path in _paths(files)]
    base_url = base_url and without_user(base_url)
    try:
        with _own_server() if base_url is None else nullcontext(partial(_connect, base_url)) as connect:
            played = [_play(one, connect, **how) for one in scenarios]
    except NoControlPlane as exc:
        _fail(f"{exc}. With --skip the rest is played.", REFUSED)
    except NoServer as exc:
        _fail(f"Nobody answers at {base_url or 'the server'} ({exc}).", NOBODY_THERE)
    except OSError as exc:
        _fail(str(exc), REFUSED)
    if as_json:
        click.echo(write_json([one.to_json() for one in played]))
    else:
        for one in played:
            click.echo(one.summary() if quiet and one.passed else one.as_text())
    sys.exit(0 if all(one.passed for one in played) else REFUSED)


Connect = Callable[..., Connection]
"""Makes the connection to an office, from ``office``, ``developer`` and ``token``."""


@contextmanager
def _own_server() -> Iterator[Connect]:
    """A server in this process, on a free port, for as long as it is wanted."""
    from mockod.app import create_site  # here, as most commands need no server
    from mockod.config import Config
    from mockod.server.uvicorn_server import ServerThread

    site = create_site(Config())
    try:
        with ServerThread(site) as server:
            yield partial(_connect, server.url)
    finally:
        site.close()


def _connect(url: str, *, office: str, developer: str = "any-developer", token: str | None = None) -> Connection:
    """The office of a server. An address without a path is a mockod's, whose API is where it always is."""
    from mockod.control.scenarios import apis_of  # here, as listing and reading need none of it

    client = Client(url, office, developer, token)
    is_bare = urlsplit(url if "://" in url else f"http://{url}").path.strip("/") in ("", CONTROL.strip("/"))
    apis = apis_of(vendors.installed(), client)
    return Connection.to(client, base_url="" if is_bare else url, token=token or "", apis=apis)


def _play(one: Scenario, connect: Connect, *, office: str | None, skip: bool, **keys: Any) -> Played:
    return Player(connect(office=office or _key(one.name), **keys), skips=skip).play(one)


def _key(name: str) -> str:
    """A customer key for a scenario of this name.

    >>> _key("my own story")
    'my-own-story'
    """
    return re.sub(r"[^\w.-]+", "-", name)[:MOST_OF_A_KEY]


def _read(path: Path) -> Scenario:
    """The scenario of a file. Ends the command where there is none, with every mistake."""
    try:
        return read_file(path)
    except ScenarioError as exc:
        _fail("\n".join(exc.in_lines(str(path))), REFUSED)


def _paths(names: Iterable[str]) -> Iterator[Path]:
    """The files that are meant: each that is named, those of a folder, and shipped scenarios."""
    for name in names:
        path = Path(name)
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.suffix in ENDINGS and one.is_file())
        else:
            yield path if path.suffix or path.is_file() else _shipped(name)


def _shipped(name: str) -> Path:
    """The file of a shipped scenario. Ends the command where there is no such."""
    try:
        return library.path_of(name)
    except NotThere as exc:
        _fail(str(exc), REFUSED)


def _mistakes(path: Path, connect: Connect) -> list[str]:
    """Each as ``path:line: reason``; of a file that can be read, those of its office's start."""
    try:
        one = read_file(path)
    except ScenarioError as exc:
        return exc.in_lines(str(path))
    start = Player(connect(office=CHECKED)).prepare(one)
    return [f"{path}:{start.line}: {problem}" for problem in start.problems]


def _fail(text: str, code: int) -> NoReturn:
    click.echo(f"mockod: {text}", err=True)
    sys.exit(code)


COMMANDS: dict[str, click.Command] = {"scenario": scenario}
