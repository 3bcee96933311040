"""The methods of recalls."""

from __future__ import annotations

from mockod.rest.messages import Basis
from mockod.vendors.opendental.access.settings import COMM
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import create, listing, put, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.recalls import due, service
from mockod.vendors.opendental.resources.recalls.bodies import DueFilters, NewRecall, RecallChange, Reminder, Switch
from mockod.vendors.opendental.resources.recalls.table import RECALL, RECORDS

RECALLS = Resource(
    "recalls",
    table=RECALL,
    methods=[
        listing(filters=[equals("PatNum")], since="22.4.40", basis=Basis.SOURCE),
        listing(
            due.list_due,
            path="List",
            filters=DueFilters,
            answer=due.DUE_RECALL,
            since="22.1",
            basis=Basis.ASSUMED,
        ),
        create(service.create_recall, body=NewRecall, since="24.2.31", status=200, location=""),
        update(service.update_recall, row=RECORDS.get_or_404, body=RecallChange, since="24.2.31"),
        put("Status", service.remind, body=Reminder, answers=False, since="21.2", permission=COMM),
        put("SwitchType", service.switch_type, body=Switch, answers=False, since="22.4.41"),
    ],
)
