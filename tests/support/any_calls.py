"""Calls of every writing method there is, mostly with values that fit the demo practice.

They are made from the endpoints' own declarations, so that a new method is tried as soon as it is there.
"""

from __future__ import annotations

import re
from contextlib import closing
from functools import cache
from typing import Any

from hypothesis import strategies as st

from conftest import MONDAY
from mockod import vendors
from mockod.rest.endpoint import Endpoint
from mockod.rest.schema import Field
from mockod.store.connection import connect
from mockod.store.diff import columns_of, tables_of
from mockod.store.images import Images
from mockod.vendors.opendental.resources import ROUTES
from mockod.vendors.opendental.wire import date_fields, fields
from mockod.vendors.opendental.wire.color_field import Color
from mockod.vendors.opendental.wire.words import Word

Request = tuple[str, str, dict[str, Any] | None]
"""Method, path and body, as ApiClient.call takes them."""


@cache
def numbers_there() -> dict[str, tuple[int, ...]]:
    """Key column, or category of definitions -> the numbers of the demo practice's rows."""
    with closing(connect()) as db:
        db.deserialize(Images(vendors.practice_loader).image("demo", MONDAY.date()))
        keys = {columns_of(db, table)[0]: table for table in reversed(tables_of(db))}
        there = {key: db.execute(f"SELECT {key} FROM {table} LIMIT 40").fetchall() for key, table in keys.items()}
        for (category,) in db.execute("SELECT DISTINCT Category FROM definition").fetchall():
            there[str(category)] = db.execute(
                "SELECT DefNum FROM definition WHERE Category = ?", (category,)
            ).fetchall()
    return {name: tuple(number for (number,) in rows) for name, rows in there.items()}


def number_of(name: str) -> st.SearchStrategy[int]:
    """The number of a row that is there, or, less often, any."""
    there = numbers_there().get(name)
    return st.sampled_from((*there, 0, 999)) if there else st.integers(0, 99)


days = st.sampled_from(["2026-03-02", "2026-03-03", "2026-03-09", "1990-05-17"])
times = st.sampled_from(["00:00:00", "08:00:00", "09:10:00", "15:55:00"])
texts = st.sampled_from(["Note", "Größe\nmore", "D0120", "12", "(503)555-0101", "x" * 300])
FITTING = (
    (fields.Flag, st.sampled_from(["true", "false"])),
    (fields.IntegerList, st.lists(number_of("ProcNum"), max_size=2)),
    (fields.Integer | fields.NumberText | fields.Number, st.integers(0, 9)),
    (Color, st.sampled_from(["255,0,0", "0,0,0", "12,34,56"])),
    (fields.PatternText, st.text("X/", min_size=1, max_size=8)),
    (date_fields.Day, days),
    (date_fields.Moment, st.tuples(days, times).map(" ".join)),
    (date_fields.TimeOfDay, times),
)
"""Kinds of fields, and values that such a field takes."""


def value_of(field: Field) -> st.SearchStrategy[Any]:
    if isinstance(field.type, fields.Choice | Word):
        return st.sampled_from(sorted(field.type.members))
    if isinstance(field.type, fields.ForeignKey):
        return number_of(field.type.key)
    if isinstance(field.type, fields.DefinitionKey):
        return number_of(str(int(field.type.category)))
    return next((values for kind, values in FITTING if isinstance(field.type, kind)), texts)


@st.composite
def calls_of(draw: st.DrawFn, endpoint: Endpoint) -> Request:
    """One call of a method: what it needs and up to three things more."""
    declared = endpoint.body.fields.values() if endpoint.body else ()
    more = [field for field in declared if not field.required]
    chosen = draw(st.lists(st.sampled_from(more), max_size=3, unique=True)) if more else []
    body = {field.wire_name: draw(value_of(field)) for field in declared if field.required or field in chosen}
    path = re.sub(r"\{(\w+)\}", lambda found: str(draw(number_of(found[1]))), endpoint.path)
    return endpoint.method, path, body


LISTS = ("appointments", "histappointments", "procedurelogs", "patients", "recalls", "commlogs", "schedules")
reading = st.sampled_from([("GET", path, None) for path in LISTS])
writing = st.one_of([calls_of(endpoint) for endpoint in ROUTES.endpoints if endpoint.method != "GET"])
sequences = st.lists(st.one_of(writing, writing, writing, reading), max_size=12)
