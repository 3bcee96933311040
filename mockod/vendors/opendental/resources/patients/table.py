"""The table of patients, its rows as records and as answers."""

from __future__ import annotations

from mockod.vendors.opendental.domain.enums import ContactMethod, DefCat, Gender, PatStatus, Position, TxtMsgOk
from mockod.vendors.opendental.domain.patient import Patient
from mockod.vendors.opendental.engine.records import Records
from mockod.vendors.opendental.engine.select import Select
from mockod.vendors.opendental.engine.table import Column, Joined, Table, index
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import (
    Choice,
    DefinitionKey,
    Flag,
    ForeignKey,
    Integer,
    Number,
    OneLine,
    Text,
)

PATIENT = Table(
    "patient",
    entity="Patient",
    section="patients",
    columns=(
        Column("PatNum", Integer()),
        Column("LName", OneLine(longest=100), needed=True),
        Column("FName", OneLine(longest=100), needed=True),
        Column("MiddleI", OneLine(longest=100)),
        Column("Preferred", OneLine(longest=100)),
        Column("PatStatus", Choice(PatStatus)),
        Column("Gender", Choice(Gender), default=2),
        Column("Position", Choice(Position)),
        Column("Birthdate", Day()),
        Column("SSN", OneLine(longest=100)),
        Column("Address", OneLine(longest=100)),
        Column("Address2", OneLine(longest=100)),
        Column("City", OneLine(longest=100)),
        Column("State", OneLine(longest=100)),
        Column("Zip", OneLine(longest=100)),
        Column("Country", Text(longest=255), hidden=True),
        Column("HmPhone", OneLine(longest=30)),
        Column("WkPhone", OneLine(longest=30)),
        Column("WirelessPhone", OneLine(longest=30)),
        Column("Guarantor", ForeignKey("patient.PatNum"), blank=True),
        Column("Email", OneLine(longest=100)),
        Column("EstBalance", Number()),
        Column("PriProv", ForeignKey("provider.ProvNum")),
        Joined("priProvAbbr", "Abbr", "PriProv"),
        Column("SecProv", ForeignKey("provider.ProvNum")),
        Joined("secProvAbbr", "Abbr", "SecProv"),
        Column("FeeSched", ForeignKey("feesched.FeeSchedNum"), since="25.2.19"),
        Joined("BillingType", "ItemName", "BillingType"),
        Column("BillingType", DefinitionKey(DefCat.BillingTypes), hidden=True),
        Column("ImageFolder", OneLine()),
        Column("FamFinUrgNote", OneLine()),
        Column("ChartNumber", OneLine(longest=100)),
        Column("MedicaidID", OneLine(longest=20)),
        Column("BalTotal", Number()),
        Column("EmployerNum", ForeignKey("employer.EmployerNum")),
        Column("DateFirstVisit", Day()),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum")),
        Joined("clinicAbbr", "Abbr", "ClinicNum"),
        Column("Premed", Flag(), since="25.2.30"),
        Column("MedUrgNote", Text(longest=255), hidden=True),
        Column("Ward", OneLine(longest=255)),
        Column("PreferConfirmMethod", Choice(ContactMethod)),
        Column("PreferContactMethod", Choice(ContactMethod)),
        Column("PreferRecallMethod", Choice(ContactMethod)),
        Column("Language", OneLine(longest=100)),
        Column("AdmitDate", Day()),
        Joined("siteDesc", "Description", "SiteNum"),
        Column("SiteNum", ForeignKey("site.SiteNum"), hidden=True),
        Column("DateTStamp", Moment(), stamp="changed"),
        Column("SuperFamily", ForeignKey("patient.PatNum")),
        Column("TxtMsgOk", Choice(TxtMsgOk)),
        Column("SecDateEntry", Day(), stamp="created"),
        Column("AskToArriveEarly", Integer(), hidden=True),
    ),
    indexes=(
        index("fold(LName)", "fold(FName)"),
        # Of two that serve a query SQLite takes the later one: so those that find fewer rows come later.
        index("PatStatus"),
        index("Gender"),
        index("Position"),
        index("FeeSched"),
        index("SiteNum"),
        index("ClinicNum"),
        index("PriProv"),
        index("DateTStamp"),
        index("EmployerNum"),
        index("SuperFamily"),
        index("Birthdate"),
        index("Guarantor"),
    ),
)

RECORDS = Records(Patient, PATIENT)
"""Patients as the rules see them."""
SELECT = Select(PATIENT, PATIENT.answer)
"""Patients as GET single, POST and PUT answer them, and as subscriptions tell them."""
