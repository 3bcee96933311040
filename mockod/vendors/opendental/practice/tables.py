"""Tables that a practice has and no URL names."""

from __future__ import annotations

from mockod.vendors.opendental.domain.enums import (
    DefCat,
    DefLinkType,
    EServiceAction,
    EServiceType,
)
from mockod.vendors.opendental.domain.insurance_enums import VerifyTypes
from mockod.vendors.opendental.engine.table import Column, Table, index
from mockod.vendors.opendental.resources.appointments import appointment_rules
from mockod.vendors.opendental.resources.documents.table import BESIDE_DOCUMENTS
from mockod.vendors.opendental.resources.payplans.table import PAYPLANLINK
from mockod.vendors.opendental.resources.sheets.table import SHEETFIELDDEF
from mockod.vendors.opendental.wire.date_fields import Day, Moment
from mockod.vendors.opendental.wire.fields import (
    Choice,
    DefinitionKey,
    Flag,
    ForeignKey,
    Integer,
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

SITE = Table(
    "site",
    entity="Site",
    section="sites",
    columns=(
        Column("SiteNum", Integer()),
        Column("Description", Text(), needed=True),
    ),
)

APPOINTMENTRULE = Table(
    "appointmentrule",
    section="appointmentrules",
    columns=(
        Column("AppointmentRuleNum", Integer()),
        Column("RuleDesc", appointment_rules.COLUMNS["RuleDesc"], needed=True),
        Column("CodeStart", appointment_rules.COLUMNS["CodeStart"], needed=True),
        Column("CodeEnd", appointment_rules.COLUMNS["CodeEnd"], needed=True),
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

FEESCHEDGROUP = Table(
    "feeschedgroup",
    section="feeschedgroups",
    columns=(
        Column("FeeSchedGroupNum", Integer()),
        Column("Description", Text(longest=255)),
        Column("FeeSchedNum", ForeignKey("feesched.FeeSchedNum"), needed=True),
        Column("ClinicNums", Text(longest=255)),
    ),
    indexes=(index("FeeSchedNum"),),
)
"""Clinics, by their numbers with commas, that share the fees of a schedule."""

PATFIELDPICKITEM = Table(
    "patfieldpickitem",
    entity="PatFieldPickItem",
    section="patfieldpickitems",
    columns=(
        Column("PatFieldPickItemNum", Integer()),
        Column("PatFieldDefNum", ForeignKey("patfielddef.PatFieldDefNum"), needed=True),
        Column("Name", Text(), needed=True),
        Column("Abbreviation", Text()),
        Column("IsHidden", Flag()),
        Column("ItemOrder", Integer()),
    ),
    indexes=(index("PatFieldDefNum"),),
)

CDCREC = Table(
    "cdcrec",
    entity="Cdcrec",
    section="cdcrecs",
    columns=(
        Column("CdcrecNum", Integer()),
        Column("CdcrecCode", Text(), needed=True, unique=True),
        Column("HeirarchicalCode", Text(), needed=True),
        Column("Description", Text(), needed=True),
    ),
)
"""Races and ethnicities as the CDC numbers them, by code and by place in its hierarchy."""

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

PROCGROUPITEM = Table(
    "procgroupitem",
    section="procgroupitems",
    columns=(
        Column("ProcGroupItemNum", Integer()),
        Column("ProcNum", ForeignKey("procedurelog.ProcNum"), needed=True),
        Column("GroupNum", ForeignKey("procedurelog.ProcNum"), needed=True),
    ),
    indexes=(index("ProcNum"), index("GroupNum")),
)
"""Which procedures a group note is about; GroupNum is the note's own procedure."""

INSVERIFYHIST = Table(
    "insverifyhist",
    section="insverifyhists",
    columns=(
        Column("InsVerifyHistNum", Integer()),
        Column("InsVerifyNum", Integer(), needed=True),
        Column("DateLastVerified", Day()),
        Column("UserNum", ForeignKey("userod.UserNum")),
        Column("VerifyType", Choice(VerifyTypes)),
        Column("FKey", Integer()),
        Column("DefNum", DefinitionKey(DefCat.InsuranceVerificationStatus)),
        Column("Note", Text()),
        Column("DateLastAssigned", Day()),
        Column("SecDateTEdit", Moment()),
    ),
    indexes=(index("InsVerifyNum"),),
)
"""Verifications of insurance as they were before each change."""

EMAILADDRESS = Table(
    "emailaddress",
    entity="EmailAddress",
    section="emailaddresses",
    columns=(
        Column("EmailAddressNum", Integer()),
        Column("EmailUsername", Text(longest=255), needed=True),
        Column("SenderAddress", Text(longest=255)),
        Column("UserNum", ForeignKey("userod.UserNum")),
    ),
    indexes=(index("UserNum"),),
)
"""Addresses from which the office, or one of its users, sends email."""

MOCKOD_HISTNOTE = Table(
    "mockod_histnote",
    section="",
    columns=(
        Column("HistNoteNum", Integer()),
        Column("AptNum", Integer(), blank=True),
        Column("Note", Text(), blank=True),
    ),
    indexes=(index("AptNum"),),
)
"""Long notes of the history of appointments, each kept once."""

MOCKOD_WORKSTATION = Table(
    "mockod_workstation",
    section="",
    columns=(
        Column("WorkstationNum", Integer()),
        Column("PatNum", ForeignKey("patient.PatNum"), blank=True),
    ),
)
MOCKOD_POLL = Table(
    "mockod_poll",
    section="",
    columns=(
        Column("ApiSubscriptionNum", Integer()),
        Column("PolledAt", Moment()),
    ),
)
"""The last poll of each subscription: a DateTimeStart that is another was named by a client."""

WITHOUT_URL = (
    *BESIDE_DOCUMENTS,
    DEFLINK,
    PROVIDERCLINICLINK,
    SITE,
    APPOINTMENTRULE,
    PROCCODENOTE,
    FEESCHEDGROUP,
    PATFIELDPICKITEM,
    CDCREC,
    ESERVICELOG,
    PROCGROUPITEM,
    INSVERIFYHIST,
    EMAILADDRESS,
    SHEETFIELDDEF,
    PAYPLANLINK,
    MOCKOD_HISTNOTE,
    MOCKOD_WORKSTATION,
    MOCKOD_POLL,
)
"""All of them. One that gets methods moves to a module of its own among the resources."""
