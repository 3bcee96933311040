"""Places for what is answered aside: so many at a time, and of these only a share for any one office."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

MOST_WORKING = 32
"""Slow calls that work at a time."""
MOST_WORKING_OF_ONE = 4
"""Those of one office."""
MOST_WAITING = 256
"""Calls at a time that may wait for receivers of webhooks, which takes a thread each and no work."""
MOST_WAITING_OF_ONE = 2


class _Share:
    """An office's share of the places, and how many hold a place or wait for one."""

    __slots__ = ("room", "users")

    def __init__(self, most: int) -> None:
        self.room = asyncio.Semaphore(most)
        self.users = 0


class Places:
    """So many places, given in the order in which they are asked for."""

    def __init__(self, most: int, most_of_one: int) -> None:
        self._room = asyncio.Semaphore(most)
        self._most_of_one = most_of_one
        self._shares: dict[str, _Share] = {}

    @asynccontextmanager
    async def one_of(self, office: str) -> AsyncIterator[None]:
        """A place for an office, by its customer key; nothing for a call that is about all."""
        share = self._shares.setdefault(office, _Share(self._most_of_one))
        share.users += 1
        try:
            async with share.room, self._room:
                yield
        finally:
            share.users -= 1
            if not share.users:
                del self._shares[office]


class SlowPlaces:
    """The places of one server. Whoever may wait for a receiver holds none of those that are there for work."""

    def __init__(self) -> None:
        self._working = Places(MOST_WORKING, MOST_WORKING_OF_ONE)
        self._waiting = Places(MOST_WAITING, MOST_WAITING_OF_ONE)

    def one_of(self, office: str, *, awaits_receivers: bool = False) -> AbstractAsyncContextManager[None]:
        """A place for a call of an office."""
        return (self._waiting if awaits_receivers else self._working).one_of(office)
