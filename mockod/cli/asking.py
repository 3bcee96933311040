"""What commands that ask a running server have in common: options, the vendor's words, and files."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from mockod import vendors
from mockod.cli.client import REFUSED, Failed, Remote
from mockod.cli.environment import own_url

Ask = Callable[..., str]
Run = Callable[..., None]
WORDS = vendors.default().command_line
"""What the vendor says on the command line."""


URL = click.option(
    "--url",
    envvar="MOCKOD_URL",
    default=own_url,
    show_default="http://127.0.0.1:30222, or the port of MOCKOD_PORT",
    help="Where the server is.",
)


class Seconds(click.FloatRange):
    """So many seconds, of which ``nan`` and ``inf`` are none: a range alone lets ``nan`` in."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        seconds = float(super().convert(value, param, ctx))
        if not math.isfinite(seconds):
            self.fail(f"{value!r} is no number of seconds.", param, ctx)
        return seconds


class Subject(click.Group):
    """A group whose first command is meant where none is named: ``mockod clock`` tells the clock."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ("-h", "--help")):
            args = [next(iter(self.commands)), *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


def asks(*, one_office: bool = True) -> Callable[[Ask], Run]:
    """Make a command of a function that asks a server and returns what to print."""
    options = [
        URL,
        click.option("--token", envvar="MOCKOD_TOKEN", help="What a server that was started with --token wants."),
        click.option("--json", "as_json", is_flag=True, help="As JSON, for programs."),
    ]
    if one_office:
        options.insert(0, click.option("--office", envvar="MOCKOD_OFFICE", help="Customer key of the office meant."))

    def decorate(ask: Ask) -> Run:
        @wraps(ask)
        def run(url: str, token: str | None, as_json: bool, office: str | None = None, **given: Any) -> None:
            try:
                click.echo(ask(Remote(url, office, token, as_json), **given))
            except Failed as failed:
                click.echo(f"mockod: {failed}", err=True)
                sys.exit(failed.code)

        for option in reversed(options):
            run = option(run)
        return run

    return decorate


def with_file(work: Callable[[], Any]) -> Any:
    """Read or write a file. Raises Failed with the system's reason."""
    try:
        return work()
    except OSError as exc:
        raise Failed(f"{exc.filename}: {exc.strerror}", REFUSED) from None
