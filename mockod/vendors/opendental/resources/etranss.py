"""Electronic messages to and from carriers and clearinghouses, and what stands for one: a claim that was sent."""

from __future__ import annotations

from typing import Any

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.claim_enums import EtransType
from mockod.vendors.opendental.engine.declared import new_row
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table, index, snake_case
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.fields import Choice, ForeignKey, Integer, OneLine, Text

ETRANS = Table(
    "etrans",
    entity="Etrans",
    section="etranss",
    columns=(
        Column("EtransNum", Integer()),
        Column("DateTimeTrans", Moment()),
        Column("ClearingHouseNum", Integer(least=0)),
        Column("Etype", Choice(EtransType)),
        Column("ClaimNum", ForeignKey("claim.ClaimNum")),
        Column("OfficeSequenceNumber", Integer()),
        Column("CarrierTransCounter", Integer()),
        Column("CarrierTransCounter2", Integer()),
        Column("CarrierNum", ForeignKey("carrier.CarrierNum")),
        Column("CarrierNum2", ForeignKey("carrier.CarrierNum")),
        Column("PatNum", ForeignKey("patient.PatNum")),
        Column("BatchNumber", Integer()),
        Column("AckCode", Text()),
        Column("TransSetNum", Integer()),
        Column("Note", OneLine()),
        Column("EtransMessageTextNum", ForeignKey("etransmessagetext.EtransMessageTextNum")),
        Column("AckEtransNum", ForeignKey("etrans.EtransNum")),
        Column("PlanNum", ForeignKey("insplan.PlanNum")),
        Column("InsSubNum", ForeignKey("inssub.InsSubNum")),
        Column("TransSetId835", Integer()),
        Column("CarrierNameRaw", OneLine()),
        Column("PatientNameRaw", OneLine()),
        Column("UserNum", ForeignKey("userod.UserNum")),
    ),
    indexes=(index("PatNum"), index("CarrierNum"), index("ClaimNum"), index("InsSubNum")),
)


def add_message(tx: Transaction, **columns: Any) -> int:
    """Write a message of now, or of the time that is given, by the vendor's names; answers its number."""
    told = {"date_time_trans": tx.now} | {snake_case(name): value for name, value in columns.items()}
    return tx.insert(ETRANS.name, new_row(ETRANS, tx, told))


ETRANSS = Resource(
    "etranss",
    table=ETRANS,
    methods=[
        listing(
            filters=[equals("PatNum", required=True), equals("CarrierNum"), equals("ClaimNum")],
            order="DateTimeTrans",
            since="23.2.7",
        ),
    ],
)
