"""Definitions: the office's own lists, by category."""

from __future__ import annotations

from dataclasses import dataclass

from mockod.rest.endpoint import Endpoint
from mockod.rest.messages import Basis
from mockod.rest.schema import Wire
from mockod.rest.serializer import columns
from mockod.store.office import Transaction
from mockod.vendors.opendental.access.settings import READ_ALL
from mockod.vendors.opendental.domain.enums import DefCat
from mockod.vendors.opendental.wire.errors import Row, found
from mockod.vendors.opendental.wire.fields import Choice, Flag, Integer, Text
from mockod.vendors.opendental.wire.paging import Page


class Definition(Wire):
    def_num = Integer()
    item_name = Text()
    item_value = Text()
    category_num = Integer(data_key="Category")
    category = Choice(DefCat, data_key="category", column="d.Category")
    is_hidden = Flag(data_key="isHidden")


@dataclass(frozen=True, slots=True)
class DefinitionFilter:
    category_num: int | None = None
    category: DefCat | None = None
    include_hidden: bool = False


class DefinitionQuery(Wire):
    makes = DefinitionFilter
    category_num = Integer(data_key="Category", least=0)
    category = Choice(DefCat, data_key="category", since="26.2.1", basis=Basis.OBSERVED)
    include_hidden = Flag(data_key="includeHidden")


_SHOWN = f"SELECT {columns(Definition, 'd')} FROM definition d"


def get_definition(tx: Transaction, def_num: int) -> Row:
    return found(tx.row(f"{_SHOWN} WHERE d.DefNum = ?", (def_num,)), "Definition")


def list_definitions(tx: Transaction, wanted: DefinitionFilter, page: Page) -> list[Row]:
    return tx.rows(
        f"{_SHOWN} WHERE (:number IS NULL OR d.Category = :number) AND (:category IS NULL OR d.Category = :category) "
        "AND (:hidden OR d.IsHidden = 0) ORDER BY d.Category, d.ItemOrder, d.DefNum LIMIT :limit OFFSET :offset",
        {
            "number": wanted.category_num,
            "category": wanted.category,
            "hidden": wanted.include_hidden,
            "limit": page.limit,
            "offset": page.offset,
        },
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


ENDPOINTS = (
    Endpoint(
        "GET",
        "definitions/{DefNum}",
        get_definition,
        result=Definition,
        since="26.2.1",
        permission=READ_ALL,
        basis=Basis.OBSERVED,
    ),
    Endpoint(
        "GET",
        "definitions",
        list_definitions,
        query=DefinitionQuery,
        result=Definition,
        many=True,
        permission=READ_ALL,
        basis=Basis.OBSERVED,
    ),
)
