"""Notes on procedures: how one is tidied, put under the one before it, and signed."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

MOST_BLANK_LINES = 49
"""In a row; more of them are removed (documented)."""
APART = "\r\n\r\n"
"""What stands between a note and the one put under it (documented)."""


def tidied(note: str) -> str:
    """A note without its long runs of blank lines; its line breaks stay as they were sent.

    >>> tidied("Checked." + 50 * "\\n" + "\\nFollow up"), tidied("Checked.\\n\\nFollow up")
    ('Checked.\\nFollow up', 'Checked.\\n\\nFollow up')
    """
    kept = []
    for is_blank, lines in groupby(note.split("\n"), lambda line: not line.strip()):
        run = list(lines)
        if not is_blank or len(run) <= MOST_BLANK_LINES:
            kept += run
    return "\n".join(kept)


def appended(before: str, note: str) -> str:
    """A note under the one before it; alone, where there was none.

    >>> appended("Checked.", "Follow up"), appended("", "Follow up")
    ('Checked.\\r\\n\\r\\nFollow up', 'Follow up')
    """
    return f"{before}{APART}{note}" if before else note


def signature(developer: str, at: datetime) -> str:
    """What signs a note (documented).

    >>> signature("Example", datetime(2024, 9, 10, 15, 5, 9))
    'Digitally Signed by Example Date Signed: 09/10/2024 15:05:09 PM'
    """
    half = "AM" if at.hour < 12 else "PM"
    return f"Digitally Signed by {developer} Date Signed: {at:%m/%d/%Y %H:%M:%S} {half}"
