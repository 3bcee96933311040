"""The vendor's enumerations of what its program notes of every change: who did it, and who is told.

Members are numbered from 0 in their order, which is the database's. Source: the vendor's published enumerations.
"""

from __future__ import annotations

from enum import IntEnum

PermType = IntEnum(
    "PermType",
    """
    None_ AppointmentsModule FamilyModule AccountModule TPModule ChartModule ImagingModule ManageModule Setup
    RxCreate ProcComplEdit ChooseDatabase Schedules Blockouts ClaimSentEdit PaymentCreate PaymentEdit
    AdjustmentCreate AdjustmentEdit UserQuery StartupSingleUserOld StartupMultiUserOld Reports ProcComplCreate
    SecurityAdmin AppointmentCreate AppointmentMove AppointmentEdit Backup TimecardsEditAll DepositSlips
    AccountingEdit AccountingCreate Accounting AnesthesiaIntakeMeds AnesthesiaControlMeds InsPayCreate
    InsPayEdit TreatPlanEdit ReportProdInc TimecardDeleteEntry EquipmentDelete SheetEdit CommlogEdit
    ImageDelete PerioEdit ProcEditShowFee AdjustmentEditZero EhrEmergencyAccess ProcDelete EhrKeyAdd Providers
    EcwAppointmentRevise ProcedureNoteFull ReferralAdd InsPlanChangeSubsc RefAttachAdd RefAttachDelete
    CarrierCreate GraphicalReports AutoNoteQuickNoteEdit EquipmentSetup Billing ProblemEdit ProcFeeEdit
    InsPlanChangeCarrierName TaskNoteEdit WikiListSetup Copy Printing MedicalInfoViewed PatProblemListEdit
    PatMedicationListEdit PatAllergyListEdit PatFamilyHealthEdit PatientPortal RxEdit AdminDentalStudents
    AdminDentalInstructors OrthoChartEditFull PatientFieldEdit AdminDentalEvaluations TreatPlanDiscountEdit
    UserLogOnOff TaskEdit EmailSend WebMailSend UserQueryAdmin InsPlanChangeAssign ImageEdit
    EhrMeasureEventEdit EServicesSetup FeeSchedEdit ProviderFeeEdit PatientMerge ClaimHistoryEdit
    AppointmentCompleteEdit WebMailDelete RequiredFields ReferralMerge ProcEdit ProviderMerge MedicationMerge
    AccountProcsQuickAdd ClaimSend TaskListCreate PatientCreate GraphicalReportSetup PatientEdit InsPlanCreate
    InsPlanEdit InsPlanCreateSub InsPlanEditSub InsPlanAddPat InsPlanDropPat InsPlanVerifyList
    SplitCreatePastLockDate ProcComplEditLimited ClaimDelete InsWriteOffEdit ApptConfirmStatusEdit
    GraphicsRemoteEdit AuditTrail TreatPlanPresenterEdit ProviderAlphabetize ClaimProcReceivedEdit
    StatementPatNumMismatch MobileWeb PatPlanCreate PatPriProvEdit ReferralEdit PatientBillingEdit
    ReportProdIncAllProviders ReportDaily ReportDailyAllProviders PatientApptRestrict SheetDelete
    UpdateCustomTracking GraphicsEdit InsPlanOrthoEdit ClaimProcClaimAttachedProvEdit InsPlanMerge
    InsCarrierCombine PopupEdit InsPlanPickListExisting OrthoChartEditUser ProcedureNoteUser
    GroupNoteEditSigned WikiAdmin PayPlanEdit ClaimEdit CommandQuery ReplicationSetup PreAuthSentEdit
    LogFeeEdit LogSubscriberEdit RecallEdit ProcCodeEdit AddNewUser ClaimView RepeatChargeTool
    DiscountPlanAddDrop TreatPlanSign ProcExistingEdit UnrestrictedSearch ArchivedPatientEdit
    CommlogPersistent VerifyPhoneOwnership SalesTaxAdjEdit InsuranceVerification CreditCardMove AgingRan
    HeadmasterSetup DashboardWidget NewClaimsProcNotBilled PatientPortalLogin FAQEdit FeatureRequestEdit
    TaskReminderPopup SupplementalBackup WebSchedRecallManualSend PatientSSNView PatientDOBView
    FamAgingTruncate DiscountPlanMerge ProcCompleteStatusEdit ProcCompleteAddAdj ProcCompleteEditMisc
    ProcCompleteNote ProcCompleteEdit ProtectedLeaveAdjustmentEdit TimeAdjustEdit QueryMonitor CommlogCreate
    WebFormAccess CloseOtherSessions RepeatChargeCreate RepeatChargeUpdate RepeatChargeDelete Zoom FormAdded
    ImageExport ImageCreate CertificationEmployee CertificationSetup EmployerCreate AllowLoginFromAnyLocation
    LogDoseSpotMedicationNoteEdit PayPlanChargeDateEdit DiscountPlanAdd DiscountPlanEdit
    AllowFeeEditWhileReceivingClaim
    """,
    start=0,
)
"""What somebody did, or may do: the permissions of the program's users."""

LogSource = IntEnum(
    "LogSource",
    """
    None_ WebSched InsPlanImport834 HL7 DBM FHIR PatientPortal WebSchedNewPatAppt AutoConfirmations Diagnostic
    MobileWeb CanadaEobAutoImport WebSchedASAP OpenDentalService BroadcastMonitor AutoLogOff ODMobile
    TextMessaging CareCredit WebSchedExistingPatient eRx SignupPortal EmployerImport834 API
    ClaimReceiveAutomatic PaymentPortal
    """,
    start=0,
)
"""Through which door somebody did it."""

InvalidType = IntEnum(
    "InvalidType",
    """
    None_ Date AllLocal Task ProcCodes Prefs Views AutoCodes Carriers ClearHouses Computers InsCats Employees
    StartupOld Defs Email Fees Letters QuickPaste Security Programs ToolButsAndMounts Providers ClaimForms
    ZipCodes LetterMerge DentalSchools Operatories TaskPopup Sites Pharmacies Sheets RecallTypes FeeScheds
    PhoneNumbers Signals DisplayFields PatFields AccountingAutoPays ProcButtons Diseases Languages AutoNotes
    ElectIDs Employers ProviderIdents ShutDownNow InsFilingCodes ReplicationServers Automation
    PhoneAsteriskReload TimeCardRules Vaccines HL7Defs DictCustoms Wiki Sops EhrCodes AppointmentTypes
    Medications SmsTextMsgReceivedUnreadCount ProviderErxs Jobs JobPermission StateAbbrs RequiredFields Ebills
    UserClinics Appointment OrthoChartTabs SigMessages AlertSubs AlertItems VoiceMails Kiosk ClinicPrefs
    EmailMessages WebSchedRecallReminders SmsBlockPhones AlertCategories AlertCategoryLinks
    UnfinalizedPayMenuUpdate ClinicErxs DisplayReports UserQueries Schedules PhoneComps PhoneMap SmsPhones
    WebChatSessions TaskList TaskAuthor TaskPatient Referral ProcMultiVisits ProviderClinicLink EClipboard
    TPModule ActiveInstance PhoneEmpDefaults
    """,
    start=0,
)
"""What a signal tells other computers to read anew."""


class MiddleTierRole(IntEnum):
    """How the program that sent a signal is connected."""

    ClientDirect = 0
    ClientMT = 1
    ServerMT = 2
