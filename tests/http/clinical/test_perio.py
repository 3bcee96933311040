"""Periodontal exams and their measures."""

from __future__ import annotations

import pytest

from support.db import database

OFFICE = """
providers:
  - {ProvNum: 2, Abbr: HYG1, IsSecondary: true}
patients:
  - {PatNum: 5, LName: Sample, FName: Nora, PriProv: 2}
perioexams:
  - {PerioExamNum: 3, PatNum: 5, ExamDate: 2023-03-15, ProvNum: 2, DateTMeasureEdit: 2023-03-15 11:44}
  - {PerioExamNum: 4, PatNum: 1, ExamDate: 2024-03-15}
periomeasures:
  - {PerioMeasureNum: 96, PerioExamNum: 3, SequenceType: Probing, IntTooth: 17, MBvalue: 3, Bvalue: 3, DBvalue: 3,
     MLvalue: 3, Lvalue: 2, DLvalue: 3}
  - {PerioMeasureNum: 97, PerioExamNum: 3, SequenceType: Mobility, IntTooth: 17, ToothValue: 1}
  - {PerioMeasureNum: 98, PerioExamNum: 3, SequenceType: BleedSupPlaqCalc, IntTooth: 17, MBvalue: 5}
  - {PerioMeasureNum: 99, PerioExamNum: 3, SequenceType: SkipTooth, IntTooth: 1, ToothValue: 1}
"""
SURFACES = ("MBvalue", "Bvalue", "DBvalue", "MLvalue", "Lvalue", "DLvalue")


@pytest.fixture
def office(practice_office):
    return practice_office(OFFICE)


def unchanged(office, *call, **query):
    before = database(office).contents()
    refusal = office.refusal(*call, **query)
    assert database(office).contents() == before
    return refusal


def measured(office, exam):
    """Kind and tooth -> the surfaces that hold something."""
    return {
        (row["SequenceType"], row["IntTooth"]): {name: row[name] for name in SURFACES if row[name] != -1}
        for row in office.read("periomeasures", PerioExamNum=exam)
    }


# Exams


def test_an_exam_is_of_today_and_by_the_patients_provider_unless_said_otherwise(office):
    made = office.post("perioexams", {"PatNum": 5})

    assert made.status_code == 201
    assert list(made.json.items()) == [
        ("PerioExamNum", 5),
        ("PatNum", 5),
        ("ExamDate", "2026-03-02"),
        ("ProvNum", 2),
        ("DateTMeasureEdit", "2026-03-02 07:00:00"),
        ("Note", ""),
    ]
    assert office.read("perioexams/5") == made.json
    assert office.read("periomeasures", PerioExamNum=5) == []
    said = {"PatNum": 5, "ExamDate": "2025-01-02", "ProvNum": 1, "Note": "First"}
    assert said.items() <= office.post("perioexams", said).json.items()


def test_before_23_3_27_an_exam_has_the_day_and_provider_that_it_has_anyway(practice_office):
    office = practice_office(OFFICE, version="23.3.26")
    made = office.post("perioexams", {"PatNum": 5, "ExamDate": "2025-01-02", "ProvNum": 1, "Note": "First"}).json

    assert (made["ExamDate"], made["ProvNum"], made["Note"]) == ("2026-03-02", 2, "")


def test_a_text_measures_the_surfaces_of_a_region_from_the_patients_right(office):
    """The example of the page."""
    exam = office.post("perioexams", {"PatNum": 5, "UpperFacial": "323b"}).json["PerioExamNum"]

    assert measured(office, exam) == {
        ("Probing", 1): {"DBvalue": 3, "Bvalue": 2, "MBvalue": 3},
        ("BleedSupPlaqCalc", 1): {"MBvalue": 1},
    }


@pytest.mark.parametrize(
    ("region", "first", "last"),
    [
        ("UpperFacial", (1, "DBvalue"), (16, "DBvalue")),
        ("UpperLingual", (1, "DLvalue"), (16, "DLvalue")),
        ("LowerLingual", (32, "DLvalue"), (17, "DLvalue")),
        ("LowerFacial", (32, "DBvalue"), (17, "DBvalue")),
    ],
)
def test_each_region_goes_from_the_back_on_the_right_to_the_back_on_the_left(office, region, first, last):
    """And what follows a full region is skipped, the flags of a surface too many with it."""
    text = "1" + "2" * 46 + "3c" + "9bspc9"
    exam = office.post("perioexams", {"PatNum": 5, region: text}).json["PerioExamNum"]

    rows = measured(office, exam)
    depths = {tooth: surfaces for (kind, tooth), surfaces in rows.items() if kind == "Probing"}
    assert (depths[first[0]][first[1]], depths[last[0]][last[1]]) == (1, 3)
    assert len(depths) == 16
    assert sum(len(surfaces) for surfaces in depths.values()) == 48
    flags = {key: surfaces for key, surfaces in rows.items() if key[0] == "BleedSupPlaqCalc"}
    assert flags == {("BleedSupPlaqCalc", last[0]): {last[1]: 8}}


def test_both_sides_of_a_tooth_stand_in_one_row(office):
    exam = office.post("perioexams", {"PatNum": 5, "UpperFacial": "123", "UpperLingual": "4s5p6"}).json["PerioExamNum"]

    assert measured(office, exam) == {
        ("Probing", 1): {"DBvalue": 1, "Bvalue": 2, "MBvalue": 3, "DLvalue": 4, "Lvalue": 5, "MLvalue": 6},
        ("BleedSupPlaqCalc", 1): {"DLvalue": 2, "Lvalue": 4},
    }


@pytest.mark.parametrize("text", ["", "b", "bsb cp", "x,-", "٣"])
def test_a_text_without_a_digit_measures_nothing(office, text):
    exam = office.post("perioexams", {"PatNum": 5, "LowerFacial": text}).json["PerioExamNum"]

    assert measured(office, exam) == {}


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [3, 4]),
        ({"PatNum": 5}, [3]),
        ({"PatNum": 0}, [3, 4]),
        ({"ExamDate": "2023-03-15"}, [3, 4]),
        ({"ExamDate": "2023-03-16"}, [4]),
        ({"ExamDate": "2024-03-16"}, []),
        ({"PatNum": 5, "ExamDate": "2024-03-15"}, []),
    ],
)
def test_exams_are_listed_by_patient_and_from_a_day_on(office, query, numbers):
    assert [row["PerioExamNum"] for row in office.read("perioexams", **query)] == numbers


def test_a_change_of_an_exam_is_told_by_its_stamp(office):
    changed = office.put("perioexams/3", {"ExamDate": "2023-04-01", "ProvNum": 1, "Note": "Later", "PatNum": 1})

    assert changed.status_code == 200
    assert changed.json == {
        "PerioExamNum": 3,
        "PatNum": 5,
        "ExamDate": "2023-04-01",
        "ProvNum": 1,
        "DateTMeasureEdit": "2026-03-02 07:00:00",
        "Note": "Later",
    }
    assert unchanged(office, "PUT", "perioexams/3", {"ProvNum": 9}) == (404, "Provider not found.")
    assert unchanged(office, "PUT", "perioexams/9", {}) == (404, "PerioExam not found.")
    assert unchanged(office, "POST", "perioexams", {"PatNum": 99}) == (404, "Patient not found.")


def test_an_exam_goes_with_its_measures(office):
    assert office.call("DELETE", "perioexams/3").status_code == 200

    assert office.refusal("GET", "perioexams/3") == (404, "PerioExam not found.")
    assert office.read("periomeasures") == []
    assert office.read("perioexams/4")


# Measures


def test_a_measure_is_made_with_minus_one_for_none_and_is_an_edit_of_its_exam(office):
    body = {"PerioExamNum": 3, "SequenceType": "GingMargin", "IntTooth": 32, "Bvalue": 105}
    made = office.post("periomeasures", body)

    assert made.status_code == 201
    assert list(made.json.items()) == [
        ("PerioMeasureNum", 100),
        ("PerioExamNum", 3),
        ("SequenceType", "GingMargin"),
        ("IntTooth", 32),
        ("ToothValue", -1),
        ("MBvalue", -1),
        ("Bvalue", 105),
        ("DBvalue", -1),
        ("MLvalue", -1),
        ("Lvalue", -1),
        ("DLvalue", -1),
        ("SecDateTEdit", "2026-03-02 07:00:00"),
    ]
    assert office.read("perioexams/3")["DateTMeasureEdit"] == "2026-03-02 07:00:00"


@pytest.mark.parametrize(
    ("kind", "tooth", "values", "refusal"),
    [
        ("Probing", 3, {"Bvalue": 0}, None),
        ("Probing", 3, {"Bvalue": 19}, None),
        ("Probing", 3, {"Bvalue": 20}, "Bvalue is invalid."),
        ("Probing", 3, {"Bvalue": -2}, "Bvalue is invalid."),
        ("Probing", 3, {"Bvalue": 105}, "Bvalue is invalid."),
        ("Probing", 3, {"Bvalue": 3, "ToothValue": 1}, "ToothValue is invalid."),
        ("Probing", 3, {}, "MBvalue, Bvalue, DBvalue, MLvalue, Lvalue or DLvalue is required."),
        ("Furcation", 3, {"Lvalue": 3}, None),
        ("Furcation", 3, {"Lvalue": 101}, "Lvalue is invalid."),
        ("GingMargin", 3, {"DBvalue": 100}, "DBvalue is invalid."),
        ("GingMargin", 3, {"DBvalue": 101}, None),
        ("GingMargin", 3, {"DBvalue": 119}, None),
        ("GingMargin", 3, {"DBvalue": 120}, "DBvalue is invalid."),
        ("MGJ", 16, {"MLvalue": 4}, "MLvalue is invalid."),
        ("MGJ", 16, {"MBvalue": 4}, None),
        ("MGJ", 17, {"MLvalue": 4}, None),
        ("BleedSupPlaqCalc", 3, {"MBvalue": 15}, None),
        ("BleedSupPlaqCalc", 3, {"MBvalue": 16}, "MBvalue is invalid."),
        ("Bleeding", 3, {"MBvalue": 1}, None),
        ("Mobility", 3, {"ToothValue": 19}, None),
        ("Mobility", 3, {"ToothValue": 20}, "ToothValue is invalid."),
        ("Mobility", 3, {}, "ToothValue is required."),
        ("Mobility", 3, {"ToothValue": 1, "Bvalue": 1}, "Bvalue is invalid."),
        ("SkipTooth", 3, {"ToothValue": 1}, None),
        ("SkipTooth", 3, {"ToothValue": 0}, "ToothValue is invalid."),
        ("CAL", 3, {"Bvalue": 1}, "SequenceType is invalid."),
        ("Probing", 0, {"Bvalue": 1}, "IntTooth is invalid."),
        ("Probing", 1, {"Bvalue": 1}, None),
        ("Probing", 32, {"Bvalue": 1}, None),
        ("Probing", 33, {"Bvalue": 1}, "IntTooth is invalid."),
    ],
)
def test_each_kind_of_measure_has_its_own_range(office, kind, tooth, values, refusal):
    body = {"PerioExamNum": 4, "SequenceType": kind, "IntTooth": tooth, **values}
    if refusal is None:
        assert office.post("periomeasures", body).status_code == 201
    else:
        assert unchanged(office, "POST", "periomeasures", body) == (400, refusal)


def test_a_tooth_has_one_row_of_a_kind_in_an_exam(office):
    body = {"PerioExamNum": 3, "SequenceType": "Probing", "IntTooth": 17, "Bvalue": 1}

    assert unchanged(office, "POST", "periomeasures", body) == (400, "PerioMeasure already exists.")
    assert office.post("periomeasures", {**body, "PerioExamNum": 4}).status_code == 201
    assert office.post("periomeasures", {**body, "IntTooth": 18}).status_code == 201
    assert unchanged(office, "POST", "periomeasures", {**body, "PerioExamNum": 9}) == (404, "PerioExam not found.")


def test_before_24_1_the_flags_are_called_bleeding(practice_office):
    told = {
        version: practice_office(OFFICE, version=version).read("periomeasures")[2] for version in ("23.3.27", "24.1")
    }
    assert {version: row["SequenceType"] for version, row in told.items()} == {
        "23.3.27": "Bleeding",
        "24.1": "BleedSupPlaqCalc",
    }
    assert list(told["23.3.27"]) == list(told["24.1"])


def test_a_measure_is_changed_within_its_range_and_taken_away_by_minus_one(office):
    changed = office.put("periomeasures/96", {"Bvalue": 7, "Lvalue": -1})

    assert (changed.status_code, changed.json["Bvalue"], changed.json["Lvalue"]) == (200, 7, -1)
    assert changed.json["SecDateTEdit"] == "2026-03-02 07:00:00"
    assert office.read("perioexams/3")["DateTMeasureEdit"] == "2026-03-02 07:00:00"
    assert unchanged(office, "PUT", "periomeasures/96", {"Bvalue": 20}) == (400, "Bvalue is invalid.")
    assert unchanged(office, "PUT", "periomeasures/97", {"Bvalue": 1}) == (400, "Bvalue is invalid.")
    assert unchanged(office, "PUT", "periomeasures/9", {}) == (404, "PerioMeasure not found.")


def test_a_change_of_nothing_is_no_edit_of_the_exam(office):
    assert office.put("periomeasures/96", {"Bvalue": 3}).status_code == 200

    assert office.read("perioexams/3")["DateTMeasureEdit"] == "2023-03-15 11:44:00"


@pytest.mark.parametrize(("number", "kind"), [(96, "Probing"), (98, "BleedSupPlaqCalc")])
def test_measures_of_surfaces_go_with_their_exam_only(office, number, kind):
    refusal = (400, f"PerioMeasure with a SequenceType of {kind} cannot be deleted.")

    assert unchanged(office, "DELETE", f"periomeasures/{number}") == refusal


@pytest.mark.parametrize("number", [97, 99])
def test_mobility_and_skipped_teeth_can_be_deleted(office, number):
    assert office.call("DELETE", f"periomeasures/{number}").status_code == 200

    assert number not in [row["PerioMeasureNum"] for row in office.read("periomeasures")]
    assert office.read("perioexams/3")["DateTMeasureEdit"] == "2026-03-02 07:00:00"
