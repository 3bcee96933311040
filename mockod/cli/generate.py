"""``mockod generate``: a large practice that the vendor makes up, as a practice file or an office in a data folder."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from math import ceil
from pathlib import Path
from typing import Any

import click

from mockod import vendors
from mockod.vendors.vendor import GeneratedRows, Generator, Vendor

NAME = "generated"
"""What an office is told to be made from."""


def generate_command(vendor: Vendor, generator: Generator) -> click.Command:
    """The command for a vendor that has a generator."""

    @click.command()
    @click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Practice file to write.")
    @click.option("--data-dir", type=click.Path(file_okay=False, path_type=Path), help="Data folder to write into.")
    @click.option("--office", help="Customer key of the office that is written into the data folder.")
    @click.option(
        "--today",
        type=click.DateTime(["%Y-%m-%d"]),
        help="Day around which the office in the data folder is.  [default: today]",
    )
    def generate(
        out: Path | None, data_dir: Path | None, office: str | None, today: datetime | None, **given: Any
    ) -> None:
        """Make up a large practice: a file with --out, or an office with --data-dir and --office."""
        if (out is None) == (data_dir is None):
            raise click.UsageError("Say either --out FILE or --data-dir DIR.")
        if (data_dir is None) != (office is None):
            raise click.UsageError("--data-dir and --office belong together.")
        if out is not None and today is not None:
            raise click.UsageError("--today belongs to --data-dir; the dates of a practice file move with the day.")

        def sections() -> GeneratedRows:
            rows = generator.generate(given, _progress)
            click.echo(", ".join(f"{len(rows[name])} {name}" for name in generator.told))
            return rows

        try:
            if out is not None:
                click.echo(_write(out, sections(), given))
            elif data_dir is not None and office is not None:
                click.echo(_fill(data_dir, office, sections, today.date() if today else None))
        except OSError as exc:
            raise click.ClickException(f"{exc.filename or out or data_dir}: {exc.strerror}") from exc

    generate.params[:0] = [click.Option(option.names, **option.attributes) for option in generator.options]
    return generate


def _progress(days: Sequence[int]) -> Iterator[int]:
    """Goes through the days, with a bar on a terminal."""
    if not sys.stderr.isatty():
        yield from days
        return
    with click.progressbar(days, label="Filling the book", file=sys.stderr) as bar:
        yield from bar


def _write(path: Path, sections: GeneratedRows, given: dict[str, Any]) -> str:
    from mockod.store import atomic_file
    from mockod.store.practice_file import MOST_BYTES
    from mockod.store.written_practice import as_text

    options = " ".join(f"--{name} {value}" for name, value in given.items() if value is not None)
    heading = (f"Made by mockod generate {options}.", "All people, names and numbers in it are invented.")
    content = "".join(as_text(sections, heading)).encode()
    if len(content) > MOST_BYTES:
        raise click.ClickException(
            f"this practice takes {_megabytes(content)} MB, and a practice file has at most {MOST_BYTES // 1_000_000}; "
            "write it with --data-dir and --office"
        )
    atomic_file.write(path, content)
    return f"{path}, {_megabytes(content)} MB: mockod serve --practice {path}"


def _fill(data_dir: Path, office: str, sections: Callable[[], GeneratedRows], today: date | None) -> str:
    from mockod.rest.errors import ApiError
    from mockod.rest.keys import KEY
    from mockod.simulation.clock import Clock
    from mockod.store.folder_lock import FolderError
    from mockod.store.images import Images
    from mockod.store.new_office import put_office
    from mockod.store.registry import MOST_MEGABYTES
    from mockod.store.written_practice import as_practice

    if not KEY.fullmatch(office):
        raise click.ClickException(f"{office!r} is no customer key")
    loader = vendors.practice_loader()

    def image() -> bytes:
        return Images(lambda: loader).fill(as_practice(NAME, sections()), today or Clock().now().date())

    try:
        size = put_office(data_dir, office, image, loader.sql_functions) // 1_000_000 + 1
    except (FolderError, ApiError) as exc:
        raise click.ClickException(str(exc)) from exc
    bound = f" --office-size {size + size // 4}" if size > MOST_MEGABYTES * 3 // 4 else ""
    return f"office {office} in {data_dir}, {size} MB: mockod serve --data-dir {data_dir}{bound}"


def _megabytes(content: bytes) -> int:
    return ceil(len(content) / 1_000_000)
