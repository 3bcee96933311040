"""The vendor's enumerations: the number is the database's, the name is what goes over the wire.

Members keep the vendor's spelling, so that a name on the wire is found here by searching for it.
"None" cannot be a Python name; it is None_, and goes out without the underscore.
Source: the vendor's published enumerations.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from functools import cache


class AptStatus(IntEnum):
    """ASAP stopped being a status in 17.4; it is a priority now."""

    None_ = 0
    Scheduled = 1
    Complete = 2
    UnschedList = 3
    ASAP = 4
    Broken = 5
    Planned = 6
    PtNote = 7
    PtNoteCompleted = 8


class AptPriority(IntEnum):
    Normal = 0
    ASAP = 1


class HistAction(IntEnum):
    Created = 0
    Changed = 1
    Missed = 2
    Cancelled = 3
    Deleted = 4


class BrokenProcedure(IntEnum):
    """Preference BrokenApptProcedure: which procedures breaking may add."""

    None_ = 0
    Missed = 1
    Cancelled = 2
    Both = 3


class BreakType(IntEnum):
    """What a broken appointment was: missed without notice, or cancelled too late."""

    Missed = 1
    Cancelled = 2


class ProcStatus(IntEnum):
    """TP treatment planned, C complete, EC existing current, EO existing other, R referred, D deleted, Cn condition."""

    TP = 1
    C = 2
    EC = 3
    EO = 4
    R = 5
    D = 6
    Cn = 7
    TPi = 8


class TreatArea(IntEnum):
    None_ = 0
    Surf = 1
    Tooth = 2
    Mouth = 3
    Quad = 4
    Sextant = 5
    Arch = 6
    ToothRange = 7


class SchedType(IntEnum):
    Practice = 0
    Provider = 1
    Blockout = 2
    Employee = 3
    WebSchedASAP = 4


class SchedStatus(IntEnum):
    Open = 0
    Closed = 1
    Holiday = 2


class PatStatus(IntEnum):
    Patient = 0
    NonPatient = 1
    Inactive = 2
    Archived = 3
    Deleted = 4
    Deceased = 5
    Prospective = 6


class Gender(IntEnum):
    Male = 0
    Female = 1
    Unknown = 2
    Other = 3


class Position(IntEnum):
    Single = 0
    Married = 1
    Child = 2
    Widowed = 3
    Divorced = 4


class ContactMethod(IntEnum):
    None_ = 0
    DoNotCall = 1
    HmPhone = 2
    WkPhone = 3
    WirelessPh = 4
    Email = 5
    SeeNotes = 6
    Mail = 7
    TextMessage = 8


class TxtMsgOk(IntEnum):
    Unknown = 0
    Yes = 1
    No = 2


class ProvStatus(IntEnum):
    Active = 0
    Deleted = 1


class RequiredProcCodes(IntEnum):
    None_ = 0
    AtLeastOne = 1
    All = 2


class PaintType(IntEnum):
    None_ = 0
    Extraction = 1
    Implant = 2
    RCT = 3
    PostBU = 4
    FillingDark = 5
    FillingLight = 6
    CrownDark = 7
    CrownLight = 8
    BridgeDark = 9
    BridgeLight = 10
    DentureDark = 11
    DentureLight = 12
    Sealant = 13
    Veneer = 14
    Text = 15
    RetainedRoot = 16
    SpaceMaintainer = 17


class SubstOnlyIf(IntEnum):
    Always = 0
    Molar = 1
    SecondMolar = 2
    Never = 3
    Posterior = 4


class CommMode(IntEnum):
    None_ = 0
    Email = 1
    Mail = 2
    Phone = 3
    InPerson = 4
    Text = 5
    EmailAndText = 6
    PhoneAndText = 7
    Fax = 8


class CommSentOrReceived(IntEnum):
    Neither = 0
    Sent = 1
    Received = 2


class CommSource(IntEnum):
    """Who wrote a commlog. The vendor has many more; a simulated office has these."""

    User = 0


class DefLinkType(IntEnum):
    """What a definition is linked to: the table that FKey names a row of."""

    ClinicSpecialty = 0
    Patient = 1
    AppointmentType = 2
    Operatory = 3
    BlockoutType = 4
    RecallType = 5


class EServiceType(IntEnum):
    """Which online service made an appointment. Numbers and names as GET WebSched tells them."""

    None_ = 0
    Recall = 1
    NewPat = 2
    ExistingPat = 3
    ASAP = 4


class EServiceAction(IntEnum):
    """What an online service did; of the vendor's many, the one that counts here."""

    AppointmentScheduled = 13


class ApptFieldType(IntEnum):
    Text = 0
    PickList = 1


class AsapKeyType(IntEnum):
    """What an ASAP message is about."""

    None_ = 0
    ScheduledAppt = 1
    UnscheduledAppt = 2
    PlannedAppt = 3
    Recall = 4
    Broken = 5


class SmsSendStatus(IntEnum):
    SendNotAttempted = 0
    DoNotSend = 1
    SendSuccessful = 2
    SendFailed = 3


class AsapResponse(IntEnum):
    """What came of an ASAP message."""

    UnableToSend = 0
    AwaitingTransmit = 1
    PendingRsvp = 2
    Viewed = 3
    ViewedNotAvailable = 4
    AcceptedAndMoved = 5
    AcceptedAndNotAvailable = 6
    Declined = 7
    ChoseDifferentSlot = 8
    Expired = 9
    Failed = 10
    DeclinedStopComm = 11


class Relationship(IntEnum):
    """A patient's relationship to the subscriber of a plan, spelled as the vendor spells it."""

    Self = 0
    Spouse = 1
    Child = 2
    Employee = 3
    HandicapDep = 4
    SignifOther = 5
    InjuredPlantiff = 6
    LifePartner = 7
    Dependent = 8


class DefCat(IntEnum):
    """Categories of definitions. Numbers not listed are unused."""

    AccountColors = 0
    AdjTypes = 1
    ApptConfirmed = 2
    ApptProcsQuickAdd = 3
    BillingTypes = 4
    PaymentTypes = 10
    ProcCodeCats = 11
    ProgNoteColors = 12
    RecallUnschedStatus = 13
    Diagnosis = 16
    AppointmentColors = 17
    ImageCats = 18
    TxPriorities = 20
    MiscColors = 21
    ChartGraphicColors = 22
    ContactCategories = 23
    LetterMergeCats = 24
    BlockoutTypes = 25
    ProcButtonCats = 26
    CommLogTypes = 27
    SupplyCats = 28
    PaySplitUnearnedType = 29
    Prognosis = 30
    ClaimCustomTracking = 31
    InsurancePaymentType = 32
    TaskPriorities = 33
    FeeColors = 34
    ProviderSpecialties = 35
    ClaimPaymentTracking = 36
    AccountQuickCharge = 37
    InsuranceVerificationStatus = 38
    Regions = 39
    ClaimPaymentGroups = 40
    AutoNoteCats = 41
    WebSchedNewPatApptTypes = 42
    ClaimErrorCode = 43
    ClinicSpecialty = 44
    JobPriorities = 45
    CarrierGroupNames = 46
    PayPlanCategories = 47
    AutoDeposit = 48
    InsuranceFilingCodeGroup = 49
    TimeCardAdjTypes = 50
    WebSchedExistingApptTypes = 51
    CertificationCategories = 52
    EClipboardImageCapture = 53
    TaskCategories = 54
    OperatoryTypes = 55


def wire_name(member: IntEnum) -> str:
    """The name that goes over the wire."""
    return member.name.rstrip("_")


@cache
def by_wire_name(kind: type[IntEnum]) -> Mapping[str, IntEnum]:
    """Members of ``kind`` by the name that goes over the wire."""
    return {wire_name(member): member for member in kind}
