"""The site of docs/, built once."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

from support.paths import ROOT

PATIENCE = 120


@lru_cache
def built() -> tuple[Path, str]:
    """The folder of the site, and what MkDocs said while it built it. It ends with this process."""
    folder = tempfile.TemporaryDirectory(prefix="mockod-site-")
    built.folder = folder  # type: ignore[attr-defined] # kept until the process ends
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder.name]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
    return Path(folder.name), done.stdout + done.stderr


class Html(HTMLParser):
    """A page's anchors, where its links lead, and what it loads."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.anchors.update(filter(None, (values.get("id"), values.get("name"))))
        if tag == "a":
            self.links += filter(None, [values.get("href")])
        elif tag == "link":
            self.loads += filter(None, [values.get("href")])
        else:
            self.loads += filter(None, [values.get("src")])
