"""The vendor's enumerations of an office's staff and their work: time cards, tasks, sheets, notes to be pasted.

The number is the database's, the name is what goes over the wire; see ``enums``.
Source: the vendor's published enumerations.
"""

from __future__ import annotations

from enum import IntEnum


class ClockStatus(IntEnum):
    """What somebody clocks out to."""

    Home = 0
    Lunch = 1
    Break = 2


class TaskStatus(IntEnum):
    New = 0
    Viewed = 1
    Done = 2


class TaskDateType(IntEnum):
    """How often a task of the older kind repeats."""

    None_ = 0
    Day = 1
    Week = 2
    Month = 3


class TaskObjectType(IntEnum):
    """What a task is about: the table that its KeyNum numbers a row of."""

    None_ = 0
    Patient = 1
    Appointment = 2


class TaskReminder(IntEnum):
    """When a reminder comes. A column holds the sum of several: weekly, on Monday and Friday."""

    NoReminder = 0
    Daily = 1
    Weekly = 2
    Monthly = 4
    Yearly = 8
    Monday = 16
    Tuesday = 32
    Wednesday = 64
    Thursday = 128
    Friday = 256
    Saturday = 512
    Sunday = 1024
    Once = 2048


class TaskListStatus(IntEnum):
    Active = 0
    Archived = 1


class SheetType(IntEnum):
    LabelPatient = 0
    LabelCarrier = 1
    LabelReferral = 2
    ReferralSlip = 3
    LabelAppointment = 4
    Rx = 5
    Consent = 6
    PatientLetter = 7
    ReferralLetter = 8
    PatientForm = 9
    RoutingSlip = 10
    MedicalHistory = 11
    LabSlip = 12
    ExamSheet = 13
    DepositSlip = 14
    Statement = 15
    MedLabResults = 16
    TreatmentPlan = 17
    Screening = 18
    PaymentPlan = 19
    RxMulti = 20
    ERA = 21
    ERAGridHeader = 22
    RxInstruction = 23
    PatientDashboard = 24
    PatientDashboardWidget = 25
    ChartModule = 26
    None_ = 27


class SheetFieldType(IntEnum):
    OutputText = 0
    InputField = 1
    StaticText = 2
    Parameter = 3
    Image = 4
    Drawing = 5
    Line = 6
    Rectangle = 7
    CheckBox = 8
    SigBox = 9
    PatImage = 10
    Special = 11
    Grid = 12
    ComboBox = 13
    ScreenChart = 14
    MobileHeader = 15
    SigBoxPractice = 16


class QuickPasteType(IntEnum):
    """What a note that is pasted is written into."""

    None_ = 0
    Procedure = 1
    Appointment = 2
    CommLog = 3
    Adjustment = 4
    Claim = 5
    Email = 6
    InsPlan = 7
    Letter = 8
    MedicalSummary = 9
    ServiceNotes = 10
    MedicalHistory = 11
    MedicationEdit = 12
    MedicationPat = 13
    PatAddressNote = 14
    Payment = 15
    PayPlan = 16
    Query = 17
    Referral = 18
    Rx = 19
    FinancialNotes = 20
    ChartTreatment = 21
    MedicalUrgent = 22
    Statement = 23
    Recall = 24
    Popup = 25
    TxtMsg = 26
    Task = 27
    Schedule = 28
    TreatPlan = 29
    ClaimCustomTrack = 30
    AutoNote = 31
    JobManager = 32
    ReadOnly = 33
    Lab = 34
    Equipment = 35
    FilePath = 36
    ContactInfo = 37
    Office = 38
    ProgramLink = 39
    EmployeeStatus = 40
    WebChat = 41
    FAQ = 42
