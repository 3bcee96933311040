"""Telephone numbers as they are compared: by their digits."""

from __future__ import annotations

import re

_TEN_DIGITS = re.compile(r"\D?(\d{3})\D{0,2}(\d{3})\D?(\d{4})", re.ASCII)


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


def formatted(phone: str) -> str:
    """A number of ten digits as the vendor writes it, whatever stands between them; any other as it is (documented).

    >>> formatted("503-555-0100"), formatted("(503) 555-0100"), formatted("5035550100"), formatted("555-0100 ext. 4")
    ('(503)555-0100', '(503)555-0100', '(503)555-0100', '555-0100 ext. 4')
    """
    match = _TEN_DIGITS.fullmatch(phone.strip())
    return f"({match[1]}){match[2]}-{match[3]}" if match else phone
