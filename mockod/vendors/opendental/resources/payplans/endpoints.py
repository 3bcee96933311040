"""The methods of payment plans."""

from __future__ import annotations

from mockod.vendors.opendental.access.settings import PAY_PLANS
from mockod.vendors.opendental.engine.methods import Method, create, listing, read
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.payplans import service
from mockod.vendors.opendental.resources.payplans.bodies import NewDynamicPlan, NewPatientPlan, PlanFilters
from mockod.vendors.opendental.resources.payplans.table import PAYPLAN, RECORDS

PAYPLANS = Resource(
    "payplans",
    table=PAYPLAN,
    permission=PAY_PLANS,
    methods=[
        read(since="24.4.30"),
        listing(service.list_plans, filters=PlanFilters, since="22.2.16"),
        create(
            service.create_patient_plan,
            body=NewPatientPlan,
            answers=False,
            since="22.4.39",
            until="23.3.1",
        ),
        create(service.create_dynamic, path="Dynamic", body=NewDynamicPlan, since="22.2.22"),
        Method(
            "PUT",
            "{}/Close",
            service.run_close,
            row=lambda tx, ids: RECORDS.get_or_404(tx, *ids),
            options={"since": "22.4.39"},
        ),
    ],
)
