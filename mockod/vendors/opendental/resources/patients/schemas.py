"""Patients over the wire: every field in the vendor's order, with the version that brought it."""

from __future__ import annotations

from typing import Any

from mockod.rest.schema import Leniency, ServerTime, Wire, WireField
from mockod.vendors.opendental.domain.enums import ContactMethod, Gender, PatStatus, Position, TxtMsgOk
from mockod.vendors.opendental.engine import refs
from mockod.vendors.opendental.resources.patients import asked
from mockod.vendors.opendental.wire.fields import Choice, Day, Flag, ForeignKey, Integer, Moment, Number, OneLine, Text

LIVING = set(PatStatus) - {PatStatus.Deleted}
"""What a client may set or ask for; patients are deleted in the program only."""
LONGEST_CHART_NUMBER = 15
MOST_CLINICS = 500
"""Of one search."""


class SimplePatient(Wire):
    """A patient as GET patients/Simple answers it."""

    server_date_time = ServerTime(data_key="serverDateTime", since="21.2")
    pat_num = Integer()
    l_name = OneLine()
    f_name = OneLine()
    middle_i = OneLine()
    preferred = OneLine()
    pat_status = Choice(PatStatus)
    gender = Choice(Gender)
    position = Choice(Position)
    birthdate = Day()
    ssn = OneLine(data_key="SSN")
    address = OneLine()
    address2 = OneLine()
    city = OneLine()
    state = OneLine()
    zip = OneLine()
    hm_phone = OneLine()
    wk_phone = OneLine()
    wireless_phone = OneLine()
    guarantor = Integer()
    email = OneLine()
    est_balance = Number()
    pri_prov = Integer()
    pri_prov_abbr = Text(data_key="priProvAbbr", column="coalesce(pri.Abbr, '')")
    sec_prov = Integer()
    sec_prov_abbr = Text(data_key="secProvAbbr", column="coalesce(sec.Abbr, '')")
    fee_sched = Integer(since="25.2.19")
    billing_type = Text(column="coalesce(billing.ItemName, '')")
    image_folder = OneLine()
    fam_fin_urg_note = OneLine()
    chart_number = OneLine()
    medicaid_id = OneLine(data_key="MedicaidID")
    bal_total = Number()
    employer_num = Integer()
    date_first_visit = Day()
    clinic_num = Integer()
    clinic_abbr = Text(data_key="clinicAbbr", column="coalesce(clinic.Abbr, '')")
    premed = Flag(since="25.2.30")
    ward = OneLine()
    prefer_confirm_method = Choice(ContactMethod)
    prefer_contact_method = Choice(ContactMethod)
    prefer_recall_method = Choice(ContactMethod)
    language = OneLine()
    admit_date = Day()
    site_desc = Text(data_key="siteDesc", column="coalesce(site.Description, '')")
    date_t_stamp = Moment()
    super_family = Integer()
    txt_msg_ok = Choice(TxtMsgOk)
    sec_date_entry = Day()


class Patient(SimplePatient):
    """The same as GET single, POST and PUT answer it: without the server's time."""

    leaves_out = ("server_date_time",)


class FoundPatient(SimplePatient):
    """The same as the search answers it: fewer fields."""

    leaves_out = (
        "server_date_time",
        "gender",
        "position",
        "guarantor",
        "est_balance",
        "pri_prov",
        "sec_prov",
        "fee_sched",
        "image_folder",
        "fam_fin_urg_note",
        "medicaid_id",
        "bal_total",
        "employer_num",
        "date_first_visit",
        "premed",
        "ward",
        "prefer_confirm_method",
        "prefer_contact_method",
        "prefer_recall_method",
        "language",
        "admit_date",
        "date_t_stamp",
        "super_family",
        "sec_date_entry",
    )


class ClinicNums(WireField):
    """Numbers of clinics, separated by commas."""

    def read(self, value: Any, habits: Leniency) -> tuple[int, ...]:
        parts = [part.strip() for part in str(value).split(",")]
        if not all(part.isascii() and part.isdigit() and len(part) <= 18 for part in parts):
            raise ValueError("no list of numbers")
        numbers = tuple(dict.fromkeys(int(part) for part in parts))
        if len(numbers) > MOST_CLINICS:
            raise ValueError("too many")
        return numbers


class SearchQuery(Wire):
    makes = asked.PatientSearch
    l_name = Text()
    f_name = Text()
    phone = Text()
    address = Text()
    hide_inactive = Flag(data_key="hideInactive")
    city = Text()
    state = Text()
    ssn = Text(data_key="SSN")
    chart_number = Text()
    guar_only = Flag(data_key="guarOnly")
    show_archived = Flag(data_key="showArchived")
    birthdate = Day()
    site_num = ForeignKey("site.SiteNum")
    subscriber_id = Text()
    email = Text()
    country = Text()
    clinic_nums = ClinicNums(data_key="clinicNums")
    clinic_abbr = Text(data_key="clinicAbbr")
    invoice_number = Text(data_key="invoiceNumber")


class SimpleQuery(Wire):
    makes = asked.PatientFilter
    l_name = Text()
    f_name = Text()
    birthdate = Day()
    clinic_num = refs.clinic()
    pat_status = Choice(PatStatus, accepts=LIVING)
    date_t_stamp = Moment()
    pri_prov = refs.provider(since="21.3")
    gender = Choice(Gender, since="22.3.6")
    position = Choice(Position, since="22.3.6")
    guarantor = refs.patient(since="22.4.19")
    super_family = refs.patient(since="22.4.38")
    employer_num = refs.employer(since="24.3.30")
    fee_sched = refs.fee_schedule(since="25.2.19")


class ChangeBody(Wire):
    makes = asked.PatientChange
    l_name = Text()
    f_name = Text()
    middle_i = Text()
    preferred = Text()
    pat_status = Choice(PatStatus, accepts=LIVING)
    gender = Choice(Gender, accepts=set(Gender) - {Gender.Other})
    position = Choice(Position)
    birthdate = Day()
    ssn = Text(data_key="SSN")
    address = Text()
    address2 = Text()
    city = Text()
    state = Text()
    zip = Text()
    hm_phone = Text()
    wk_phone = Text()
    wireless_phone = Text()
    guarantor = refs.patient()
    email = Text()
    pri_prov = refs.provider()
    sec_prov = refs.provider()
    fee_sched = refs.fee_schedule(since="25.2.19")
    billing_type = Text()
    fam_fin_urg_note = Text(since="23.2.5")
    chart_number = Text(longest=LONGEST_CHART_NUMBER)
    medicaid_id = Text(data_key="MedicaidID", since="24.4.13")
    employer_num = refs.employer(since="24.3.30")
    date_first_visit = Day(since="22.4.42")
    clinic_num = refs.clinic()
    premed = Flag(since="25.2.30")
    ward = Text(since="24.1.12")
    prefer_confirm_method = Choice(ContactMethod)
    prefer_contact_method = Choice(ContactMethod)
    prefer_recall_method = Choice(ContactMethod, since="22.2")
    language = Text()
    admit_date = Day(since="24.1.12")
    super_family = refs.patient(since="22.4.38")
    txt_msg_ok = Choice(TxtMsgOk)


class NewBody(ChangeBody):
    """The same with the two names that a new patient must have."""

    l_name = Text(required=True)
    f_name = Text(required=True)
