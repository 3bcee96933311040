"""Stubs: answers that somebody ordered, whole or as changes of the real one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from mockod.rest.json_codec import read_written, write_json
from mockod.rest.messages import Basis, Response
from mockod.simulation.faults import ActiveFault, Fault
from mockod.simulation.stub_fields import BODILESS

HTML = "text/html; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
CONTENT_TYPE = "Content-Type"
LOCATION = "Location"
REFUSED = 400
"""From this status on an answer is a refusal, which has no fields that could be merged."""


def stubbed(active: ActiveFault, real: Response | None) -> Response:
    """The answer that a fault orders; ``real`` is that to the request, where it was carried out."""
    response = Response(200) if real is None else real
    fault = active.fault
    if (fault.merge is not None or fault.remove is not None) and response.status < REFUSED:
        _change(response, fault.merge or {}, frozenset(fault.remove or ()))
    written = _written(fault)
    if written is not None:
        response.body, response.payload = "", written
    elif fault.status in BODILESS:
        response.body = response.payload = None
    response.status = fault.status or response.status
    response.headers = {**response.headers, **_type_of(fault), **(fault.headers or {})}
    if LOCATION in response.headers:
        response.location = ""
    response.basis = Basis.STUB
    response.transport = replace(response.transport, delay=response.transport.delay + active.seconds(0.0))
    return response


def _written(fault: Fault) -> bytes | None:
    """The whole body that is ordered, as it goes out; None where none is."""
    if fault.json is not None:
        return write_json(fault.json)
    if fault.body is None:
        return None
    return fault.body.encode() if isinstance(fault.body, str) else write_json(fault.body)


def _type_of(fault: Fault) -> Mapping[str, str]:
    """The Content-Type of a text, which is HTML where it begins so. JSON has the one of all other answers."""
    if not isinstance(fault.body, str):
        return {}
    return {CONTENT_TYPE: HTML if fault.body.lstrip().startswith("<") else TEXT}


def _change(response: Response, changes: Mapping[str, Any], removed: Iterable[str]) -> None:
    """Change an answer, or each row of a list; one without fields stays as it is."""
    if response.body is None:
        return
    try:
        real = response.body if response.payload is None else read_written(response.payload)
    except ValueError:
        return  # no JSON: a file, perhaps
    rows = real if isinstance(real, list) else [real]
    changed = [_changed(row, changes, removed) for row in rows]
    response.body, response.payload = "", write_json(changed if isinstance(real, list) else changed[0])


def _changed(row: Any, changes: Mapping[str, Any], removed: Iterable[str]) -> Any:
    if not isinstance(row, dict):
        return row
    return {name: value for name, value in merged(row, changes).items() if name not in removed}


def merged(value: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Objects name by name, and all else replaced. None is null: unlike in RFC 7396 it removes nothing.

    >>> merged({"Address": {"City": "Bend", "Zip": "97701"}}, {"Address": {"Zip": None}, "Score": 7})
    {'Address': {'City': 'Bend', 'Zip': None}, 'Score': 7}
    """
    both = {
        name: merged(value[name], change)
        for name, change in changes.items()
        if isinstance(change, dict) and isinstance(value.get(name), dict)
    }
    return {**value, **changes, **both}
