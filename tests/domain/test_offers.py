"""Openings offered to those who would come sooner, decided without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from mockod.rest.errors import ApiError
from mockod.vendors.opendental.domain.enums import AsapKeyType, AsapResponse, SmsSendStatus, TxtMsgOk
from mockod.vendors.opendental.domain.intervals import Interval
from mockod.vendors.opendental.resources.asapcomms import (
    DueRecall,
    NewOffer,
    OfferFacts,
    OfferFilters,
    entered,
    occasion_of,
    opening,
    prospects,
    recall_occasion,
)

TODAY = date(2026, 3, 9)
NINE = datetime(2026, 3, 10, 9)
RECALL = DueRecall(recall_num=4, pat_num=11, date_due=datetime(2026, 6, 1), own_pattern="", type_pattern="")
OFFER = NewOffer(op=1, date_time_start=NINE)
FACTS = OfferFacts(appointment=None, recall=None, increment=10, offers_recalls=True, busy=())


@pytest.mark.parametrize(
    ("filters", "span"),
    [
        (OfferFilters(), ("2026-03-02 00:00:00", "2026-03-09 00:00:00")),
        (OfferFilters(day=TODAY), ("2026-03-09 00:00:00", "2026-03-09 24:00:00")),
        (OfferFilters(date_start=date(2026, 3, 1)), ("2026-03-01 00:00:00", "2026-03-09 00:00:00")),
        (OfferFilters(date_end=date(2026, 3, 5)), ("2026-03-02 00:00:00", "2026-03-05 00:00:00")),
        (
            OfferFilters(day=TODAY, date_start=TODAY, date_end=date(2026, 1, 1)),
            ("2026-03-09 00:00:00", "2026-03-09 24:00:00"),
        ),
    ],
)
def test_a_list_tells_the_seven_days_before_today_unless_days_are_given(filters, span):
    assert entered(filters, TODAY) == span


def test_a_list_that_ends_before_it_begins_is_refused():
    with pytest.raises(ApiError, match="dateStart is invalid"):
        entered(OfferFilters(date_start=TODAY, date_end=date(2026, 3, 8)), TODAY)


@pytest.mark.parametrize(
    ("recall", "increment", "length"),
    [
        (RECALL, 10, 30),
        (RECALL, 15, 45),
        (replace(RECALL, type_pattern="/XX/"), 10, 40),
        (replace(RECALL, type_pattern="/XX/", own_pattern="/X/"), 10, 30),
    ],
)
def test_a_recall_takes_the_time_of_its_own_pattern_then_of_its_types_then_a_usual_one(recall, increment, length):
    occasion = recall_occasion(recall, increment)

    assert (occasion.key_type, occasion.number, occasion.minutes) == (AsapKeyType.Recall, 4, length)


@pytest.mark.parametrize(
    ("offers_recalls", "text"), [(True, "aptNum or recallNum is required"), (False, "aptNum is required")]
)
def test_an_offer_must_be_for_something(offers_recalls, text):
    with pytest.raises(ApiError, match=text):
        occasion_of(OFFER, replace(FACTS, offers_recalls=offers_recalls))


def test_an_offer_is_for_one_thing_only():
    with pytest.raises(ApiError, match="aptNum or recallNum"):
        occasion_of(replace(OFFER, apt_num=1, recall_num=4), replace(FACTS, recall=RECALL))


def test_an_opening_may_touch_what_is_busy_and_never_overlaps_it():
    assert opening(NINE, 60, [Interval(480, 540), Interval(600, 660)]) == Interval(540, 600)
    with pytest.raises(ApiError, match="overlaps"):
        opening(NINE, 60, [Interval(599, 660)])


def test_an_opening_ends_with_its_day():
    late = datetime(2026, 3, 10, 23)

    assert opening(late, 60, ()) == Interval(1380, 1440)
    with pytest.raises(ApiError, match="dateTimeStart is invalid"):
        opening(late, 61, ())


@pytest.mark.parametrize(
    ("phone", "consent", "waits"),
    [
        ("(503)555-0101", TxtMsgOk.Yes, True),
        ("(503)555-0101", TxtMsgOk.Unknown, True),
        ("(503)555-0101", TxtMsgOk.No, False),
        ("  ", TxtMsgOk.Yes, False),
    ],
)
def test_a_message_waits_to_be_sent_unless_the_patient_cannot_have_it(phone, consent, waits):
    sent = (SmsSendStatus.SendNotAttempted, AsapResponse.AwaitingTransmit)
    never = (SmsSendStatus.DoNotSend, AsapResponse.UnableToSend)

    assert prospects(phone, consent) == (sent if waits else never)
