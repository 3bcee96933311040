"""Code groups: procedure codes that count as one where benefits limit how often something is paid."""

from __future__ import annotations

from dataclasses import dataclass

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.setup_enums import CodeGroupFixed
from mockod.vendors.opendental.engine.declared import new_row, next_place
from mockod.vendors.opendental.engine.methods import create, listing, update
from mockod.vendors.opendental.engine.resource import Resource, values_of
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.wire.fields import Choice, Flag, Integer, OneLine

WRITTEN_SINCE = "24.1.29"

CODEGROUP = Table(
    "codegroup",
    entity="CodeGroup",
    section="codegroups",
    columns=(
        Column("CodeGroupNum", Integer()),
        Column("GroupName", OneLine(longest=50), needed=True, put="taken"),
        Column("ProcCodes", OneLine(), put="taken"),
        Column("ItemOrder", Integer()),
        Column("CodeGroupFixed", Choice(CodeGroupFixed), put="taken"),
        Column("IsHidden", Flag(), put="taken"),
        Column("ShowInAgeLimit", Flag(), put="taken"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCodeGroup:
    """POST codegroups. ``proc_codes`` has commas between the codes, which need not exist (assumed)."""

    group_name: str
    proc_codes: str = ""
    code_group_fixed: CodeGroupFixed = CodeGroupFixed.None_
    is_hidden: bool = False
    show_in_age_limit: bool = False


def create_group(tx: Transaction, body: NewCodeGroup) -> Row:
    """POST codegroups. It becomes the last of the list."""
    values = {**values_of(body), "item_order": next_place(tx, CODEGROUP)}
    return CODEGROUPS.select.one(tx, tx.insert(CODEGROUP.name, new_row(CODEGROUP, tx, values)))


CODEGROUPS = Resource(
    "codegroups",
    table=CODEGROUP,
    methods=[
        listing(order="ItemOrder", since="23.2.62"),
        create(create_group, body=NewCodeGroup, since=WRITTEN_SINCE),
        update(since=WRITTEN_SINCE),
    ],
)
