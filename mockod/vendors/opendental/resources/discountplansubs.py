"""Subscriptions to discount plans: a patient has one at most."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from mockod.rest.endpoint import Inputs
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import READ_ALL
from mockod.vendors.opendental.engine.methods import Method, create, delete, update
from mockod.vendors.opendental.engine.records import Records, given_values
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.date_fields import Day
from mockod.vendors.opendental.wire.errors import already_exists, invalid, not_found
from mockod.vendors.opendental.wire.fields import ForeignKey, Integer, OneLine

DISCOUNTPLANSUB = Table(
    "discountplansub",
    entity="DiscountPlanSub",
    section="discountplansubs",
    columns=(
        Column("DiscountSubNum", Integer()),
        Column("DiscountPlanNum", ForeignKey("discountplan.DiscountPlanNum"), needed=True),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("DateEffective", Day()),
        Column("DateTerm", Day()),
        Column("SubNote", OneLine()),
    ),
    indexes=(index("DiscountPlanNum"), index("PatNum")),
)


@dataclass(frozen=True, slots=True)
class SubFilters:
    """GET discountplansubs."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSub:
    """POST discountplansubs. Without dates it has begun with the calendar year, and does not end (documented)."""

    discount_plan_num: Annotated[int, ForeignKey("discountplan.DiscountPlanNum", zero=False)]
    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    date_effective: date = date.min
    date_term: date = date.min
    sub_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubChange:
    """PUT discountplansubs: only what is given changes. The patient is the one who has it."""

    pat_num: Annotated[int, ForeignKey("patient.PatNum", zero=False)]
    date_effective: date | None = None
    date_term: date | None = None
    sub_note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sub:
    """A row of the vendor's table. Dates are ``date.min`` for none."""

    discount_sub_num: int = 0
    discount_plan_num: int
    pat_num: int
    date_effective: date
    date_term: date
    sub_note: str


RECORDS = Records(Sub, DISCOUNTPLANSUB)


def read_sub(tx: Transaction, filters: SubFilters) -> Row:
    """GET discountplansubs: the patient's, not a list (documented); 404 for a patient who has none (assumed)."""
    number = _number_of(tx, filters.pat_num)
    if number is None:
        raise not_found(DISCOUNTPLANSUB.entity)
    return DISCOUNTPLANSUBS.select.one(tx, number)


def create_sub(tx: Transaction, body: NewSub) -> None:
    """POST discountplansubs. Refuses a second one for a patient (assumed)."""
    if _number_of(tx, body.pat_num) is not None:
        raise already_exists(DISCOUNTPLANSUB.entity)
    _check_dates(body.date_effective, body.date_term)
    RECORDS.insert(tx, Sub(**given_values(body)))


def update_sub(tx: Transaction, before: Sub, body: SubChange) -> None:
    """PUT discountplansubs."""
    if body.pat_num != before.pat_num:
        raise invalid("PatNum")
    after = replace(before, **given_values(body))
    _check_dates(after.date_effective, after.date_term)
    RECORDS.update(tx, before, after)


def delete_sub(tx: Transaction, sub: Sub) -> None:
    tx.delete(DISCOUNTPLANSUB.name, "DiscountSubNum = ?", (sub.discount_sub_num,))


def _number_of(tx: Transaction, pat_num: int) -> int | None:
    """The patient's subscription; the first, where a practice gave several."""
    sql = "SELECT DiscountSubNum FROM discountplansub WHERE PatNum = ? ORDER BY DiscountSubNum"
    number: int | None = tx.value(sql, (pat_num,))
    return number


def _check_dates(effective: date, term: date) -> None:
    """It does not end before it begins (assumed)."""
    if date.min < term < effective:
        raise invalid("DateTerm")


def _read(tx: Transaction, inputs: Inputs) -> Row:
    return read_sub(tx, inputs.filters)


DISCOUNTPLANSUBS = Resource(
    "discountplansubs",
    table=DISCOUNTPLANSUB,
    methods=[
        Method("GET", "", _read, filters=SubFilters, options={"since": "21.3", "permission": READ_ALL}),
        create(create_sub, body=NewSub, since="21.3", answers=False, location=""),
        update(update_sub, row=RECORDS.get_or_404, body=SubChange, since="22.3.13", answers=False),
        delete(delete_sub, row=RECORDS.get_or_404, since="23.1.12"),
    ],
)
