"""Coverage categories: groups of procedures for which plans pay alike. They are the whole office's (documented)."""

from __future__ import annotations

from dataclasses import dataclass

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import SETUP
from mockod.vendors.opendental.domain.insurance_enums import EbenefitCategory
from mockod.vendors.opendental.engine.methods import create, listing, read, update
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.fields import Choice, Flag, Integer, OneLine

NO_PERCENT = -1
"""A new plan begins without a percentage for the category (documented)."""
ALL_OF_IT = 100
LAST_ORDER = 255
"""What the vendor's column holds: a byte (source)."""

COVCAT = Table(
    "covcat",
    entity="CovCat",
    section="covcats",
    columns=(
        Column("CovCatNum", Integer()),
        Column("Description", OneLine(), needed=True, put="taken"),
        Column("DefaultPercent", Integer(least=NO_PERCENT, most=ALL_OF_IT), default=NO_PERCENT, put="taken"),
        Column("CovOrder", Integer(least=0, most=LAST_ORDER), put="taken"),
        Column("IsHidden", Flag(), put="taken"),
        Column("EbenefitCat", Choice(EbenefitCategory), put="taken"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCovCat:
    """POST covcats. It becomes the last in order."""

    description: str
    default_percent: int = NO_PERCENT
    is_hidden: bool = False
    ebenefit_cat: EbenefitCategory = EbenefitCategory.None_


@dataclass(frozen=True, slots=True, kw_only=True)
class CovCat:
    """A row of the vendor's table."""

    cov_cat_num: int = 0
    description: str
    default_percent: int
    cov_order: int
    is_hidden: bool
    ebenefit_cat: EbenefitCategory


RECORDS = Records(CovCat, COVCAT)


def create_category(tx: Transaction, body: NewCovCat) -> Row:
    """POST covcats: behind all others, so that it overrides them."""
    last = tx.value("SELECT max(CovOrder) FROM covcat")
    new = CovCat(
        description=body.description,
        default_percent=body.default_percent,
        cov_order=0 if last is None else min(last + 1, LAST_ORDER),
        is_hidden=body.is_hidden,
        ebenefit_cat=body.ebenefit_cat,
    )
    return COVCATS.select.one(tx, RECORDS.insert(tx, new))


COVCATS = Resource(
    "covcats",
    table=COVCAT,
    permission=SETUP,
    methods=[
        read(since="23.3.8"),
        listing(order="CovOrder", since="23.3.8"),
        create(create_category, body=NewCovCat, since="24.1.24"),
        update(since="24.1.24"),
    ],
)
