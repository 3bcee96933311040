"""``mockod fault``: order faults and stubs, list them, end them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from mockod.cli.asking import WORDS, Seconds, Subject, asks, with_file
from mockod.cli.client import REFUSED, Failed, Remote


@click.group(cls=Subject)
def fault() -> None:
    """Order faults: outages, latency, lost answers."""


@fault.command("list")
@asks()
def fault_list(remote: Remote) -> str:
    """The faults at work."""
    return remote.tell("GET", "faults")


@fault.command("kinds")
@asks()
def fault_kinds(remote: Remote) -> str:
    """Every kind of fault, and what it does."""
    return remote.tell("GET", "faults/kinds")


@fault.command("add")
@click.argument("kind")
@click.option("--method", help="Only GET, PUT and so on.")
@click.option("--path", help=f'Only this path, as "{WORDS.example_path}".')
@click.option("--every", type=int, help="Only each so many-th request.")
@click.option("--times", type=int, help="So many requests, then it ends by itself.")
@click.option("--probability", type=float, help="Strike with this probability, 0 to 1.")
@click.option("--seed", type=int, help="Seed of that chance.")
@click.option("--begins", help="Office time, yyyy-MM-dd HH:mm:ss.")
@click.option("--ends", help="Office time.")
@click.option("--seconds", type=Seconds(0), multiple=True, help="How long; twice, to draw between.")
@click.option("--permission", help="Which one is missing.")
@click.option("--version", help="Which one would be needed.")
@click.option("--unmatched", is_flag=True, default=None, help="Only requests that match no endpoint.")
@click.option("--status", type=int, help="Of respond: the status.")
@click.option("--header", "headers", multiple=True, metavar="NAME:VALUE", help="Of respond: a header.")
@click.option("--body", metavar="TEXT|@FILE", help="Of respond: the body, or a file that holds it.")
@click.option("--merge", metavar="JSON", help='Of respond: fields of the real answer to change, {"Zip": null}.')
@click.option("--remove", multiple=True, metavar="FIELD", help="Of respond: a field of the real answer to take out.")
@click.option("--execute", is_flag=True, default=None, help="Of respond: carry the request out all the same.")
@asks()
def fault_add(remote: Remote, seconds: tuple[float, ...], remove: tuple[str, ...], **order: Any) -> str:
    """Order a fault of this KIND; see mockod fault kinds."""
    named = [header.partition(":") for header in order.pop("headers")]
    if not all(colon for _, colon, _ in named):
        raise click.UsageError("A header is its name, a colon and its value.")
    body, merge = order.pop("body"), order.pop("merge")
    asked = {
        **order,
        "seconds": seconds[0] if len(seconds) == 1 else seconds or None,
        "headers": {name.strip(): value.strip() for name, _, value in named} or None,
        "body": _text(Path(body[1:])) if body and body.startswith("@") else body,
        "merge": None if merge is None else _json(merge),
        "remove": remove or None,
    }
    return remote.tell("POST", "faults", asked)


@fault.command("end")
@click.argument("number", type=int, required=False)
@click.option("--all", "everything", is_flag=True, help="End all of them.")
@asks()
def fault_end(remote: Remote, number: int | None, everything: bool) -> str:
    """End the fault NUMBER, or all."""
    if (number is None) != everything:
        raise click.UsageError("Name the number of one fault, or --all.")
    return remote.tell("DELETE", "faults", query={"number": number})


def _text(path: Path) -> str:
    """What a file says. Raises Failed where it is no UTF-8."""
    try:
        return str(with_file(path.read_bytes).decode())
    except UnicodeDecodeError as exc:
        raise Failed(f"{path}: {exc}", REFUSED) from None


def _json(text: str) -> Any:
    """A value. Raises UsageError for what is no JSON."""
    try:
        return json.loads(text)
    except ValueError as exc:
        raise click.UsageError(f"{text!r} is no JSON: {exc}") from exc
