"""The history of a claim's custom tracking: what the office found out about it, and when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from mockod.rest.messages import Basis
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import INSURANCE
from mockod.vendors.opendental.domain.claim_enums import ClaimTrackingType
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, listing, update
from mockod.vendors.opendental.engine.records import Records, given_values
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.errors import invalid, required
from mockod.vendors.opendental.wire.fields import Choice, DefinitionKey, ForeignKey, Integer, OneLine

SINCE = "23.2.5"

CLAIMTRACKING = Table(
    "claimtracking",
    entity="ClaimTracking",
    section="claimtrackings",
    columns=(
        Column("ClaimTrackingNum", Integer()),
        Column("ClaimNum", ForeignKey("claim.ClaimNum"), needed=True),
        Column("TrackingType", Choice(ClaimTrackingType)),
        Column("UserNum", ForeignKey("userod.UserNum")),
        Column("DateTimeEntry", Moment(), stamp="changed"),
        Column("Note", OneLine()),
        Column("TrackingDefNum", DefinitionKey(DefCat.ClaimCustomTracking)),
        Column("TrackingErrorDefNum", DefinitionKey(DefCat.ClaimErrorCode)),
    ),
    indexes=(index("ClaimNum"),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTracking:
    """POST claimtrackings. None is for what was not given."""

    claim_num: int
    note: str = ""
    tracking_def_num: int | None = None
    tracking_error_def_num: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingChange:
    """PUT claimtrackings: only what is given changes."""

    note: str | None = None
    tracking_def_num: int | None = None
    tracking_error_def_num: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """A row of the vendor's table, as far as it is written from here."""

    claim_tracking_num: int = 0
    claim_num: int
    date_time_entry: datetime
    note: str
    tracking_def_num: int
    tracking_error_def_num: int


RECORDS = Records(Tracking, CLAIMTRACKING)


def create_tracking(tx: Transaction, body: NewTracking) -> Row:
    """POST claimtrackings: the claim has the new status, too (assumed)."""
    if not body.tracking_def_num and _excludes_none(tx):
        raise required("TrackingDefNum", Basis.DOCUMENTED)
    new = Tracking(
        claim_num=body.claim_num,
        date_time_entry=tx.now,
        note=body.note,
        tracking_def_num=body.tracking_def_num or 0,
        tracking_error_def_num=body.tracking_error_def_num,
    )
    number = RECORDS.insert(tx, new)
    _follow(tx, body.claim_num)
    return CLAIMTRACKINGS.select.one(tx, number)


def update_tracking(tx: Transaction, before: Tracking, body: TrackingChange) -> Row:
    """PUT claimtrackings: the entry is as of now (documented by the samples)."""
    if body.tracking_def_num == 0 and _excludes_none(tx):
        raise invalid("TrackingDefNum")
    after = replace(before, **given_values(body))
    if after != before:
        RECORDS.update(tx, before, replace(after, date_time_entry=tx.now))
        _follow(tx, before.claim_num)
    return CLAIMTRACKINGS.select.one(tx, before.claim_tracking_num)


def _excludes_none(tx: Transaction) -> bool:
    return preferences.switched_on(tx, "ClaimTrackingStatusExcludesNone")


def _follow(tx: Transaction, claim_num: int) -> None:
    """A claim's CustomTracking is that of its last entry."""
    tests = "ClaimNum = ? ORDER BY DateTimeEntry DESC, ClaimTrackingNum DESC LIMIT 1"
    last = RECORDS.find(tx, tests, (claim_num,))[0].tracking_def_num
    sql = "CustomTracking = ?, SecDateTEdit = ? WHERE ClaimNum = ? AND CustomTracking <> ?"
    tx.update("claim", sql, (last, tx.stamp, claim_num, last))


CLAIMTRACKINGS = Resource(
    "claimtrackings",
    table=CLAIMTRACKING,
    permission=INSURANCE,
    methods=[
        listing(
            filters=[equals("ClaimNum")],
            order="DateTimeEntry DESC, ClaimTrackingNum DESC",
            since=SINCE,
            basis=Basis.SOURCE,
        ),
        create(create_tracking, body=NewTracking, since=SINCE, location=""),
        update(update_tracking, row=RECORDS.get_or_404, body=TrackingChange, since=SINCE),
    ],
)
