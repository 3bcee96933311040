"""Error texts: which ones are known."""

from __future__ import annotations

import re

from mockod.vendors.opendental.pipeline.fault_effects import ECONNECTOR_DOWN, NOT_ASSIGNED, OUT_OF_TIME

KNOWN = tuple(
    (status, re.compile(pattern, re.DOTALL))
    for status, pattern in (
        (400, r".+ is required\."),
        (400, r".+ is invalid\..*"),
        (400, r".+ format must be (yyyy-MM-dd HH:mm:ss|yyyy-MM-dd|HH:mm:ss)\."),
        (400, r"'.*' is not a valid parameter\."),
        (400, r".* is not a valid method\."),
        (404, r".+ is not a valid resource\."),
        (404, r".+ not found\."),
        (404, r"Resource is required\."),
        (400, r"This method requires Open Dental version .+ or higher\."),
        (410, r"This method has been deprecated since Open Dental version .+\."),
        (400, r"Only one field is allowed.*\."),
        (400, r".+ already exists\.?"),
        (400, r"Not allowed to double book: .+"),
        (400, r"The requested time slot is no longer available\."),
        (400, r"Appointment .+\."),
        (400, r"Content-(Type|Encoding) .+\."),
        (400, r"Request body .+\."),
        (400, r"Too many parameters\."),
        (400, r"The answer is too large\."),
    )
)
"""Status and text of the refusals that depend on the request or on the office's data."""
OUTAGES = tuple(
    (status, re.compile(pattern))
    for status, pattern in (
        (401, r"Authorization header is missing or invalid\."),
        (401, r"Invalid credentials\."),
        (401, r"Developer does not have permission .+ for this method\."),
        (400, re.escape(NOT_ASSIGNED)),
        (400, re.escape(ECONNECTOR_DOWN)),
        (429, r"Too many requests"),
        (504, re.escape(OUT_OF_TIME)),
    )
)
"""Refusals that any request may meet, whatever it asks for."""


def is_known(status: int, text: str) -> bool:
    """Whether it is a refusal that mockod knows, with its status."""
    return any(status == known and pattern.fullmatch(text) for known, pattern in (*KNOWN, *OUTAGES))


def is_outage(status: int, text: str) -> bool:
    """Whether the office was not there for any request, or this key is not let in."""
    return any(status == known and pattern.fullmatch(text) for known, pattern in OUTAGES)
