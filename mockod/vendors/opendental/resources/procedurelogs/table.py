"""The table of procedures."""

from __future__ import annotations

from mockod.rest.messages import Basis
from mockod.rest.schema import Field, Schema
from mockod.vendors.opendental.domain.enums import DefCat, ProcStatus
from mockod.vendors.opendental.domain.procedures import Procedure
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.select import Select
from mockod.vendors.opendental.engine.table import Column, Computed, Joined, Table, index, server_time
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import (
    Amount,
    Choice,
    DefinitionKey,
    Flag,
    ForeignKey,
    Integer,
    Number,
    OneLine,
    Text,
    TimeText,
)

PROCEDURELOG = Table(
    "procedurelog",
    entity="Procedure",
    section="procedurelogs",
    columns=(
        Column("ProcNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("AptNum", ForeignKey("appointment.AptNum")),
        Column("ProcDate", Day(), needed=True),
        Column("ProcFee", Amount()),
        Column("Surf", Text(longest=10)),
        Column("ToothNum", Text(longest=2)),
        Column("ToothRange", Text(longest=100)),
        Column("Priority", DefinitionKey(DefCat.TxPriorities)),
        Joined("priority", "ItemName", "Priority"),
        Column("ProcStatus", Choice(ProcStatus), default=1),
        Column("ProvNum", ForeignKey("provider.ProvNum")),
        Joined("provAbbr", "Abbr", "ProvNum"),
        Column("Dx", DefinitionKey(DefCat.Diagnosis)),
        Joined("dxName", "ItemName", "Dx"),
        Column("PlannedAptNum", ForeignKey("appointment.AptNum")),
        Computed(
            "PlaceService",
            Text(),
            """CASE procedurelog.PlaceService WHEN 0 THEN 'Office' ELSE 'OtherLocation' END""",
            since="25.2.21",
            basis=Basis.ASSUMED,
        ),
        Column("PlaceService", Integer(), hidden=True),
        Column("Prosthesis", Text(longest=1)),
        Column("DateOriginalProsth", Day()),
        Column("ClaimNote", OneLine(longest=80), since="25.2.21", basis=Basis.ASSUMED),
        Column("DateEntryC", Day(), since="25.2.21", basis=Basis.ASSUMED),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum")),
        Column("CodeNum", ForeignKey("procedurecode.CodeNum"), needed=True),
        Joined("procCode", "ProcCode", "CodeNum"),
        Joined("descript", "Descript", "CodeNum"),
        Column("UnitQty", Integer(), default=1),
        Column("BaseUnits", Integer()),
        Column("DateTP", Day(), since="25.2.21", basis=Basis.ASSUMED),
        Column("SiteNum", ForeignKey("site.SiteNum"), since="25.2.21", basis=Basis.ASSUMED),
        Column("HideGraphics", Flag(), since="25.2.21", basis=Basis.ASSUMED),
        Column("CanadianTypeCodes", Text(longest=20), since="25.2.21", basis=Basis.ASSUMED),
        Column("ProcTime", TimeText(), since="25.2.21", basis=Basis.ASSUMED, default="00:00:00"),
        Column("ProcTimeEnd", TimeText(), since="25.2.21", basis=Basis.ASSUMED, default="00:00:00"),
        Column("DateTStamp", Moment(), stamp="changed"),
        Column("Prognosis", Integer(), since="25.2.21", basis=Basis.ASSUMED),
        Column("IsLocked", Flag(), since="25.2.21", basis=Basis.ASSUMED),
        Column("BillingNote", OneLine(longest=255), since="25.2.21", basis=Basis.ASSUMED),
        Column("Discount", Number(), since="25.2.21", basis=Basis.ASSUMED),
        Column("IsDateProsthEst", Flag()),
        Column("SecDateEntry", Day(), since="25.2.21", basis=Basis.ASSUMED, stamp="created"),
        server_time(since="21.2"),
        Column("Note", Text(), hidden=True),
    ),
    indexes=(
        index("AptNum"),
        index("PlannedAptNum"),
        index("PatNum"),
        index("ProcStatus"),
        index("ClinicNum"),
        index("CodeNum"),
        index("DateTStamp"),
    ),
)

RECORDS = Records(Procedure, PROCEDURELOG)
"""Procedures as the rules of treatment see them."""
READ = Select(PROCEDURELOG, PROCEDURELOG.answer)
"""As GET answers them."""
_NOT_WRITTEN = ("Prosthesis", "DateOriginalProsth", "IsDateProsthEst", "serverDateTime")
_NO_TIME = Field("server_date_time", "serverDateTime", Text(), since="21.2", column="''")
WRITTEN = Select(
    PROCEDURELOG,
    Schema.of("WrittenProcedure", (*PROCEDURELOG.answer.exclude(*_NOT_WRITTEN).fields.values(), _NO_TIME)),
)
"""The same as POST and PUT answer them: nothing of prostheses, and a server's time that tells none."""
