"""A ready folder: the files that a server applies, in the order of their names, before it answers anybody.

Words at the top of a file say what it is: with none of ``KINDS`` it is a fragment of a practice, in YAML or JSON.
Names that begin with a dot are passed over, as Kubernetes keeps its own beside what it mounts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mockod.store.practice_file import PracticeError, PracticeFile, is_scalar, read_content, read_text

ENDINGS = (".yaml", ".yml", ".json")
FRAGMENT = "fragment"
KINDS: Mapping[str, str] = {"story": "scenario", "steps": "scenario"}
"""By a word at its top, what a file is that is no fragment."""


@dataclass(frozen=True, slots=True)
class ReadyFile:
    """One file of the folder, not yet understood."""

    path: Path
    content: bytes
    kind: str

    def fragment(self) -> PracticeFile:
        """Raises PracticeError with name, line and reason."""
        return read_text(self.path.name, self.content, is_fragment=True)


def read_ready_folder(folder: Path) -> tuple[ReadyFile, ...]:
    """The folder's files by name. Raises OSError where it cannot be listed, PracticeError where one is of no use."""
    return tuple(_read(path) for path in sorted(folder.iterdir()) if not path.name.startswith("."))


def _read(path: Path) -> ReadyFile:
    if path.suffix not in ENDINGS or not path.is_file():
        raise PracticeError(f"{path}: files that end in {', '.join(ENDINGS)} belong here")
    content = read_content(path)
    return ReadyFile(path, content, _kind(content))


def _kind(content: bytes) -> str:
    """What is no YAML counts as a fragment, whose reader tells the line."""
    import yaml

    from mockod.store.yaml_nodes import root_of

    def mistake(line: int, reason: str) -> PracticeError:
        return PracticeError(reason)

    try:
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        root = root_of(yaml.parse(content, Loader=loader), mistake)
        for key, node in root.value if isinstance(root, yaml.MappingNode) else ():
            if is_scalar(key) and key.value in KINDS:
                return KINDS[key.value]
            if not is_scalar(node):
                for _ in node.value:  # the next key comes after it
                    pass
    except (yaml.YAMLError, PracticeError, ValueError):
        pass
    return FRAGMENT
