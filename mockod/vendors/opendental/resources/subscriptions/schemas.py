"""Subscriptions over the wire: every field in the vendor's order."""

from __future__ import annotations

from mockod.rest.schema import Wire
from mockod.vendors.opendental.resources.subscriptions import asked
from mockod.vendors.opendental.wire.fields import Integer, Moment, MomentOrDay, OneLine, Text

LONGEST_URL = 2048
LONGEST_WORKSTATION = 255


class Subscription(Wire):
    subscription_num = Integer(column="s.ApiSubscriptionNum")
    end_point_url = Text()
    workstation = OneLine()
    customer_key = Text(column="coalesce(nullif(s.CustomerKey, ''), :key)")
    watch_table = Text()
    polling_seconds = Integer()
    ui_event_type = Text()
    date_time_start = Moment()
    date_time_stop = Moment()
    note = OneLine()


class NewBody(Wire):
    makes = asked.NewSubscription
    end_point_url = Text(required=True, longest=LONGEST_URL)
    workstation = Text(longest=LONGEST_WORKSTATION)
    polling_seconds = Integer(least=0)
    watch_table = Text()
    ui_event_type = Text()
    date_time_start = MomentOrDay()
    date_time_stop = MomentOrDay()
    note = Text()


class ChangeBody(Wire):
    makes = asked.SubscriptionChange
    end_point_url = Text(longest=LONGEST_URL)
    workstation = Text(longest=LONGEST_WORKSTATION)
    polling_seconds = Integer(least=0)
    date_time_start = MomentOrDay()
    date_time_stop = MomentOrDay()
    note = Text()
