"""Writes the pages and tables that follow from the program: options, commands, control calls.

``python docs/_site/reference.py`` writes them; a test holds the pages against what this module makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from mockod import vendors
from mockod.app import create_app
from mockod.cli.main import main
from mockod.config import FIRST, LAST, variables_of
from mockod.vendors.vendor import options_of

DOCS = Path(__file__).parents[1]
BEGIN, END = "<!-- made by docs/_site/reference.py -->", "<!-- end of what is made -->"
_DEFAULT = re.compile(r"\s*\[default: ([^\]]*)\]")
PREFIX = "/_mockod"
ASKING = {
    "--office": "Customer key of the office meant.",
    "--url": "Where the server is.",
    "--token": "What a server that was started with --token wants.",
    "--json": "As JSON, for programs.",
}
"""Options of each command that asks a running server: the page tells them once."""
Document = Mapping[str, Any]


def options_table() -> str:
    """Every option of ``mockod serve``: its variables, what it says, its default."""
    served = vendors.installed()
    serve = {option.name.replace("-", "_"): option for option in _parameters(_command("serve"))}
    rows = []
    for option in (*FIRST, *options_of(served), *LAST):
        text = serve[option.name.replace("-", "_")].help or ""
        default = _DEFAULT.search(text)
        variables = ", ".join(f"`{name}`" for name in variables_of(option.name))
        without = default[1] if default else ("off" if option.is_switch else "none")
        rows.append((f"`--{option.name}`", variables, _DEFAULT.sub("", text), without))
    return _table(("Option", "Variable", "What it says", "Without it"), rows)


def commands_page() -> str:
    """Every command with its arguments and options, but those of ``serve``, which have a page."""
    lines = ["## Options of all that ask a running server", ""]
    lines += [_table(("Option", "What it says"), [(f"`{name}`", text) for name, text in ASKING.items()]), ""]
    for name in main.list_commands(click.Context(main)):
        lines += _told(f"mockod {name}", _command(name), 2)
    return "\n".join(lines).strip()


def control_page() -> str:
    """Every control call with its parameters and the fields of its body."""
    document = create_app().test_client().get(f"{PREFIX}/openapi.json").get_json()
    groups: dict[str, list[str]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            group = groups.setdefault(operation["tags"][0], [])
            group += [f"### {method.upper()} {PREFIX}{path}", "", operation["description"], ""]
            group += _inputs(document, operation)
    lines = [line for tag, group in groups.items() for line in (f"## {tag}", "", *group)]
    return "\n".join(lines).strip()


def _command(name: str) -> click.Command:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    return command


def _parameters(command: click.Command) -> list[click.Option]:
    return [parameter for parameter in command.params if isinstance(parameter, click.Option)]


def _told(called: str, command: click.Command, depth: int) -> Iterator[str]:
    """A command's section, and those of the commands below it."""
    context = click.Context(command, info_name=called)
    usage = " ".join(command.collect_usage_pieces(context))
    yield from (f"{'#' * depth} {called}", "", " ".join((command.help or "").split()), "")
    if called == "mockod serve":
        yield from ("Its options are on [a page of their own](options.md).", "")
        return
    if not isinstance(command, click.Group):
        yield from ("```text", f"{called} {usage}".strip(), "```", "")
    options = [option for option in _parameters(command) if not option.hidden and option.help not in ASKING.values()]
    if options:
        yield _table(("Option", "What it says"), [(_names(option), _help(option)) for option in options])
        yield ""
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _told(f"{called} {name}", below, depth + 1)


def _names(option: click.Option) -> str:
    return ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))


def _help(option: click.Option) -> str:
    variable = f" `{option.envvar}`" if isinstance(option.envvar, str) and option.show_envvar else ""
    choices = f" One of {', '.join(option.type.choices)}." if isinstance(option.type, click.Choice) else ""
    default = f" [default: {option.default}]" if option.show_default is True else ""
    return f"{option.help or ''}{choices}{default}{variable}".strip()


def _inputs(document: Document, operation: Document) -> Iterator[str]:
    """The tables of an operation's parameters and body."""
    parameters = [_resolved(document, parameter) for parameter in operation.get("parameters", ())]
    if parameters:
        rows = [
            (f"`{one['name']}`", _kind(document, one["schema"]), _needed(one.get("required"))) for one in parameters
        ]
        yield from (_table(("Parameter", "Value", "Needed"), rows), "")
    content = operation.get("requestBody", {}).get("content", {})
    schema = _resolved(document, next(iter(content.values()), {}).get("schema", {}))
    fields = schema.get("properties", {})
    if fields and len(fields) <= 40:  # a practice has a section for each table, which another page tells of
        required = schema.get("required", ())
        rows = [(f"`{name}`", _kind(document, one), _needed(name in required)) for name, one in fields.items()]
        yield from (_table(("Field", "Value", "Needed"), rows), "")
    elif content:
        yield from (f"The body is sent as {' or '.join(f'`{kind}`' for kind in content)}.", "")


def _resolved(document: Document, value: Any) -> Any:
    while "$ref" in value:
        found: Any = document
        for part in value["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        value = found
    return value


def _kind(document: Document, schema: Any) -> str:
    """A schema in a few words."""
    schema = _resolved(document, schema)
    if "enum" in schema:
        words = [str(word) for word in schema["enum"]]
        return ", ".join(f"`{word}`" for word in words if word.upper() == word or word.upper() not in words)
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(document, one) for one in schema["anyOf"]))
    kind = schema.get("type", "any")
    if isinstance(kind, list):
        return " or ".join(_WORDS.get(one, one) for one in kind) if len(kind) < 5 else "any value"
    if kind == "array":
        items = _kind(document, schema["items"]) if "items" in schema else "anything"
        return f"list of {items}"
    if kind == "string" and "2[0-9]" in schema.get("pattern", ""):
        return "`yyyy-MM-dd HH:mm:ss`"
    least, most = schema.get("minimum"), schema.get("maximum")
    bounds = f", {least} to {most}" if least is not None and most is not None and most < 10**9 else ""
    return _WORDS.get(kind, kind) + bounds


_WORDS = {"string": "text", "integer": "number", "boolean": "true or false", "object": "object", "null": "null"}


def _needed(is_needed: Any) -> str:
    return "yes" if is_needed else ""


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


MADE = {"options.md": options_table, "commands.md": commands_page, "control-calls.md": control_page}


def page(name: str) -> str:
    """A page as it should be: what is written by hand stays, what is made is made anew."""
    text = (DOCS / name).read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n\n{MADE[name]()}\n\n{END}{after}"


if __name__ == "__main__":
    for name in MADE:
        made = page(name)
        (DOCS / name).write_text(made, "utf-8")
