"""The tables that queries see: the vendor's, as the descriptions declare them, with MySQL's types."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from mockod.vendors.opendental.engine.table import Column
from mockod.vendors.opendental.practice.columns import tables
from mockod.vendors.opendental.resources.queries.values import Kind
from mockod.vendors.opendental.wire.date_fields import Day, Moment, TimeOfDay
from mockod.vendors.opendental.wire.fields import TimeText

OURS = "mockod_"
"""How the names of tables begin that no office of the vendor's has."""
Columns = Mapping[str, Kind]
"""Name -> type, in the order of the table."""
_BY_SQL_TYPE = {"INTEGER": Kind.INTEGER, "REAL": Kind.DOUBLE, "TEXT": Kind.TEXT}
VENDORS_TABLES = frozenset(
    """
    account accountingautopay activeinstance adjustment alertcategory alertcategorylink alertitem alertread alertsub
    allergy allergydef apikey apisubscription appointment appointmentrule appointmenttype apptfield apptfielddef
    apptgeneralmessagesent apptreminderrule apptremindersent apptthankyousent apptview apptviewitem asapcomm
    autocode autocodecond autocodeitem autocommexcludedate automation automationcondition autonote autonotecontrol
    benefit branding bugsubmission canadiannetwork carecreditwebresponse carrier cdcrec cert certemployee chartview
    claim claimattach claimcondcodelog claimform claimformitem claimpayment claimproc claimsnapshot claimtracking
    claimvalcodelog clearinghouse clinic clinicerx clinicpref clockevent cloudaddress codegroup codesystem commlog
    commoptout computer computerpref confirmationrequest conn connectiongroup connectiongroupattach covcat covspan
    cpt creditcard custrefentry custreference cvx dashboardar dashboardcell dashboardlayout databasemaintenance
    dbmlog definition deflink deletedobject deposit dictcustom discountplan discountplansub disease diseasedef
    displayfield displayreport dispsupply document documentmisc drugmanufacturer drugunit dunning ebill
    eclipboardimagecapture eclipboardimagecapturedef eclipboardsheetdef eduresource ehramendment ehraptobs
    ehrcareplan ehrlab ehrmeasureevent ehrnotperformed ehrpatient ehrprovkey ehrquarterlykey ehrsummaryccd
    ehrtrigger electid emailaddress emailattach emailautograph emailhostingtemplate emailmessage emailmessageuid
    emailsecure emailtemplate employee employer encounter entrylog eobattach equipment erxlog eservicelog
    eserviceshortguid etrans etrans835 etrans835attach etransmessagetext evaluation evaluationcriterion
    evaluationcriteriondef evaluationdef famaging familyhealth fee feesched feeschedgroup feeschednote
    fhircontactpoint fhirsubscription fielddeflink files formpat formulary formularymed gradingscale
    gradingscaleitem grouppermission guardian hcpcs hieclinic hiequeue histappointment hl7def hl7deffield
    hl7defmessage hl7defsegment hl7msg hl7procattach icd10 icd9 imagedraw imagingdevice insbluebook insbluebooklog
    insbluebookrule inseditlog inseditpatlog insfilingcode insfilingcodesubtype insinfotemplate inspending insplan
    insplanpreference inssub installmentplan instructor insverify insverifyhist intervention journalentry labcase
    laboratory labpanel labresult labturnaround language languageforeign letter lettermerge lettermergefield
    limitedbetafeature loginattempt loinc maparea medicalorder medication medicationpat medlab medlabfacattach
    medlabfacility medlabresult medlabspecimen mobileappdevice mobilebrandingprofile mobiledatabyte mount mountdef
    mountitem mountitemdef msgtopaysent oidexternal oidinternal operatory orionproc orthocase orthochart
    orthochartlog orthochartrow orthocharttab orthocharttablink orthohardware orthohardwarespec orthoplanlink
    orthoproclink orthorx orthoschedule patfield patfielddef patfieldpickitem patient patientlink patientnote
    patientportalinvite patientrace patplan patrestriction payconnectresponseweb payment payortype payperiod payplan
    payplancharge payplanlink payplantemplate paysplit payterminal perioexam periomeasure pharmacy pharmclinic phone
    phonenumber popup portalpay preference printer procapptcolor procbutton procbuttonitem procbuttonquick
    proccodenote procedurecode procedurelog procgroupitem procmultivisit procnote proctp program programproperty
    promotion promotionlog provider providerclinic providercliniclink providererx providerident question questiondef
    queuedemail quickpastecat quickpastenote reactivation recall recalltrigger recalltype reconcile recurringcharge
    refattach referral referralcliniclink registrationkey reminderrule repeatcharge replicationserver reqneeded
    reqstudent requiredfield requiredfieldcondition reseller rxalert rxdef rxnorm rxpat schedule scheduledprocess
    scheduleop schoolclass schoolcourse scorecard screen screengroup screenpat securitylog securityloghash
    sessiontoken sheet sheetdef sheetfield sheetfielddef sigbuttondef sigelementdef sigmessage signalod site
    smsbilling smsblockphone smsfrommobile smsphone smstomobile snomed sop stateabbr statement statementprod
    stmtlink substitutionlink supplier supply supplyneeded supplyorder supplyorderitem task taskancestor
    taskattachment taskhist tasklist tasknote tasksubscription taskunread terminalactive timeadjust timecardrule
    toolbutitem toothgridcell toothgridcol toothgriddef toothinitial transaction transactioninvoice treatplan
    treatplanattach treatplanparam tsitranslog uappoint ucum updatehistory userclinic usergroup usergroupattach
    userod userodapptview userodpref userquery userweb vaccinedef vaccineobs vaccinepat vitalsign
    webschedcarrierrule webschedrecall wikilistheaderwidth wikilisthist wikipage wikipagehist xchargetransaction
    xwebresponse zipcode
    """.split()
)
"""Tables that an office of the vendor's has (documented), whether mockod has them or not."""


@cache
def catalog() -> Mapping[str, tuple[str, Columns]]:
    """Every table by its name in small letters: its name, and its columns."""
    return {
        table.name.lower(): (table.name, {column.name: kind_of(column) for column in table.stored.values()})
        for table in tables().values()
        if not table.name.startswith(OURS)
    }


def kind_of(column: Column) -> Kind:
    """The type that the vendor's column has in MySQL."""
    if isinstance(column.type, Moment):
        return Kind.DATETIME
    if isinstance(column.type, Day):
        return Kind.DATE
    if isinstance(column.type, TimeText | TimeOfDay):
        return Kind.TIME
    return _BY_SQL_TYPE[column.type.sql_type]
