"""``mockod shadow``: a recording proxy before a real server."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from mockod._version import __version__
from mockod.cli.environment import Variable
from mockod.rest.exchange import ShadowFeature
from mockod.vendors.vendor import Vendor

Command = TypeVar("Command", bound=Callable[..., object])
PORT = 30232
"""Beside those of ``mockod serve``, and of a real server on this machine."""
LOOPBACK = "127.0.0.1"
"""The only address that is listened on: keys of a real server come in here."""
LOOPBACK_NAMES = (LOOPBACK, "localhost", "0.0.0.0")
HEADER_KEPT = "its answers are passed on as they are; keys and people go into no file."


def shadow_command(vendor: Vendor, feature: ShadowFeature) -> click.Command:
    """The command for a vendor whose servers can be shadowed."""

    @click.command()
    @click.option("--upstream", required=True, metavar="URL", help="The real server; nothing else is ever asked.")
    @click.option(
        "--port",
        cls=Variable,
        type=click.IntRange(0, 65535),
        default=PORT,
        show_default=True,
        help="On 127.0.0.1; 0 for a free one.",
    )
    @click.option(
        "--report", type=click.Path(dir_okay=False, path_type=Path), help="File for the report; JSON stands beside it."
    )
    @click.option(
        "--practice",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Practice file to write, of invented people.",
    )
    @click.option("--allow-writes", is_flag=True, help="Pass on what may change the server's data, too.")
    @click.option("--ca-file", type=click.Path(exists=True, dir_okay=False), help="Certificates to trust.")
    def shadow(upstream: str, port: int, allow_writes: bool, ca_file: str | None, **given: Any) -> None:
        """Pass requests on to a real server, compare its answers with what mockod knows, and record a practice."""
        files = given.pop("report"), given.pop("practice")
        try:
            _run(vendor, feature, upstream, port, allow_writes, ca_file, files, given)
        except (ValueError, OSError) as exc:
            sys.exit(f"mockod: {exc}")

    for names, attributes in feature.options:
        shadow = click.option(*names, **attributes)(shadow)
    return shadow


def _run(
    vendor: Vendor,
    feature: ShadowFeature,
    url: str,
    port: int,
    allow_writes: bool,
    ca_file: str | None,
    files: tuple[Path | None, Path | None],
    given: dict[str, Any],
) -> None:
    from mockod.log import logging_to_stderr  # here, as a server's own start is quicker without
    from mockod.server.uvicorn_server import AsgiServer, listen, ticking, url_of
    from mockod.shadow.address import read_address
    from mockod.shadow.outputs import Outputs
    from mockod.shadow.proxy import ShadowProxy
    from mockod.shadow.report import Report
    from mockod.shadow.upstream import Upstream
    from mockod.simulation.clock import wall

    address = read_address(url, vendor.base_path)
    shadow = feature.begin(given, wall().date())
    held_against = ", ".join([f"mockod {__version__}", *(f"{name} {value}" for name, value in given.items())])
    report = Report(str(address), held_against.replace("_", " "))
    outputs = Outputs(report, shadow, *files)
    proxy = ShadowProxy(Upstream(address, ca_file), vendor.base_path, shadow, report, allow_writes=allow_writes)
    with _named("--port"):
        listening = listen(LOOPBACK, port)
    own = listening.getsockname()[1]
    if address.port == own and address.host in LOOPBACK_NAMES:
        listening.close()
        raise ValueError("--upstream: this is the proxy's own address")
    click.echo(f"mockod shadow of {address}: {HEADER_KEPT}")
    click.echo(f"\n  Base URL       {url_of(LOOPBACK, own)}{vendor.base_path}")
    click.echo(f"  Writes         {'passed on' if allow_writes else 'refused'}")
    for file in outputs.files():
        click.echo(f"  File           {file}")
    sys.stdout.flush()
    with logging_to_stderr("info", "text"), ticking(outputs.tick):
        AsgiServer(proxy).run_on(listening)
    outputs.save()
    click.echo("\n".join(report.to_text()))
    click.echo(", ".join(f"{count} {section}" for section, count in shadow.rows().items()) or "No rows were seen.")


@contextmanager
def _named(option: str) -> Iterator[None]:
    """Name the option in the words of an OSError."""
    try:
        yield
    except OSError as exc:
        raise ValueError(f"{option}: {exc.strerror}") from exc
