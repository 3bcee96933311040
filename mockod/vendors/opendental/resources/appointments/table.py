"""The table of appointments."""

from __future__ import annotations

from mockod.rest.messages import Basis
from mockod.vendors.opendental.domain.appointment import Appointment
from mockod.vendors.opendental.domain.enums import AptPriority, AptStatus, DefCat
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.select import Select
from mockod.vendors.opendental.engine.table import Column, Joined, Table, index, server_time
from mockod.vendors.opendental.wire.color_field import Color
from mockod.vendors.opendental.wire.date_fields import Moment
from mockod.vendors.opendental.wire.fields import (
    Choice,
    DefinitionKey,
    Flag,
    ForeignKey,
    Integer,
    OneLine,
    PatternText,
    Text,
)

APPOINTMENT = Table(
    "appointment",
    entity="Appointment",
    section="appointments",
    columns=(
        server_time(since="21.2"),
        Column("AptNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), needed=True),
        Column("AptStatus", Choice(AptStatus), default=1),
        Column("Pattern", PatternText(), default="/XX/"),
        Column("Confirmed", DefinitionKey(DefCat.ApptConfirmed)),
        Joined("confirmed", "ItemName", "Confirmed"),
        Column("TimeLocked", Flag(), since="24.1", basis=Basis.ASSUMED),
        Column("Op", ForeignKey("operatory.OperatoryNum")),
        Column("Note", OneLine()),
        Column("ProvNum", ForeignKey("provider.ProvNum")),
        Joined("provAbbr", "Abbr", "ProvNum"),
        Column("ProvHyg", ForeignKey("provider.ProvNum")),
        Column("AptDateTime", Moment(), needed=True),
        Column("NextAptNum", ForeignKey("appointment.AptNum"), since="22.3"),
        Column("UnschedStatus", DefinitionKey(DefCat.RecallUnschedStatus), since="22.2"),
        Joined("unschedStatus", "ItemName", "UnschedStatus", since="22.2"),
        Column("IsNewPatient", Flag()),
        Column("ProcDescript", Text()),
        Column("Assistant", Integer(), since="26.1", basis=Basis.OBSERVED),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum")),
        Column("IsHygiene", Flag()),
        Column("DateTStamp", Moment(), stamp="changed"),
        Column("DateTimeArrived", Moment(), since="22.2"),
        Column("DateTimeSeated", Moment(), since="22.2"),
        Column("DateTimeDismissed", Moment(), since="22.2"),
        Column("InsPlan1", Integer(), since="24.1", basis=Basis.ASSUMED),
        Column("InsPlan2", Integer(), since="24.1", basis=Basis.ASSUMED),
        Column("DateTimeAskedToArrive", Moment(), since="22.2"),
        Column("ColorOverride", Color(), wire="colorOverride"),
        Column("AppointmentTypeNum", ForeignKey("appointmenttype.AppointmentTypeNum")),
        Column("SecUserNumEntry", ForeignKey("userod.UserNum"), since="25.1.27"),
        Column("SecDateTEntry", Moment(), since="22.3", basis=Basis.ASSUMED, stamp="created"),
        Column("Priority", Choice(AptPriority)),
        Column("PatternSecondary", PatternText(absent=True), since="23.3.17", basis=Basis.ASSUMED),
        Column("ItemOrderPlanned", Integer(), since="24.2", basis=Basis.ASSUMED),
        Column("IsMirrored", Flag(), since="26.1", basis=Basis.OBSERVED),
    ),
    indexes=(
        index("AptDateTime"),
        index("PatNum", "AptDateTime"),
        index("AptStatus", "AptDateTime"),
        index("Op", "AptDateTime"),
        index("ClinicNum", "AptDateTime"),
        index("AppointmentTypeNum", "AptDateTime"),
        index("DateTStamp"),
        index("NextAptNum", where="NextAptNum <> 0"),
        index("AptDateTime", where=f"Priority = {AptPriority.ASAP:d}"),
    ),
)

RECORDS = Records(Appointment, APPOINTMENT)
"""Appointments as the book's rules see them."""
READ = Select(APPOINTMENT, APPOINTMENT.answer)
"""As GET answers them. Versions of answer fields before 25.1 are read off old copies of the page."""
WRITTEN = Select(APPOINTMENT, APPOINTMENT.answer.exclude("serverDateTime"))
"""The same as POST and PUT answer them: without the server's time."""
