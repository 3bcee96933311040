"""Which lists the walk finds short, and which parameters no answer shows; each with its reason."""

from __future__ import annotations

from collections.abc import Mapping

SINGLE = {"GET apptfields": "the call names one field of one appointment, and is answered with it"}
"""Lists that the call asks for a single row."""
FEW: Mapping[str, str] = {
    "GET allergydefs": "only those are told that a patient's allergy names",
    "GET appointments/ASAP": "few appointments are marked so",
    "GET appointments/Slots": "open time is found in two operatories, not kept in rows",
    "GET appointments/SlotsWebSched": "open time is found in two operatories, not kept in rows",
    "GET chartmodules/{PatNum}/PlannedAppts": "few appointments of one patient are planned",
    "GET claimprocs": "the call asks for those of one claim",
    "GET procedurelogs/InsuranceHistory": "ten kinds of treatment have a history",
    "GET proctps": "the call asks for those of one treatment plan",
    "GET reports/Aging": "one family owes anything",
    "GET reports/FinanceCharges": "no adjustment of the office is a finance charge of the last month",
    "GET schedules": "without dates the list is of today",
    "GET securityperms": "permissions belong to a user group each, not to a row",
    "GET tasks": "the call asks for those of one kind of object",
    "GET treatplanattaches": "the call asks for those of one treatment plan",
    "GET userods": "hidden users, and those of the central tool, are not told",
}
"""Lists shorter than a page, whatever the tables hold."""
AFTER = {"GET signalods SigDateTime": "signals after that time are wanted"}
"""Parameters whose own value is let through no more."""
ON = {
    "GET patients Birthdate": "a patient is found by the very day",
    "GET patients/Simple Birthdate": "a patient is found by the very day",
}
"""Dates that are not the first of a span."""
DATES = ("date", "dateStart", "dateEnd")
UNSHOWN: Mapping[str, tuple[str, ...]] = {
    "GET accountmodules/{PatNum}/ServiceDateView": ("isFamily",),
    "GET appointments": DATES,
    "GET appointments/Slots": (*DATES, "lengthMinutes"),
    "GET appointments/SlotsWebSched": (*DATES, "ClinicNum", "defNumApptType", "isNewPatient"),
    "GET appointments/WebSched": DATES,
    "GET asapcomms": DATES,
    "GET clockevents": DATES,
    "GET definitions": ("includeHidden",),
    "GET histappointments": DATES,
    "GET patients": (
        *("Phone", "hideInactive", "guarOnly", "showArchived", "SiteNum", "SubscriberId", "Country", "clinicNums"),
        "invoiceNumber",
    ),
    "GET procedurelogs/InsuranceHistory": ("PatNum", "InsSubNum"),
    "GET providers": ("ClinicNum",),
    "GET recalls/List": ("DateStart", "DateEnd", "ProvNum", "RecallType", "IncludeReminded"),
    "GET reports/Aging": ("DateAsOf", "ClinicNum"),
    "GET reports/FinanceCharges": ("DateFrom", "DateTo", "ProvNums", "BillingTypes"),
    "GET schedules": (*DATES, "BlockoutDefNum"),
    "GET usergroups": ("includeCEMT",),
    "GET userods": ("includeHidden", "includeCEMT"),
}
"""Parameters whose values no field of the answer shows. The tests of the resources hold them."""
ALIKE: Mapping[str, Mapping[str, str]] = {
    "GET appointments/ASAP": {"ProvNum": "few appointments are marked so"},
    "GET appointments/Slots": dict.fromkeys(("ProvNum", "OpNum"), "one provider works, in one operatory"),
    "GET clockevents": {"ClinicNum": "the office has one clinic"},
    "GET insverifies": {"FKey": "without its VerifyType a number is not looked for"},
    "GET patfields": {"FieldName": "the fields of all patients are of one definition"},
    "GET patients": {"clinicAbbr": "no clinic has one"},
    "GET recalls/List": {"ClinicNum": "no patient has a clinic"},
    "GET payments": {"PayType": "payments of one kind are enough for their splits"},
    "GET payplans": {"Guarantor": "the call asks for those of one patient"},
    "GET paysplits": dict.fromkeys(("PatNum", "PayNum"), "the call asks for those of one"),
    "GET tasklists": {"TaskListStatus": "the call asks for one status"},
    "GET tasks": {"DateTimeOriginal": "all tasks were made before the office opened"},
}
"""Parameters that the rows of a list all answer to, so that nothing is told apart."""
