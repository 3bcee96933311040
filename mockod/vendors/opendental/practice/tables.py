"""Tables that a practice has and no URL names."""

from __future__ import annotations

from mockod.rest.messages import Basis
from mockod.vendors.opendental.domain.enums import (
    AptPriority,
    AptStatus,
    DefCat,
    DefLinkType,
    EServiceAction,
    EServiceType,
    HistAction,
)
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.wire.fields import (
    Choice,
    Color,
    DefinitionKey,
    Flag,
    ForeignKey,
    Integer,
    Moment,
    Number,
    OneLine,
    PatternText,
    Text,
)

DEFLINK = Table(
    "deflink",
    section="deflinks",
    columns=(
        Column("DefLinkNum", Integer()),
        Column("DefNum", ForeignKey("definition.DefNum"), needed=True),
        Column("FKey", Integer(), needed=True),
        Column("LinkType", Choice(DefLinkType), needed=True),
    ),
    indexes=(index("DefNum", "LinkType"),),
)

PROVIDERCLINICLINK = Table(
    "providercliniclink",
    section="providercliniclinks",
    columns=(
        Column("ProviderClinicLinkNum", Integer()),
        Column("ProvNum", ForeignKey("provider.ProvNum"), needed=True),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum"), needed=True),
    ),
)

EMPLOYEE = Table(
    "employee",
    entity="Employee",
    section="employees",
    columns=(
        Column("EmployeeNum", Integer()),
        Column("LName", Text()),
        Column("FName", Text()),
        Column("IsHidden", Flag()),
    ),
)

USEROD = Table(
    "userod",
    entity="Userod",
    section="userods",
    columns=(
        Column("UserNum", Integer()),
        Column("UserName", Text(), needed=True),
        Column("EmployeeNum", ForeignKey("employee.EmployeeNum")),
        Column("ProvNum", ForeignKey("provider.ProvNum")),
        Column("IsHidden", Flag()),
    ),
)

SITE = Table(
    "site",
    section="sites",
    columns=(
        Column("SiteNum", Integer()),
        Column("Description", Text(), needed=True),
    ),
)

FEESCHED = Table(
    "feesched",
    entity="FeeSched",
    section="feescheds",
    columns=(
        Column("FeeSchedNum", Integer()),
        Column("Description", Text(), needed=True),
    ),
)

APPOINTMENTRULE = Table(
    "appointmentrule",
    section="appointmentrules",
    columns=(
        Column("AppointmentRuleNum", Integer()),
        Column("RuleDesc", Text(), needed=True),
        Column("CodeStart", Text(), needed=True),
        Column("CodeEnd", Text(), needed=True),
        Column("IsEnabled", Flag()),
    ),
)

PROCCODENOTE = Table(
    "proccodenote",
    section="proccodenotes",
    columns=(
        Column("ProcCodeNoteNum", Integer()),
        Column("CodeNum", ForeignKey("procedurecode.CodeNum"), needed=True),
        Column("ProvNum", ForeignKey("provider.ProvNum"), needed=True),
        Column("ProcTime", PatternText(), needed=True),
    ),
)

FEE = Table(
    "fee",
    section="fees",
    columns=(
        Column("FeeNum", Integer()),
        Column("FeeSched", ForeignKey("feesched.FeeSchedNum"), needed=True),
        Column("CodeNum", ForeignKey("procedurecode.CodeNum"), needed=True),
        Column("Amount", Number(), needed=True),
    ),
    indexes=(index("CodeNum", "FeeSched"),),
)

CARRIER = Table(
    "carrier",
    entity="Carrier",
    section="carriers",
    columns=(
        Column("CarrierNum", Integer()),
        Column("CarrierName", Text(), needed=True),
    ),
)

INSPLAN = Table(
    "insplan",
    entity="InsPlan",
    section="insplans",
    columns=(
        Column("PlanNum", Integer()),
        Column("GroupName", Text()),
        Column("GroupNum", Text()),
        Column("PlanType", Text()),
        Column("CarrierNum", ForeignKey("carrier.CarrierNum")),
        Column("IsMedical", Flag()),
        Column("EmployerNum", ForeignKey("employer.EmployerNum")),
    ),
)

INSSUB = Table(
    "inssub",
    entity="InsSub",
    section="inssubs",
    columns=(
        Column("InsSubNum", Integer()),
        Column("PlanNum", ForeignKey("insplan.PlanNum"), needed=True),
        Column("Subscriber", ForeignKey("patient.PatNum"), needed=True),
        Column("SubscriberID", Text()),
    ),
)

PATIENTNOTE = Table(
    "patientnote",
    section="patientnotes",
    columns=(
        Column("PatNum", ForeignKey("patient.PatNum")),
        Column("Medical", Text()),
        Column("Service", Text()),
    ),
)

ESERVICELOG = Table(
    "eservicelog",
    section="eservicelogs",
    columns=(
        Column("EServiceLogNum", Integer()),
        Column("LogDateTime", Moment(), needed=True),
        Column("PatNum", ForeignKey("patient.PatNum")),
        Column("EServiceType", Choice(EServiceType), needed=True),
        Column("EServiceAction", Choice(EServiceAction), needed=True),
        Column("FKey", Integer()),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum")),
    ),
    indexes=(index("FKey"),),
)

MOCKOD_WORKSTATION = Table(
    "mockod_workstation",
    section="",
    columns=(
        Column("WorkstationNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), blank=True),
    ),
)

HISTAPPOINTMENT = Table(
    "histappointment",
    entity="HistAppointment",
    section="",
    columns=(
        Column("HistApptNum", Integer()),
        Column("HistUserNum", Integer()),
        Column("HistDateTStamp", Moment(), stamp="created"),
        Column("HistApptAction", Choice(HistAction), blank=True),
        Column("ApptSource", Integer(), hidden=True),
        Column("AptNum", ForeignKey("appointment.AptNum"), blank=True),
        Column("PatNum", ForeignKey("patient.PatNum"), blank=True),
        Column("AptStatus", Choice(AptStatus), blank=True),
        Column("Pattern", PatternText(), blank=True),
        Column("Confirmed", DefinitionKey(DefCat.ApptConfirmed), blank=True),
        Column("TimeLocked", Flag(), since="24.1", basis=Basis.ASSUMED, blank=True),
        Column("Op", ForeignKey("operatory.OperatoryNum"), blank=True),
        Column("Note", OneLine(), blank=True),
        Column("ProvNum", ForeignKey("provider.ProvNum"), blank=True),
        Column("ProvHyg", ForeignKey("provider.ProvNum"), blank=True),
        Column("AptDateTime", Moment(), blank=True),
        Column("NextAptNum", ForeignKey("appointment.AptNum"), since="22.3", blank=True),
        Column("UnschedStatus", DefinitionKey(DefCat.RecallUnschedStatus), since="22.2", blank=True),
        Column("IsNewPatient", Flag(), blank=True),
        Column("ProcDescript", Text(), blank=True),
        Column("Assistant", Integer(), hidden=True, blank=True),
        Column("ClinicNum", ForeignKey("clinic.ClinicNum"), blank=True),
        Column("IsHygiene", Flag(), blank=True),
        Column("DateTStamp", Moment(), stamp="changed"),
        Column("DateTimeArrived", Moment(), since="22.2", blank=True),
        Column("DateTimeSeated", Moment(), since="22.2", blank=True),
        Column("DateTimeDismissed", Moment(), since="22.2", blank=True),
        Column("InsPlan1", Integer(), since="24.1", basis=Basis.ASSUMED, blank=True),
        Column("InsPlan2", Integer(), since="24.1", basis=Basis.ASSUMED, blank=True),
        Column("DateTimeAskedToArrive", Moment(), since="22.2", blank=True),
        Column("ColorOverride", Color(), wire="colorOverride", blank=True),
        Column("AppointmentTypeNum", ForeignKey("appointmenttype.AppointmentTypeNum"), blank=True),
        Column("Priority", Choice(AptPriority), blank=True),
        Column("PatternSecondary", PatternText(), since="23.3.17", basis=Basis.ASSUMED, blank=True),
        Column("ItemOrderPlanned", Integer(), since="24.2", basis=Basis.ASSUMED, blank=True),
        Column("IsMirrored", Flag(), hidden=True, blank=True),
    ),
    indexes=(index("AptNum"),),
)


WITHOUT_URL = (
    HISTAPPOINTMENT,
    DEFLINK,
    PROVIDERCLINICLINK,
    EMPLOYEE,
    USEROD,
    SITE,
    FEESCHED,
    APPOINTMENTRULE,
    PROCCODENOTE,
    FEE,
    CARRIER,
    INSPLAN,
    INSSUB,
    PATIENTNOTE,
    ESERVICELOG,
    MOCKOD_WORKSTATION,
)
"""All of them. One that gets methods moves to a module of its own among the resources."""
