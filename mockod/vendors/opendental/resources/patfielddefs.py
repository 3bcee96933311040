"""Definitions of the fields that an office adds to its patients.

Since 24.1 the values of a pick list are rows of their own, patfieldpickitem; before they stood in the definition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.clinical_enums import PatFieldType
from mockod.vendors.opendental.domain.pat_fields import (
    CARE_CREDIT,
    SETTABLE,
    YOUNGER_TYPES,
    FieldDef,
    lines,
    list_of,
)
from mockod.vendors.opendental.engine.methods import create, delete, listing, update
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.errors import already_exists, conflict, invalid, required
from mockod.vendors.opendental.wire.fields import Choice, Flag, Integer, OneLine, Text

ITEMS_SINCE = "24.1"
"""The version of pick items, and of two more types (documented)."""
WRITTEN_SINCE = "23.3.26"

PATFIELDDEF = Table(
    "patfielddef",
    entity="PatFieldDef",
    section="patfielddefs",
    columns=(
        Column("PatFieldDefNum", Integer()),
        Column("FieldName", OneLine(), needed=True),
        Column("FieldType", Choice(PatFieldType)),
        Column("PickList", Text()),
        Column("ItemOrder", Integer(), hidden=True),
        Column("IsHidden", Flag()),
    ),
)

FieldType = Annotated[PatFieldType, Choice(PatFieldType, accepts=SETTABLE)]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPatFieldDef:
    """POST patfielddefs. ``pick_list`` has one value a line."""

    field_name: str
    field_type: FieldType
    pick_list: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PatFieldDefChange:
    """PUT patfielddefs: only what is given changes."""

    field_name: str | None = None
    field_type: Annotated[PatFieldType | None, Choice(PatFieldType, accepts=SETTABLE)] = None
    pick_list: str | None = None
    is_hidden: bool | None = None


FIELD_DEFS = Records(FieldDef, PATFIELDDEF)


@dataclass(frozen=True, slots=True)
class Decided:
    """A definition to be written, and the items of its pick list; None leaves those as they are."""

    definition: FieldDef
    items: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a decision rests on: another definition of the name, whether any patient has the field, the version."""

    has_namesake: bool
    is_in_use: bool
    has_items: bool
    """Whether the office keeps pick lists as items, and knows the types that came with them."""


def create_field_def(tx: Transaction, body: NewPatFieldDef) -> Row:
    """POST patfielddefs. Refuses what ``new_field_def`` refuses."""
    decided = new_field_def(body, _facts(tx, body.field_name))
    number = FIELD_DEFS.insert(tx, decided.definition)
    last = int(tx.value("SELECT max(ItemOrder) FROM patfielddef WHERE PatFieldDefNum <> ?", (number,)) or 0)
    tx.update(PATFIELDDEF.name, "ItemOrder = ? WHERE PatFieldDefNum = ?", (last + 1, number))
    _save_items(tx, number, decided.items)
    return PATFIELDDEFS.select.one(tx, number)


def new_field_def(body: NewPatFieldDef, facts: Facts) -> Decided:
    """What POST writes.

    No two share a name (documented), in whatever letter case (assumed). Raises ApiError where one has the name, and
    where type or pick list do not go with the version or with each other.
    """
    if facts.has_namesake:
        raise already_exists("FieldName")
    _check_type(body.field_type, facts)
    choices = _pick_list(body.field_type, body.pick_list)
    new = FieldDef(field_name=body.field_name, field_type=body.field_type, is_hidden=body.is_hidden)
    if facts.has_items:
        return Decided(new, choices)
    return Decided(replace(new, pick_list=list_of(choices)))


def update_field_def(tx: Transaction, before: FieldDef, body: PatFieldDefChange) -> Row:
    """PUT patfielddefs. A field that is renamed is renamed with every patient who has it (source)."""
    decided = changed(before, body, _facts(tx, body.field_name or before.field_name, before))
    after = decided.definition
    FIELD_DEFS.update(tx, before, after)
    if after.field_name != before.field_name:
        renamed = (after.field_name, tx.stamp, before.field_name)
        tx.update("patfield", "FieldName = ?, SecDateTEdit = ? WHERE FieldName = ?", renamed)
    _save_items(tx, before.pat_field_def_num, decided.items)
    return PATFIELDDEFS.select.one(tx, before.pat_field_def_num)


def changed(before: FieldDef, body: PatFieldDefChange, facts: Facts) -> Decided:
    """What PUT writes. Since 24.1 a pick list is given with the change to that type, and at no other time (documented).

    Raises ApiError naming FieldName where it is taken, or fixed by CareCredit; FieldType and PickList as POST does.
    """
    after = replace(
        before,
        field_name=before.field_name if body.field_name is None else body.field_name,
        field_type=before.field_type if body.field_type is None else body.field_type,
        is_hidden=before.is_hidden if body.is_hidden is None else body.is_hidden,
    )
    if not after.field_name.strip():
        raise required("FieldName")
    if after.field_name != before.field_name:
        if before.field_type in CARE_CREDIT and facts.is_in_use:
            raise invalid("FieldName", "A CareCredit field that is in use keeps its name.")
        if facts.has_namesake:
            raise already_exists("FieldName")
    _check_type(after.field_type, facts)
    picks = after.field_type == PatFieldType.PickList
    stays = picks and before.field_type == PatFieldType.PickList
    if stays and facts.has_items:
        if body.pick_list:
            raise invalid("PickList")
        return Decided(after)
    given = body.pick_list or ""
    if stays and body.pick_list is None:
        return Decided(after)
    choices = _pick_list(after.field_type, given)
    if facts.has_items:
        return Decided(replace(after, pick_list=""), choices)
    return Decided(replace(after, pick_list=list_of(choices)))


def _check_type(field_type: PatFieldType, facts: Facts) -> None:
    if field_type in YOUNGER_TYPES and not facts.has_items:
        raise invalid("FieldType")


def _pick_list(field_type: PatFieldType, written: str) -> tuple[str, ...]:
    """The values of a pick list, which a PickList must have and no other type may."""
    choices = lines(written)
    if field_type == PatFieldType.PickList and not choices:
        raise required("PickList")
    if field_type != PatFieldType.PickList and written:
        raise invalid("PickList")
    return choices


def delete_field_def(tx: Transaction, definition: FieldDef) -> None:
    """DELETE patfielddefs. Refuses one that a patient has (documented; the words are assumed)."""
    if _is_in_use(tx, definition.field_name):
        raise conflict("PatFieldDef is in use and cannot be deleted.")
    _save_items(tx, definition.pat_field_def_num, ())
    tx.delete(PATFIELDDEF.name, "PatFieldDefNum = ?", (definition.pat_field_def_num,))


def find_field_def(tx: Transaction, name: str) -> FieldDef | None:
    """The definition of this very name: letter case counts (documented)."""
    return next(iter(FIELD_DEFS.find(tx, "FieldName = ? ORDER BY PatFieldDefNum LIMIT 1", (name,))), None)


def choices(tx: Transaction, definition: FieldDef) -> tuple[str, ...]:
    """The values that a pick list offers, wherever they are kept."""
    sql = "SELECT Name FROM patfieldpickitem WHERE PatFieldDefNum = ? AND IsHidden = 0 ORDER BY ItemOrder"
    return tuple(tx.column(sql, (definition.pat_field_def_num,))) or lines(definition.pick_list)


def _facts(tx: Transaction, name: str, own: FieldDef | None = None) -> Facts:
    number = own.pat_field_def_num if own else 0
    namesakes = FIELD_DEFS.find(tx, "fold(FieldName) = fold(?) AND PatFieldDefNum <> ?", (name, number))
    in_use = own is not None and _is_in_use(tx, own.field_name)
    return Facts(bool(namesakes), in_use, tx.settings.version.knows(ITEMS_SINCE))


def _is_in_use(tx: Transaction, name: str) -> bool:
    return tx.row("SELECT 1 FROM patfield WHERE FieldName = ? LIMIT 1", (name,)) is not None


def _save_items(tx: Transaction, number: int, items: Sequence[str] | None) -> None:
    """Write the items of a pick list in place of those that were there."""
    if items is None:
        return
    tx.delete("patfieldpickitem", "PatFieldDefNum = ?", (number,))
    for place, name in enumerate(items):
        tx.insert("patfieldpickitem", {"PatFieldDefNum": number, "Name": name, "ItemOrder": place})


PATFIELDDEFS = Resource(
    "patfielddefs",
    table=PATFIELDDEF,
    methods=[
        listing(since="22.4.9"),
        create(create_field_def, body=NewPatFieldDef, since=WRITTEN_SINCE, location=""),
        update(update_field_def, row=FIELD_DEFS.get_or_404, body=PatFieldDefChange, since=WRITTEN_SINCE),
        delete(delete_field_def, row=FIELD_DEFS.get_or_404, since=WRITTEN_SINCE),
    ],
)
