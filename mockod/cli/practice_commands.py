"""Commands about practices: ``mockod practice``, and ``mockod seed``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from mockod.cli.asking import asks, with_file
from mockod.cli.client import REFUSED, Remote
from mockod.cli.practice_files import begin, check, export_from


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@asks()
def seed(remote: Remote, file: Path) -> str:
    """Merge FILE (a fragment of a practice, YAML or JSON, - for standard input) into the office."""
    content = sys.stdin.buffer.read() if str(file) == "-" else with_file(file.read_bytes)
    return remote.tell("POST", "seed", content)


@click.group()
def practice() -> None:
    """Practice files: check them, begin one, write one of an office."""


@practice.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE|FOLDER|NAME...")
def practice_check(files: tuple[str, ...]) -> None:
    """Print every mistake of practice files with its line; exit code 1 where there is any."""
    lines, has_mistakes = check(files)
    for line in lines:
        click.echo(line)
    sys.exit(REFUSED if has_mistakes else 0)


@practice.command("new")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def practice_new(file: Path) -> None:
    """Write a practice file with comments to begin with; one that is there is not overwritten."""
    try:
        begin(file)
    except OSError as exc:
        click.echo(f"mockod: {file}: {exc.strerror}", err=True)
        sys.exit(REFUSED)
    click.echo(f"{file} written. Serve it: mockod serve --practice {file}")


@practice.command("export")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), default="-")
@click.option("--relative", is_flag=True, help="Dates move with the office's today.")
@click.option("--data-dir", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Of no running server.")
@asks()
def practice_export(remote: Remote, file: Path, relative: bool, data_dir: Path | None) -> str:
    """Write the office to FILE, a practice file that makes the same office; without FILE, to standard output."""
    if data_dir:
        content = export_from(data_dir, remote.office, relative=relative)
    else:
        content = remote.ask("GET", "practice", query={"relative": "true" if relative else None}).content
    if str(file) == "-":
        return content.decode().rstrip("\n")
    with_file(lambda: file.write_bytes(content))
    told = {"file": str(file), "bytes": len(content)}
    return json.dumps(told) if remote.as_json else f"{told['bytes']} bytes written to {file}."


COMMANDS: dict[str, click.Command] = {command.name or "": command for command in (practice, seed)}
