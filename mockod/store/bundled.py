"""Finds the practices, examples and scenarios that come with mockod, in a wheel or in a checkout.

In a wheel they lie inside the package; an editable install leaves them where they are, beside it.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def folder(name: str) -> Path:
    """The folder ``fixtures`` or ``scenarios``."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def practice_names() -> list[str]:
    """The shipped practices, by the names that ``--practice`` takes."""
    return sorted(path.stem for path in (folder("fixtures") / "practices").glob("*.yaml"))


def practice_path(name_or_file: str) -> Path:
    """A shipped practice by its name, any other by its path. Raises FileNotFoundError naming the choices."""
    if name_or_file in practice_names():
        return folder("fixtures") / "practices" / f"{name_or_file}.yaml"
    path = Path(name_or_file)
    if path.is_dir():
        raise FileNotFoundError(f"{name_or_file!r} is a folder; name a practice file in it")
    if not path.is_file():
        known = ", ".join(practice_names())
        raise FileNotFoundError(f"no practice and no file is called {name_or_file!r} (practices: {known})")
    return path
