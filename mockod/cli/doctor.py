"""``mockod doctor``: what commonly keeps a client from a server, found and told."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

from mockod import vendors
from mockod.cli.asking import URL
from mockod.cli.client import REFUSED
from mockod.cli.environment import own_url
from mockod.doctor.checks import examine
from mockod.doctor.findings import Status, in_words
from mockod.doctor.subject import Subject, in_container
from mockod.rest.json_codec import write_json


@click.command()
@URL
@click.option("--key", default="", help="The keys that your client sends, developer/customer, or its whole header.")
@click.option("--token", envvar="MOCKOD_TOKEN", default="", help="What a server that was started with --token wants.")
@click.option(
    "--data-dir",
    envvar="MOCKOD_DATA_DIR",
    type=click.Path(path_type=Path),
    help="The folder that the server is to keep offices in.",
)
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def doctor(url: str, key: str, token: str, data_dir: Path | None, as_json: bool) -> None:
    """Look for what keeps a client from a server; exit code 1 where there is a problem.

    Nothing is changed. Keys, tokens and passwords are never told; a request with the keys of --key is in the journal.
    """
    vendor, environment = vendors.default(), os.environ
    here = urlsplit(own_url())
    subject = Subject(
        url=url,
        host=environment.get("MOCKOD_HOST") or str(here.hostname),
        port=here.port or 0,
        vendor=vendor,
        environment=environment,
        credentials=vendor.command_line.credentials(key) if key else "",
        token=token,
        data_dir=data_dir,
        is_in_container=in_container(environment),
    )
    findings = examine(subject)
    if as_json:
        click.echo(write_json([finding.as_json() for finding in findings]))
    else:
        click.echo("\n".join(in_words(findings)))
    if any(finding.status is Status.PROBLEM for finding in findings):
        sys.exit(REFUSED)


COMMANDS: dict[str, click.Command] = {"doctor": doctor}
