"""Customer keys: which texts can be one, and how a header carries them. The same for every door and every vendor."""

from __future__ import annotations

import re

UNFIT = r"/\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff\ufffd"
"""Slashes, control characters, blanks, and what stands for bytes that were no text. Spelled out, as the classes of
characters of Python and of JSON Schema (ECMA-262) differ.
"""
KEY = re.compile(rf"[^{UNFIT}]{{1,128}}")


def header_text(value: str) -> str:
    """A header's value as its client meant it: as UTF-8, which most clients send, where it is that; else as Latin-1.

    ``value`` is as HTTP servers give it, a byte a character.

    >>> header_text("caf\\xc3\\xa9"), header_text("caf\\xe9")
    ('café', 'café')
    """
    if value.isascii():
        return value
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value


def as_header(text: str) -> str:
    """A text as a header's value that carries it as UTF-8, a byte a character: what ``header_text`` reads."""
    return text.encode("utf-8", "replace").decode("latin-1")
