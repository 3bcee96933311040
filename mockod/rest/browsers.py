"""What tells a browser's request from a program's."""

from __future__ import annotations

from collections.abc import Mapping

SIGNS = ("Origin", "Sec-Fetch-Site", "Sec-Fetch-Dest")
"""What browsers say of a request, and programs do not. (Sec-Fetch-Mode is said by programs on Node too.)"""
BROWSER = "Mozilla/"
"""In the User-Agent of every browser: over plain http, reading a page of its own it gives no other sign."""
NO_BROWSER = "PowerShell"
"""In the User-Agent of Invoke-RestMethod and Invoke-WebRequest, which begins as a browser's does."""


def is_browser(headers: Mapping[str, str]) -> bool:
    """Whether a request comes from a browser, by its headers."""
    return any(headers.get(sign) for sign in SIGNS) or is_browser_name(headers.get("User-Agent") or "")


def is_browser_name(user_agent: str) -> bool:
    """Whether a User-Agent is a browser's.

    >>> is_browser_name("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0")
    True
    >>> is_browser_name("Mozilla/5.0 (Windows NT 10.0; Microsoft Windows 10.0.19045; en-US) PowerShell/7.4.1")
    False
    """
    return BROWSER in user_agent and NO_BROWSER not in user_agent
