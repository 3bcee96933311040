"""Locks by customer key: what takes time for one office holds no other."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

KEY_LOCKS = 64
"""Locks that the keys share: few enough to keep, and enough that two keys seldom meet at one."""


class KeyLocks:
    """``with locks.of(key)``, or ``with locks.all()``. Whoever has one asks for no other."""

    def __init__(self) -> None:
        self._locks = [threading.Lock() for _ in range(KEY_LOCKS)]

    def of(self, key: str) -> threading.Lock:
        """The key's."""
        return self._locks[hash(key) % KEY_LOCKS]

    @contextmanager
    def all(self) -> Iterator[None]:
        """Hold those of all keys."""
        with ExitStack() as held:
            for lock in self._locks:
                held.enter_context(lock)
            yield
