"""What teeth are like before any treatment: missing, hidden, primary, moved; and what is drawn beside them."""

from __future__ import annotations

from typing import Any

from mockod.rest.schema import Leniency
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.clinical_enums import ToothInitialType
from mockod.vendors.opendental.domain.enums import wire_name
from mockod.vendors.opendental.domain.teeth import PERMANENT, PRIMARY
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, delete, listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.color_field import Color
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.errors import conflict
from mockod.vendors.opendental.wire.fields import Choice, DecimalText, ForeignKey, Integer, Number, Text

SETTABLE = {ToothInitialType.Missing, ToothInitialType.Hidden, ToothInitialType.Primary}
"""What a client may write and delete; the rest is drawn in the program (documented)."""


class ToothText(Text):
    """One tooth, 1 to 32 or A to T (documented). Drawings have none."""

    def read(self, value: Any, leniency: Leniency) -> str:
        text = super().read(value, leniency)
        if text not in PERMANENT and text not in PRIMARY:
            raise ValueError("no tooth")
        return text

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": [*PERMANENT, *PRIMARY]}


TOOTHINITIAL = Table(
    "toothinitial",
    entity="ToothInitial",
    section="toothinitials",
    columns=(
        Column("ToothInitialNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True, post="required"),
        Column("ToothNum", ToothText(), post="required"),
        Column(
            "InitialType",
            Choice(ToothInitialType, accepts=SETTABLE),
            shown_as=Choice(ToothInitialType),
            post="required",
        ),
        Column("Movement", Number(), shown_as=DecimalText()),
        Column("DrawingSegment", Text()),
        Column("ColorDraw", Color()),
        Column("SecDateTEntry", Moment(), stamp="created"),
        Column("SecDateTEdit", Moment(), stamp="changed"),
        Column("DrawText", Text()),
    ),
    indexes=(index("PatNum"), index("SecDateTEdit")),
)


def check_deletable(tx: Transaction, number: int) -> None:
    """Raises ApiError for what only the program can take away."""
    initial = ToothInitialType(tx.value("SELECT InitialType FROM toothinitial WHERE ToothInitialNum = ?", (number,)))
    if initial not in SETTABLE:
        raise conflict(f"ToothInitial with an InitialType of {wire_name(initial)} cannot be deleted.")


TOOTHINITIALS = Resource(
    "toothinitials",
    table=TOOTHINITIAL,
    methods=[
        listing(filters=[equals("PatNum")], since="24.2.3"),
        create(since="24.2.3", location=""),
        delete(since="24.2.3", check=check_deletable),
    ],
)
