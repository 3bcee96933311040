"""Identifiers: opaque to clients, drawn from a row's number, so that the same requests give the same ones."""

from __future__ import annotations

from hashlib import sha256

from mockod.vendors.telehealth.domain.words import Profile

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
OLDER_LENGTH, NEWER_LENGTH, USER_LENGTH = 20, 32, 28
"""Characters after the prefix, in the documented shape and in that of 2025."""


def new_id(prefix: str, number: int | str, profile: Profile = Profile.MS) -> str:
    """
    >>> new_id("appt", 1), new_id("appt", 1, Profile.ISO)
    ('appt_DvzEiBAOauqm4EbcFEa1', 'appt_032fedfcdc7d00c81a2e2aa2b4801b5a')
    """
    drawn = sha256(f"{prefix} {number}".encode())
    if profile is Profile.ISO and prefix != "user":
        return f"{prefix}_{drawn.hexdigest()[:NEWER_LENGTH]}"
    length = USER_LENGTH if profile is Profile.ISO else OLDER_LENGTH
    return f"{prefix}_{''.join(LETTERS[byte % len(LETTERS)] for byte in drawn.digest()[:length])}"


def meeting_id(number: int) -> str:
    """The eleven digits of a video call; no two appointments have the same."""
    return str(80_000_000_000 + (number * 6_180_339_887) % 9_999_999_967)


def join_url(meeting: str) -> str:
    return f"https://us06web.zoom.us/j/{meeting}"
