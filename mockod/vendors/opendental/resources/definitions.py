"""Definitions: the office's own lists, by category."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.rest.schema import Name, Since
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.access.settings import SETUP
from mockod.vendors.opendental.domain.definitions import takes_value
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.engine.declared import new_row, next_place
from mockod.vendors.opendental.engine.methods import create, listing, read, update
from mockod.vendors.opendental.engine.records import Records, given_values
from mockod.vendors.opendental.engine.resource import Resource, values_of
from mockod.vendors.opendental.engine.select import Row, Rows, given, where
from mockod.vendors.opendental.engine.table import Column, Computed, Table, index
from mockod.vendors.opendental.wire.color_field import Color
from mockod.vendors.opendental.wire.errors import invalid, required
from mockod.vendors.opendental.wire.fields import Choice, Flag, Integer, Text

DEFINITION = Table(
    "definition",
    entity="Definition",
    section="definitions",
    columns=(
        Column("DefNum", Integer()),
        Column("Category", Choice(DefCat), shown_as=Integer(), needed=True),
        Computed("category", Choice(DefCat), "definition.Category"),
        Column("ItemOrder", Integer(), hidden=True),
        Column("ItemName", Text(longest=255), needed=True),
        Column("ItemValue", Text(longest=255)),
        Column("ItemColor", Color(), hidden=True),
        Column("IsHidden", Flag(), wire="isHidden"),
    ),
    answer_order="DefNum ItemName ItemValue Category category isHidden",
    indexes=(index("Category", "ItemOrder"),),
)


@dataclass(frozen=True, slots=True)
class DefinitionFilters:
    """GET definitions. A category by its number, or by its name."""

    category_num: Annotated[int | None, Integer(least=0), Name("Category")] = None
    category: Annotated[DefCat | None, Choice(DefCat), Name("category"), Since("26.2.1"), Basis.OBSERVED] = None
    include_hidden: Annotated[bool, Flag(), Name("includeHidden")] = False


def list_definitions(tx: Transaction, filters: DefinitionFilters, page: Page) -> Rows:
    return DEFINITIONS.select.page(
        tx,
        page,
        "definition.Category, definition.ItemOrder, definition.DefNum",
        [
            given("definition.Category = :number", number=filters.category_num),
            given("definition.Category = :category", category=filters.category),
            None if filters.include_hidden else where("definition.IsHidden = 0"),
        ],
    )


def name_of(tx: Transaction, def_num: int) -> str:
    """A definition's name; nothing, where there is none."""
    return str(tx.value("SELECT ItemName FROM definition WHERE DefNum = ?", (def_num,), ""))


def value_of(tx: Transaction, def_num: int) -> str:
    """A definition's value; nothing, where there is none."""
    return str(tx.value("SELECT ItemValue FROM definition WHERE DefNum = ?", (def_num,), ""))


def find_definition(tx: Transaction, category: int, key: int | str) -> int | None:
    """The DefNum of a definition by its number, or by its name, where those that are hidden come last."""
    column = "DefNum" if isinstance(key, int) else "ItemName"
    found_number: int | None = tx.value(
        f"SELECT DefNum FROM definition WHERE Category = ? AND {column} = ? ORDER BY IsHidden, ItemOrder, DefNum",
        (category, key),
    )
    return found_number


def first_definition(tx: Transaction, category: int) -> int:
    """The first definition of a category that is not hidden; 0 where there is none."""
    return int(
        tx.value(
            "SELECT DefNum FROM definition WHERE Category = ? AND IsHidden = 0 ORDER BY ItemOrder, DefNum",
            (category,),
            0,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDefinition:
    """POST definitions. The category goes by its name; its number, if it is sent, counts for nothing (documented)."""

    item_name: str
    category: Annotated[DefCat, Choice(DefCat), Name("category")]
    item_value: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionChange:
    """PUT definitions: only what is given changes. A definition stays in its category (assumed)."""

    item_name: str | None = None
    item_value: str | None = None
    is_hidden: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A row of the vendor's table, as far as a client can change it."""

    def_num: int
    category: DefCat
    item_name: str
    item_value: str
    is_hidden: bool


RECORDS = Records(Definition, DEFINITION)


def create_definition(tx: Transaction, body: NewDefinition) -> Row:
    """POST definitions. It becomes the last of its category."""
    _check_value(body.category, body.item_value)
    place = next_place(tx, DEFINITION, "Category = ?", (body.category,))
    row = new_row(DEFINITION, tx, {**values_of(body), "item_order": place})
    return DEFINITIONS.select.one(tx, tx.insert(DEFINITION.name, row))


def update_definition(tx: Transaction, before: Definition, body: DefinitionChange) -> Row:
    """PUT definitions."""
    RECORDS.update(tx, before, changed_definition(before, body))
    return DEFINITIONS.select.one(tx, before.def_num)


def changed_definition(before: Definition, body: DefinitionChange) -> Definition:
    """What a PUT makes of it. Raises ApiError for a blank name, and for a new value that its category does not take."""
    if body.item_name is not None and not body.item_name.strip():
        raise required("ItemName")
    after = replace(before, **given_values(body))
    if after.item_value != before.item_value:
        _check_value(after.category, after.item_value)
    return after


def _check_value(category: DefCat, value: str) -> None:
    if not takes_value(category, value):
        raise invalid("ItemValue")


DEFINITIONS = Resource(
    "definitions",
    table=DEFINITION,
    permission=SETUP,
    methods=[
        read(since="26.2.1", basis=Basis.OBSERVED),
        listing(list_definitions, filters=DefinitionFilters, basis=Basis.OBSERVED),
        create(create_definition, body=NewDefinition, since="22.1"),
        update(update_definition, row=RECORDS.get_or_404, body=DefinitionChange, since="26.2.1", basis=Basis.OBSERVED),
    ],
)
