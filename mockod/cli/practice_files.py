"""What the commands below ``mockod practice`` do with files on this machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlencode

from mockod import vendors
from mockod.cli.client import REFUSED, Failed
from mockod.simulation.clock import Clock
from mockod.store import bundled
from mockod.store.practice_file import PracticeError, read_practice

ENDINGS = (".yaml", ".yml", ".json")
"""Of the files that a folder is checked for."""


def check(names: Iterable[str]) -> tuple[list[str], bool]:
    """Lines that tell every mistake of practice files, or that there is none; and whether there is any."""
    lines, has_mistakes = [], False
    for path in _paths(names):
        mistakes = _mistakes(path)
        lines += mistakes or [f"{path}: no mistakes"]
        has_mistakes = has_mistakes or bool(mistakes)
    return lines, has_mistakes


def _paths(names: Iterable[str]) -> Iterator[Path]:
    """The files that are meant: each that is named, those of a folder, and shipped practices."""
    for name in names:
        path = Path(name)
        if path.is_dir():
            yield from sorted(one for one in path.rglob("*") if one.suffix in ENDINGS and one.is_file())
        else:
            yield path if path.is_file() or name not in bundled.practice_names() else bundled.practice_path(name)


def _mistakes(path: Path) -> list[str]:
    """Each as ``path:line: reason``."""
    try:
        found = vendors.practice_loader().mistakes(read_practice(path), Clock.running().now().date())
    except PracticeError as exc:
        found = [exc]
    return [_at(path, str(exc)) for exc in found]


def _at(path: Path, mistake: str) -> str:
    """A mistake with its file's path in the place of its name.

    >>> _at(Path("offices/a.yaml"), "a.yaml:3: notes: Text is missing")
    'offices/a.yaml:3: notes: Text is missing'
    """
    name, colon, reason = mistake.partition(":")
    return f"{path}{colon}{reason}" if name in (path.name, str(path)) else f"{path}: {mistake}"


def begin(file: Path) -> None:
    """Write a practice file to begin with. Raises FileExistsError, or another OSError."""
    with file.open("x", encoding="utf-8") as new:
        new.write(vendors.practice_loader().starter())


def export_from(data_dir: Path, office: str | None, *, relative: bool) -> bytes:
    """An office of a data folder that no server has, as a practice file. Raises Failed."""
    from mockod.app import create_app
    from mockod.config import Config, ConfigError

    if office is None:
        raise Failed("Name one office, by --office.", REFUSED)
    try:
        client = create_app(Config(data_dir=data_dir)).test_client()
    except (ConfigError, OSError, ValueError) as exc:
        raise Failed(str(exc), REFUSED) from exc
    query = {"office": office, "relative": "true" if relative else "false"}
    answer = client.get(f"/_mockod/practice?{urlencode(query)}")
    if answer.status_code != 200:
        raise Failed(str((answer.json or {}).get("detail")), REFUSED)
    return bytes(answer.data)
