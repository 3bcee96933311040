"""A hook of MkDocs: what pages link to outside docs/ becomes part of the site, below project/.

So one relative link is right in an editor, on a code host and on the site. Markdown becomes a page, whose own links are
followed too; any other file is copied; a link to a folder leads to its README, or is only text.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[2]
DOCS = "docs/"
PROJECT = "project/"
LINK = re.compile(r"(?<!!)\[(?P<text>[^\]]*)\]\((?P<target>[^)\s#:]+)(?P<anchor>#[^)\s]*)?\)")
HOME = {"README.md": "index.md"}
"""Files of the project that the site has a page of its own for."""


def path_of(uri: str) -> str:
    """Where in the project a file of the site comes from."""
    return uri.removeprefix(PROJECT) if uri.startswith(PROJECT) else DOCS + uri


def uri_of(path: str) -> str:
    """Where on the site a file of the project is."""
    return HOME.get(path) or (path.removeprefix(DOCS) if path.startswith(DOCS) else PROJECT + path)


def linked(path: str, target: str) -> str | None:
    """The file of the project that a link in another one leads to; None where there is none."""
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    if (ROOT / found).is_dir():
        found = posixpath.join(found, "README.md")
    return found if not found.startswith("..") and (ROOT / found).is_file() else None


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Adds what pages link to, and what that links to."""
    waiting = [path_of(file.src_uri) for file in files.documentation_pages()]
    known = set(waiting)
    while waiting:
        path = waiting.pop()
        for link in LINK.finditer((ROOT / path).read_text("utf-8")):
            found = linked(path, link["target"])
            if found is None or found in known or files.get_file_from_path(uri_of(found)):
                continue
            known.add(found)
            files.append(File.generated(config, uri_of(found), content=(ROOT / found).read_bytes()))
            if found.endswith(".md"):
                waiting.append(found)
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Lets each link lead to where its file is on the site; the search puts what is not of docs/ behind what is."""
    uri = page.file.src_uri
    if uri.startswith(PROJECT):
        page.meta["search"] = {"boost": 0.5}
    path = path_of(uri)

    def rewritten(link: re.Match[str]) -> str:
        found = linked(path, link["target"])
        if found is None:
            is_folder = (ROOT / posixpath.dirname(path) / link["target"]).is_dir()
            return link["text"] if is_folder else link[0]
        target = posixpath.relpath(uri_of(found), posixpath.dirname(uri) or ".")
        return f"[{link['text']}]({target}{link['anchor'] or ''})"

    return LINK.sub(rewritten, markdown)
