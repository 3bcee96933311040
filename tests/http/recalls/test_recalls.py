"""Recalls: when patients should come again, who is due, and who has been reminded."""

from __future__ import annotations

import pytest

from support.db import database

PRACTICE = """
clinics:
  - {ClinicNum: 5, Description: North}
definitions:
  - {DefNum: 61, Category: CommLogTypes, ItemName: Recall, ItemValue: RECALL, ItemOrder: 1}
  - {DefNum: 97, Category: RecallUnschedStatus, ItemName: Left Msg}
  - {DefNum: 142, Category: RecallUnschedStatus, ItemName: Mailed Postcard}
providers:
  - {ProvNum: 2, Abbr: HYG1, IsSecondary: true}
procedurecodes:
  - {CodeNum: 1, ProcCode: D1110}
  - {CodeNum: 2, ProcCode: D4910}
recalltypes:
  - {RecallTypeNum: 1, Description: Prophy, DefaultInterval: 6m1d, TimePattern: /XXXX/, Procedures: "D1110, D0120"}
  - {RecallTypeNum: 3, Description: Perio, DefaultInterval: 4m, Procedures: D4910, AppendToSpecial: true}
  - {RecallTypeNum: 6, Description: Pano, DefaultInterval: 5y}
patients:
  - {PatNum: 3, LName: Abel, FName: Anna, Preferred: Ann, Birthdate: 1988-03-02, SecProv: 2, ClinicNum: 5,
     Email: anna@example.com, PreferRecallMethod: Email, BalTotal: 100}
  - {PatNum: 4, LName: Zoll, FName: Zoe, PatStatus: Inactive}
"""
TODAY = "2026-03-02"
NOW = "2026-03-02 07:00:00"


@pytest.fixture
def made(practice_office):
    """Makes an office with these recalls, and whatever ``more`` says."""

    def make(*recalls, more="", **settings):
        rows = "".join(f"  - {{{recall}}}\n" for recall in recalls)
        return practice_office(f"{PRACTICE}\n{'recalls:' if rows else ''}\n{rows}{more}", **settings)

    return make


@pytest.fixture
def office(made):
    return made(
        "RecallNum: 40, PatNum: 1, RecallTypeNum: 1, RecallInterval: 6m1d, DateDue: today, RecallStatus: 142, "
        'DatePrevious: 2025-09-01, Note: "Call,\\r\\nplease", DateTStamp: 2026-01-01 08:00:00',
        "RecallNum: 38, PatNum: 2, RecallTypeNum: 6, IsDisabled: true, DisableUntilBalance: 12.5, "
        "DisableUntilDate: today+9, Priority: ASAP, TimePatternOverride: /X/",
        "RecallNum: 41, PatNum: 1, RecallTypeNum: 6, DateDue: today+3",
    )


# GET


def test_a_recall_is_told_in_the_vendors_order(office):
    (other, mine, _) = office.read("recalls")
    assert list(mine.items()) == [
        ("RecallNum", 40),
        ("PatNum", 1),
        ("DateDue", TODAY),
        ("DatePrevious", "2025-09-01"),
        ("RecallInterval", "6m1d"),
        ("RecallStatus", 142),
        ("recallStatus", "Mailed Postcard"),
        ("Note", "Call, please"),
        ("IsDisabled", "false"),
        ("DateTStamp", "2026-01-01 08:00:00"),
        ("RecallTypeNum", 1),
        ("DisableUntilBalance", 0.0),
        ("DisableUntilDate", "0001-01-01"),
        ("DateScheduled", "0001-01-01"),
        ("Priority", "Normal"),
        ("TimePatternOverride", ""),
    ]
    assert (other["DateDue"], other["RecallStatus"], other["recallStatus"]) == ("0001-01-01", 0, "")
    assert (other["IsDisabled"], other["DisableUntilBalance"], other["DisableUntilDate"]) == (
        "true",
        12.5,
        "2026-03-11",
    )
    assert (other["Priority"], other["TimePatternOverride"]) == ("ASAP", "/X/")


def test_recalls_come_by_number(office):
    assert [row["RecallNum"] for row in office.read("recalls")] == [38, 40, 41]
    assert [row["RecallNum"] for row in office.read("recalls", PatNum=1)] == [40, 41]
    assert [row["RecallNum"] for row in office.read("recalls", PatNum=0)] == [38, 40, 41]
    assert [row["RecallNum"] for row in office.read("recalls", Limit=1, Offset=1)] == [40]
    assert office.read("recalls", PatNum=3) == []


def test_recalls_refuse_what_they_cannot_read(office):
    assert office.refusal("GET", "recalls", PatNum=99) == (404, "Patient not found.")
    assert office.refusal("GET", "recalls", PatNum="x") == (400, "PatNum is invalid.")


@pytest.mark.parametrize(
    ("apt", "code", "proc", "scheduled"),
    [
        ("AptDateTime: today+9 08:00", 1, "", "2026-03-11"),
        ("AptDateTime: today 00:00", 1, "", TODAY),
        ("AptDateTime: today-1 23:59", 1, "", "0001-01-01"),
        ("AptDateTime: today+9 08:00, AptStatus: Broken", 1, "", "0001-01-01"),
        ("AptDateTime: today+9 08:00, AptStatus: Complete", 1, "", "0001-01-01"),
        ("AptDateTime: today+9 08:00", 2, "", "0001-01-01"),
        ("AptDateTime: today+9 08:00", 1, ", ProcStatus: D", "0001-01-01"),
    ],
)
def test_a_recall_is_scheduled_where_one_of_its_procedures_is(made, apt, code, proc, scheduled):
    office = made(
        "PatNum: 1, RecallTypeNum: 1, DateDue: today",
        more=f"""
appointments:
  - {{AptNum: 1, PatNum: 1, Op: 1, ProvNum: 1, AptDateTime: today+20 08:00}}
  - {{AptNum: 2, PatNum: 1, Op: 1, ProvNum: 1, {apt}}}
procedurelogs:
  - {{PatNum: 1, AptNum: 2, CodeNum: {code}, ProcDate: today{proc}}}
""",
    )
    assert office.read("recalls")[0]["DateScheduled"] == scheduled
    assert len(office.read("recalls/List")) == (scheduled == "0001-01-01")


def test_the_first_of_several_appointments_counts(made):
    office = made(
        "PatNum: 1, RecallTypeNum: 1",
        more="""
appointments:
  - {AptNum: 1, PatNum: 1, Op: 1, ProvNum: 1, AptDateTime: today+20 08:00, procedures: [D1110]}
  - {AptNum: 2, PatNum: 1, Op: 1, ProvNum: 1, AptDateTime: today+10 08:00, procedures: [D1110]}
  - {AptNum: 3, PatNum: 2, Op: 1, ProvNum: 1, AptDateTime: today+5 08:00, procedures: [D1110]}
""",
    )
    assert office.read("recalls")[0]["DateScheduled"] == "2026-03-12"


# POST


def test_a_new_recall_has_the_interval_of_its_type_and_no_date(office):
    response = office.post("recalls", {"PatNum": 2, "RecallTypeNum": 1})

    assert response.status_code == 200
    assert response.json == {
        "RecallNum": 42,
        "PatNum": 2,
        "DateDue": "0001-01-01",
        "DatePrevious": "0001-01-01",
        "RecallInterval": "6m1d",
        "RecallStatus": 0,
        "recallStatus": "",
        "Note": "",
        "IsDisabled": "false",
        "DateTStamp": NOW,
        "RecallTypeNum": 1,
        "DisableUntilBalance": 0.0,
        "DisableUntilDate": "0001-01-01",
        "DateScheduled": "0001-01-01",
        "Priority": "Normal",
        "TimePatternOverride": "",
    }
    assert office.read("recalls", PatNum=2)[-1] == response.json


SENT = {
    "DateDue": "2026-09-09",
    "RecallInterval": "1y6m20d",
    "RecallStatus": 97,
    "Note": "Nervous",
    "IsDisabled": "true",
    "DisableUntilBalance": 50.25,
    "DisableUntilDate": "2026-12-31",
    "Priority": "ASAP",
    "TimePatternOverride": "//XX/",
}


def test_a_new_recall_is_what_it_is_said_to_be(office):
    row = office.post("recalls", {"PatNum": 2, "RecallTypeNum": 3, **SENT}).json
    assert {name: row[name] for name in SENT} == SENT
    assert (row["recallStatus"], row["RecallTypeNum"]) == ("Left Msg", 3)


def test_an_interval_comes_back_without_what_is_zero(office):
    row = office.post("recalls", {"PatNum": 2, "RecallTypeNum": 1, "RecallInterval": "0y6m0w1d"}).json
    assert row["RecallInterval"] == "6m1d"


BAD = [
    ({"DateDue": "9/9/2026"}, "DateDue format must be yyyy-MM-dd."),
    ({"DateDue": "2026-02-30"}, "DateDue format must be yyyy-MM-dd."),
    ({"DateDue": ""}, "DateDue is invalid."),
    ({"RecallInterval": "6 months"}, "RecallInterval is invalid."),
    ({"RecallInterval": "256d"}, "RecallInterval is invalid."),
    ({"RecallInterval": 6}, "RecallInterval is invalid."),
    ({"RecallStatus": 61}, "RecallStatus is invalid."),
    ({"RecallStatus": -1}, "RecallStatus is invalid."),
    ({"RecallStatus": "Left Msg"}, "RecallStatus is invalid."),
    ({"Note": []}, "Note is invalid."),
    ({"IsDisabled": "yes"}, "IsDisabled is invalid."),
    ({"IsDisabled": 1}, "IsDisabled is invalid."),
    ({"DisableUntilBalance": "much"}, "DisableUntilBalance is invalid."),
    ({"DisableUntilBalance": 1e300}, "DisableUntilBalance is invalid."),
    ({"DisableUntilBalance": True}, "DisableUntilBalance is invalid."),
    ({"DisableUntilDate": "tomorrow"}, "DisableUntilDate format must be yyyy-MM-dd."),
    ({"Priority": "asap"}, "Priority is invalid."),
    ({"Priority": 1}, "Priority is invalid."),
    ({"TimePatternOverride": "/xx/"}, "TimePatternOverride is invalid."),
    ({"TimePatternOverride": 11}, "TimePatternOverride is invalid."),
]


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({}, (400, "PatNum is required.")),
        ({"PatNum": 2}, (400, "RecallTypeNum is required.")),
        ({"RecallTypeNum": 1, "DateDue": "x"}, (400, "PatNum is required.")),
        ({"PatNum": 99, "RecallTypeNum": 99, "RecallStatus": 9}, (404, "Patient not found.")),
        ({"PatNum": 2, "RecallTypeNum": 99}, (404, "RecallType not found.")),
        ({"PatNum": 2, "RecallTypeNum": 0}, (404, "RecallType not found.")),
        ({"PatNum": 10**18, "RecallTypeNum": 1}, (404, "Patient not found.")),
        ({"PatNum": 2, "RecallTypeNum": 10**19}, (400, "RecallTypeNum is invalid.")),
        ({"PatNum": 2, "RecallTypeNum": 6}, (400, "A Recall with that RecallType already exists.")),
        *(({"PatNum": 2, "RecallTypeNum": 1, **body}, (400, text)) for body, text in BAD),
    ],
)
def test_a_new_recall_that_cannot_be_is_refused_and_nothing_is_written(office, body, refusal):
    before = database(office).contents()
    assert office.refusal("POST", "recalls", body) == refusal
    assert database(office).contents() == before


# PUT


def test_only_what_is_given_changes(office):
    before = office.read("recalls", PatNum=1)[0]
    response = office.put("recalls/40", {"DateDue": "2026-04-01", "PatNum": 2, "RecallTypeNum": 6})

    assert response.status_code == 200
    assert response.json == {**before, "DateDue": "2026-04-01", "DateTStamp": NOW}
    assert office.read("recalls", PatNum=1)[0] == response.json


def test_all_that_may_change_does(office):
    row = office.put("recalls/40", SENT).json
    assert {name: row[name] for name in SENT} == SENT


def test_what_was_set_can_be_taken_back(office):
    cleared = {
        "RecallStatus": 0,
        "Note": "",
        "IsDisabled": "false",
        "RecallInterval": "",
        "DisableUntilBalance": 0.0,
        "DateDue": "0001-01-01",
        "DisableUntilDate": "0001-01-01",
        "Priority": "Normal",
        "TimePatternOverride": "",
    }
    office.put("recalls/40", SENT)
    row = office.put("recalls/40", cleared).json
    assert {name: row[name] for name in cleared} == cleared
    assert row["recallStatus"] == ""


def test_what_changes_nothing_is_not_stamped(office):
    before = database(office).contents()
    assert office.put("recalls/40", {"DateDue": TODAY, "RecallStatus": 142}).status_code == 200
    assert office.put("recalls/40", {}).status_code == 200
    assert database(office).contents() == before


@pytest.mark.parametrize(("body", "text"), BAD)
def test_a_change_that_cannot_be_is_refused_and_nothing_is_written(office, body, text):
    before = database(office).contents()
    assert office.refusal("PUT", "recalls/40", body) == (400, text)
    assert database(office).contents() == before


def test_a_recall_that_is_not_there_is_not_found(office):
    assert office.refusal("PUT", "recalls/99", {"DateDue": "x"}) == (404, "Recall not found.")


def test_there_is_no_single_recall_to_get(office):
    assert office.refusal("GET", "recalls/40") == (400, "recalls GET  is not a valid method.")


# PUT Status


def logged(office):
    return database(office).rows(
        "SELECT PatNum, CommDateTime, CommType, Mode_, SentOrReceived, Note FROM commlog ORDER BY CommlogNum"
    )


def test_a_reminder_sets_the_status_and_is_logged(office):
    response = office.put("recalls/Status", {"PatNum": 1, "recallType": "prophy", "RecallStatus": 97})

    assert (response.status_code, response.text) == (200, "")
    pano, prophy = database(office).rows("SELECT RecallStatus, DateTStamp FROM recall WHERE PatNum = 1 ORDER BY 1")
    assert (pano, prophy) == ((0, f"{TODAY} 00:00:00"), (97, NOW))
    assert logged(office) == [(1, NOW, 61, 0, 1, "Recall reminder: Left Msg")]


def test_a_reminder_without_a_status_leaves_it_and_tells_the_one_there_is(office):
    office.put("recalls/Status", {"PatNum": 1, "recallType": "Prophy"})
    office.put("recalls/Status", {"PatNum": 1, "recallType": "Prophy", "RecallStatus": 0})

    assert office.read("recalls", PatNum=1)[0]["RecallStatus"] == 0
    assert [row[-1] for row in logged(office)] == ["Recall reminder: Mailed Postcard", "Recall reminder"]


@pytest.mark.parametrize(
    ("mode", "number", "spelled"),
    [
        ("Phone", 3, "Phone"),
        ("InPerson", 4, "In Person"),
        ("EmailAndText", 6, "Email and Text"),
        ("PhoneAndText", 7, "Phone and Text"),
    ],
)
def test_the_way_and_the_note_of_the_commlog_may_be_given(office, mode, number, spelled):
    sent = {"PatNum": 1, "recallType": "Pano", "commlogMode": mode, "commlogNote": "Spoke to Erika"}
    assert office.put("recalls/Status", sent).status_code == 200

    assert logged(office) == [(1, NOW, 61, number, 1, "Spoke to Erika")]
    assert office.read("commlogs")[0]["Mode_"] == spelled


def test_without_a_recall_type_of_commlogs_the_first_one_is_taken(practice_office):
    office = practice_office(
        "recalltypes: [{RecallTypeNum: 1, Description: Prophy}]\nrecalls: [{PatNum: 1, RecallTypeNum: 1}]"
    )
    office.put("recalls/Status", {"PatNum": 1, "recallType": "Prophy"})
    assert logged(office) == [(1, NOW, 60, 0, 1, "Recall reminder")]


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({}, (400, "PatNum is required.")),
        ({"PatNum": 1}, (400, "recallType is required.")),
        ({"PatNum": 1, "recallType": " "}, (400, "recallType is required.")),
        ({"PatNum": 99, "recallType": "Prophy"}, (404, "Patient not found.")),
        ({"PatNum": 1, "recallType": "Prophylaxis"}, (400, "recallType is invalid.")),
        ({"PatNum": 1, "recallType": ["Prophy"]}, (400, "recallType is invalid.")),
        ({"PatNum": 1, "recallType": "Perio"}, (404, "Recall not found.")),
        ({"PatNum": 1, "recallType": "Prophy", "RecallStatus": 61}, (400, "RecallStatus is invalid.")),
        ({"PatNum": 1, "recallType": "Prophy", "RecallStatus": 2**70}, (400, "RecallStatus is invalid.")),
        ({"PatNum": 1, "recallType": "Prophy", "commlogMode": "In Person"}, (400, "commlogMode is invalid.")),
        ({"PatNum": 1, "recallType": "Prophy", "commlogMode": "Fax"}, (400, "commlogMode is invalid.")),
        ({"PatNum": 1, "recallType": "Prophy", "commlogNote": {}}, (400, "commlogNote is invalid.")),
    ],
)
def test_a_reminder_that_cannot_be_is_refused_and_nothing_is_written(office, body, refusal):
    before = database(office).contents()
    assert office.refusal("PUT", "recalls/Status", body) == refusal
    assert database(office).contents() == before


# PUT SwitchType


def test_prophy_becomes_perio_and_back(made):
    office = made("RecallNum: 40, PatNum: 1, RecallTypeNum: 1, RecallInterval: 9m, DateDue: today, RecallStatus: 97")
    before = office.read("recalls")[0]

    response = office.put("recalls/SwitchType", {"PatNum": 1})
    assert (response.status_code, response.text) == (200, "")
    perio = {**before, "RecallTypeNum": 3, "RecallInterval": "4m", "DateTStamp": NOW}
    assert office.read("recalls") == [perio]

    office.put("recalls/SwitchType", {"PatNum": 1})
    assert office.read("recalls") == [{**perio, "RecallTypeNum": 1, "RecallInterval": "6m1d"}]


@pytest.mark.parametrize(
    ("recalls", "body", "refusal"),
    [
        ([], {}, (400, "PatNum is required.")),
        ([], {"PatNum": 99}, (404, "Patient not found.")),
        ([], {"PatNum": "one"}, (400, "PatNum is invalid.")),
        ([1], {"PatNum": 2}, (400, "PatNum is invalid. Patient has no Prophy or Perio Recall.")),
        ([6], {"PatNum": 1}, (400, "PatNum is invalid. Patient has no Prophy or Perio Recall.")),
        ([1, 3], {"PatNum": 1}, (400, "PatNum is invalid. Patient has more than one Prophy or Perio Recall.")),
    ],
)
def test_a_switch_wants_one_of_the_two(made, recalls, body, refusal):
    office = made(*(f"PatNum: 1, RecallTypeNum: {number}" for number in recalls))
    before = database(office).contents()
    assert office.refusal("PUT", "recalls/SwitchType", body) == refusal
    assert database(office).contents() == before


@pytest.mark.parametrize(("has", "lacks"), [("PROPHY", "Perio"), ("perio", "Prophy")])
def test_a_switch_wants_both_types_in_the_office(practice_office, has, lacks):
    office = practice_office(
        f"recalltypes: [{{RecallTypeNum: 1, Description: {has}}}]\nrecalls: [{{PatNum: 1, RecallTypeNum: 1}}]"
    )
    text = f"There is no RecallType {lacks} to switch to."
    assert office.refusal("PUT", "recalls/SwitchType", {"PatNum": 1}) == (400, text)


# GET List


def due(office, **query):
    return [(row["PatNum"], row["Type"]) for row in office.read("recalls/List", **query)]


def test_the_list_tells_who_is_due_as_people_write_it(made):
    office = made(
        "PatNum: 3, RecallTypeNum: 6, RecallInterval: 6m1d, DateDue: 2026-03-09, DatePrevious: 2025-09-08, "
        'Note: "a\\nb", RecallStatus: 97',
        more="""
commlogs:
  - {PatNum: 3, CommDateTime: 2025-09-07 12:00, CommType: 61}
  - {PatNum: 3, CommDateTime: 2025-11-04 12:00, CommType: 61}
  - {PatNum: 3, CommDateTime: 2026-02-05 12:00, CommType: 61}
  - {PatNum: 3, CommDateTime: 2026-02-06 12:00, CommType: 60}
  - {PatNum: 1, CommDateTime: 2026-02-07 12:00, CommType: 61}
""",
    )
    (row,) = office.read("recalls/List", IncludeReminded="true")
    assert list(row.items()) == [
        ("DueDate", "3/9/2026"),
        ("PatNum", 3),
        ("Patient", "Abel, 'Ann' Anna"),
        ("Age", "38"),
        ("Type", "Pano"),
        ("Interval", "6m1d"),
        ("NumRemind", "2"),
        ("LastRemind", "2/5/2026"),
        ("Contact", "anna@example.com"),
        ("Status", "Left Msg"),
        ("ClinicNum", 5),
        ("Note", "a b"),
    ]


def test_what_is_not_known_is_told_as_nothing(made):
    office = made("PatNum: 2, RecallTypeNum: 1", more="preferences: {RecallDaysPast: ''}")
    assert office.read("recalls/List") == [
        {
            "DueDate": "",
            "PatNum": 2,
            "Patient": "Muster, Max",
            "Age": "",
            "Type": "Prophy",
            "Interval": "",
            "NumRemind": "",
            "LastRemind": "",
            "Contact": "",
            "Status": "",
            "ClinicNum": 0,
            "Note": "",
        }
    ]


@pytest.mark.parametrize(
    ("query", "patients"),
    [
        ({}, [2, 3, 1]),
        ({"DateStart": "2025-03-01"}, [1, 2, 3, 1]),
        ({"DateStart": "2026-03-02"}, [3, 1]),
        ({"DateEnd": "2026-03-02"}, [2, 3]),
        ({"DateEnd": "2026-03-10"}, [2, 3, 1, 2]),
        ({"DateStart": "2026-03-02", "DateEnd": "2026-03-02"}, [3]),
        ({"DateStart": "2030-01-01"}, []),
        ({"DateStart": "", "Limit": 1, "Offset": 1}, [3]),
    ],
)
def test_without_dates_the_list_spans_what_the_office_prefers(made, query, patients):
    office = made(
        "PatNum: 1, RecallTypeNum: 1, DateDue: 2025-03-01",
        "PatNum: 2, RecallTypeNum: 1, DateDue: 2025-03-02",
        "PatNum: 1, RecallTypeNum: 3, DateDue: 2026-03-09",
        "PatNum: 2, RecallTypeNum: 3, DateDue: 2026-03-10",
        "PatNum: 3, RecallTypeNum: 1, DateDue: 2026-03-02",
    )
    assert [patient for patient, _ in due(office, **query)] == patients


@pytest.mark.parametrize("past", ["", "-1", "999999999999999999", "long"])
def test_a_preference_that_is_no_number_of_days_leaves_the_list_open(made, past):
    office = made(
        "PatNum: 1, RecallTypeNum: 1",
        "PatNum: 2, RecallTypeNum: 1, DateDue: 9999-12-31",
        more=f'preferences: {{RecallDaysPast: "{past}", RecallDaysFuture: "{past}"}}',
    )
    assert due(office) == [(1, "Prophy"), (2, "Prophy")]


def test_the_list_is_sorted_by_day_and_then_by_name(made):
    office = made(
        "PatNum: 1, RecallTypeNum: 1, DateDue: today",
        "PatNum: 2, RecallTypeNum: 1, DateDue: today",
        "PatNum: 3, RecallTypeNum: 1, DateDue: today",
        "PatNum: 2, RecallTypeNum: 6, DateDue: today-1",
    )
    assert due(office) == [(2, "Pano"), (3, "Prophy"), (1, "Prophy"), (2, "Prophy")]


@pytest.mark.parametrize(
    ("recall", "shown"),
    [
        ("PatNum: 3", True),
        ("PatNum: 4", False),
        ("PatNum: 3, IsDisabled: true", False),
        ("PatNum: 3, DisableUntilDate: today", True),
        ("PatNum: 3, DisableUntilDate: today+1", False),
        ("PatNum: 3, DisableUntilBalance: 100.01", True),
        ("PatNum: 3, DisableUntilBalance: 100", False),
        ("PatNum: 3, DisableUntilBalance: 99", False),
        ("PatNum: 2, DisableUntilBalance: 1", True),
    ],
)
def test_who_is_not_to_be_called_is_not_on_the_list(made, recall, shown):
    office = made(f"{recall}, RecallTypeNum: 1, DateDue: today")
    assert bool(due(office)) == shown


def test_the_balance_is_the_guarantors(practice_office):
    office = practice_office("""
recalltypes: [{RecallTypeNum: 1, Description: Prophy}]
patients:
  - {PatNum: 5, LName: Debt, FName: Dora, BalTotal: 100}
  - {PatNum: 6, LName: Debt, FName: Dan, Guarantor: 5}
recalls: [{PatNum: 6, RecallTypeNum: 1, DateDue: today, DisableUntilBalance: 50}]
""")
    assert due(office) == []


@pytest.mark.parametrize(
    ("query", "patients"),
    [
        ({"ProvNum": 1}, [1, 2]),
        ({"ProvNum": 2}, [3]),
        ({"ProvNum": 0}, [3, 1, 2]),
        ({"ClinicNum": 5}, [3]),
        ({"ClinicNum": 0}, [1, 2]),
        ({"ClinicNum": ""}, [3, 1, 2]),
        ({"ProvNum": 1, "ClinicNum": 5}, []),
    ],
)
def test_the_list_of_a_provider_or_a_clinic(made, query, patients):
    office = made(*(f"PatNum: {patient}, RecallTypeNum: 1, DateDue: today" for patient in (1, 2, 3)))
    assert [patient for patient, _ in due(office, **query)] == patients


@pytest.mark.parametrize(
    ("showing", "query", "types"),
    [
        ("", {}, ["Prophy", "Perio", "Pano"]),
        ("1,6", {}, ["Prophy", "Pano"]),
        (" 3 , x,", {}, ["Perio"]),
        ("x", {}, ["Prophy", "Perio", "Pano"]),
        ("1,6", {"RecallType": "PERIO"}, ["Perio"]),
        ("1,6", {"RecallType": ""}, ["Prophy", "Pano"]),
        ("99", {}, []),
    ],
)
def test_the_list_shows_the_types_that_the_office_prefers_or_the_one_asked_for(made, showing, query, types):
    office = made(
        *(f"PatNum: 1, RecallTypeNum: {number}, DateDue: today" for number in (1, 3, 6)),
        more=f'preferences: {{RecallTypesShowingInList: "{showing}"}}',
    )
    assert [kind for _, kind in due(office, **query)] == types


def test_who_was_reminded_is_left_out_unless_asked_for(made):
    office = made(
        "PatNum: 1, RecallTypeNum: 1, DateDue: today, DatePrevious: today-180",
        "PatNum: 2, RecallTypeNum: 1, DateDue: today, DatePrevious: today-180, RecallStatus: 97",
    )
    assert due(office) == [(1, "Prophy"), (2, "Prophy")]
    office.put("recalls/Status", {"PatNum": 1, "recallType": "Prophy", "RecallStatus": 97})

    assert due(office) == due(office, IncludeReminded="false") == [(2, "Prophy")]
    (reminded, other) = office.read("recalls/List", IncludeReminded="true")
    assert (reminded["NumRemind"], reminded["LastRemind"], other["NumRemind"]) == ("1", "3/2/2026", "")

    office.put("recalls/Status", {"PatNum": 1, "recallType": "Prophy", "RecallStatus": 0})
    assert due(office) == [(2, "Prophy")]


def test_a_reminder_before_the_last_visit_is_over_and_done_with(made):
    office = made(
        "PatNum: 1, RecallTypeNum: 1, DateDue: today, DatePrevious: today-180, RecallStatus: 97",
        more="commlogs: [{PatNum: 1, CommDateTime: today-181 23:59, CommType: 61}]",
    )
    assert due(office) == [(1, "Prophy")]


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ({"DateStart": "3/2/2026"}, (400, "DateStart format must be yyyy-MM-dd.")),
        ({"DateEnd": "2026-03-02 00:00:00"}, (400, "DateEnd format must be yyyy-MM-dd.")),
        ({"DateStart": "2026-03-03", "DateEnd": "2026-03-02"}, (400, "DateStart is invalid.")),
        ({"ProvNum": 99}, (404, "Provider not found.")),
        ({"ClinicNum": 99}, (404, "Clinic not found.")),
        ({"ClinicNum": -1}, (400, "ClinicNum is invalid.")),
        ({"RecallType": "Prophylaxis"}, (400, "RecallType is invalid.")),
        ({"IncludeReminded": "1"}, (400, "IncludeReminded is invalid.")),
    ],
)
def test_the_list_refuses_what_it_cannot_read(office, query, refusal):
    assert office.refusal("GET", "recalls/List", **query) == refusal


# Types, versions


def test_recall_types_come_by_number(office):
    assert [row["RecallTypeNum"] for row in office.read("recalltypes")] == [1, 3, 6]
    assert office.read("recalltypes", Limit=1)[0] == office.read("recalltypes/1")
    assert office.read("recalltypes/3") == {
        "RecallTypeNum": 3,
        "Description": "Perio",
        "DefaultInterval": "4m",
        "TimePattern": "",
        "Procedures": "D4910",
        "AppendToSpecial": "true",
    }
    assert office.refusal("GET", "recalltypes/2") == (404, "RecallType not found.")


@pytest.mark.parametrize(
    ("version", "call", "since"),
    [
        ("22.4.39", "GET recalls", "22.4.40"),
        ("21.4", "GET recalls/List", "22.1"),
        ("24.2.30", "POST recalls", "24.2.31"),
        ("24.2.30", "PUT recalls/40", "24.2.31"),
        ("21.1", "PUT recalls/Status", "21.2"),
        ("22.4.40", "PUT recalls/SwitchType", "22.4.41"),
        ("24.1.43", "GET recalltypes", "24.1.44"),
        ("24.1.43", "GET recalltypes/1", "24.1.44"),
    ],
)
def test_a_method_newer_than_the_office_is_refused(make_office, version, call, since):
    method, path = call.split()
    text = f"This method requires Open Dental version {since} or higher."
    assert make_office(version=version).refusal(method, path) == (400, text)


def test_the_oldest_office_that_knows_reminders_takes_one(made):
    office = made("PatNum: 1, RecallTypeNum: 1", version="21.2")
    assert office.put("recalls/Status", {"PatNum": 1, "recallType": "Prophy"}).status_code == 200
