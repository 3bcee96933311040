"""``mockod openapi``: the OpenAPI document of a vendor's API, printed or written into a file; no server is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from mockod.vendors.vendor import Vendor, default_section

INDENT = 2
"""Blanks: the file is for people to compare, too."""


def openapi_command(served: Sequence[Vendor]) -> click.Command:
    """The command for these vendors; the first is meant where none is named."""
    by_name = {vendor.name: vendor for vendor in served}

    @click.command()
    @click.option("--vendor", type=click.Choice(list(by_name)), default=served[0].name, help="Of several, whose API.")
    @click.option("--version", "version", default="", help="Of which version.  [default: the newest]")
    @click.option("--server", default="", metavar="URL", help="Where the API is: its address goes into the document.")
    @click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write.  [default: print it]")
    def openapi(vendor: str, version: str, server: str, out: Path | None) -> None:
        """Print the API as an OpenAPI document, for generators of clients and other tools."""
        text = _document(by_name[vendor], version, server)
        if out is None:
            click.echo(text)
            return
        try:
            out.write_text(f"{text}\n", encoding="utf-8")
        except OSError as exc:
            raise click.ClickException(f"{out}: {exc.strerror}") from exc

    return openapi


def _document(vendor: Vendor, version: str, server: str) -> str:
    import json  # here, as other commands start without it

    described = vendor.control().document
    if described is None:
        raise click.ClickException(f"{vendor.title} has no document.")
    if version and not re.fullmatch(described.version, version):
        raise click.BadParameter(f"no version is written {version!r}", param_hint="--version")
    made: dict[str, Any] = described.make(default_section(vendor).settings, version)
    if server:
        made = {**made, "servers": [{"url": server.rstrip("/")}]}
    return json.dumps(made, indent=INDENT, ensure_ascii=False)
