"""POST etrans: an electronic remittance (ERA 835) that a clearinghouse sent. What it says is read with etranss."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mockod.rest.schema import Name
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.claim_enums import EtransType
from mockod.vendors.opendental.engine.methods import create
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.etranss import add_message
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.fields import ForeignKey, Integer, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRemittance:
    """POST etrans. It has no table of its own to know its fields from."""

    date_time_trans: Annotated[datetime | None, Moment()] = None
    hq_clearinghouse_num: Annotated[int, Integer(least=0), Name("HqClearinghouseNum")] = 0
    message_text: Annotated[str, Text()]
    user_num: Annotated[int, ForeignKey("userod.UserNum")] = 0


def create_remittance(tx: Transaction, body: NewRemittance) -> None:
    """POST etrans: the message, of now unless it is dated, and its text beside it."""
    text = tx.insert("etransmessagetext", {"MessageText": body.message_text})
    add_message(
        tx,
        DateTimeTrans=body.date_time_trans or tx.now,
        ClearingHouseNum=body.hq_clearinghouse_num,
        Etype=EtransType.ERA_835,
        EtransMessageTextNum=text,
        UserNum=body.user_num,
    )


ETRANS = Resource(
    "etrans",
    methods=[create(create_remittance, body=NewRemittance, answers=False, location="", since="21.2")],
)
