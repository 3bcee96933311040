"""Refusals of queries, in MySQL's words where it has some."""

from __future__ import annotations

from mockod.rest.errors import ApiError
from mockod.rest.messages import Basis
from mockod.vendors.opendental.wire.errors import note

NOT_READ_ONLY = "Query is not read-only or is not executing on temporary tables."
DATABASE = "opendental"
"""What the office's database is called."""
MOST_SHOWN = 80
"""Characters of a statement that a syntax error shows, as MySQL's does."""


class NotReadOnly(ApiError):
    """The one refusal of a query that is a 401 (documented; the words are the page's)."""

    def __init__(self) -> None:
        super().__init__(401, NOT_READ_ONLY, Basis.DOCUMENTED)


def bad_syntax(near: str) -> ApiError:
    """400 in the words of a MySQL server."""
    text = (
        "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the "
        f"right syntax to use near '{near.strip()[:MOST_SHOWN]}' at line 1"
    )
    return ApiError(400, text, Basis.ASSUMED)


def refused(text: str) -> ApiError:
    """400 in words that say all."""
    return ApiError(400, text, Basis.ASSUMED)


def not_simulated(what: str) -> ApiError:
    """400 for what MySQL can do and mockod cannot."""
    text = f"mockod does not simulate {what} in queries."
    return ApiError(400, text, Basis.ASSUMED, note("A MySQL server may know this; mockod does not simulate it."))


def unknown_column(name: str, clause: str) -> ApiError:
    """400 ``Unknown column 'Foo' in 'field list'``"""
    return refused(f"Unknown column '{name}' in '{clause}'")


def ambiguous_column(name: str, clause: str) -> ApiError:
    """400 ``Column 'PatNum' in field list is ambiguous``"""
    return refused(f"Column '{name}' in {clause} is ambiguous")


def unknown_function(name: str) -> ApiError:
    """400 ``FUNCTION opendental.FOO does not exist``"""
    return refused(f"FUNCTION {DATABASE}.{name} does not exist")


def unknown_table(name: str, *, is_the_vendors: bool, database: str = DATABASE) -> ApiError:
    """400 ``Table 'opendental.foo' doesn't exist``; a note tells a table that the vendor has and mockod lacks."""
    text = f"Table '{database}.{name}' doesn't exist"
    if is_the_vendors:
        return ApiError(400, text, Basis.ASSUMED, note(f"Open Dental has the table {name}; mockod does not have it."))
    return ApiError(400, text, Basis.ASSUMED, note(f"mockod knows of no table {name} in Open Dental either."))
