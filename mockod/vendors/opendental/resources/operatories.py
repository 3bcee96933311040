"""Operatories: the rooms. Hidden ones are told too."""

from __future__ import annotations

from dataclasses import dataclass

from mockod.rest.endpoint import Endpoint
from mockod.rest.messages import Basis
from mockod.rest.schema import Wire
from mockod.rest.serializer import columns
from mockod.store.office import Transaction
from mockod.vendors.opendental.access.settings import READ_ALL
from mockod.vendors.opendental.engine import refs
from mockod.vendors.opendental.wire.errors import Row, found
from mockod.vendors.opendental.wire.fields import Flag, Integer, Text
from mockod.vendors.opendental.wire.paging import Page


class Operatory(Wire):
    operatory_num = Integer()
    op_name = Text()
    abbrev = Text()
    item_order = Integer()
    is_hidden = Flag()
    prov_dentist = Integer()
    prov_hygienist = Integer()
    is_hygiene = Flag()
    clinic_num = Integer()
    set_prospective = Flag()
    is_web_sched = Flag()
    operatory_type_num = Integer(data_key="OperatoryType")
    operatory_type = Text(data_key="operatoryType", column="coalesce(d.ItemName, '')")


@dataclass(frozen=True, slots=True)
class OperatoryFilter:
    clinic_num: int | None = None


class OperatoryQuery(Wire):
    makes = OperatoryFilter
    clinic_num = refs.clinic()


SHOWN = f"SELECT {columns(Operatory, 'o')} FROM operatory o LEFT JOIN definition d ON d.DefNum = o.OperatoryType"


def get_operatory(tx: Transaction, operatory_num: int) -> Row:
    return found(tx.row(f"{SHOWN} WHERE o.OperatoryNum = ?", (operatory_num,)), "Operatory")


def list_operatories(tx: Transaction, wanted: OperatoryFilter, page: Page) -> list[Row]:
    return tx.rows(
        f"{SHOWN} WHERE :clinic IS NULL OR o.ClinicNum = :clinic ORDER BY o.OperatoryNum LIMIT :limit OFFSET :offset",
        {"clinic": wanted.clinic_num, "limit": page.limit, "offset": page.offset},
    )


ENDPOINTS = (
    Endpoint(
        "GET",
        "operatories/{OperatoryNum}",
        get_operatory,
        result=Operatory,
        since="24.1.10",
        permission=READ_ALL,
    ),
    Endpoint(
        "GET",
        "operatories",
        list_operatories,
        query=OperatoryQuery,
        result=Operatory,
        many=True,
        permission=READ_ALL,
        basis=Basis.OBSERVED,
    ),
)
