"""Signalods: what the office's computers tell each other to read anew. The pipeline's ``trail`` writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.security_enums import InvalidType, MiddleTierRole
from mockod.vendors.opendental.engine.methods import listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Rows, where
from mockod.vendors.opendental.engine.table import Column, Table, index, server_time
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import Choice, Integer, Text
from mockod.vendors.opendental.wire.words import Word

KEY_TYPES = (
    "Undefined FeeSched Job Operatory PhoneExtension Provider SigMessage SmsMsgUnreadCount Task ProcessId ConfKick "
    "PatNum UserOd EmailAddress"
).split()
"""What FKey numbers (source)."""

SIGNALOD = Table(
    "signalod",
    entity="Signalod",
    section="signalods",
    columns=(
        Column("SignalNum", Integer()),
        Column("DateViewing", Day()),
        Column("SigDateTime", Moment(), needed=True),
        Column("FKey", Integer()),
        Column("FKeyType", Word(*KEY_TYPES), default=KEY_TYPES[0]),
        Column("IType", Choice(InvalidType)),
        Column("RemoteRole", Choice(MiddleTierRole)),
        Column("MsgValue", Text()),
        server_time(),
    ),
    indexes=(index("SigDateTime"),),
)


@dataclass(frozen=True, slots=True)
class SignalFilters:
    """GET signalods."""

    sig_date_time: Annotated[datetime, Moment()]


def list_signals(tx: Transaction, filters: SignalFilters, page: Page) -> Rows:
    """GET signalods, by number: those after the time given and before the office's own second (source 10.4).

    What is signalled within this second is told by a later call: so none is missed that asks from the time told here.
    """
    between = "signalod.SigDateTime > :since AND signalod.SigDateTime < :now"
    since = str(filters.sig_date_time)
    return SIGNALODS.select.page(tx, page, "signalod.SignalNum", [where(between, by_range=True, since=since)])


SIGNALODS = Resource(
    "signalods",
    table=SIGNALOD,
    methods=[listing(list_signals, filters=SignalFilters, since="21.2", basis=Basis.SOURCE)],
)
