"""The command line: parse, call, print."""

from __future__ import annotations

import gc
import logging
import os
import socket
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from mockod import vendors
from mockod._version import __version__
from mockod.cli.environment import Variable, sources, warnings
from mockod.cli.generate import generate_command
from mockod.cli.openapi import openapi_command
from mockod.cli.shadow import shadow_command
from mockod.config import FIRST, LAST, PREFIX, Config, called, read_config, variables_of
from mockod.log import Line, logging_to_stderr
from mockod.vendors.vendor import Coverage, Option, Vendor, options_of

log = logging.getLogger(__name__)
Command = TypeVar("Command", bound=Callable[..., object])


class _Commands(click.Group):
    """Loads the commands that ask a running server only where they are wanted: a server's own start is quicker."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*super().list_commands(ctx), *_remote_commands()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, cmd_name) or _remote_commands().get(cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        for warning in warnings(self, os.environ):
            click.echo(f"mockod: warning: {warning}", err=True)
        return super().invoke(ctx)


def _remote_commands() -> dict[str, click.Command]:
    from mockod.cli import conform_command, doctor, health, practice_commands, remote_commands, scenario_commands

    modules = (remote_commands, practice_commands, scenario_commands, conform_command, health, doctor)
    return {name: command for module in modules for name, command in module.COMMANDS.items()}


def command_line(served: Sequence[Vendor]) -> click.Group:
    """The command ``mockod`` for these vendors; the first has the words where only one can."""
    words = served[0].command_line
    group = _Commands(
        "mockod",
        context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": PREFIX},
        help=words.about,
    )
    group.add_command(_serve_command(served))
    if words.coverage:
        group.add_command(_coverage_command(words.coverage))
    group.add_command(openapi_command(served))
    if words.generator:
        group.add_command(generate_command(served[0], words.generator))
    if words.shadow:
        group.add_command(shadow_command(served[0], words.shadow))
    return click.version_option(__version__, prog_name="mockod")(group)


def _serve_command(served: Sequence[Vendor]) -> click.Command:
    @click.command()
    @click.pass_context
    def serve(ctx: click.Context, /, **options: str | None) -> None:
        """Serve offices until Ctrl-C."""
        _serve(served, {name.replace("_", "-"): value for name, value in options.items()}, sources(ctx))

    for option in (*FIRST, *options_of(served), *LAST):
        serve = _click_option(option, served[0])(serve)
    return serve


def _click_option(option: Option, vendor: Vendor) -> Callable[[Command], Command]:
    """An option that is also an environment variable: --data-dir and MOCKOD_DATA_DIR."""
    variables = variables_of(option.name)
    defaults = {"port": vendor.command_line.port_help, "practice": vendor.practice}
    default = defaults.get(option.name)
    more: dict[str, Any] = {"envvar": variables}
    if option.is_switch:
        more = {"envvar": variables, "is_flag": False, "flag_value": "on", "metavar": "[on|off]"}
    text = f"{option.help}  [default: {default}]" if default else option.help
    return click.option(f"--{option.name}", cls=Variable, show_envvar=True, help=text, **more)


def _serve(served: Sequence[Vendor], options: dict[str, str | None], variables: dict[str, str]) -> None:
    gc.disable()  # what is imported now stays for good: to look through it for garbage is a tenth of the start
    from mockod.app import create_site
    from mockod.server import memory, uvicorn_server

    try:
        config = read_config(options, served, variables)
        site = create_site(config, served)
    except (ValueError, OSError) as exc:
        sys.exit(f"mockod: {exc}")
    try:
        listening = uvicorn_server.listen(config.host, config.port)
    except OSError as exc:
        option = called("host" if isinstance(exc, socket.gaierror) else "port", variables)
        sys.exit(f"mockod: {option}: cannot listen on {config.host}:{config.port}: {exc.strerror}")
    memory.give_back_large_blocks()
    gc.freeze()
    gc.enable()
    port = listening.getsockname()[1]
    if config.log_format == "text":
        print(greeting(config, served, port), flush=True)
    with logging_to_stderr(config.log_level, config.log_format):
        log.info(_started(config, served, port))
        uvicorn_server.Server(site).run_on(listening)
        site.close()
        log.info(Line("stopped"))


def _root_url(config: Config, port: int) -> str:
    from mockod.server.addresses import url_of

    return url_of(config.host, port)


def _base_url(config: Config, vendor: Vendor, port: int) -> str:
    """The address of a vendor's API: under its own host name, where it has one."""
    root, path = _root_url(config, port), vendor.base_path
    for host, name in config.host_map.items():
        if name == vendor.name:
            return f"http://{host}:{port}{path.removeprefix(vendor.home)}"
    return root + (path.removeprefix(vendor.home) if config.at_root else path)


def _started(config: Config, known: Sequence[Vendor], port: int) -> Line:
    """What the log tells at the start: where it listens, and what it is."""
    first = config.chosen(known)[0]
    url = _base_url(config, first, port)
    about = first.command_line.greet(config.section(first, is_first=first is known[0]), url).about
    practice = config.practice or first.practice
    begins = {"scenario": config.scenario, "data_dir": config.data_dir}
    return Line("started", version=__version__, url=url, practice=practice, api=about, **begins)


def greeting(config: Config, known: Sequence[Vendor], port: int) -> str:
    """What a person needs to make the first call, one vendor after another."""
    lines: list[str] = []
    served = config.chosen(known)
    for vendor in served:
        base_url = _base_url(config, vendor, port)
        words = vendor.command_line.greet(config.section(vendor, is_first=vendor is known[0]), base_url)
        practice = config.practice or vendor.practice
        about = [f"practice {practice}"] if practice and vendor is served[0] else []
        is_played = config.scenario and vendor is served[0]
        played = {"Scenario": f"{config.scenario}, in the office {words.keys[1]}"} if is_played else {}
        rows = {"Base URL": base_url, **played, **words.rows}
        lines.append(f"mockod {__version__}: {', '.join([*about, words.about or vendor.title])}")
        lines += ["", *(f"  {name:15}{text}" for name, text in rows.items()), ""]
    return "\n".join(lines)


def _coverage_command(load: Callable[[], Coverage]) -> click.Command:
    @click.command()
    @click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
    @click.option("--summary", is_flag=True, help="Only how much rests on what.")
    def coverage(as_json: bool, summary: bool) -> None:
        """Print every endpoint and rule with version, permission and basis."""
        from mockod.rest.json_codec import write_json

        covered = load()
        if summary:
            click.echo(covered.summary())
        else:
            click.echo(write_json(covered.as_json()) if as_json else covered.as_text())

    return coverage


main = command_line(vendors.installed())
