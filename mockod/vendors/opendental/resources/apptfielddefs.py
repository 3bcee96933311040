"""Definitions of the fields that an office adds to its appointments."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mockod.rest.endpoint import Page
from mockod.rest.legacy import Endpoint
from mockod.rest.schema import Wire
from mockod.rest.serializer import columns
from mockod.store.office import Transaction
from mockod.vendors.opendental.access.settings import READ_ALL, SETUP
from mockod.vendors.opendental.domain.appointment import with_crlf
from mockod.vendors.opendental.domain.enums import ApptFieldType
from mockod.vendors.opendental.engine.record_table import RecordTable
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.errors import Row, already_exists, invalid, required
from mockod.vendors.opendental.wire.fields import Choice, Integer, Text

# TABLE
APPTFIELDDEF = Table(
    "apptfielddef",
    entity="ApptFieldDef",
    section="apptfielddefs",
    columns=(
        Column("ApptFieldDefNum", Integer()),
        Column("FieldName", Text(), needed=True),
        Column("FieldType", Choice(ApptFieldType)),
        Column("PickList", Text()),
    ),
)


SINCE = "21.4"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDef:
    """What a field is called and what may stand in it. ``pick_list`` has one value a line."""

    appt_field_def_num: int = 0
    field_name: str
    field_type: ApptFieldType = ApptFieldType.Text
    pick_list: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(choice for choice in with_crlf(self.pick_list).split("\r\n") if choice.strip())

    def takes(self, value: str) -> bool:
        """Anything, where there is nothing to pick from; nothing at all may always stand there."""
        return self.field_type != ApptFieldType.PickList or not value or value in self.choices


class ApptFieldDef(Wire):
    appt_field_def_num = Integer()
    field_name = Text()
    field_type = Choice(ApptFieldType)
    pick_list = Text()


class NewDefBody(Wire):
    makes = FieldDef
    field_name = Text(required=True)
    field_type = Choice(ApptFieldType)
    pick_list = Text()


DEFS = RecordTable(FieldDef, "apptfielddef")
_SHOWN = f"SELECT {columns(ApptFieldDef, 'd')} FROM apptfielddef d"


def field_def(tx: Transaction, name: str) -> FieldDef | None:
    """The definition of this name, in any letter case."""
    row = tx.row(
        f"SELECT {DEFS.columns} FROM apptfielddef WHERE fold(FieldName) = fold(?) ORDER BY ApptFieldDefNum", (name,)
    )
    return DEFS.read(row) if row else None


def list_defs(tx: Transaction, page: Page) -> list[Row]:
    return tx.rows(f"{_SHOWN} ORDER BY d.ApptFieldDefNum LIMIT ? OFFSET ?", (page.limit, page.offset))


def add_def(tx: Transaction, new: FieldDef) -> Row:
    """No two share a name (documented), in whatever letter case (assumed)."""
    if field_def(tx, new.field_name):
        raise already_exists("FieldName")
    if new.field_type == ApptFieldType.PickList and not new.choices:
        raise required("PickList")
    if new.field_type != ApptFieldType.PickList and new.pick_list:
        raise invalid("PickList")
    number = DEFS.insert(tx, replace(new, pick_list=with_crlf(new.pick_list)))
    return tx.rows(f"{_SHOWN} WHERE d.ApptFieldDefNum = ?", (number,))[0]


ENDPOINTS = (
    Endpoint("GET", "apptfielddefs", list_defs, result=ApptFieldDef, many=True, since=SINCE, permission=READ_ALL),
    Endpoint(
        "POST",
        "apptfielddefs",
        add_def,
        body=NewDefBody,
        result=ApptFieldDef,
        since=SINCE,
        permission=SETUP,
        status=201,
    ),
)
