"""The texts of electronic messages, as they went over the line: X12, mostly."""

from __future__ import annotations

from mockod.vendors.opendental.engine.methods import read
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.fields import Integer, Text

ETRANSMESSAGETEXT = Table(
    "etransmessagetext",
    entity="EtransMessageText",
    section="etransmessagetexts",
    columns=(
        Column("EtransMessageTextNum", Integer()),
        Column("MessageText", Text(), needed=True),
    ),
)

ETRANSMESSAGETEXTS = Resource(
    "etransmessagetexts",
    table=ETRANSMESSAGETEXT,
    methods=[read(since="23.2.11")],
)
