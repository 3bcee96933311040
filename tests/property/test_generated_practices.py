"""Laws of generated practices: they load without a mistake, nothing overlaps, every number names a row."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from mockod import vendors
from mockod.store.connection import connect
from mockod.store.images import Images
from mockod.store.written_practice import as_practice, as_text
from mockod.vendors.opendental.practice.generate.practice import Wish, generate
from support.foreign_keys import lost_numbers

IMAGES = Images(vendors.practice_loader)
MONDAY = date(2026, 3, 2)
OFF_THE_BOOK = 3
wishes = st.builds(
    Wish,
    patients=st.integers(1, 40),
    years=st.integers(1, 2),
    seed=st.integers(-(2**40), 2**40),
    providers=st.none() | st.integers(1, 6),
)


def made(wish: Wish) -> dict[str, list[Any]]:
    return generate(wish, iter)


def text_of(wish: Wish) -> str:
    return "".join(as_text(made(wish)))


def rows(image: bytes, sql: str) -> list[tuple[Any, ...]]:
    with closing(connect()) as db:
        db.deserialize(image)
        return db.execute(sql).fetchall()


def contents(image: bytes) -> list[str]:
    with closing(connect()) as db:
        db.deserialize(image)
        return [line for line in db.iterdump() if "mockod_practice" not in line]


@settings(max_examples=6)
@given(wishes, st.integers(0, 6))
@example(Wish(patients=1, years=1, seed=0, providers=1), 5)
@example(Wish(patients=80, years=1, seed=7, providers=1), 0)
def test_a_generated_practice_loads_without_a_mistake_and_every_number_in_it_names_a_row(wish, weekday):
    image = IMAGES.fill(as_practice("generated", made(wish)), MONDAY + timedelta(days=weekday))
    assert rows(image, "SELECT count(*) FROM patient") == [(wish.patients,)]
    with closing(connect()) as db:
        db.deserialize(image)
        assert lost_numbers(lambda sql: [row[0] for row in db.execute(sql)]) == {}


@settings(max_examples=6)
@given(wishes, st.integers(0, 6))
def test_no_operatory_provider_or_patient_of_a_generated_practice_has_two_visits_at_a_time(wish, weekday):
    image = IMAGES.fill(as_practice("generated", made(wish)), MONDAY + timedelta(days=weekday))
    for who in ("Op", "CASE WHEN IsHygiene THEN ProvHyg ELSE ProvNum END", "PatNum"):
        visits = rows(
            image,
            f"SELECT {who}, AptDateTime, datetime(AptDateTime, (5 * length(Pattern)) || ' minutes') "
            f"FROM appointment WHERE AptStatus <> {OFF_THE_BOOK} ORDER BY 1, 2",
        )
        for before, after in pairwise(visits):
            assert before[0] != after[0] or before[2] <= after[1]


@settings(max_examples=6)
@given(wishes)
def test_visits_lie_in_the_hours_of_whoever_sees_the_patient(wish):
    image = IMAGES.fill(as_practice("generated", made(wish)), MONDAY)
    outside = rows(
        image,
        "SELECT AptNum FROM appointment a WHERE NOT EXISTS ("
        "SELECT 1 FROM schedule s JOIN scheduleop o USING (ScheduleNum) "
        "WHERE s.ProvNum = CASE WHEN a.IsHygiene THEN a.ProvHyg ELSE a.ProvNum END "
        "AND o.OperatoryNum IN (a.Op, CASE a.Op WHEN 0 THEN o.OperatoryNum END) "
        "AND s.SchedDate = date(a.AptDateTime) AND s.StartTime <= time(a.AptDateTime) "
        "AND s.StopTime >= time(a.AptDateTime, (5 * length(Pattern)) || ' minutes'))",
    )
    assert outside == []


@settings(max_examples=6)
@given(wishes)
def test_what_is_past_is_done_or_broken_and_paid_by_the_guarantor_at_most_once(wish):
    image = IMAGES.fill(as_practice("generated", made(wish)), MONDAY)
    statuses = rows(image, "SELECT DISTINCT AptDateTime < '2026-03-02', AptStatus FROM appointment ORDER BY AptStatus")
    assert set(statuses) <= {(0, 1), (1, 2), (1, 3), (1, 5)}
    assert rows(image, "SELECT PayNum FROM payment WHERE PatNum NOT IN (SELECT Guarantor FROM patient)") == []
    unequal = (
        "SELECT PayNum FROM payment p WHERE PayAmt <> (SELECT sum(SplitAmt) FROM paysplit s WHERE s.PayNum = p.PayNum)"
    )
    assert rows(image, unequal) == []
    owed = (
        "SELECT PatNum FROM patient p WHERE (SELECT total(ProcFee) FROM procedurelog l WHERE l.PatNum = p.PatNum AND "
        "ProcStatus = 2) < (SELECT total(SplitAmt) FROM paysplit s WHERE s.PatNum = p.PatNum)"
    )
    assert rows(image, owed) == []


@settings(max_examples=4)
@given(wishes)
def test_the_same_seed_writes_the_same_bytes_and_another_seed_others(wish):
    assert text_of(wish) == text_of(wish)
    assert text_of(wish) != text_of(Wish(wish.patients, wish.years, wish.seed + 1, wish.providers))


@settings(max_examples=4)
@given(wishes)
def test_the_file_makes_the_office_that_is_made_without_one(wish):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "generated.yaml"
        path.write_text(text_of(wish), encoding="utf-8")
        assert contents(IMAGES.build(str(path), MONDAY)) == contents(
            IMAGES.fill(as_practice("generated", made(wish)), MONDAY)
        )


names = st.text(max_size=12) | st.text("a:#-{}[]'\"0 ,~&*!|>%@`\n\t", max_size=6) | st.sampled_from(("null", "~", "no"))
plain_names = names.filter(lambda text: all(char.isprintable() or char in "\n\t" for char in text))


@given(plain_names, plain_names)
def test_any_text_is_written_so_that_it_is_read_as_it_was(last_name, city):
    row = {"PatNum": 1, "LName": f"A{last_name}", "FName": "B", "City": city}
    sections = {"patients": [row]}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "one.yaml"
        path.write_text("".join(as_text(sections)), encoding="utf-8", newline="")
        image = IMAGES.build(str(path), MONDAY)
    assert rows(image, "SELECT LName, City FROM patient") == [(f"A{last_name}", city)]


def test_people_of_a_generated_practice_are_families_with_phones_set_aside_for_fiction():
    sections = made(Wish(patients=500, years=1, seed=3))
    patients = {row["PatNum"]: row for row in sections["patients"]}
    for row in patients.values():
        guarantor = patients[row["Guarantor"]]
        assert (guarantor["Guarantor"], guarantor["LName"]) == (row["Guarantor"], row["LName"])
        assert guarantor["Position"] != "Child"
        assert row["WirelessPhone"][5:12] == "555-01" + row["WirelessPhone"][11]
    assert 0.2 < len({row["Guarantor"] for row in patients.values()}) / len(patients) < 0.8
    assert 0.3 < len(sections["patplans"]) / len(patients) < 0.8
    assert {row["PatNum"] for row in sections["recalls"]} <= patients.keys()
