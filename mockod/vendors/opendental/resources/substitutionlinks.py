"""Substitution links: which cheaper code a plan pays for in the place of another, and for which teeth."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, replace
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.rest.schema import Schema
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import SubstOnlyIf
from mockod.vendors.opendental.engine.methods import create, delete, listing, update
from mockod.vendors.opendental.engine.records import Records, given_values
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row, Rows, Select, where
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.errors import not_found
from mockod.vendors.opendental.wire.fields import Choice, ForeignKey, Integer, Text

SINCE = "22.4.25"

SUBSTITUTIONLINK = Table(
    "substitutionlink",
    entity="SubstitutionLink",
    section="substitutionlinks",
    columns=(
        Column("SubstitutionLinkNum", Integer()),
        Column("PlanNum", ForeignKey("insplan.PlanNum"), needed=True),
        Column("CodeNum", ForeignKey("procedurecode.CodeNum"), needed=True),
        Column("SubstitutionCode", Text()),
        Column("SubstOnlyIf", Choice(SubstOnlyIf)),
    ),
    indexes=(index("PlanNum"),),
)
_KEY, *_OTHERS = SUBSTITUTIONLINK.answer.fields.values()
LISTED = Schema.of("SubstitutionLink in a list", (dataclasses.replace(_KEY, wire_name="SubstiutionLinkNum"), *_OTHERS))
"""As the page's list prints a row, its number misspelled; POST and PUT spell it right (documented)."""


@dataclass(frozen=True, slots=True)
class LinkFilters:
    """GET substitutionlinks."""

    plan_num: Annotated[int, ForeignKey("insplan.PlanNum", zero=False)]


@dataclass(frozen=True, slots=True)
class NewLink:
    """POST substitutionlinks."""

    plan_num: Annotated[int, ForeignKey("insplan.PlanNum", zero=False)]
    code_num: Annotated[int, ForeignKey("procedurecode.CodeNum", zero=False)]
    substitution_code: str
    subst_only_if: SubstOnlyIf


@dataclass(frozen=True, slots=True)
class LinkChange:
    """PUT substitutionlinks: only what is given changes."""

    substitution_code: str | None = None
    subst_only_if: SubstOnlyIf | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstitutionLink:
    """A row of the vendor's table."""

    substitution_link_num: int = 0
    plan_num: int
    code_num: int
    substitution_code: str
    subst_only_if: SubstOnlyIf


RECORDS = Records(SubstitutionLink, SUBSTITUTIONLINK)


def list_links(tx: Transaction, filters: LinkFilters, page: Page) -> Rows:
    """GET substitutionlinks: those of one plan, by number."""
    conditions = [where("substitutionlink.PlanNum = :plan", plan=filters.plan_num)]
    return Select(SUBSTITUTIONLINK, LISTED).page(tx, page, "substitutionlink.SubstitutionLinkNum", conditions)


def create_link(tx: Transaction, body: NewLink) -> Row:
    """POST substitutionlinks."""
    _check_code(tx, body.substitution_code)
    new = SubstitutionLink(
        plan_num=body.plan_num,
        code_num=body.code_num,
        substitution_code=body.substitution_code,
        subst_only_if=body.subst_only_if,
    )
    return SUBSTITUTIONLINKS.select.one(tx, RECORDS.insert(tx, new))


def update_link(tx: Transaction, before: SubstitutionLink, body: LinkChange) -> Row:
    """PUT substitutionlinks."""
    if body.substitution_code is not None and body.substitution_code != before.substitution_code:
        _check_code(tx, body.substitution_code)
    RECORDS.update(tx, before, replace(before, **given_values(body)))
    return SUBSTITUTIONLINKS.select.one(tx, before.substitution_link_num)


def _check_code(tx: Transaction, proc_code: str) -> None:
    """The office has the code, in this very letter case (documented)."""
    if not tx.row("SELECT 1 FROM procedurecode WHERE ProcCode = ?", (proc_code,)):
        raise not_found("SubstitutionCode", Basis.ASSUMED)


SUBSTITUTIONLINKS = Resource(
    "substitutionlinks",
    table=SUBSTITUTIONLINK,
    methods=[
        listing(list_links, filters=LinkFilters, answer=LISTED, since=SINCE),
        create(create_link, body=NewLink, since="22.4.1", location=""),
        update(update_link, row=RECORDS.get_or_404, body=LinkChange, since=SINCE),
        delete(since=SINCE),
    ],
)
