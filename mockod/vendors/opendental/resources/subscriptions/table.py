"""The table of subscriptions."""

from __future__ import annotations

from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.select import Select
from mockod.vendors.opendental.engine.table import Column, Computed, Table
from mockod.vendors.opendental.resources.subscriptions.polling import Subscription
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.fields import Integer, OneLine, Text

APISUBSCRIPTION = Table(
    "apisubscription",
    entity="Subscription",
    section="subscriptions",
    columns=(
        Column("ApiSubscriptionNum", Integer(), wire="SubscriptionNum"),
        Column("EndPointUrl", Text(longest=255), needed=True),
        Column("Workstation", OneLine(longest=255)),
        Computed("CustomerKey", Text(), """coalesce(nullif(apisubscription.CustomerKey, ''), :key)"""),
        Column("CustomerKey", Text(longest=255), hidden=True),
        Column("WatchTable", Text(longest=255)),
        Column("PollingSeconds", Integer()),
        Column("UiEventType", Text(longest=255)),
        Column("DateTimeStart", Moment(), in_practice="today 00:00:01"),
        Column("DateTimeStop", Moment()),
        Column("Note", OneLine(longest=255)),
    ),
)

OWN = "(apisubscription.CustomerKey = '' OR apisubscription.CustomerKey = :key)"
"""Those of the office's own key; a practice may hold others."""
RECORDS = Records(Subscription, APISUBSCRIPTION)
SELECT = Select(APISUBSCRIPTION, APISUBSCRIPTION.answer)
