"""The project's pages, and the blocks of code on them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from support.paths import ROOT

DOCS = ROOT / "docs"
PAGES = (ROOT / "README.md", *sorted(DOCS.rglob("*.md")))
_FENCE = re.compile(r"^```(?P<language>[\w+-]*)[^\n]*\n(?P<code>.*?)^```$", re.DOTALL | re.MULTILINE)
_SETS = re.compile(r"^[a-z]+=", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A block of code, and where it stands."""

    page: str
    language: str
    code: str
    line: int

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def blocks(*languages: str, pages: Iterable[Path] = PAGES) -> list[Block]:
    """The blocks in these languages, or in any, page by page."""
    found = []
    for page in pages:
        text = page.read_text("utf-8")
        for match in _FENCE.finditer(text):
            if not languages or match["language"] in languages:
                line = text.count("\n", 0, match.start()) + 1
                found.append(Block(str(page.relative_to(ROOT)), match["language"], match["code"], line))
    return found


def commands(code: str) -> list[str]:
    """The commands of a shell block, each with the lines that go on from it."""
    if _SETS.search(code):
        return [code]  # a script, whose lines need those before them
    joined: list[str] = []
    for line in code.splitlines():
        goes_on = joined and (joined[-1].endswith("\\") or joined[-1].count("'") % 2)
        if goes_on:
            joined[-1] += f"\n{line}"
        elif line.strip() and not line.startswith("#"):
            joined.append(line)
    return joined
