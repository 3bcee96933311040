"""Securitylogs: the audit trail. What a call through the API changes is noted by the pipeline's ``trail``."""

from __future__ import annotations

from mockod.rest.messages import Basis
from mockod.vendors.opendental.domain.security_enums import LogSource, PermType
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import listing
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.date_fields import AmericanMoment, Moment
from mockod.vendors.opendental.wire.fields import Choice, ForeignKey, Integer, Text

OF_THE_API = f"securitylog.LogSource = {LogSource.API:d}"
"""What the developer's own calls did: an office has one developer, who has its key."""

SECURITYLOG = Table(
    "securitylog",
    entity="SecurityLog",
    section="securitylogs",
    columns=(
        Column("SecurityLogNum", Integer()),
        Column("PermType", Choice(PermType), needed=True),
        Column("UserNum", ForeignKey("userod.UserNum")),
        Column("LogDateTime", Moment(), shown_as=AmericanMoment(), needed=True),
        Column("LogText", Text()),
        Column("PatNum", ForeignKey("patient.PatNum")),
        Column("CompName", Text(longest=255)),
        Column("FKey", Integer(), hidden=True),
        Column("LogSource", Choice(LogSource)),
        Column("DefNum", Integer(), hidden=True),
        Column("DefNumError", Integer(), hidden=True),
        Column("DateTPrevious", Moment(), hidden=True),
    ),
    indexes=(index("LogSource", "PermType"),),
)

SECURITYLOGS = Resource(
    "securitylogs",
    table=SECURITYLOG,
    methods=[
        listing(
            since="23.1.33",
            filters=[equals("PermType")],
            order="SecurityLogNum DESC",
            only=OF_THE_API,
            basis=Basis.SOURCE,
        )
    ],
)
