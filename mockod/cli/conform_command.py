"""``mockod conform``: plays what is known of an API against any server, and reports what differs."""

from __future__ import annotations

import secrets
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import NoReturn
from urllib.parse import urlsplit

import click

from mockod import vendors
from mockod.cli.asking import Seconds
from mockod.conformance.report import Report
from mockod.conformance.report_formats import FORMATS
from mockod.conformance.runner import CannotStart, Runner, learn_version
from mockod.conformance.session import Session, base_url
from mockod.conformance.suite import Check, Description, Suite, chosen

NOT_RUN = 2
"""Exit code of a run that could not begin, or did not come to its end."""
SHORTEST_KEY = 8
"""Characters of a key that is looked for in a report; the vendors' own are longer."""
REQUESTS_PER_CHECK = 1.4
"""As counted, with those that find subjects."""


def _suite() -> Suite:
    load = vendors.default().command_line.conformance
    if load is None:
        _fail("this vendor has no conformance kit")
    return load()


@click.command()
@click.option("--base-url", "url", metavar="URL", help="Where the API is, with its path.")
@click.option("--key", envvar="MOCKOD_CONFORM_KEY", help="Credentials, as the API writes them; better in the variable.")
@click.option("--write", "may_write", is_flag=True, help="Also make, change and take back rows of the run's own.")
@click.option("--only", multiple=True, metavar="NAME", help="Checks of this group or name; * for any. Repeatable.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True)
@click.option("--report", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write the report there.")
@click.option("--pace", type=Seconds(0, 3600), metavar="SECONDS", help="From one request to the next.")
@click.option("--api-version", "version", help="What the server runs, in the place of what it tells.")
@click.option("--list", "is_list", is_flag=True, help="Print the checks and what each rests on; ask nobody.")
@click.option("-v", "--verbose", is_flag=True, help="Tell each check as it is played.")
def conform(
    url: str | None,
    key: str | None,
    may_write: bool,
    only: tuple[str, ...],
    form: str,
    file: Path | None,
    pace: float | None,
    version: str | None,
    is_list: bool,
    verbose: bool,
) -> None:
    """Play what is known of the API against any server, and report what differs.

    It only reads, unless --write is given. Exit code: 0 nothing differs, 1 something does, 2 it could not be run.
    """
    suite = _suite()
    if is_list:
        _print_list(_described(suite, version or "", only)[1])
        return
    if not url or not key:
        _fail("--base-url and --key are needed (or --list)")
    try:
        address, headers = base_url(url), suite.headers(key)
        granted = suite.pace(urlsplit(address).hostname or "")
    except ValueError as exc:
        _fail(str(exc))
    with closing(Session(address, headers, granted if pace is None else pace)) as session:
        told, description, checks = _started(suite, session, version, only)
        report = Report(suite.title, address, _in_words(told, version))
        runner = Runner(session, description, report, may_write, _teller(verbose), run=secrets.token_hex(4))
        if session.pace:
            minutes = len(checks) * REQUESTS_PER_CHECK * session.pace / 60
            pause = f"a request every {session.pace:g} s"
            click.echo(f"{len(checks)} checks, {pause}: about {minutes:.0f} minutes.", err=True)
        if granted and address.startswith("http:"):
            click.echo("The key goes over the network in the clear; https would keep it.", err=True)
        _play(runner, only)
    _write(_without_key(FORMATS[form](report), key), file)
    if file:
        click.echo(f"{report.summary()}. The report is in {file}.")
    sys.exit(report.exit_code)


def _started(
    suite: Suite, session: Session, version: str | None, only: tuple[str, ...]
) -> tuple[str, Description, list[Check]]:
    """The version that the server tells, and what is played then."""
    try:
        told = learn_version(suite, session)
        return told, *_described(suite, version or told, only)
    except CannotStart as exc:
        _fail(str(exc))
    except KeyboardInterrupt:
        _fail("interrupted before the first check")


def _described(suite: Suite, version: str, only: tuple[str, ...]) -> tuple[Description, list[Check]]:
    try:
        description = suite.describe(version)
        return description, chosen(description.checks, only)
    except ValueError as exc:
        _fail(str(exc))


def _in_words(told: str, given: str | None) -> str:
    if given:
        return f"version {given} (as given)"
    return f"version {told}" if told else "of a version that it does not tell; compared with the newest known"


def _teller(verbose: bool) -> Callable[[str], None]:
    return (lambda line: click.echo(line, err=True)) if verbose else (lambda line: None)


def _play(runner: Runner, only: tuple[str, ...]) -> None:
    """Play, and take back what was made whatever happens: SIGTERM ends a run as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        runner.play(only)
    except KeyboardInterrupt:
        runner.report.stopped = "interrupted"
        click.echo("Interrupted. Taking back what was made; once more ends that too.", err=True)
    except Exception as exc:  # what was found so far is not lost for a mistake of our own
        runner.report.stopped = f"a mistake of mockod's own, please report it: {exc!r}"
        traceback.print_exc()
    finally:
        try:
            runner.clean_up()
        except KeyboardInterrupt:
            runner.report.stopped = "interrupted while taking back what was made"
        signal.signal(signal.SIGTERM, before)


def _without_key(text: str, key: str) -> str:
    """A report in which no server has the key told back."""
    for part in (key, *key.split("/")):
        if len(part) >= SHORTEST_KEY:
            text = text.replace(part, "(key)")
    return text


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _write(text: str, file: Path | None) -> None:
    if file is None:
        click.echo(text, nl=False)
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as exc:
        click.echo(text, nl=False)  # what took long to find out is not lost
        _fail(f"{file}: {exc.strerror}")


def _print_list(checks: list[Check]) -> None:
    for check in checks:
        writes = ", writes" if check.writes else ""
        click.echo(f"{check.name}  ({check.basis}{writes})\n    {check.about}")


def _fail(text: str) -> NoReturn:
    click.echo(f"mockod: {text}", err=True)
    sys.exit(NOT_RUN)


COMMANDS = {"conform": conform}
