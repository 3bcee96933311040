"""The methods of treatment plans."""

from __future__ import annotations

from mockod.vendors.opendental.engine.filters import changed_since, equals
from mockod.vendors.opendental.engine.methods import create, delete, listing, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.treatplans import service
from mockod.vendors.opendental.resources.treatplans.bodies import NewTreatPlan, SavedPlan, TreatPlanChange
from mockod.vendors.opendental.resources.treatplans.table import RECORDS, TREATPLAN

TREATPLANS = Resource(
    "treatplans",
    table=TREATPLAN,
    methods=[
        listing(filters=[equals("PatNum"), changed_since("SecDateTEdit"), equals("TPStatus")], since="22.4.16"),
        create(service.create_plan, body=NewTreatPlan, since="23.2.13", location=""),
        create(service.save_plan, path="Saved", body=SavedPlan, since="23.2.22", location=""),
        update(service.update_plan, row=RECORDS.get_or_404, body=TreatPlanChange, since="24.1.10"),
        delete(service.delete_plan, row=RECORDS.get_or_404, since="24.4.26"),
    ],
)
