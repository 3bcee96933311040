"""The base path that a path begins with, and the tenant in it: ``/Cust12345/api/v1``. Slashes may be doubled."""

from __future__ import annotations

import re

_BASE = re.compile(r"/*(?:(?P<tenant>[^/]+)/+)?api(?:/+v1)?(?=/|$)", re.IGNORECASE)


def tenant_of(path: str) -> str | None:
    """The tenant that a path begins with; None where there is none.

    >>> tenant_of("/Cust12345/api/v1/Appointment"), tenant_of("//Cust12345//api//v1"), tenant_of("/api/v1/Appointment")
    ('Cust12345', 'Cust12345', None)
    """
    found = _BASE.match(path)
    return found["tenant"] if found else None


def base_of(path: str) -> str | None:
    """The base path that a path begins with; None where there is none.

    >>> base_of("/Cust12345/api/v1/Appointment/3"), base_of("/Appointment/3")
    ('/Cust12345/api/v1', None)
    """
    found = _BASE.match(path)
    return found[0] if found else None
