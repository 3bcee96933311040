"""A practice, or a fragment of one, that was sent to a running server: its mistakes are told by path, or by line.

JSON is read as a practice file is, its values taken as they are written; a mistake then names the path,
``notes[0].Author``. YAML has lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mockod.rest.json_codec import read_json
from mockod.store.practice_file import PracticeError, PracticeFile, at_path, read_nodes, read_text

MOST_SENT_BYTES = 4_000_000
"""Of a practice or a fragment that is sent; the largest practice that comes with mockod has a thirtieth of it."""
OWN = "own"
"""What an office says of its practice that was sent."""


@dataclass(frozen=True, slots=True)
class SentPractice:
    """What was sent, not yet read."""

    content: bytes
    is_yaml: bool = False
    root: str = ""
    """The path in a larger body that it is at."""

    def read(self, *, is_fragment: bool = False) -> PracticeFile:
        """Raises PracticeError."""
        if len(self.content) > MOST_SENT_BYTES:
            raise PracticeError(f"larger than {MOST_SENT_BYTES // 1_000_000} MB")
        if self.is_yaml:
            return read_text(self.root or "body", self.content, is_sent=True, is_fragment=is_fragment)
        try:
            value = read_json(self.content)
        except ValueError as exc:
            raise PracticeError("The body is not valid JSON.") from exc
        return read_data(value, self.root, is_fragment=is_fragment)


def read_data(value: Any, root: str = "", *, is_fragment: bool = False) -> PracticeFile:
    """JSON's values as a practice. Raises PracticeError with a path."""
    nodes = _Nodes()
    tree = nodes.of(value, root)
    paths = tuple(nodes.paths)

    def mistake(line: int, reason: str) -> PracticeError:
        return PracticeError(at_path(paths[line - 1], reason))

    read = read_nodes(OWN, tree, mistake, is_fragment=is_fragment)
    return PracticeFile(read.name, read.sections, read.entries, read.removals, paths)


class _Nodes:
    """Makes YAML's nodes of JSON's values. The line of each is its place among the paths."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def of(self, value: Any, path: str, depth: int = 0) -> Any:
        import yaml

        from mockod.store.yaml_nodes import DEEPEST

        self.paths.append(path)
        mark = yaml.Mark(OWN, 0, len(self.paths) - 1, 0, None, 0)
        if depth > DEEPEST:
            raise PracticeError(at_path(path[:100], "nested too deeply for a practice"))
        if isinstance(value, dict):
            pairs = [self._pair(name, item, path, depth) for name, item in value.items()]
            return yaml.MappingNode("map", pairs, mark)
        if isinstance(value, list):
            items = [self.of(item, f"{path}[{number}]", depth + 1) for number, item in enumerate(value)]
            return yaml.SequenceNode("seq", items, mark)
        if value is None:
            return yaml.ScalarNode("tag:yaml.org,2002:null", "", mark)
        return yaml.ScalarNode("str", _spelled(value), mark, style='"')

    def _pair(self, name: str, value: Any, path: str, depth: int) -> tuple[Any, Any]:
        below = f"{path}.{name}" if path else name
        return self.of(name, below, depth + 1), self.of(value, below, depth + 1)


def _spelled(value: Any) -> str:
    """A scalar as a practice file writes it.

    >>> _spelled(True), _spelled(7), _spelled(12.5), _spelled("07")
    ('true', '7', '12.5', '07')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)
