"""Ten tests of a voice agent. Each has a dental office of its own, where it is Monday 2026-03-02, 07:00."""

from datetime import date

import pytest
from mockod import a_patient, no_slots

from voice_agent import Agent, Caller, ChangeReceiver, OfficeUnavailable, OpenDental

ALLEN, ALMA, TUESDAY = 11, 12, date(2026, 3, 3)
GATEWAY_DOWN = {"status": 503, "headers": {"Retry-After": "30"}, "body": "<h1>Back in half a minute</h1>"}


@pytest.fixture
def agent(mockod):
    office = OpenDental(mockod.url, mockod.headers, sleep=lambda seconds: mockod.clock.advance(seconds=seconds))
    return Agent(office, now=lambda: mockod.clock.now)


class TestVoiceAgent:
    def test_registers_a_new_caller_once(self, agent):
        ana = Caller("Ana", "Rivera", born=date(1984, 2, 29), phone="(503)555-0199")
        assert agent.patient(ana) == agent.patient(ana)

    def test_offers_no_time_that_is_over(self, agent, mockod):
        mockod.clock.freeze("2026-03-03 16:00")
        assert [offer.start.hour for offer in agent.offers(TUESDAY)] == [16]

    def test_offers_nothing_where_nobody_works_tomorrow(self, agent, mockod):
        mockod.seed(no_slots("tomorrow"))
        assert agent.offers(TUESDAY) == []

    @pytest.mark.mockod(preferences={"ApptsAllowOverlap": 0})
    def test_books_the_next_time_where_another_caller_was_quicker(self, agent):
        first, second, *_ = agent.offers(TUESDAY)
        agent.book(ALMA, first)
        assert agent.book_first_free(ALLEN, [first, second]).start == second.start

    def test_cancels_and_moves_one_of_three_appointments_each(self, agent, mockod):
        eva = a_patient("Eva Stern").booked("tomorrow 8:00").booked("next monday 9:00").booked("in 3 weeks 10:00")
        first, second, third = agent.upcoming(number := mockod.seed(eva).named["Eva Stern"])
        agent.cancel(first.number)
        assert [agent.move(second.number, agent.offers(TUESDAY)[0]), third] == agent.upcoming(number)

    @pytest.mark.parametrize(("fault", "details"), [("throttled", {}), ("answer_lost", {}), ("respond", GATEWAY_DOWN)])
    def test_books_once_whatever_happens_on_the_way(self, agent, mockod, fault, details):
        mockod.faults.add(fault, **details, method="POST", path="appointments", times=1)
        agent.book(ALLEN, agent.offers(TUESDAY)[0])
        mockod.verify("POST appointments", status=201, times=1, body={"PatNum": ALLEN})

    def test_tells_of_an_outage(self, agent, mockod):
        mockod.faults.add("econnector_down")
        with pytest.raises(OfficeUnavailable, match="eConnector is not running"):
            agent.offers(TUESDAY)

    def test_hears_by_webhook_what_was_booked(self, agent, mockod):
        with ChangeReceiver(agent.office) as changes:
            booked = agent.book(ALLEN, agent.offers(TUESDAY)[0])
            mockod.clock.advance(minutes=1)
        assert [row["AptNum"] for row in changes.heard] == [booked.number]
