"""The scenarios that come with mockod, by name, and any other by its file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from mockod.rest.errors import NotThere
from mockod.rest.nearest import was_meant
from mockod.scenario.model import Scenario
from mockod.scenario.reader import read_file
from mockod.store import bundled


def names() -> list[str]:
    """The shipped scenarios. Raises OSError where their folder cannot be read."""
    return sorted(path.stem for path in bundled.folder("scenarios").iterdir() if path.suffix == ".yaml")


def shipped(name: str) -> Scenario:
    """One of them. Raises NotThere naming what was meant."""
    return _read(path_of(name))


@lru_cache(64)
def _read(path: Path) -> Scenario:
    """A shipped scenario, which nobody changes while mockod runs."""
    return read_file(path)


def path_of(name: str) -> Path:
    """The file of one of them. Raises NotThere naming what was meant."""
    known = names()
    if name not in known:
        choices = was_meant(name, known) or f"; choose {', '.join(known)}"
        raise NotThere(f"There is no scenario {name}{choices}")
    return bundled.folder("scenarios") / f"{name}.yaml"


def find(name_or_file: str) -> Scenario:
    """A shipped scenario by its name, any other by its path. Raises NotThere and ScenarioError."""
    path = Path(name_or_file)
    return read_file(path) if path.suffix or path.is_file() else shipped(name_or_file)
