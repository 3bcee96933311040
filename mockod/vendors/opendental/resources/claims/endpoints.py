"""The methods of claims."""

from __future__ import annotations

from mockod.rest.schema import schema_of
from mockod.vendors.opendental.access.settings import INSURANCE
from mockod.vendors.opendental.engine.filters import changed_since, equals
from mockod.vendors.opendental.engine.methods import create, delete, listing, read, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.claims import service
from mockod.vendors.opendental.resources.claims.bodies import ClaimChange, NewClaim, Sending, Split, SplitOff
from mockod.vendors.opendental.resources.claims.table import CLAIM, RECORDS

ALL_SINCE = "23.3.11"
"""Older offices list the claims of one patient only, and read none alone."""

CLAIMS = Resource(
    "claims",
    table=CLAIM,
    permission=INSURANCE,
    methods=[
        read(since=ALL_SINCE),
        listing(
            filters=[
                equals("PatNum", optional_since=ALL_SINCE),
                equals("ClaimStatus", since=ALL_SINCE),
                changed_since("SecDateTEdit", since=ALL_SINCE),
            ],
            since="22.2",
        ),
        create(service.create_claim, body=NewClaim, since="23.2.5"),
        update(service.update_claim, row=RECORDS.get_or_404, body=ClaimChange, since="21.4"),
        update(service.send_claim, row=RECORDS.get_or_404, path="{}/Status", body=Sending, since="21.3"),
        update(
            service.split_claim,
            row=RECORDS.get_or_404,
            path="{}/Split",
            body=Split,
            answer=schema_of(SplitOff),
            status=201,
            since="22.1",
        ),
        delete(service.delete_claim, row=RECORDS.get_or_404, since="22.1"),
    ],
)
