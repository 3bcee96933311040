"""The methods of claim payments."""

from __future__ import annotations

from mockod.rest.messages import Basis
from mockod.vendors.opendental.access.settings import INSURANCE
from mockod.vendors.opendental.engine.filters import changed_since
from mockod.vendors.opendental.engine.methods import create, delete, listing, read, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.claimpayments import service
from mockod.vendors.opendental.resources.claimpayments.bodies import NewBatch, NewPayment, PaymentChange
from mockod.vendors.opendental.resources.claimpayments.table import CLAIMPAYMENT, RECORDS

SINCE = "23.2.15"

CLAIMPAYMENTS = Resource(
    "claimpayments",
    table=CLAIMPAYMENT,
    permission=INSURANCE,
    methods=[
        read(since=SINCE),
        listing(
            filters=[changed_since("SecDateTEdit")],
            order="ClaimPaymentNum DESC",
            since=SINCE,
            basis=Basis.SOURCE,
        ),
        create(service.create_payment, body=NewPayment, since="22.4.8"),
        create(service.create_batch, path="Batch", body=NewBatch, since="24.2.18"),
        update(service.update_payment, row=RECORDS.get_or_404, body=PaymentChange, since=SINCE),
        delete(service.delete_payment, row=RECORDS.get_or_404, since="24.3.13"),
    ],
)
