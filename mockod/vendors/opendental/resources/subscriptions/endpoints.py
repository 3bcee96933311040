"""The methods of subscriptions."""

from __future__ import annotations

from mockod.vendors.opendental.access.settings import ALL_OTHERS, READ_ALL
from mockod.vendors.opendental.engine.methods import create, delete, listing, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.subscriptions import service
from mockod.vendors.opendental.resources.subscriptions.bodies import NewSubscription, SubscriptionChange
from mockod.vendors.opendental.resources.subscriptions.table import APISUBSCRIPTION, OWN

SUBSCRIPTIONS = Resource(
    "subscriptions",
    table=APISUBSCRIPTION,
    permission=READ_ALL,
    methods=[
        listing(only=OWN, since="22.1"),
        create(service.create_subscription, body=NewSubscription, since="22.1"),
        update(
            service.update_subscription, row=service.subscription, body=SubscriptionChange, answers=False, since="22.1"
        ),
        delete(service.delete_subscription, row=service.subscription, since="22.1", permission=ALL_OTHERS),
    ],
)
