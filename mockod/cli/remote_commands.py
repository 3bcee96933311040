"""Commands that ask a running server: each makes one call to its control plane, or two.

What the vendor has words for (settings, why-not, examples) is declared by the vendor.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from mockod.cli.asking import WORDS, Run, Subject, asks, with_file
from mockod.cli.client import REFUSED, Failed, Remote
from mockod.cli.fault_commands import fault
from mockod.store import bundled
from mockod.vendors.vendor import CommandOption


def vendor_options(options: Iterable[CommandOption]) -> Callable[[Run], Run]:
    """Add the options that a vendor declares to a command."""

    def decorate(command: Run) -> Run:
        for option in reversed(tuple(options)):
            command = click.option(*option.names, **option.attributes)(command)
        return command

    return decorate


@click.group(cls=Subject)
def clock() -> None:
    """Tell or set the time."""


@clock.command("get")
@asks()
def clock_get(remote: Remote) -> str:
    """What time it is, and whether it runs."""
    return remote.tell("GET", "clock")


@clock.command("freeze")
@click.argument("now", required=False)
@asks()
def clock_freeze(remote: Remote, now: str | None) -> str:
    """Stop the clock, at NOW ("yyyy-MM-dd HH:mm:ss") or at the time it is."""
    return remote.tell("PUT", "clock", {"mode": "frozen", "now": now})


@clock.command("run")
@click.argument("now", required=False)
@asks()
def clock_run(remote: Remote, now: str | None) -> str:
    """Let the clock run, from NOW or from the time it is."""
    return remote.tell("PUT", "clock", {"mode": "running", "now": now})


@clock.command("set")
@click.argument("now")
@asks()
def clock_set(remote: Remote, now: str) -> str:
    """Set the clock to NOW; it runs or stands as before."""
    try:
        before = remote.ask("GET", "clock")
    except Failed:  # there is no such office yet: it will begin as all do
        before = replace(remote, office=None).ask("GET", "clock")
    return remote.tell("PUT", "clock", {"mode": before.data["mode"], "now": now})


@clock.command("advance")
@click.option("--days", type=int)
@click.option("--hours", type=int)
@click.option("--minutes", type=int)
@click.option("--seconds", type=int)
@asks()
def clock_advance(remote: Remote, **span: int | None) -> str:
    """Let time pass at once, with all that falls due in it."""
    return remote.tell("POST", "clock/advance", span)


@click.group(cls=Subject)
def snapshot() -> None:
    """Keep an office as it is, and bring it back."""


@snapshot.command("list")
@asks()
def snapshot_list(remote: Remote) -> str:
    """The snapshots of the office."""
    return remote.tell("GET", "snapshots")


@snapshot.command("take")
@click.argument("name")
@click.option("--replace", is_flag=True, default=None, help="In the place of one of that name.")
@asks()
def snapshot_take(remote: Remote, name: str, replace: bool | None) -> str:
    """Keep the office under NAME."""
    return remote.tell("POST", "snapshots", {"name": name, "replace": replace})


@snapshot.command("restore")
@click.argument("name")
@asks()
def snapshot_restore(remote: Remote, name: str) -> str:
    """Bring back data, clock and settings."""
    return remote.tell("POST", "snapshots/restore", {"name": name})


@snapshot.command("delete")
@click.argument("name")
@asks()
def snapshot_delete(remote: Remote, name: str) -> str:
    """Forget the snapshot NAME."""
    return remote.tell("DELETE", "snapshots", query={"name": name})


@snapshot.command("export")
@click.argument("name")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@asks()
def snapshot_export(remote: Remote, name: str, file: Path) -> str:
    """Write the snapshot NAME to FILE, an SQLite database."""
    content = remote.ask("GET", "snapshots/file", query={"name": name}).content
    written = {"file": str(file), "bytes": with_file(lambda: file.write_bytes(content))}
    return json.dumps(written) if remote.as_json else f"{written['bytes']} bytes written to {file}."


@snapshot.command("import")
@click.argument("name")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@asks()
def snapshot_import(remote: Remote, name: str, file: Path) -> str:
    """Keep FILE as the snapshot NAME; restore it to have it."""
    return remote.tell("PUT", "snapshots/file", with_file(file.read_bytes), {"name": name})


@snapshot.command("diff")
@click.argument("before", metavar="FROM")
@click.argument("after", metavar="[TO]", required=False)
@asks()
def snapshot_diff(remote: Remote, before: str, after: str | None) -> str:
    """What happened between two snapshots, or from one until now."""
    return remote.tell("GET", "snapshots/diff", query={"from": before, "to": after})


@click.group(cls=Subject)
def journal() -> None:
    """What was asked, and what came of it."""


@journal.command("show")
@click.option("--method")
@click.option("--path")
@click.option("--endpoint", help=f'As "{WORDS.example_endpoint}".')
@click.option("--status")
@click.option("--unmatched", is_flag=True, help="Only those that matched no endpoint or, of the server, no office.")
@click.option("--since", help="Number of a request: those after it.")
@click.option("--limit", type=int)
@asks()
def journal_show(remote: Remote, unmatched: bool, **only: Any) -> str:
    """The requests, oldest first: of the office, or of the whole server."""
    return remote.tell("GET", "requests", query={**only, "unmatched": "true" if unmatched else None})


@journal.command("clear")
@asks()
def journal_clear(remote: Remote) -> str:
    """Forget them."""
    return remote.tell("DELETE", "requests")


@journal.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@asks()
def journal_verify(remote: Remote, file: Path) -> str:
    """Hold the journal against what FILE (JSON, - for standard input) expects; exit code 1 where it does not."""
    expected = sys.stdin.buffer.read() if str(file) == "-" else with_file(file.read_bytes)
    answer = remote.ask("POST", "verify", expected)
    text = answer.content.decode() if remote.as_json else answer.text
    if answer.data["verified"] if remote.as_json else text.startswith("Verified."):
        return text
    click.echo(text)
    sys.exit(REFUSED)


@click.command()
@asks()
def lint(remote: Remote) -> str:
    """What was refused, and what the journal shows of a client's mistakes; exit code 1 where there is anything."""
    answer = remote.ask("GET", "lint")
    text = answer.content.decode() if remote.as_json else answer.text
    if not (answer.data if remote.as_json else text != "No findings."):
        return text
    click.echo(text)
    sys.exit(REFUSED)


@click.command("minimum-version", help=WORDS.minimum_version_help)
@asks()
def minimum_version(remote: Remote) -> str:
    """The oldest version that knows what was asked."""
    return remote.tell("GET", "minimum-version")


@click.command("why-not")
@click.argument("date")
@vendor_options(WORDS.why_not_options)
@asks()
def why_not(remote: Remote, **query: Any) -> str:
    """Why a time on DATE (yyyy-MM-dd) is not offered."""
    return remote.tell("GET", "why-not", query=query)


def settings_options(command: Run) -> Run:
    """Options for each setting of an office."""
    return vendor_options(WORDS.settings_options)(command)


@click.group(cls=Subject)
def settings() -> None:
    """Mode, version, conduct, permissions, preferences and rules."""


@settings.command("show")
@asks()
def settings_show(remote: Remote) -> str:
    """The settings of the office, or those that new ones begin with."""
    return remote.tell("GET", "settings")


@settings.command("set")
@settings_options
@asks()
def settings_set(remote: Remote, **given: Any) -> str:
    """Change some; all of it or, where anything is wrong, nothing."""
    return remote.tell("PUT", "settings", WORDS.read_settings(given))


@click.group(cls=Subject)
def offices() -> None:
    """The offices there are."""


@offices.command("list")
@asks(one_office=False)
def offices_list(remote: Remote) -> str:
    """Every office, and how many there may be."""
    return remote.tell("GET", "offices")


@offices.command("create")
@click.argument("office_key", metavar="KEY")
@click.option("--practice", help="A shipped one, the one that the server was started with, or a practice file.")
@click.option("--clock", "now", help="Freeze it at yyyy-MM-dd HH:mm:ss.")
@settings_options
@asks(one_office=False)
def offices_create(remote: Remote, office_key: str, practice: str | None, now: str | None, **given: Any) -> str:
    """Make the office of the customer key KEY; a reset brings it back to this."""
    frozen = {"mode": "frozen", "now": now} if now else None
    file = Path(practice or "")
    if practice and practice not in bundled.practice_names() and file.is_file():
        practice = with_file(lambda: f"{file.read_text(encoding='utf-8-sig')}\n")
    order = {"office": office_key, "practice": practice, "clock": frozen, **WORDS.read_settings(given)}
    return remote.tell("POST", "offices", order)


@offices.command("drop")
@click.argument("office_key", metavar="KEY")
@asks(one_office=False)
def offices_drop(remote: Remote, office_key: str) -> str:
    """Forget the office of KEY, its file included."""
    return remote.tell("DELETE", "offices", query={"office": office_key})


@click.command()
@asks()
def reset(remote: Remote) -> str:
    """Bring back practice, clock and settings of the start: of one office, or of all."""
    return remote.tell("POST", "reset")


COMMANDS: dict[str, click.Command] = {
    command.name or "": command
    for command in (clock, snapshot, fault, journal, lint, minimum_version, why_not, offices, settings, reset)
}
