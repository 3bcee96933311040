"""ApiDocument: the OpenAPI document that a vendor offers of its API, for ``/_mockod/{vendor}/openapi.json``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class ApiDocument:
    """A vendor's API in the words of OpenAPI, and the key with which a page of it tries the API."""

    make: Callable[[Any, str], dict[str, Any]]
    """The document for an office's settings, or, where it is not empty, for the version named."""
    version: str
    """How a version is written, as a regular expression that Python and JSON Schema read alike."""
    scheme: str = ""
    """The security scheme of the document that names the office, of type apiKey; empty where it is of another type, and
    whoever tries the API fills in the page's own form."""
    key: str = ""
    """Its value, with ``{office}`` where the customer key stands."""
    office: str = ""
    """A customer key to try it with."""
