"""Telephone numbers as they are compared: by their digits."""

from __future__ import annotations


def digits(phone: str) -> str:
    """
    >>> digits("(503) 555-0123")
    '5035550123'
    """
    return "".join(mark for mark in phone if mark in "0123456789")


def searched_digits(phone: str) -> str:
    """What a search for a phone looks for: its digits; of more than three a leading 1 counts for nothing (source).

    >>> searched_digits("+1 (503) 555")
    '503555'
    """
    number = digits(phone)
    return number[1:] if len(number) > 3 and number.startswith("1") else number
