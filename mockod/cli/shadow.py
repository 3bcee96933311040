"""``mockod shadow``: a recording proxy before a real server."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
MOST_DAYS = 366
"""Ahead, of a practice that is read."""
FILE = click.Path(dir_okay=False, path_type=Path)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """The options that are not the vendor's."""

    upstream: str
    port: int
    report: Path | None
    practice: Path | None
    learn: int | None
    allow_writes: bool
    ca_file: str | None


OPTIONS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("--upstream", {"required": True, "metavar": "URL", "help": "The real server; nothing else is ever asked."}),
    (
        "--port",
        {
            "cls": Variable,
            "type": click.IntRange(0, 65535),
            "default": PORT,
            "show_default": True,
            "help": "On 127.0.0.1; 0 for a free one.",
        },
    ),
    ("--report", {"type": FILE, "help": "File for the report; JSON stands beside it."}),
    ("--practice", {"type": FILE, "help": "Practice file to write, of invented people."}),
    (
        "--learn",
        {
            "type": click.IntRange(1, MOST_DAYS),
            "metavar": "DAYS",
            "help": "Read, with the first client's keys, all that a practice of so many days ahead needs.",
        },
    ),
    ("--allow-writes", {"is_flag": True, "help": "Pass on what may change the server's data, too."}),
    ("--ca-file", {"type": click.Path(exists=True, dir_okay=False), "help": "Certificates to trust."}),
)


def shadow_command(vendor: Vendor, feature: ShadowFeature) -> click.Command:
    """The command for a vendor whose servers can be shadowed."""

    @click.command()
    def shadow(**given: Any) -> None:
        """Pass requests on to a real server, compare its answers with what mockod knows, and record a practice."""
        wish = Wish(**{name: given.pop(name) for name in Wish.__dataclass_fields__})
        try:
            _run(vendor, feature, wish, given)
        except (ValueError, OSError) as exc:
            sys.exit(f"mockod: {exc}")

    for names, attributes in reversed([*(((name,), more) for name, more in OPTIONS), *feature.options]):
        shadow = click.option(*names, **attributes)(shadow)
    return shadow


def _run(vendor: Vendor, feature: ShadowFeature, wish: Wish, given: Mapping[str, Any]) -> None:
    from mockod.log import logging_to_stderr  # here, as a server's own start is quicker without
    from mockod.server.addresses import url_of
    from mockod.server.uvicorn_server import AsgiServer, listen, ticking
    from mockod.shadow.address import read_address
    from mockod.shadow.learner import Learner
    from mockod.shadow.observer import Observer
    from mockod.shadow.outputs import Outputs
    from mockod.shadow.proxy import ShadowProxy
    from mockod.shadow.report import Report
    from mockod.shadow.upstream import Upstream
    from mockod.simulation.clock import wall

    address, today = read_address(wish.upstream, vendor.base_path), wall().date()
    if address.port == wish.port and address.host in LOOPBACK_NAMES:
        raise ValueError("--upstream: this is the proxy's own address; say another --port")
    shadow, report = feature.begin(given, today), Report(str(address), _held_against(given))
    outputs = Outputs(report, shadow, wish.report, wish.practice)
    upstream, observer = Upstream(address, wish.ca_file), Observer(shadow, report)
    learner = Learner(upstream, vendor.base_path, observer, shadow.wanted(today, wish.learn) if wish.learn else ())
    proxy = ShadowProxy(upstream, vendor.base_path, observer, learner, allow_writes=wish.allow_writes)
    try:
        listening = listen(LOOPBACK, wish.port)
    except OSError as exc:
        raise ValueError(f"--port: {exc.strerror}") from exc
    rows = {"Base URL": f"{url_of(LOOPBACK, listening.getsockname()[1])}{vendor.base_path}"}
    rows["Writes"] = "passed on" if wish.allow_writes else "refused"
    rows["Files"] = ", ".join(map(str, outputs.files())) or "none"
    click.echo(
        "\n".join([f"mockod shadow of {address}", "", *(f"  {name:15}{text}" for name, text in rows.items()), ""])
    )
    sys.stdout.flush()
    with logging_to_stderr("info", "text"), ticking(outputs.tick):
        AsgiServer(proxy).run_on(listening)
        learner.stop()
    outputs.save()
    click.echo("\n".join(report.to_text()))
    click.echo(", ".join(f"{count} {section}" for section, count in shadow.rows().items()) or "No rows were seen.")


def _held_against(given: Mapping[str, Any]) -> str:
    """``mockod 0.1.0, mode remote``."""
    return ", ".join([f"mockod {__version__}", *(f"{name.replace('_', ' ')} {value}" for name, value in given.items())])
