"""What the office found out about a claim, entry by entry; and the electronic messages about claims."""

from __future__ import annotations

import pytest


def test_an_entry_is_made_listed_and_followed_by_the_claim(claimed):
    body = {"ClaimNum": 1, "Note": "Asked", "TrackingDefNum": 905, "TrackingErrorDefNum": 906}

    made = claimed.post("claimtrackings", body)

    assert (made.status_code, list(made.json.items())) == (
        201,
        [
            ("ClaimTrackingNum", 1),
            ("ClaimNum", 1),
            ("TrackingType", "StatusHistory"),
            ("UserNum", 0),
            ("DateTimeEntry", "2026-03-02 07:00:00"),
            ("Note", "Asked"),
            ("TrackingDefNum", 905),
            ("TrackingErrorDefNum", 906),
        ],
    )
    assert claimed.read("claimtrackings", ClaimNum=1) == [made.json]
    claim = claimed.read("claims/1")
    assert (claim["CustomTracking"], claim["customTracking"]) == (905, "Review")


def test_a_changed_entry_is_as_of_now_and_the_newest_comes_first(claimed):
    claimed.post("claimtrackings", {"ClaimNum": 1})
    claimed.post("claimtrackings", {"ClaimNum": 1, "TrackingDefNum": 905})
    claimed.set_clock("2026-03-03 08:00:00")

    changed = claimed.put("claimtrackings/1", {"Note": "Later"}).json

    assert changed["DateTimeEntry"] == "2026-03-03 08:00:00"
    assert [one["ClaimTrackingNum"] for one in claimed.read("claimtrackings")] == [1, 2]
    assert claimed.read("claims/1")["CustomTracking"] == 0


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({}, (400, "ClaimNum is required.")),
        ({"ClaimNum": 9}, (404, "Claim not found.")),
        ({"ClaimNum": 1, "TrackingDefNum": 906}, (400, "TrackingDefNum is invalid.")),
        ({"ClaimNum": 1, "TrackingErrorDefNum": 905}, (400, "TrackingErrorDefNum is invalid.")),
    ],
    ids=str,
)
def test_an_entry_that_cannot_be_is_refused(claimed, body, refusal):
    assert claimed.refusal("POST", "claimtrackings", body) == refusal


STRICT = """
preferences: [{PrefName: ClaimTrackingStatusExcludesNone, ValueString: "1"}]
definitions: [{DefNum: 905, Category: ClaimCustomTracking, ItemName: Review}]
carriers: [{CarrierNum: 1, CarrierName: Evergreen}]
insplans: [{PlanNum: 11, CarrierNum: 1}]
inssubs: [{InsSubNum: 21, PlanNum: 11, Subscriber: 1}]
claims: [{ClaimNum: 1, PatNum: 1, PlanNum: 11, InsSubNum: 21}]
"""


def test_an_office_that_wants_a_status_takes_no_entry_without_one(practice_office):
    office = practice_office(STRICT)

    for body in ({"ClaimNum": 1}, {"ClaimNum": 1, "TrackingDefNum": 0}):
        assert office.refusal("POST", "claimtrackings", body) == (400, "TrackingDefNum is required.")
    office.post("claimtrackings", {"ClaimNum": 1, "TrackingDefNum": 905})
    assert office.refusal("PUT", "claimtrackings/1", {"TrackingDefNum": 0}) == (400, "TrackingDefNum is invalid.")
    assert office.put("claimtrackings/1", {"Note": "x"}).json["TrackingDefNum"] == 905


def test_messages_are_listed_for_a_patient_by_time(practice_office):
    office = practice_office(MESSAGES)

    def listed(**query):
        return [row["EtransNum"] for row in office.read("etranss", PatNum=1, **query)]

    assert (listed(), listed(CarrierNum=1), listed(ClaimNum=1)) == ([2, 1], [1], [1])
    assert office.refusal("GET", "etranss") == (400, "PatNum is required.")
    assert office.read("etransmessagetexts/5") == {"EtransMessageTextNum": 5, "MessageText": "ISA*00*"}
    assert office.refusal("GET", "etransmessagetexts/6") == (404, "EtransMessageText not found.")


MESSAGES = """
carriers: [{CarrierNum: 1, CarrierName: Evergreen}]
insplans: [{PlanNum: 11, CarrierNum: 1}]
inssubs: [{InsSubNum: 21, PlanNum: 11, Subscriber: 1}]
claims: [{ClaimNum: 1, PatNum: 1, PlanNum: 11, InsSubNum: 21}]
etransmessagetexts: [{EtransMessageTextNum: 5, MessageText: "ISA*00*"}]
etranss:
  - {EtransNum: 1, PatNum: 1, ClaimNum: 1, CarrierNum: 1, DateTimeTrans: 2026-03-02 10:00, EtransMessageTextNum: 5}
  - {EtransNum: 2, PatNum: 1, DateTimeTrans: 2026-03-01 10:00, Etype: ERA_835}
"""


def test_a_remittance_that_a_clearinghouse_sends_is_kept_with_its_text(office):
    body = {"DateTimeTrans": "2021-05-26 08:16:46", "HqClearinghouseNum": 3, "MessageText": "ISA*00*"}

    answer = office.post("etrans", body)

    assert (answer.status_code, answer.data, "Location" in answer.headers) == (201, b"", False)
    assert office.read("etransmessagetexts/1")["MessageText"] == "ISA*00*"
    assert office.refusal("POST", "etrans", {}) == (400, "MessageText is required.")


def test_a_paper_is_put_nowhere_and_a_file_needs_a_name(claimed):
    there = {"SftpAddress": "site/user/", "SftpUsername": "user", "SftpPassword": "none"}
    claimed.put("claimprocs/1", {"Status": "Received", "InsPayAmt": 1})
    claimed.put("claims/1", {"ClaimStatus": "R"})
    claimed.post("claimpayments", {"claimNum": 1, "CheckAmt": 1})

    assert claimed.refusal("POST", "eobattaches/UploadSftp", {"ClaimPaymentNum": 1} | there) == (
        400,
        "SftpAddress is invalid.",
    )
    made = claimed.post("eobattaches/UploadSftp", {"ClaimPaymentNum": 1} | there | {"SftpAddress": "site/eob.pdf"})
    assert made.json["FileName"].endswith("_1.pdf")
    answer = claimed.post("eobattaches/DownloadSftp", {"EobAttachNum": 1} | there)
    assert (answer.status_code, answer.data) == (201, b"")
    assert claimed.refusal("POST", "eobattaches/DownloadSftp", {"EobAttachNum": 2} | there) == (
        404,
        "EobAttach not found.",
    )
    assert claimed.refusal("GET", "eobattaches") == (400, "ClaimPaymentNum is required.")
