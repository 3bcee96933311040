"""The list of appointments: the archive FindAppointment, chosen, filtered, ordered and cut into pages (OData)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from mockod.vendors.superoffice.domain.filters import read_filter
from mockod.vendors.superoffice.domain.folding import folded
from mockod.vendors.superoffice.resources.appointments.columns import COLUMNS, SOURCE, ListColumn, Shown, column
from mockod.vendors.superoffice.resources.appointments.restrictions import UNARY, Asker, as_sql
from mockod.vendors.superoffice.resources.work import Answer, Work
from mockod.vendors.superoffice.wire.errors import bad_argument

PAGE = 500
"""Rows of an answer (assumed)."""
MOST_SKIPPED = 2**31 - 1
MODES = ("slim", "wide", "full")
OUTPUTS = ("logical", "display")


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a request asks of the list."""

    columns: tuple[ListColumn, ...]
    tests: str
    values: Sequence[Any]
    order: str
    skip: int
    top: int | None
    is_full: bool
    is_display: bool
    is_json_safe: bool


def find_appointments(work: Work) -> Answer:
    """GET Appointment."""
    try:
        query = _read(work)
    except ValueError as exc:
        raise bad_argument(str(exc)) from exc
    page = PAGE if query.top is None else min(query.top, PAGE)
    sql = _sql(query)
    found = work.tx.rows(f"{sql} LIMIT ? OFFSET ?", (*query.values, page + 1, query.skip))
    rows = [_row(work, query, row) for row in found[:page]]
    work.rows, work.limit = len(rows), page
    answer: dict[str, Any] = {"odata.metadata": f"{work.base}/Appointment/$metadata"}
    rest = None if query.top is None else query.top - page
    if len(found) > page and rest != 0:
        answer["odata.nextLink"] = _next_link(work, query.skip + page, rest)
    return Answer("ODataResult", {**answer, "value": rows})


def _read(work: Work) -> ListQuery:
    given = work.view.query
    chosen = [name for name in given.get("$select", "").split(",") if name.strip()]
    columns = tuple(dict.fromkeys(column(name) for name in chosen)) or COLUMNS
    asker = Asker(work.tx.now, work.view.zone, work.associate.associate_id)
    conditions = read_filter(given["$filter"], UNARY) if given.get("$filter", "").strip() else ()
    tests, values = as_sql(conditions, asker)
    return ListQuery(
        columns,
        tests,
        values,
        _order(given.get("$orderby", "")),
        _count(given, "$skip") or 0,
        _count(given, "$top"),
        _word(given, "$mode", MODES) == "full",
        _word(given, "$output", OUTPUTS) == "display",
        _word(given, "$jsonsafe", ("false", "true")) == "true",
    )


def _sql(query: ListQuery) -> str:
    wanted = ", ".join(part for one in query.columns for part in (one.sql, one.display or "NULL"))
    return f"SELECT a.AppointmentId, {wanted} FROM {SOURCE} WHERE {query.tests} ORDER BY {query.order}"


def _order(text: str) -> str:
    """``date desc,text``; rows that are alike in these are in the order of their ids."""
    order = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, direction = part.partition(" ")
        if direction.strip().lower() not in ("", "asc", "desc"):
            raise ValueError(f"$orderBy: {direction.strip()!r} is neither asc nor desc")
        known = column(name)
        by = folded(known.sql) if known.is_text else known.sql
        order.append(f"{by} {'DESC' if direction.strip().lower() == 'desc' else 'ASC'}")
    return ", ".join([*order[:20], "a.AppointmentId"])


def _count(given: Mapping[str, str], name: str) -> int | None:
    text = given.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 10 or int(text) > MOST_SKIPPED:
        raise ValueError(f"{name}: {text!r} is not a number of rows")
    return int(text)


def _word(given: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    word = given.get(name, "").strip().lower()
    if word and word not in known:
        raise ValueError(f"{name}: {word!r} is none of {', '.join(known)}")
    return word


def _row(work: Work, query: ListQuery, row: Sequence[Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {"PrimaryKey": row[0], "EntityName": "appointment"}
    for place, known in enumerate(query.columns):
        raw, display = row[1 + 2 * place], row[2 + 2 * place]
        value = _value(work, known, raw)
        told = display if known.display else value
        name = "".join(c if c.isalnum() else "_" for c in known.name) if query.is_json_safe else known.name
        if query.is_full:
            text = "" if told is None else str(told)
            shown[name] = {"RawValue": value, "DisplayValue": text, "LinkHint": "", "TooltipHint": ""}
        else:
            shown[name] = told if query.is_display else value
    return shown


def _value(work: Work, known: ListColumn, stored: Any) -> Any:
    zone = work.view.zone
    if stored is None:
        return None
    if known.shown is Shown.FLAG:
        return bool(stored)
    if known.shown is Shown.PLAIN:
        return stored
    moment = datetime.fromisoformat(stored)
    if known.shown is Shown.TIME_OF_DAY:
        return zone.from_base(moment).strftime("%H:%M")
    return zone.show(moment, is_utc=known.shown is Shown.UTC_MOMENT)


def _next_link(work: Work, skip: int, top: int | None) -> str:
    """Where the next page is: the same query from a later row on."""
    kept = {name: value for name, value in work.view.query.items() if name not in ("$skip", "$top")}
    kept["$skip"] = str(skip)
    if top is not None:
        kept["$top"] = str(top)
    pairs = "&".join(f"{quote(name, safe='$')}={quote(value, safe='')}" for name, value in kept.items())
    return f"{work.base}/Appointment?{pairs}"
