"""Verifications of insurance: when somebody last asked a carrier about a plan's benefits or a patient's coverage.

Every plan and every coverage has one from the day it is made (source); what it said before a change is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.schema import Since
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import INSURANCE_SIMPLE
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.domain.insurance_enums import VerifyTypes
from mockod.vendors.opendental.engine.methods import listing, put, read
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row, Rows, given
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.errors import invalid, required
from mockod.vendors.opendental.wire.fields import Choice, DefinitionKey, ForeignKey, Integer, OneLine

SINCE = "23.2.23"
DAY_IS_OPTIONAL_SINCE = "24.1.17"
"""Older offices demand DateLastVerified (documented)."""
VERIFIED = {
    VerifyTypes.PatientEnrollment: ("patplan", "PatPlanNum"),
    VerifyTypes.InsuranceBenefit: ("insplan", "PlanNum"),
}
"""What FKey names, by the type of verification."""

INSVERIFY = Table(
    "insverify",
    entity="InsVerify",
    section="insverifies",
    columns=(
        Column("InsVerifyNum", Integer()),
        Column("DateLastVerified", Day()),
        Column("UserNum", ForeignKey("userod.UserNum")),
        Column("VerifyType", Choice(VerifyTypes, accepts=VERIFIED), needed=True),
        Column("FKey", Integer(), needed=True),
        Column("DefNum", DefinitionKey(DefCat.InsuranceVerificationStatus)),
        Column("Note", OneLine()),
        Column("DateLastAssigned", Day()),
        Column("SecDateTEdit", Moment(), stamp="changed"),
    ),
    indexes=(index("VerifyType", "FKey"), index("SecDateTEdit")),
)
_KEPT = "InsVerifyNum, DateLastVerified, UserNum, VerifyType, FKey, DefNum, Note, DateLastAssigned, SecDateTEdit"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyFilters:
    """GET insverifies. A number says nothing without its type."""

    verify_type: VerifyTypes | None = None
    f_key: Annotated[int | None, Since("24.4.17")] = None
    sec_date_t_edit: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """PUT insverifies: only what is given changes."""

    date_last_verified: date | None = None
    verify_type: VerifyTypes
    f_key: int
    def_num: int | None = None
    note: Annotated[str | None, Since(DAY_IS_OPTIONAL_SINCE)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InsVerify:
    """A row of the vendor's table, as far as it is written from here."""

    ins_verify_num: int = 0
    date_last_verified: date = date.min
    verify_type: VerifyTypes
    f_key: int
    def_num: int = 0
    note: str = ""
    sec_date_t_edit: datetime


RECORDS = Records(InsVerify, INSVERIFY)


def list_verifications(tx: Transaction, filters: VerifyFilters, page: Page) -> Rows:
    """GET insverifies, by number."""
    if filters.f_key is not None and filters.verify_type is None:
        raise required("VerifyType")
    return INSVERIFIES.select.page(
        tx,
        page,
        "insverify.InsVerifyNum",
        [
            given("insverify.VerifyType = :type", type=filters.verify_type, by_range=True),
            given("insverify.FKey = :row", row=filters.f_key, by_range=True),
            given("insverify.SecDateTEdit >= :since", since=filters.sec_date_t_edit, by_range=True),
        ],
    )


def verify(tx: Transaction, body: Verified) -> Row:
    """PUT insverifies: of the plan or the coverage that FKey names; the row as it was goes to the history."""
    if body.date_last_verified is None and not tx.settings.version.knows(DAY_IS_OPTIONAL_SINCE):
        raise required("DateLastVerified")
    table, key = VERIFIED[body.verify_type]
    if not tx.row(f"SELECT 1 FROM {table} WHERE {key} = ?", (body.f_key,)):
        raise invalid("FKey")
    before = _find(tx, body.verify_type, body.f_key)
    after = replace(
        before,
        date_last_verified=before.date_last_verified if body.date_last_verified is None else body.date_last_verified,
        def_num=before.def_num if body.def_num is None else body.def_num,
        note=before.note if body.note is None else body.note,
    )
    if not before.ins_verify_num:
        return INSVERIFIES.select.one(tx, RECORDS.insert(tx, after))
    if after != before:
        kept = f"({_KEPT}) SELECT {_KEPT} FROM insverify WHERE InsVerifyNum = ?"
        tx.insert_rows("insverifyhist", kept, (before.ins_verify_num,))
        RECORDS.update(tx, before, replace(after, sec_date_t_edit=tx.now))
    return INSVERIFIES.select.one(tx, before.ins_verify_num)


def _find(tx: Transaction, kind: VerifyTypes, number: int) -> InsVerify:
    """What is known of a plan or a coverage; a practice may have one of which nothing was ever written."""
    found = RECORDS.find(tx, "VerifyType = ? AND FKey = ? ORDER BY InsVerifyNum LIMIT 1", (kind, number))
    return found[0] if found else InsVerify(verify_type=kind, f_key=number, sec_date_t_edit=tx.now)


def add_unverified(tx: Transaction, kind: VerifyTypes, number: int) -> None:
    """For a new plan or coverage (source)."""
    RECORDS.insert(tx, InsVerify(verify_type=kind, f_key=number, sec_date_t_edit=tx.now))


def delete_verifications(tx: Transaction, kind: VerifyTypes, number: int) -> None:
    """Of a coverage that ends (source). The history stays."""
    tx.delete("insverify", "VerifyType = ? AND FKey = ?", (kind, number))


INSVERIFIES = Resource(
    "insverifies",
    table=INSVERIFY,
    permission=INSURANCE_SIMPLE,
    methods=[
        read(since=SINCE),
        listing(list_verifications, filters=VerifyFilters, since=SINCE),
        put("", verify, body=Verified),
    ],
)
