"""The methods of payments."""

from __future__ import annotations

from mockod.vendors.opendental.access.settings import PAYMENTS as PERMISSION
from mockod.vendors.opendental.engine.filters import equals, on_or_after
from mockod.vendors.opendental.engine.methods import create, listing, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.payments import service
from mockod.vendors.opendental.resources.payments.bodies import NewPayment, Parts, PaymentChange, Refund
from mockod.vendors.opendental.resources.payments.table import PAYMENT, RECORDS, WRITTEN

PAYMENTS = Resource(
    "payments",
    table=PAYMENT,
    permission=PERMISSION,
    methods=[
        listing(
            filters=[
                equals("PayType", since="23.3.11"),
                equals("PatNum", optional_since="23.3.11"),
                on_or_after("DateEntry"),
            ],
            since="22.2.32",
        ),
        create(service.create_payment, body=NewPayment, answer=WRITTEN.schema, since="21.2", location=""),
        create(service.refund, path="Refund", body=Refund, answer=WRITTEN.schema, since="24.4.28", location=""),
        update(
            service.update_payment,
            row=RECORDS.get_or_404,
            body=PaymentChange,
            answer=WRITTEN.schema,
            since="23.3.11",
        ),
        update(
            service.split_anew,
            row=RECORDS.get_or_404,
            path="{}/Partial",
            body=Parts,
            answer=WRITTEN.schema,
            since="25.1.11",
        ),
    ],
)
