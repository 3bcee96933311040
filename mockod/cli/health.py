"""``mockod health``: whether a server is ready, as an exit code; for containers, CI and scripts that wait for one."""

from __future__ import annotations

import sys
import time

import click

from mockod.cli.asking import URL, Seconds
from mockod.cli.client import REFUSED, Failed, Remote
from mockod.client.transport import over_http_within
from mockod.simulation.clock import monotonic

SECONDS_TO_ANSWER = 3
"""What a server that is well needs a thousandth of."""
SECONDS_BETWEEN = 0.1


@click.command()
@URL
@click.option(
    "--wait",
    type=Seconds(0, 3600),
    default=0,
    metavar="SECONDS",
    help="Ask again until it is ready, for so long.  [default: once]",
)
def health(url: str, wait: float) -> None:
    """Tell whether a server is ready: exit code 0, or 1 where it is not."""
    server = Remote(url, as_json=True, send=over_http_within(SECONDS_TO_ANSWER))
    given_up = monotonic() + wait
    while True:
        try:
            click.echo(_told(server))
            return
        except Failed as failed:
            if monotonic() >= given_up:
                click.echo(f"mockod: {failed}", err=True)
                sys.exit(REFUSED)  # Docker keeps exit code 2 of a health check for itself
        time.sleep(SECONDS_BETWEEN)


def _told(server: Remote) -> str:
    """Raises Failed where it is not ready."""
    try:
        version, practice = server.ask("GET", "health").data["mockod"], server.ask("GET", "ready").data["practice"]
    except (ValueError, KeyError, TypeError):
        raise Failed(f"{server.root} answers, but is no mockod.", REFUSED) from None
    return f"mockod {version} is ready at {server.root}: practice {practice}."


COMMANDS: dict[str, click.Command] = {"health": health}
