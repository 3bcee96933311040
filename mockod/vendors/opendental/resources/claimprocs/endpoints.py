"""The methods of claimprocs."""

from __future__ import annotations

from mockod.vendors.opendental.access.settings import INSURANCE, INSURANCE_SIMPLE
from mockod.vendors.opendental.engine.methods import create, listing, put, read, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.claimprocs import insurance_adjustments, service
from mockod.vendors.opendental.resources.claimprocs.bodies import (
    ClaimProcChange,
    ClaimProcFilters,
    NewAdjustment,
    NewSupplemental,
    UsedBenefits,
)
from mockod.vendors.opendental.resources.claimprocs.table import CLAIMPROC, RECORDS

CLAIMPROCS = Resource(
    "claimprocs",
    table=CLAIMPROC,
    permission=INSURANCE,
    methods=[
        read(since="25.1.27"),
        listing(service.list_claim_procs, filters=ClaimProcFilters, since="22.2.33"),
        update(service.update_claim_proc, row=RECORDS.get_or_404, body=ClaimProcChange, since="22.3.33"),
        put(
            "InsAdjust",
            insurance_adjustments.adjust,
            body=UsedBenefits,
            answers=False,
            permission=INSURANCE_SIMPLE,
            since="21.1",
        ),
        create(
            insurance_adjustments.create_adjustment,
            path="InsAdjust",
            body=NewAdjustment,
            permission=INSURANCE_SIMPLE,
            location="",
            since="23.2.5",
        ),
        create(service.create_supplemental, path="Supplemental", body=NewSupplemental, since="25.2.7"),
    ],
)
