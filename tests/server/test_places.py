"""Places for slow calls: bounded for all, shared between offices, and none is held by whoever waits for a receiver."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest

from mockod.server.places import MOST_WAITING_OF_ONE, MOST_WORKING, MOST_WORKING_OF_ONE, SlowPlaces


async def are_given(places, office, count, **kind):
    """How many of so many places are given at once."""
    async with AsyncExitStack() as stack:
        given = [asyncio.ensure_future(stack.enter_async_context(places.one_of(office, **kind))) for _ in range(count)]
        await asyncio.sleep(0.01)
        number = sum(one.done() for one in given)
        for one in given:
            one.cancel()
        await asyncio.gather(*given, return_exceptions=True)
        return number


@pytest.mark.parametrize(
    ("kind", "share"), [({}, MOST_WORKING_OF_ONE), ({"awaits_receivers": True}, MOST_WAITING_OF_ONE)]
)
def test_an_office_has_its_share_and_no_more(kind, share):
    places = SlowPlaces()

    assert asyncio.run(are_given(places, "a", share, **kind)) == share
    assert asyncio.run(are_given(places, "a", share + 1, **kind)) == share


def test_an_office_that_holds_its_share_leaves_the_others_theirs():
    async def play():
        places = SlowPlaces()
        async with AsyncExitStack() as stack:
            for _ in range(MOST_WORKING_OF_ONE):
                await stack.enter_async_context(places.one_of("a"))
            return [await are_given(places, office, 3) for office in "abc"]

    assert asyncio.run(play()) == [0, 3, 3]


def test_all_offices_together_have_so_many_places():
    async def play(taken):
        places = SlowPlaces()
        async with AsyncExitStack() as stack:
            for number in range(taken):
                await stack.enter_async_context(places.one_of(str(number)))
            return await are_given(places, "another", 1), await are_given(places, "another", 1, awaits_receivers=True)

    assert asyncio.run(play(MOST_WORKING - 1)) == (1, 1)
    assert asyncio.run(play(MOST_WORKING)) == (0, 1)


def test_a_place_that_is_left_goes_to_the_next_who_waits():
    async def play():
        places, order = SlowPlaces(), []

        async def call(number):
            async with places.one_of("a"):
                order.append(number)
                await asyncio.sleep(0)

        await asyncio.gather(*(call(number) for number in range(20)))
        return order

    assert asyncio.run(play()) == list(range(20))
