"""What the process does with memory that it no longer needs."""

from __future__ import annotations

import sys
from contextlib import suppress

LARGE_BYTES = 4_000_000
"""From here on a block is the system's again once it is freed; an office of a usual size is smaller, and made often."""
_M_MMAP_THRESHOLD = -3
"""glibc's number for the option (mallopt(3))."""


def give_back_large_blocks() -> None:
    """Give large blocks back to the system as soon as they are freed.

    Left to itself glibc keeps blocks of up to 32 MB, in each of the arenas that its threads share: a few bodies of
    16 MB leave a process hundreds of megabytes larger. Other libraries have no such option, and no such habit.
    """
    if sys.platform == "linux":
        import ctypes  # only here: it is slow to import

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, LARGE_BYTES)
