"""Queries: read-only MySQL, answered as rows of JSON or sent to an SFTP site.

The office's data are copied in the call's transaction, and the query runs afterwards, on the copy. sqlglot is imported
when the first query comes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from mockod.rest.endpoint import Inputs, Page
from mockod.rest.errors import NOTE_HEADER
from mockod.rest.schema import Schema, Since
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import QUERIES as PERMISSION
from mockod.vendors.opendental.engine.later import Answered, Later
from mockod.vendors.opendental.engine.methods import Method
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.wire.errors import invalid
from mockod.vendors.opendental.wire.fields import Flag, Integer, Text

MOST_ROWS = 100
"""Of a page (documented)."""
_HOST_AND_FILE = re.compile(r"[^/\s]+(/[^/]+)+")
NOT_SENT = "The query ran. mockod sends no file: it makes no connection to an SFTP site."


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortQuery:
    """The body of PUT queries/ShortQuery."""

    sql_command: Annotated[str, Text()]


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryToSftp:
    """The body of POST queries."""

    sql_command: Annotated[str, Text()]
    sftp_address: Annotated[str, Text()]
    """Host and full path of the file."""
    sftp_username: Annotated[str, Text()]
    sftp_password: Annotated[str, Text()]
    sftp_port: Annotated[int, Integer(least=1, most=65_535)] = 22
    is_async: Annotated[bool, Flag(), Since("23.3.26")] = False


def short_query(tx: Transaction, inputs: Inputs) -> Later:
    """PUT queries/ShortQuery: a page of the rows that a query finds."""
    command, image, now = inputs.body.sql_command, tx.image(), tx.stamp
    page = Page(min(inputs.page.limit, MOST_ROWS), inputs.page.offset)

    def work() -> Answered:
        from mockod.vendors.opendental.resources.queries.answers import as_json
        from mockod.vendors.opendental.resources.queries.session import run

        return Answered(as_json(run(command, image, now, page)))

    return Later(work)


def query_to_sftp(tx: Transaction, inputs: Inputs) -> Later:
    """POST queries: runs the query; the file stays unsent, as there is no SFTP site to send it to."""
    body: Any = inputs.body
    if not _HOST_AND_FILE.fullmatch(body.sftp_address):
        raise invalid("SftpAddress")
    image, now = tx.image(), tx.stamp

    def work() -> Answered:
        from mockod.vendors.opendental.resources.queries.session import run

        run(body.sql_command, image, now, None)
        return Answered(None, {NOTE_HEADER: NOT_SENT})

    return Later(work)


QUERIES = Resource(
    "queries",
    permission=PERMISSION,
    methods=[
        Method("POST", "", query_to_sftp, body=QueryToSftp, answers=False, options={"status": 201, "slow": True}),
        Method(
            "PUT",
            "ShortQuery",
            short_query,
            body=ShortQuery,
            answer=Schema.of("row of a query", ()),
            many=True,
            options={"since": "21.2", "slow": True},
        ),
    ],
)
