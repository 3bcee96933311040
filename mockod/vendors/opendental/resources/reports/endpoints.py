"""The methods of reports."""

from __future__ import annotations

from mockod.rest.messages import Basis
from mockod.rest.schema import schema_of
from mockod.vendors.opendental.engine.methods import listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.reports import service
from mockod.vendors.opendental.resources.reports.service import AgedFamily, AgingFilters, ChargeFilters, FinanceCharge

REPORTS = Resource(
    "reports",
    methods=[
        listing(
            service.list_aging,
            filters=AgingFilters,
            path="Aging",
            answer=schema_of(AgedFamily),
            since="21.4",
            slow=True,
        ),
        listing(
            service.list_finance_charges,
            filters=ChargeFilters,
            path="FinanceCharges",
            answer=schema_of(FinanceCharge),
            since="22.2.32",
            basis=Basis.SOURCE,
            slow=True,
        ),
    ],
)
