"""Fee schedules: lists of fees, of providers, patients and insurance plans. Hidden ones are listed too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.setup_enums import FeeSchedType
from mockod.vendors.opendental.engine.declared import new_row, next_place
from mockod.vendors.opendental.engine.methods import create, listing, update
from mockod.vendors.opendental.engine.resource import Resource, values_of
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.errors import invalid
from mockod.vendors.opendental.wire.fields import Choice, Flag, ForeignKey, Integer, OneLine

FEESCHED = Table(
    "feesched",
    entity="FeeSched",
    section="feescheds",
    columns=(
        Column("FeeSchedNum", Integer()),
        Column("Description", OneLine(longest=255), needed=True, put="taken"),
        Column("FeeSchedType", Choice(FeeSchedType)),
        Column("ItemOrder", Integer()),
        Column("IsHidden", Flag(), put="taken"),
        Column("IsGlobal", Flag(), default=1, put="taken"),
        Column("SecUserNumEntry", ForeignKey("userod.UserNum")),
        Column("SecDateEntry", Day(), stamp="created"),
        Column("SecDateTEdit", Moment(), stamp="changed"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeeSched:
    """POST feescheds. A global schedule has one fee for each code, any other also a clinic's or a provider's own."""

    description: str
    fee_sched_type: FeeSchedType
    is_hidden: bool = False
    is_global: bool = True


def create_schedule(tx: Transaction, body: NewFeeSched) -> Row:
    """POST feescheds. It becomes the last of the list."""
    values = {**values_of(body), "item_order": next_place(tx, FEESCHED)}
    return FEESCHEDS.select.one(tx, tx.insert(FEESCHED.name, new_row(FEESCHED, tx, values)))


def check_global(tx: Transaction, number: int, body: Mapping[str, Any]) -> None:
    """A schedule in which a clinic or a provider has a fee of its own cannot become global (assumed)."""
    own = "SELECT 1 FROM fee WHERE FeeSched = ? AND (ClinicNum <> 0 OR ProvNum <> 0) LIMIT 1"
    if body.get("is_global") and tx.row(own, (number,)):
        raise invalid("IsGlobal", "FeeSched has Fees of a Clinic or Provider.")


def first_schedule(tx: Transaction) -> int:
    """The first schedule of the list that is not hidden; 0 where there is none."""
    sql = "SELECT FeeSchedNum FROM feesched WHERE IsHidden = 0 ORDER BY ItemOrder, FeeSchedNum LIMIT 1"
    return int(tx.value(sql, (), 0))


FEESCHEDS = Resource(
    "feescheds",
    table=FEESCHED,
    methods=[
        listing(order="ItemOrder", since="22.4.31"),
        create(create_schedule, body=NewFeeSched, since="23.3.7", status=200, location=""),
        update(check=check_global, since="23.3.7"),
    ],
)
