"""Prescriptions of patients. They are written in the program only."""

from __future__ import annotations

from mockod.vendors.opendental.domain.clinical_enums import RxSendStatus
from mockod.vendors.opendental.engine.filters import equals
from mockod.vendors.opendental.engine.methods import listing, read
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import Choice, Flag, ForeignKey, Integer, Number, OneLine, Text

RXPAT = Table(
    "rxpat",
    entity="RxPat",
    section="rxpats",
    columns=(
        Column("RxNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("RxDate", Day(), needed=True),
        Column("Drug", OneLine(), needed=True),
        Column("Sig", OneLine()),
        Column("Disp", OneLine()),
        Column("Refills", Text()),
        Column("ProvNum", ForeignKey("provider.ProvNum")),
        Column("Notes", OneLine()),
        Column("PharmacyNum", ForeignKey("pharmacy.PharmacyNum")),
        Column("IsControlled", Flag()),
        Column("DateTStamp", Moment(), stamp="changed"),
        Column("SendStatus", Choice(RxSendStatus)),
        Column("RxCui", Integer(), hidden=True),
        Column("DosageCode", Text(), hidden=True),
        Column("ErxGuid", Text(), hidden=True),
        Column("IsErxOld", Flag()),
        Column("ErxPharmacyInfo", Text(), hidden=True),
        Column("IsProcRequired", Flag()),
        Column("ProcNum", ForeignKey("procedurelog.ProcNum")),
        Column("DaysOfSupply", Number()),
        Column("PatientInstruction", OneLine()),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum")),
    ),
    indexes=(index("PatNum"),),
)

RXPATS = Resource(
    "rxpats",
    table=RXPAT,
    methods=[
        read(since="24.2.35"),
        listing(filters=[equals("PatNum")], since="24.2.35"),
    ],
)
