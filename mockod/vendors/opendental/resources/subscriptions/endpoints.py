"""The subscriptions' table of contents."""

from __future__ import annotations

from mockod.rest.legacy import Endpoint
from mockod.vendors.opendental.access.settings import ALL_OTHERS, READ_ALL
from mockod.vendors.opendental.resources.subscriptions import schemas, service

ENDPOINTS = (
    Endpoint(
        "GET",
        "subscriptions",
        service.list_subscriptions,
        result=schemas.Subscription,
        many=True,
        since="22.1",
        permission=READ_ALL,
    ),
    Endpoint(
        "POST",
        "subscriptions",
        service.subscribe,
        body=schemas.NewBody,
        result=schemas.Subscription,
        status=201,
        location="SubscriptionNum",
        since="22.1",
        permission=READ_ALL,
    ),
    Endpoint(
        "PUT",
        "subscriptions/{SubscriptionNum}",
        service.change_subscription,
        row=service.subscription,
        body=schemas.ChangeBody,
        since="22.1",
        permission=READ_ALL,
    ),
    Endpoint(
        "DELETE",
        "subscriptions/{SubscriptionNum}",
        service.unsubscribe,
        row=service.subscription,
        since="22.1",
        permission=ALL_OTHERS,
    ),
)
