"""Filters by text find what MySQL's default collation takes for the same: ``LName=Muller`` finds Müller."""

from __future__ import annotations

import pytest

from mockod.vendors.opendental.resources import ROUTES
from mockod.vendors.opendental.wire.fields import Text

PRACTICE = """
clinics:
  - {ClinicNum: 1, Description: Nord, Abbr: Châtel}
preferences:
  PracticeTitle: Sampleton
carriers:
  - {CarrierNum: 1, CarrierName: Any}
insplans:
  - {PlanNum: 1, CarrierNum: 1}
inssubs:
  - {InsSubNum: 1, PlanNum: 1, Subscriber: 11, SubscriberID: Ñ-77}
patplans:
  - {PatPlanNum: 1, PatNum: 11, InsSubNum: 1, Ordinal: 1}
patients:
  - {PatNum: 11, LName: Müller, FName: Zoé, Address: Rue d'Ézy 5, City: Orléans, State: BÉ, SSN: É123, ChartNumber: Ü7,
     Email: zoé@example.com, Country: Perú, ClinicNum: 1, HmPhone: "5035550111"}
  - {PatNum: 12, LName: Muller, FName: Zac}
  - {PatNum: 13, LName: Mulligan, FName: Ann}
appointments:
  - {AptNum: 1, PatNum: 11, AptDateTime: today 09:00, Op: 1, ProvNum: 1}
apptfielddefs:
  - {ApptFieldDefNum: 1, FieldName: Größe}
apptfields:
  - {ApptFieldNum: 1, AptNum: 1, FieldName: Größe, FieldValue: M}
referrals:
  - {ReferralNum: 1, LName: Muster, BusinessName: Söhne}
recalltypes:
  - {RecallTypeNum: 1, Description: Contrôle, DefaultInterval: 1y}
recalls:
  - {RecallNum: 1, PatNum: 11, RecallTypeNum: 1, DateDue: today, RecallInterval: 1y}
"""

FOUND = {
    ("patients", "LName"): ("MULLER", "PatNum", [12, 11]),
    ("patients", "FName"): ("zoe", "PatNum", [11]),
    ("patients", "Address"): ("D'EZY", "PatNum", [11]),
    ("patients", "City"): ("leans", "PatNum", [11]),
    ("patients", "State"): ("be", "PatNum", [11]),
    ("patients", "SSN"): ("e1", "PatNum", [11]),
    ("patients", "ChartNumber"): ("u7", "PatNum", [11]),
    ("patients", "Email"): ("ZOE@", "PatNum", [11]),
    ("patients", "Country"): ("peru", "PatNum", [11]),
    ("patients", "clinicAbbr"): ("CHATEL", "PatNum", [11]),
    ("patients", "SubscriberId"): ("n-7", "PatNum", [11]),
    ("patients/Simple", "LName"): ("ULLER", "PatNum", [11, 12]),
    ("patients/Simple", "FName"): ("OE", "PatNum", [11]),
    ("apptfields", "FieldName"): ("grose", "ApptFieldNum", [1]),
    ("preferences", "PrefName"): ("practicetitle", "ValueString", ["Sampleton"]),
    ("referrals", "BusinessName"): ("SOHNE", "ReferralNum", [1]),
    ("recalls/List", "RecallType"): ("controle", "PatNum", [11]),
}
"""Path and parameter -> a text that differs from the stored one by case and accents, and what it finds."""
NO_TEXT = {("patients", "Phone"), ("patients", "invoiceNumber")}
"""Compared by digits, and not kept at all."""
TO_THE_LETTER = {("patfields", "FieldName")}
"""Letter case counts (documented)."""


@pytest.fixture
def office(practice_office):
    return practice_office(PRACTICE)


def test_every_filter_by_text_is_tried_here():
    asked = {
        (endpoint.path, field.wire_name)
        for endpoint in ROUTES.endpoints
        if endpoint.query
        for field in endpoint.query.fields.values()
        if isinstance(field.type, Text)
    }

    assert asked == FOUND.keys() | NO_TEXT | TO_THE_LETTER


@pytest.mark.parametrize("blanks", ["", "  "], ids=["as it is", "with blanks at the end"])
@pytest.mark.parametrize(("path", "name"), FOUND)
def test_case_accents_and_blanks_at_the_end_do_not_count(office, path, name, blanks):
    text, shown, values = FOUND[path, name]

    assert [row[shown] for row in office.read(path, **{name: text + blanks})] == values


def test_what_was_asked_for_with_accents_finds_what_has_none(office):
    assert [row["PatNum"] for row in office.read("patients", LName="Müller")] == [12, 11]
    assert [row["PatNum"] for row in office.read("patients/Simple", LName="müll")] == [11, 12, 13]


def test_names_with_accents_are_sorted_among_those_without(office):
    assert [row["PatNum"] for row in office.read("patients", LName="mul")] == [12, 11, 13]


def test_lopez_after_lopez_with_an_accent_is_a_duplicate(office):
    lopez = {"LName": "Lopez", "FName": "Ana", "Birthdate": "1990-05-06", "Email": "ana@example.com"}
    assert office.post("patients", lopez).status_code == 201

    refused = office.refusal("POST", "patients", {**lopez, "LName": "López", "FName": "Aña"})
    assert refused == (400, "A Patient with that information already exists")


def test_an_appointment_field_of_a_name_with_other_accents_is_the_same_field(office):
    assert office.refusal("POST", "apptfielddefs", {"FieldName": "GROSE "}) == (400, "FieldName already exists.")
    assert office.put("apptfields", {"AptNum": 1, "FieldName": "grose", "FieldValue": "L"}).status_code == 200
    assert [row["FieldValue"] for row in office.read("apptfields", AptNum="1")] == ["L"]
