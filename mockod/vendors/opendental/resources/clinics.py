"""Clinics: the office's places. An empty list means that it does not use the feature."""

from __future__ import annotations

from mockod.rest.endpoint import Endpoint
from mockod.rest.schema import Wire
from mockod.rest.serializer import columns
from mockod.store.office import Transaction
from mockod.vendors.opendental.access.settings import READ_ALL
from mockod.vendors.opendental.wire.errors import Row
from mockod.vendors.opendental.wire.fields import Flag, Integer, Text
from mockod.vendors.opendental.wire.paging import Page


class Clinic(Wire):
    clinic_num = Integer()
    description = Text()
    address = Text()
    address2 = Text()
    city = Text()
    state = Text()
    zip = Text()
    billing_address = Text()
    billing_address2 = Text()
    billing_city = Text()
    billing_state = Text()
    billing_zip = Text()
    pay_to_address = Text()
    pay_to_address2 = Text()
    pay_to_city = Text()
    pay_to_state = Text()
    pay_to_zip = Text()
    phone = Text()
    abbr = Text()
    is_hidden = Flag()


def list_clinics(tx: Transaction, page: Page) -> list[Row]:
    """Those that are not hidden."""
    return tx.rows(
        f"SELECT {columns(Clinic, 'c')} FROM clinic c WHERE c.IsHidden = 0 ORDER BY c.ClinicNum LIMIT ? OFFSET ?",
        (page.limit, page.offset),
    )


ENDPOINTS = (Endpoint("GET", "clinics", list_clinics, result=Clinic, many=True, permission=READ_ALL),)
