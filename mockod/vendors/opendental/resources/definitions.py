"""Definitions: the office's own lists, by category."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from mockod.rest.endpoint import Page
from mockod.rest.messages import Basis
from mockod.rest.schema import Name, Since
from mockod.store.office import Transaction
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.engine.methods import listing, read
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.select import Rows, given, where
from mockod.vendors.opendental.engine.table import Column, Computed, Table, index
from mockod.vendors.opendental.wire.fields import Choice, Color, Flag, Integer, Text

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


DEFINITIONS = Resource(
    "definitions",
    table=DEFINITION,
    methods=[
        read(since="26.2.1", basis=Basis.OBSERVED),
        listing(list_definitions, filters=DefinitionFilters, basis=Basis.OBSERVED),
    ],
)
