"""Statements: bills that were sent, or wait to be sent."""

from __future__ import annotations

from mockod.vendors.opendental.domain.account_enums import StatementMode, StatementType
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import listing, read
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import Choice, Flag, ForeignKey, Integer, Number, OneLine

SINCE = "24.2.23"

STATEMENT = Table(
    "statement",
    entity="Statement",
    section="statements",
    columns=(
        Column("StatementNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("DateSent", Day()),
        Column("DateRangeFrom", Day()),
        Column("DateRangeTo", Day()),
        Column("Note", OneLine()),
        Column("NoteBold", OneLine()),
        Column("Mode_", Choice(StatementMode)),
        Column("HidePayment", Flag()),
        Column("SinglePatient", Flag()),
        Column("Intermingled", Flag()),
        Column("IsSent", Flag()),
        Column("DocNum", ForeignKey("document.DocNum")),
        Column("DateTStamp", Moment(), stamp="changed"),
        Column("IsReceipt", Flag()),
        Column("IsInvoice", Flag()),
        Column("IsInvoiceCopy", Flag()),
        Column("SuperFamily", ForeignKey("patient.PatNum")),
        Column("IsBalValid", Flag()),
        Column("InsEst", Number()),
        Column("BalTotal", Number()),
        Column("StatementType", Choice(StatementType)),
    ),
    indexes=(index("PatNum"),),
)

STATEMENTS = Resource(
    "statements",
    table=STATEMENT,
    methods=[
        read(since=SINCE),
        listing(filters=[equals("PatNum")], since=SINCE),
    ],
)
