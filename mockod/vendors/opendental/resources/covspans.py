"""Coverage spans: the procedure codes of a coverage category, from one code to another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import SETUP
from mockod.vendors.opendental.domain.collation import fold
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, delete, listing, read, update
from mockod.vendors.opendental.engine.records import Records, given_values
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.errors import invalid
from mockod.vendors.opendental.wire.fields import ForeignKey, Integer, OneLine

COVSPAN = Table(
    "covspan",
    entity="CovSpan",
    section="covspans",
    columns=(
        Column("CovSpanNum", Integer()),
        Column("CovCatNum", ForeignKey("covcat.CovCatNum"), needed=True),
        Column("FromCode", OneLine(), needed=True),
        Column("ToCode", OneLine(), needed=True),
    ),
    indexes=(index("CovCatNum"),),
)


@dataclass(frozen=True, slots=True)
class NewSpan:
    """POST covspans. The codes need not exist (documented)."""

    cov_cat_num: Annotated[int, ForeignKey("covcat.CovCatNum", zero=False)]
    from_code: str
    to_code: str


@dataclass(frozen=True, slots=True)
class SpanChange:
    """PUT covspans: only what is given changes. A span stays with its category (documented)."""

    from_code: str | None = None
    to_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CovSpan:
    """A row of the vendor's table."""

    cov_span_num: int = 0
    cov_cat_num: int
    from_code: str
    to_code: str


RECORDS = Records(CovSpan, COVSPAN)


def create_span(tx: Transaction, body: NewSpan) -> Row:
    """POST covspans."""
    new = CovSpan(cov_cat_num=body.cov_cat_num, from_code=body.from_code, to_code=body.to_code)
    check_span(new)
    return COVSPANS.select.one(tx, RECORDS.insert(tx, new))


def update_span(tx: Transaction, before: CovSpan, body: SpanChange) -> Row:
    """PUT covspans."""
    after = replace(before, **given_values(body))
    if after != before:
        check_span(after)
    RECORDS.update(tx, before, after)
    return COVSPANS.select.one(tx, before.cov_span_num)


def check_span(span: CovSpan) -> None:
    """Raises ApiError naming the code that is blank, or FromCode where it comes after ToCode.

    The order is the alphabet's, not that of numbers (documented). One code may be a span of its own (source).
    """
    for name, code in (("FromCode", span.from_code), ("ToCode", span.to_code)):
        if not code.strip():
            raise invalid(name)
    if fold(span.from_code) > fold(span.to_code):
        raise invalid("FromCode", "FromCode must be less than ToCode.")


COVSPANS = Resource(
    "covspans",
    table=COVSPAN,
    permission=SETUP,
    methods=[
        read(since="24.1.19"),
        listing(filters=[equals("CovCatNum")], since="24.1.19"),
        create(create_span, body=NewSpan, since="24.1.22"),
        update(update_span, row=RECORDS.get_or_404, body=SpanChange, since="24.1.22"),
        delete(since="24.1.22"),
    ],
)
