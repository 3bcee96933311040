"""The command line: parse, call, print."""

from __future__ import annotations

import gc
import socket
import sys
from collections.abc import Callable
from typing import TypeVar

import click

from mockod._version import __version__
from mockod.config import Config, read_config

Command = TypeVar("Command", bound=Callable[..., object])
DEMO_KEYS = "demo-developer/demo-customer"


class _Commands(click.Group):
    """Loads what asks a running server only where it is wanted: a server's own start is quicker without."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *_asking()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, cmd_name) or _asking().get(cmd_name)


def _asking() -> dict[str, click.Command]:
    from mockod.cli.remote_commands import COMMANDS

    return COMMANDS


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "MOCKOD"})
@click.version_option(__version__, prog_name="mockod")
def main() -> None:
    """The Open Dental REST API on your laptop."""


def _option(name: str, text: str) -> Callable[[Command], Command]:
    """An option that is also an environment variable: --data-dir and MOCKOD_DATA_DIR."""
    variable = f"MOCKOD_{name.upper().replace('-', '_')}"
    names = [variable, "PORT"] if name == "port" else [variable]
    return click.option(f"--{name}", envvar=names, show_envvar=True, help=text)


def _switch(name: str, text: str) -> Callable[[Command], Command]:
    """An option that is on where it is named, or where its environment variable says on."""
    variable = f"MOCKOD_{name.upper().replace('-', '_')}"
    return click.option(
        f"--{name}", is_flag=False, flag_value="on", metavar="[on|off]", envvar=variable, show_envvar=True, help=text
    )


@main.command()
@_option("host", "Address to listen on.  [default: 127.0.0.1]")
@_option("port", "Port to listen on, 0 for any that is free.  [default: 30222; 30223 in mode service]")
@_option("practice", "A practice by name, or a practice file.  [default: demo]")
@_option("clock", 'now, or "yyyy-MM-dd HH:mm:ss" to freeze it.  [default: now]')
@_option("data-dir", "Folder that keeps each office in a file.  [default: in memory]")
@_option("keys", "File that lists the keys to let in, with their permissions.  [default: any keys]")
@_option("mode", "local, service or remote.  [default: local]")
@_option("od-version", "Open Dental version to be, as 25.4 or 25.4.48.  [default: 26.3]")
@_option("webhooks", "Hosts that subscriptions may lead to besides this machine: host,host.  [default: none]")
@_option("conduct", "faithful or strict, single points after it: faithful,overlaps=on.  [default: faithful]")
@_option("offices", "Offices that there may be at a time.  [default: 10000]")
@_switch("evict-idle", "At that bound let the office go that is longest idle, instead of refusing a new one.")
@_option("token", "Want this token in the header X-Mockod-Token of every call below /_mockod.  [default: none]")
@_option("allowed-hosts", "More names, with commas, by which a browser may call /_mockod.  [default: its address]")
def serve(**options: str | None) -> None:
    """Serve offices until Ctrl-C."""
    gc.disable()  # what is imported now stays for good: to look through it for garbage is a tenth of the start
    from mockod.app import create_app
    from mockod.server.uvicorn_server import Server, listen

    try:
        config = read_config({name.replace("_", "-"): value for name, value in options.items()})
        app = create_app(config)
    except (ValueError, OSError) as exc:
        sys.exit(f"mockod: {exc}")
    try:
        listening = listen(config.host, config.port)
    except OSError as exc:
        option = "--host" if isinstance(exc, socket.gaierror) else "--port"
        sys.exit(f"mockod: {option}: cannot listen on {config.host}:{config.port}: {exc.strerror}")
    gc.freeze()
    gc.enable()
    print(greeting(config, listening.getsockname()[1]), flush=True)
    Server(app).run_on(listening)
    app.extensions["mockod.offices"].park_all()


@main.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
@click.option("--summary", is_flag=True, help="Only how much rests on what.")
def coverage(as_json: bool, summary: bool) -> None:
    """Print every endpoint and rule with version, permission and basis."""
    from mockod.rest.json_codec import write_json
    from mockod.vendors.opendental.analysis import coverage as told

    if summary:
        click.echo(told.summary(told.covered()))
    else:
        click.echo(write_json(told.as_json()) if as_json else told.as_text())


def greeting(config: Config, port: int) -> str:
    """What a person needs to make the first call."""
    host = f"[{config.host}]" if ":" in config.host else config.host
    base = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/api/v1"
    listed = next((f"{grant.developer}/{key}" for key, grant in config.keyring.grants.items() if grant.enabled), "")
    let_in = "the first of your keys file" if listed else "any keys do; each customer key is an office of its own"
    keys = f"'Authorization: ODFHIR {listed or DEMO_KEYS}'"
    if config.settings.conduct.content_type:
        keys += " -H 'Content-Type: application/json'"
    version, mode = config.settings.version, config.settings.mode.name
    return "\n".join(
        (
            f"mockod {__version__}: practice {config.practice}, Open Dental {version}, API {mode}",
            "",
            f"  Base URL       {base}",
            f"  Authorization  ODFHIR {listed or DEMO_KEYS}   ({let_in})",
            f"  Try            curl -H {keys} '{base}/appointments/Slots?ProvNum=1'",
            "",
        )
    )
