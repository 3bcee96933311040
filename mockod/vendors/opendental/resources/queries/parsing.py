"""MySQL as a tree, by sqlglot: one statement, of a kind that only reads, or works on temporary tables."""

from __future__ import annotations

from typing import Any

from sqlglot import exp, parse
from sqlglot.dialects.mysql import MySQL
from sqlglot.errors import ErrorLevel, SqlglotError

from mockod.vendors.opendental.resources.queries.statements import for_parser, words
from mockod.vendors.opendental.resources.queries.words import NotReadOnly, bad_syntax, not_simulated

READS = frozenset(("select", "with"))
TEMPORARY = frozenset(("create", "drop", "insert", "truncate"))
"""What may be done to temporary tables; whether the table is one is for the session to say."""
TOLD = frozenset(("show", "describe", "desc", "explain", "help"))
"""What reads, and is not simulated."""
WRITES = frozenset(
    """
    alter analyze attach backup begin binlog cache call change check checksum commit deallocate declare delete detach
    do execute flush get grant handler import install kill load lock optimize pragma prepare purge reindex release
    rename repair replace reset resignal restore revoke rollback savepoint set shutdown signal start stop table
    truncate uninstall unlock update upsert use vacuum values xa
    """.split()
)
"""What a statement begins with that does something else than read."""
_MUST_FOLLOW = {"create": ("temporary",), "drop": ("temporary", "table")}
"""What a temporary table is made and dropped with; anything else that is made or dropped is none."""
_INTO = frozenset(("outfile", "dumpfile"))


class Dialect(MySQL):
    """MySQL, with every function under its own name: what they mean is said in ``calls``."""

    class Parser(MySQL.Parser):  # type: ignore[misc, valid-type]
        FUNCTIONS: dict[str, Any] = {}  # noqa: RUF012 - sqlglot has it so

        def _warn_unsupported(self) -> None:
            """Refuse what sqlglot would log, with the client's own words, and hand on as it stands."""
            self.raise_error("not understood")


def parsed(statement: str) -> exp.Expression:
    """The tree of one statement without comments. Refuses what is no MySQL, and what does not only read."""
    _refuse_writing(statement)
    try:
        trees = [
            tree for tree in parse(for_parser(statement), dialect=Dialect, error_level=ErrorLevel.IMMEDIATE) if tree
        ]
    except SqlglotError as exc:
        raise _syntax(exc, statement) from exc
    except RecursionError as exc:
        raise not_simulated("an expression that is nested so deeply") from exc
    if len(trees) != 1 or isinstance(trees[0], exp.Command):
        raise bad_syntax(statement)
    tree: exp.Expression = trees[0]  # type: ignore[assignment]
    for node in tree.find_all(exp.Into, exp.Lock):
        if isinstance(node, exp.Into | exp.Lock):
            raise NotReadOnly
    return tree


def _refuse_writing(statement: str) -> None:
    """Look at the words before anything else: a server that refuses to write does not first parse how."""
    every = list(words(statement))
    first = every[0] if every else ""
    if first == "set" and len(every) > 1 and every[1].startswith("@") and not every[1].startswith("@@"):
        return
    if first in WRITES - {"truncate"} or (not _INTO.isdisjoint(every) and "into" in every):
        raise NotReadOnly
    if first in TOLD:
        raise not_simulated(first.upper())
    if first in _MUST_FOLLOW and every[1:2] and every[1] not in _MUST_FOLLOW[first]:
        raise NotReadOnly
    if first not in READS | TEMPORARY or not first:
        raise bad_syntax(statement)


def _syntax(exc: SqlglotError, statement: str) -> Exception:
    """MySQL shows the rest of the statement from where it failed."""
    errors = getattr(exc, "errors", None) or [{}]
    found = str(errors[0].get("highlight") or "")
    rest = str(errors[0].get("end_context") or "")
    return bad_syntax(f"{found}{rest}" if found else statement)
