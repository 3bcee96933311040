"""Definitions of the fields that an office adds to its appointments: POST apptfielddefs and their list."""

from __future__ import annotations

from dataclasses import dataclass

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import SETUP
from mockod.vendors.opendental.domain.appointment import with_crlf
from mockod.vendors.opendental.domain.enums import ApptFieldType
from mockod.vendors.opendental.engine.methods import create, listing
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.errors import already_exists, invalid, required
from mockod.vendors.opendental.wire.fields import Choice, Integer, Text

APPTFIELDDEF = Table(
    "apptfielddef",
    entity="ApptFieldDef",
    section="apptfielddefs",
    columns=(
        Column("ApptFieldDefNum", Integer()),
        Column("FieldName", Text(longest=255), needed=True),
        Column("FieldType", Choice(ApptFieldType)),
        Column("PickList", Text()),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFieldDef:
    """POST apptfielddefs. ``pick_list`` has one value a line."""

    field_name: str
    field_type: ApptFieldType = ApptFieldType.Text
    pick_list: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDef:
    """What a field is called and what may stand in it. ``pick_list`` has one value a line."""

    appt_field_def_num: int = 0
    field_name: str
    field_type: ApptFieldType = ApptFieldType.Text
    pick_list: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        """The values of the pick list, without blank lines."""
        return tuple(choice for choice in with_crlf(self.pick_list).split("\r\n") if choice.strip())

    def takes(self, value: str) -> bool:
        """Whether a value may stand in the field. Without a pick list any may; an empty one always may."""
        return self.field_type != ApptFieldType.PickList or not value or value in self.choices


FIELD_DEFS = Records(FieldDef, APPTFIELDDEF)


def find_field_def(tx: Transaction, name: str) -> FieldDef | None:
    """The definition of this name, in any letter case."""
    return next(iter(FIELD_DEFS.find(tx, "fold(FieldName) = fold(?) ORDER BY ApptFieldDefNum LIMIT 1", (name,))), None)


def create_field_def(tx: Transaction, body: NewFieldDef) -> Row:
    """POST apptfielddefs. Refuses what ``new_field_def`` refuses."""
    namesake = find_field_def(tx, body.field_name)
    number = FIELD_DEFS.insert(tx, new_field_def(body, namesake))
    return APPTFIELDDEFS.select.one(tx, number)


def new_field_def(body: NewFieldDef, namesake: FieldDef | None) -> FieldDef:
    """The definition to be written, its pick list with CRLF between the lines.

    No two share a name (documented), in whatever letter case (assumed). Raises ApiError where one has the name, and
    where the pick list does not go with the type.
    """
    new = FieldDef(field_name=body.field_name, field_type=body.field_type, pick_list=with_crlf(body.pick_list))
    if namesake:
        raise already_exists("FieldName")
    if new.field_type == ApptFieldType.PickList and not new.choices:
        raise required("PickList")
    if new.field_type != ApptFieldType.PickList and new.pick_list:
        raise invalid("PickList")
    return new


APPTFIELDDEFS = Resource(
    "apptfielddefs",
    table=APPTFIELDDEF,
    permission=SETUP,
    methods=[
        listing(since="21.4"),
        create(create_field_def, body=NewFieldDef, since="21.4", location=""),
    ],
)
