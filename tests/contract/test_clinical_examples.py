"""Rows made equal to the printed examples of the clinical pages are answered as printed."""

from __future__ import annotations

from typing import Any

import pytest

from conftest import new_office
from support.paths import CONTRACT
from support.vendor_facts import read_yaml

PRACTICE = """
clinics: [{ClinicNum: 3, Description: South, Abbr: South}]
userods: [{UserNum: 1, UserName: Admin}]
providers:
  - {ProvNum: 1, Abbr: DOC1}
  - {ProvNum: 2, Abbr: HYG1}
  - {ProvNum: 13, Abbr: DOC13}
procedurecodes: [{CodeNum: 1, ProcCode: D1110, Descript: Prophy}]
procedurelogs: [{ProcNum: 1234, PatNum: 426, CodeNum: 1, ProcDate: 2024-09-10}]
patients:
  - {PatNum: 10, LName: Ten, FName: Tina}
  - {PatNum: 11, LName: Eleven, FName: Emil}
  - {PatNum: 13, LName: Thirteen, FName: Theo}
  - {PatNum: 15, LName: Fifteen, FName: Fay}
  - {PatNum: 41, LName: Fortyone, FName: Flo}
  - {PatNum: 69, LName: Sixtynine, FName: Sam}
  - {PatNum: 73, LName: Seventythree, FName: Sue}
  - {PatNum: 125, LName: Onehundred, FName: Olaf}
  - {PatNum: 234, LName: Twohundred, FName: Tom}
  - {PatNum: 236, LName: Twohundred, FName: Tara}
  - {PatNum: 426, LName: Fourhundred, FName: Fred}
allergydefs:
  - {AllergyDefNum: 4, Description: Penicillin}
  - {AllergyDefNum: 44, Description: Allergy - Sample Drug, DateTStamp: 2020-07-17 02:45:38}
allergies:
  - {AllergyNum: 1, AllergyDefNum: 4, PatNum: 15, Reaction: Rash, DateAdverseReaction: 2020-03-18}
  - {AllergyNum: 2, AllergyDefNum: 44, PatNum: 10}
diseasedefs:
  - {DiseaseDefNum: 44, DiseaseName: COPD}
  - {DiseaseDefNum: 58, DiseaseName: Severe Back Pain, IsHidden: true, DateTStamp: 2021-02-07 12:27:28,
     ICD9Code: "401.9"}
diseases: [{DiseaseNum: 2, PatNum: 41, DiseaseDefNum: 44}]
medications:
  - {MedicationNum: 12, MedName: Glucophage, GenericNum: 124, DateTStamp: 2016-12-01 08:30}
  - {MedicationNum: 124, MedName: Metformin, GenericNum: 124}
medicationpats:
  - {MedicationPatNum: 45, PatNum: 234, MedicationNum: 12, PatNote: 500mg, DateStart: 2000-06-20, ProvNum: 1}
patientnotes: [{PatNum: 10, Medical: Asthma., ICEName: Robin Example, ICEPhone: (503) 555-0101}]
procnotes:
  - {ProcNoteNum: 17591, PatNum: 426, ProcNum: 1234, EntryDateTime: 2024-09-10 11:56:29, UserNum: 1,
     Note: "Checked. \\nFollow up", Signature: signed}
toothinitials:
  - {ToothInitialNum: 322, PatNum: 13, ToothNum: "32", InitialType: Missing, Movement: -20,
     SecDateTEntry: 2024-05-30 12:18, SecDateTEdit: 2024-05-30 12:18}
perioexams:
  - {PerioExamNum: 171, PatNum: 236, ExamDate: 2023-04-01, ProvNum: 2, DateTMeasureEdit: 2023-04-01 05:25:46}
  - {PerioExamNum: 3, PatNum: 10, ExamDate: 2023-03-15}
periomeasures:
  - {PerioMeasureNum: 96, PerioExamNum: 3, SequenceType: Probing, IntTooth: 17, MBvalue: 3, Bvalue: 3, DBvalue: 3,
     MLvalue: 3, Lvalue: 2, DLvalue: 3, SecDateTEdit: 2023-03-15 11:44:14}
pharmacies:
  - {PharmacyNum: 2, StoreName: Another}
  - {PharmacyNum: 13, StoreName: Example Pharmacy, Phone: (503)555-0101, Fax: (503)555-0102, Address: 1 Example St,
     City: Salem, State: OR, Zip: "97301", DateTStamp: 2011-12-07 10:53:32}
rxpats:
  - {RxNum: 13, PatNum: 125, RxDate: 2024-09-26, Drug: Amoxicillin 500 mg, Sig: Take 2 tablets, Disp: "4",
     Refills: "0", ProvNum: 13, PharmacyNum: 2, DateTStamp: 2024-09-26 14:43:42, DaysOfSupply: 7,
     PatientInstruction: Take 2 tablets, ClinicNum: 3}
ehrpatients:
  - {PatNum: 11, MotherMaidenFname: Jane, MotherMaidenLname: Example, VacShareOk: "Yes", MedicaidState: OR,
     SexualOrientation: "20430005", GenderIdentity: "446151000124109"}
patfielddefs:
  - {PatFieldDefNum: 1, FieldName: Consent Form}
  - {PatFieldDefNum: 7, FieldName: Outstanding, FieldType: Currency}
patfields:
  - {PatFieldNum: 5, PatNum: 69, FieldName: Consent Form, FieldValue: "Yes", SecDateTEdit: 2022-12-15 11:26:31,
     SecDateEntry: 2021-12-04}
cdcrecs: [{CdcrecCode: 2120-4, HeirarchicalCode: R5.02.002, Description: EGYPTIAN}]
patientraces: [{PatientRaceNum: 16, PatNum: 73, CdcrecCode: 2120-4}]
popups: [{PopupNum: 1, PatNum: 10, Description: Form missing.}]
"""
READS: dict[str, tuple[str, dict[str, Any]]] = {
    "allergies": ("allergies", {"PatNum": 15}),
    "allergydefs": ("allergydefs", {"Offset": 1}),
    "diseases": ("diseases/2", {}),
    "diseasedefs": ("diseasedefs/58", {}),
    "medications": ("medications", {"Limit": 1}),
    "medicationpats": ("medicationpats", {"PatNum": 234}),
    "patientnotes": ("patientnotes/10", {}),
    "procnotes": ("procnotes", {"ProcNum": 1234}),
    "toothinitials": ("toothinitials", {"PatNum": 13}),
    "perioexams": ("perioexams/171", {}),
    "periomeasures": ("periomeasures", {"PerioExamNum": 3}),
    "rxpats": ("rxpats/13", {}),
    "pharmacies": ("pharmacies/13", {}),
    "ehrpatients": ("ehrpatients/11", {}),
    "patfields": ("patfields", {"PatNum": 69}),
    "patfielddefs": ("patfielddefs", {"Offset": 1}),
    "patientraces": ("patientraces", {"PatNum": 73}),
    "popups": ("popups", {"PatNum": 10}),
}
"""Resource -> the call that answers the row of the page's example, alone."""


OTHERWISE = {"medicationpats": ("MedName: Glucophage", "MedName: Metformin")}
"""Resource -> what its page prints of a row where another page prints something else of the same row."""


@pytest.mark.parametrize("resource", READS)
def test_a_row_like_the_pages_example_is_answered_as_printed(tmp_path, resource):
    practice = tmp_path / "clinical.yaml"
    practice.write_text(PRACTICE.replace(*OTHERWISE.get(resource, ("", "", 0))))
    printed = {f["name"]: f["example"] for f in read_yaml(CONTRACT / f"facts/{resource}.yaml")["object"]}
    path, query = READS[resource]
    answer = new_office(str(practice)).read(path, **query)
    row = answer[0] if isinstance(answer, list) else answer

    assert not isinstance(answer, list) or len(answer) == 1
    assert list(row.items()) == list(printed.items())
    assert {name: type(value) for name, value in row.items()} == {name: type(value) for name, value in printed.items()}
