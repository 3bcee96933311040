"""Environment variables: options by another way, ``MOCKOD_PORT`` for ``--port``; and those that are none.

Kubernetes sets variables for every Service, and Docker for every link: for one named mockod, ``MOCKOD_PORT`` is
``tcp://10.0.0.1:30222``. These are addresses of somebody else, and are passed over.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping

import click

from mockod import vendors
from mockod.config import ADDRESS_OF_A_SERVICE, PREFIX, Config, ConfigError, from_environment, read_config
from mockod.rest.nearest import was_meant
from mockod.server.addresses import url_of

SOURCES = "mockod.variables"
"""Key in a click context's ``meta``: the variable that each option came from, where it came from one."""
_OF_A_SERVICE = re.compile(
    rf"""{PREFIX}_ (?:\w+_)?
         (?: SERVICE_HOST | SERVICE_PORT (?:_\w+)? | PORT_\d+_(?:TCP|UDP|SCTP) (?:_(?:PROTO|PORT|ADDR))?
           | NAME | ENV_\w+ )""",
    re.VERBOSE,
)
"""What Kubernetes sets besides, and what the links of older Dockers do."""


class Variable(click.Option):
    """An option that may come from the environment, and then says from which variable."""

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        named = [self.envvar] if isinstance(self.envvar, str) else list(self.envvar or ())
        prefix = ctx.auto_envvar_prefix
        if prefix and self.name:
            named.append(f"{prefix}_{self.name.upper()}")
        for variable in named:
            value = os.environ.get(variable)
            if value and not ADDRESS_OF_A_SERVICE.fullmatch(value):
                ctx.meta.setdefault(SOURCES, {})[self.name] = variable
                return value
        return None


def sources(ctx: click.Context) -> dict[str, str]:
    """Option -> the variable that it came from: ``{"data-dir": "MOCKOD_DATA_DIR"}``."""
    given: Mapping[str, str] = ctx.meta.get(SOURCES, {})
    return {name.replace("_", "-"): variable for name, variable in given.items()}


def own_url(environment: Mapping[str, str] | None = None) -> str:
    """Where ``mockod serve`` listens that is started in this environment, for a client on its machine.

    >>> own_url({"MOCKOD_PORT": "8080", "MOCKOD_HOST": "0.0.0.0"})
    'http://127.0.0.1:8080'
    """
    place = ("host", "port", *(option.name for option in vendors.default().options))
    given, _ = from_environment(place, os.environ if environment is None else environment)
    try:
        config = read_config(given)
    except ConfigError:  # such a server does not start
        config = Config()
    return url_of(config.host, config.port)


def warnings(command: click.Command, environment: Mapping[str, str]) -> list[str]:
    """A sentence for each variable that looks like an option and is none of a command, or of those in it."""
    candidates = [
        name
        for name, value in sorted(environment.items())
        if name.startswith(f"{PREFIX}_")
        and not ADDRESS_OF_A_SERVICE.fullmatch(value)
        and not _OF_A_SERVICE.fullmatch(name)
    ]
    if not candidates:
        return []
    known = set(_variables(click.Context(command), command, PREFIX))
    return [f"{name} is no variable of mockod{was_meant(name, known)}" for name in candidates if name not in known]


def _variables(ctx: click.Context, command: click.Command, prefix: str) -> Iterator[str]:
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            yield from [parameter.envvar] if isinstance(parameter.envvar, str) else parameter.envvar or ()
            yield f"{prefix}_{(parameter.name or '').upper()}"
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            inner = command.get_command(ctx, name)
            if inner:
                yield from _variables(ctx, inner, f"{prefix}_{name.upper().replace('-', '_')}")
