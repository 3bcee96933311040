"""A vendor's API as an OpenAPI document, and a page to browse and try it, made with Swagger UI.

Both are open to everybody, as ``is_open`` says: they tell nothing of an office but its version, and a browser that is
led to a page sends no token.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from mockod.control import answers
from mockod.control.endpoints import ControlEndpoint, query
from mockod.control.scope import Page, Scope, offered
from mockod.rest.schema import Field, FieldType, Leniency, Schema, Unfit
from mockod.vendors.api_document import ApiDocument
from mockod.vendors.vendor import ControlFeatures

STATIC = Path(__file__).with_name("static")
NO_HTML = {"<!--": r"\x3c!--", "<script": r"\x3cscript", "</script": r"\x3c/script"}
"""What would end a script, or never end it, inside a page -> the same in a text or pattern of JavaScript."""


class VersionText(FieldType):
    """A version of the vendor's program, as the vendor says that one is written."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def read(self, value: Any, leniency: Leniency) -> str:
        if not isinstance(value, str) or not re.fullmatch(self.pattern, value):
            raise Unfit("no version is written like this")
        return value

    def json_schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{self.pattern}$"}


def read_document(scope: Scope, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The API as an OpenAPI document: that of the office's version, unless another is named.

    The office may be one that is not made yet: the page is shown before the first request, which makes it.
    """
    settings = scope.offices.settings(scope.key_to_come)
    return offered(scope.features.document).make(settings, asked.get("version", ""))


def read_page(scope: Scope, asked: Mapping[str, Any]) -> Page:
    """A page to browse the document and to try the API, with a key filled in. It loads nothing from elsewhere."""
    return Page(_page(scope.vendor.title, offered(scope.features.document)))


@cache
def _page(title: str, document: ApiDocument) -> bytes:
    """The page with its style and script in it, so that it is one answer."""
    told = {"scheme": document.scheme, "key": document.key, "office": document.office}
    parts = {
        "title": html.escape(f"{title} API, by mockod"),
        "style": _static("swagger-ui.css"),
        "script": _without_html(_static("swagger-ui-bundle.js")),
        "page": _without_html(json.dumps(told)),
    }
    return re.sub(r"{{(\w+)}}", lambda place: parts[place[1]], _static("page.html")).encode()


def _static(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _without_html(script: str) -> str:
    for text, spelled in NO_HTML.items():
        script = script.replace(text, spelled)
    return script


def endpoints(word: str, features: ControlFeatures) -> tuple[ControlEndpoint, ...]:
    """Those of a vendor that has a document, below its own ``word``."""
    version = VersionText(offered(features.document).version)
    asked = Schema.of("ApiDocumentAsked", (Field("version", "version", version),))
    return (
        query("GET", f"{word}/openapi.json", read_document, asked, name="get_api_document", answers=answers.DOCUMENT),
        query("GET", f"{word}/docs", read_page, asked, name="get_api_page", answers=answers.PAGE),
    )
