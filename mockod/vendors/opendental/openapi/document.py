"""The whole document: every method that an office of one version has."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from mockod._version import __version__
from mockod.rest.messages import Basis
from mockod.vendors.opendental.access.authorization import SCHEME
from mockod.vendors.opendental.access.settings import BASE_PATH
from mockod.vendors.opendental.access.versions import Version
from mockod.vendors.opendental.openapi.components import Components, JsonSchema
from mockod.vendors.opendental.openapi.operations import Operations
from mockod.vendors.opendental.openapi.refusals import SHARED, TEXT_SCHEMA
from mockod.vendors.opendental.pipeline.checks import SPELLINGS
from mockod.vendors.opendental.resources import RESOURCES, load

MOST_KEPT = 2
"""Documents of different versions that are kept: one takes some megabytes."""
ABOUT = """\
The Open Dental REST API as mockod answers it, described by mockod and not by its vendor. Every refusal is a bare JSON
string. Every answer says what it rests on in the header X-Mockod-Basis; so does x-mockod-basis here, and x-mockod-since
names the version of Open Dental that brought a method or a field. Dates and times are the office's own."""
KEYS: JsonSchema = {
    "type": "apiKey",
    "in": "header",
    "name": "Authorization",
    "description": "The word ODFHIR, a blank, the developer key, a slash and the customer key: "
    "`ODFHIR {developer}/{customer}`. The customer key names the office.",
}
SPELLING_HELP = "How the answer has {}, by .NET's custom format, as {}."
PARAMETERS: JsonSchema = {
    "Limit": {
        "name": "Limit",
        "in": "query",
        "description": "Rows at most; the size of a page where it is not given, and where it is larger.",
        "schema": {"type": "integer", "minimum": 1},
    },
    "Offset": {
        "name": "Offset",
        "in": "query",
        "description": "Rows to pass over before the first.",
        "schema": {"type": "integer", "minimum": 0},
    },
    "DateFormatString": {
        "name": "DateFormatString",
        "in": "query",
        "description": SPELLING_HELP.format("dates", "MM/dd/yyyy"),
        "schema": {"type": "string"},
    },
    "DateTimeFormatString": {
        "name": "DateTimeFormatString",
        "in": "query",
        "description": SPELLING_HELP.format("dates with times", "yyyy-MM-ddTHH:mm:ss"),
        "schema": {"type": "string"},
    },
}
BASIS: JsonSchema = {
    "description": "What the answer rests on.",
    "schema": {"type": "string", "enum": [basis.value for basis in Basis]},
}


@lru_cache(MOST_KEPT)
def document(version: Version) -> dict[str, Any]:
    """An OpenAPI 3.1 document of the API of this version. It is kept: nobody may change it."""
    components = Components()
    operations = Operations(version, components)
    paths: dict[str, JsonSchema] = {}
    for resource in map(load, RESOURCES):
        for endpoint in resource.endpoints:
            if version.knows(endpoint.since):
                path = paths.setdefault(f"/{endpoint.path}", {})
                path[endpoint.method.lower()] = operations.of(resource, endpoint)
    lacking = [name for name, since in SPELLINGS.items() if not version.knows(since)]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Open Dental API, simulated by mockod",
            "version": str(version),
            "summary": f"mockod {__version__}",
            "description": ABOUT,
        },
        "servers": [{"url": BASE_PATH}],
        "security": [{SCHEME: []}],
        "tags": [{"name": name} for name in RESOURCES if any(path.split("/")[1] == name for path in paths)],
        "paths": paths,
        "components": {
            "schemas": {**TEXT_SCHEMA, **dict(sorted(components.schemas.items()))},
            "parameters": {name: told for name, told in PARAMETERS.items() if name not in lacking},
            "responses": SHARED,
            "headers": {"Basis": BASIS},
            "securitySchemes": {SCHEME: KEYS},
        },
    }
