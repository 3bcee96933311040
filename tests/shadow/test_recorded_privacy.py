"""A recorded practice holds nobody: identifiers are planted in everything that can hold them, and looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from mockod.vendors.opendental.domain.enums import DefCat, Gender
from mockod.vendors.opendental.engine.table import Column, Table
from mockod.vendors.opendental.practice.columns import is_dated, named_table, sections, tables
from mockod.vendors.opendental.shadow.columns import CLOSED, COPIED_TEXTS, KEPT, LEFT_OUT, is_copied
from mockod.vendors.opendental.shadow.inventions import LABELS, MAKERS, OLDEST, Subject
from mockod.vendors.opendental.shadow.practice_text import practice_lines
from mockod.vendors.opendental.shadow.recording import Recording
from mockod.vendors.opendental.wire.fields import Choice, DefinitionKey, Flag, ForeignKey
from support.every_method import VALUES, practice
from support.sample_values import sample_rows
from support.shadowing import SALT, TODAY

IDENTIFIERS: dict[str, str] = {
    "first name": "Zebulonia",
    "last name": "Quackenbushel",
    "middle name": "Xanthippa",
    "preferred name": "Zebbykins",
    "mother's maiden name": "Thistlethwait",
    "birthdate": "1961-07-23",
    "birthdate as people write it": "7/23/1961",
    "social security number": "219-09-9999",
    "social security number in digits": "219099999",
    "street": "48151 Mulholland Crescent",
    "town": "Schenectadilly",
    "zip": "97301-4417",
    "phone": "(503)867-5309",
    "phone in digits": "5038675309",
    "email": "zq61@quackenbushel.invalid",
    "chart number": "QZ-778812",
    "Medicaid number": "OR55512888",
    "subscriber number": "XEH123456789",
    "provider number (NPI)": "1932102084",
    "licence": "DDS-40771-OR",
    "employer": "Umbrageous Widgetry",
    "web address": "https://portal.invalid/p/zq61",
    "network address": "203.0.113.61",
    "file name": "QuackenbushelZebulonia8.jpg",
    "sentence": "Called Zebulonia at her sister Maud Quackenbushel's, afraid of needles.",
    "identifier of a device": "a3f1c9e2-7741-4d0b-9c55-61e0aa7d2f10",
}


def text_columns() -> list[tuple[Table, Column]]:
    return [(t, c) for t in tables().values() for c in t.stored.values() if c.type.sql_type == "TEXT"]


@pytest.mark.parametrize("table", tables().values(), ids=lambda table: table.name)
def test_every_table_is_kept_or_left_out(table):
    assert (table.name in KEPT) != (table.name in LEFT_OUT)
    assert table.section or table.name in LEFT_OUT


def test_every_column_of_a_kept_table_is_of_a_closed_type_named_or_dropped():
    """A new column of a table of people is dropped unless somebody names it: that it is dropped is to be seen below."""
    dropped = {
        f"{name}.{column.name}"
        for name in KEPT
        for column in tables()[name].stored.values()
        if column.name != tables()[name].key and not is_kept(tables()[name], column)
    }

    assert dropped == set(DROPPED.split())


def test_what_a_new_column_tells_of_a_patient_is_not_copied_by_its_type():
    kept = KEPT["patient"]

    assert kept.is_of_people
    for kind in (Flag(), Choice(Gender), DefinitionKey(DefCat.BillingTypes), ForeignKey("feesched.FeeSchedNum")):
        assert not is_copied(kept, Column("New", kind))


def test_a_table_that_names_a_patient_is_one_of_people():
    naming = {name for name in KEPT for c in tables()[name].stored.values() if named_table(c) in ("patient", "patplan")}

    assert {name for name, kept in KEPT.items() if kept.is_of_people} == naming | {"patient", "provider", "employee"}


TELLING: dict[str, tuple[str, dict[str, Any]]] = {
    # what it tells: the table, and a value
    "an antibiotic is needed before treatment": ("patient", {"Premed": "true"}),
    "there is a medical alert": ("patient", {"MedUrgNote": "Pacemaker"}),
    "money is owed": ("patient", {"FamFinUrgNote": "Cash only"}),
    "who pays less": ("patient", {"FeeSched": 53}),
    "how one is billed": ("patient", {"BillingType": 41}),
    "a benefit of the poor": ("patient", {"MedicaidID": "OR55512888"}),
    "who employs": ("patient", {"EmployerNum": 3}),
    "married or widowed": ("patient", {"Position": "Widowed"}),
    "language": ("patient", {"Language": "spa"}),
    "a diagnosis": ("procedurelog", {"Dx": 141}),
    "a missing tooth replaced": ("procedurelog", {"IsDateProsthEst": "true"}),
    "how urgent a treatment is": ("procedurelog", {"Priority": 151}),
    "what a colour says in this office": ("appointment", {"ColorOverride": "255,0,0"}),
    "who is paid by the insurance": ("inssub", {"AssignBen": "false"}),
    "a consent": ("inssub", {"ReleaseInfo": "false"}),
    "who employs all of a plan": ("insplan", {"EmployerNum": 3}),
    "an employee without pay": ("employee", {"IsFurloughed": "true"}),
}


@pytest.mark.parametrize(("table", "told"), TELLING.values(), ids=TELLING)
def test_what_tells_of_health_money_or_belief_leaves_no_trace(table, told):
    without, with_it = Recording(TODAY, SALT), Recording(TODAY, SALT)
    row = {"PatNum": 7, "LName": "Roe", "FName": "Jane"}
    answered = {tables()[table].stored[column].wire_name: value for column, value in told.items()}
    for recording, more in ((without, {}), (with_it, answered)):
        recording.learn(tables()[table], [{tables()[table].key: 7, **row, **more}])

    assert with_it.tables[table] == without.tables[table] != {}


@pytest.mark.parametrize(
    ("table", "column", "real", "kept"),
    [
        ("patient", "PatStatus", "Deceased", "NonPatient"),
        ("patient", "PatStatus", "Inactive", "Inactive"),
        ("patplan", "Relationship", "HandicapDep", "Dependent"),
        ("patplan", "Relationship", "InjuredPlantiff", "Dependent"),
        ("patplan", "Relationship", "LifePartner", "Spouse"),
        ("patplan", "Relationship", "Child", "Child"),
    ],
)
def test_a_word_that_tells_of_a_life_becomes_one_that_the_same_rules_hold_for(table, column, real, kept):
    recording = Recording(TODAY, SALT)
    recording.learn(tables()[table], [{tables()[table].key: 7, column: real}])

    assert recording.tables[table][7] == {column: kept}


def is_kept(table: Table, column: Column) -> bool:
    kept = KEPT[table.name]
    return column.name in {**kept.texts, **kept.invented} or is_copied(kept, column)


DROPPED = """
    clinic.Address clinic.Address2 clinic.City clinic.State clinic.Zip clinic.BillingAddress clinic.BillingAddress2
    clinic.BillingCity clinic.BillingState clinic.BillingZip clinic.PayToAddress clinic.PayToAddress2 clinic.PayToCity
    clinic.PayToState clinic.PayToZip feesched.SecUserNumEntry feesched.SecDateEntry feesched.SecDateTEdit
    fee.SecUserNumEntry fee.SecDateEntry fee.SecDateTEdit employee.MiddleI employee.ClockStatus employee.PhoneExt
    employee.PayrollID employee.WirelessPhone employee.EmailWork employee.EmailPersonal employee.IsFurloughed
    employee.IsWorkingHome employee.ReportsTo provider.MI provider.Suffix provider.SSN provider.StateLicense
    provider.UsingTIN provider.SigOnFile provider.NationalProvID provider.DateTStamp provider.Birthdate
    provider.SchedNote provider.PreferredName operatory.DateTStamp schedule.Note schedule.DateTStamp
    procedurecode.AbbrDesc procedurecode.DefaultNote procedurecode.AlternateCode1 procedurecode.MedicalCode
    procedurecode.LaymanTerm procedurecode.SubstitutionCode procedurecode.DateTStamp procedurecode.DrugNDC
    procedurecode.RevenueCodeDefault procedurecode.CanadaTimeUnits procedurecode.DefaultClaimNote
    procedurecode.DefaultTPNote procedurecode.PaintText procedurecode.DiagnosticCodes appointmenttype.BlockoutTypes
    carrier.Address carrier.Address2 carrier.City carrier.State carrier.Zip carrier.Phone carrier.ElectID
    insplan.GroupName insplan.PlanNote insplan.ClaimFormNum insplan.EmployerNum insplan.FilingCode
    insplan.FilingCodeSubtype insplan.SecUserNumEntry insplan.SecDateEntry insplan.SecDateTEdit inssub.DateEffective
    inssub.DateTerm inssub.ReleaseInfo inssub.AssignBen inssub.BenefitNotes inssub.SubscNote inssub.SecDateTEdit
    patplan.PatID patplan.OrthoAutoFeeBilledOverride patplan.OrthoAutoNextClaimDate patplan.SecDateTEntry
    patplan.SecDateTEdit benefit.SecDateTEntry benefit.SecDateTEdit benefit.CodeGroupNum patient.Position
    patient.Address2 patient.Country patient.EstBalance patient.FeeSched patient.BillingType patient.ImageFolder
    patient.FamFinUrgNote patient.MedicaidID patient.BalTotal patient.EmployerNum patient.DateFirstVisit patient.Premed
    patient.MedUrgNote patient.Ward patient.Language patient.AdmitDate patient.SiteNum patient.DateTStamp
    patient.SecDateEntry patient.AskToArriveEarly appointment.ProcDescript appointment.Assistant appointment.DateTStamp
    appointment.DateTimeArrived appointment.DateTimeSeated appointment.DateTimeDismissed appointment.InsPlan1
    appointment.InsPlan2 appointment.DateTimeAskedToArrive appointment.ColorOverride appointment.SecUserNumEntry
    appointment.SecDateTEntry procedurelog.ToothRange procedurelog.Priority procedurelog.Dx procedurelog.PlaceService
    procedurelog.Prosthesis procedurelog.DateOriginalProsth procedurelog.ClaimNote procedurelog.DateEntryC
    procedurelog.DateTP procedurelog.SiteNum procedurelog.HideGraphics procedurelog.CanadianTypeCodes
    procedurelog.DateTStamp procedurelog.Prognosis procedurelog.BillingNote procedurelog.Discount
    procedurelog.IsDateProsthEst procedurelog.SecDateEntry procedurelog.Note recall.DateTStamp
    recall.DisableUntilBalance recall.DisableUntilDate
"""


def test_what_is_kept_names_columns_and_inventions_that_there_are():
    for name, kept in KEPT.items():
        columns = tables()[name].stored
        assert {*kept.copied, *kept.texts, *kept.invented, *kept.left_out} <= set(columns)
        assert set(kept.texts.values()) <= set(COPIED_TEXTS)
        assert set(kept.invented.values()) <= set(MAKERS)
        labelled = {column for column, what in kept.invented.items() if what in ("label", "recall type")}
        assert labelled == {column for table, column in LABELS if table == name}


def test_no_text_is_copied_but_of_a_closed_form_and_no_date_but_of_the_book():
    copied = {f"{n}.{c}" for n, kept in KEPT.items() for c in kept.copied if is_open_text(tables()[n].stored[c])}

    assert copied == {
        *("schedule.SchedDate", "appointment.AptDateTime", "procedurelog.ProcDate"),
        *("recall.DateDue", "recall.DatePrevious"),
    }
    assert not any(pattern.fullmatch(text) for pattern in COPIED_TEXTS.values() for text in IDENTIFIERS.values())


def is_open_text(column: Column) -> bool:
    return column.type.sql_type == "TEXT" and not isinstance(column.type, CLOSED)


def planted(value: str) -> Recording:
    """Every column of every table holds the identifier once, in an otherwise usual row of its own."""
    recording = Recording(TODAY, SALT)
    for section, rows in practice().items():
        table = sections()[section]
        usual = {table.stored[name].wire_name: text for name, text in usual_row(table, rows).items()}
        for number, column in enumerate(plantable(table, value), 1001):
            for real in (value, *([int(value)] if value.isdigit() else [])):
                key = table.stored[table.key].wire_name
                recording.learn(table, [{**usual, key: number, column.wire_name: real}])
        stuffed = dict.fromkeys((column.wire_name for column in plantable(table, value)), value)
        recording.learn(table, [{**usual, **stuffed, table.stored[table.key].wire_name: 999}])
    return recording


def usual_row(table: Table, rows: Any) -> dict[str, Any]:
    """A row that a practice may hold, with the dates of the book as an answer has them."""
    if isinstance(rows, Mapping):
        return {"PrefName": "ApptsRequireProc", "ValueString": "1"}
    first = rows[0] if rows else sample_rows(table, VALUES)[0]
    row = {name: value for name, value in first.items() if name in table.stored and not isinstance(value, list)}
    days = {"SchedDate": "2026-03-02", "AptDateTime": "2026-03-02 09:00:00", "ProcDate": "2026-03-02"}
    return row | {name: day for name, day in days.items() if name in table.stored}


def plantable(table: Table, value: str) -> Iterator[Column]:
    """Columns that can hold it: all but numbers of rows and, for a date, the dates of the book."""
    for column in table.stored.values():
        is_of_the_book = is_dated(column) and column.name in KEPT.get(table.name, KEPT["clinic"]).copied
        if column.name != table.key and not named_table(column) and not is_of_the_book:
            yield column


@pytest.mark.parametrize("value", IDENTIFIERS.values(), ids=IDENTIFIERS)
def test_an_identifier_in_any_column_is_not_in_the_practice(value):
    recording = planted(value)
    text = "".join(practice_lines(recording.tables, TODAY, recording.salt))

    assert value.lower() not in text.lower()
    digits, letters = re.sub(r"\D", "", value), re.findall(r"[A-Za-z]{5,}", value)
    assert len(digits) < 8 or digits not in re.sub(r"(?<=\d)[-. ()/](?=\d)", "", text)
    assert not [word for word in letters if word.lower() in text.lower()]
    assert text.count("LName:") > 30, "the rows themselves must be there, or nothing is proved"


def test_what_is_left_out_is_not_even_remembered():
    recording = planted("Zebulonia")

    assert set(recording.tables) == set(KEPT)
    assert "Zebulonia" not in repr(recording.tables)


def test_a_closed_type_takes_no_text_of_its_own():
    """Else a column of that type could carry a name through."""
    for _, column in text_columns():
        if isinstance(column.type, CLOSED):
            with pytest.raises(ValueError):  # noqa: PT011
                column.type.spell(column.type.from_text("Zebulonia"))


# Who is invented


def learnt(salt: bytes = SALT, **row: Any) -> dict[str, str]:
    """A patient as the practice has them."""
    recording = Recording(TODAY, salt)
    recording.learn(tables()["patient"], [{"PatNum": 7, **row}])
    return recording.tables["patient"][7]


def test_a_person_is_the_same_in_every_answer_whatever_it_leaves_out():
    recording, patient = Recording(TODAY, SALT), tables()["patient"]
    whole = {
        "PatNum": 7,
        "LName": "Roe",
        "FName": "Jane",
        "Gender": "Female",
        "Guarantor": 6,
        "Birthdate": "1984-02-29",
    }
    recording.learn(patient, [whole])
    before = dict(recording.tables["patient"][7])
    recording.learn(patient, [{"PatNum": 7, "LName": "Roe", "FName": "Jane", "Birthdate": "1984-02-29"}])

    assert recording.tables["patient"][7] == before


def test_a_family_shares_its_name_and_its_home():
    recording = Recording(TODAY, SALT)
    family = {"LName": "Roe", "FName": "x", "Guarantor": 7, "Address": "1 A St", "City": "B", "Zip": "97301"}
    recording.learn(tables()["patient"], [{**family, "PatNum": 7}, {**family, "PatNum": 8}])
    parent, child = recording.tables["patient"].values()

    assert [parent[name] for name in ("LName", "Address", "City", "Zip")] == [
        child[name] for name in ("LName", "Address", "City", "Zip")
    ]


def test_what_is_empty_stays_empty():
    assert "SSN" not in learnt(LName="Roe", FName="Jane", SSN="", Email="", WirelessPhone="")
    assert learnt(LName="Roe", FName="Jane", SSN="219099999")["SSN"].startswith("000")


@pytest.mark.parametrize("born", ["2024-12-31", "2008-03-02", "1984-02-29", "1961-07-23", "1920-01-01", "1901-05-05"])
def test_an_invented_age_is_near_the_real_one_unless_that_is_rare(born):
    made = date.fromisoformat(learnt(LName="Roe", FName="Jane", Birthdate=born)["Birthdate"])
    real = date.fromisoformat(born)

    assert made != real
    assert made <= TODAY
    assert abs(made - real) < timedelta(5 * 366) or TODAY.year - made.year <= OLDEST + 5 < TODAY.year - real.year
    assert TODAY.year - made.year < OLDEST + 5


def test_a_recording_invents_others_than_the_one_before_and_the_same_again_by_its_salt():
    """Without a salt, whoever draws again by the row's number finds what was drawn, and which day was avoided."""
    row = {"LName": "Roe", "FName": "Jane", "Birthdate": "1984-02-29", "HmPhone": "5038675309", "Address": "1 A St"}

    assert learnt(**row) == learnt(**row)
    assert learnt(salt=b"", **row) != learnt(salt=b"", **row)
    assert len(Recording(TODAY).salt) == 16


def test_an_invented_birthdate_is_any_day_of_the_band_but_the_real_one():
    """None more often than another: also not the day after the real one."""
    born, today = date(2025, 1, 2), date(2026, 1, 1)
    made = [invented_birthdate(born, today, bytes([n // 256, n % 256])) for n in range(6000)]

    assert {*made} == {date(2025, 1, 1) + timedelta(day) for day in range(366)} - {born}
    assert made.count(born + timedelta(1)) < 50


def invented_birthdate(born: date, today: date, salt: bytes) -> date:
    subject = Subject("patient", "Birthdate", 7, 7, "", "", today, salt)
    return date.fromisoformat(MAKERS["birthdate"](subject, born.isoformat()))


@pytest.mark.parametrize("today", ["2025-01-01", "2025-01-03", "2025-06-30", "2028-02-29"])
@pytest.mark.parametrize("born", ["2025-01-01", "2027-05-05", "2060-01-01"])
def test_a_band_that_has_just_begun_takes_in_the_five_years_before_it(born, today):
    real, now = date.fromisoformat(born), date.fromisoformat(today)
    made = {invented_birthdate(real, now, bytes([n])) for n in range(200)}

    assert len(made) > 150
    assert real not in made
    assert max(made) <= now


def test_no_birthdate_stays_none():
    assert learnt(LName="Roe", FName="Jane", Birthdate="0001-01-01")["Birthdate"] == "0001-01-01"


def test_nothing_of_the_real_value_is_in_an_invented_one():
    """Two people with all else different, in the same row, are made into the same one."""
    one = learnt(LName="Roe", FName="Jane", HmPhone="5038675309", Address="1 A St", Email="a@b.example", SSN="1")
    two = learnt(LName="Doe", FName="John", HmPhone="2075550199", Address="2 B Rd", Email="c@d.example", SSN="2")

    assert one == two
