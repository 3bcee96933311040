"""Events: what an office told of its own accord, and what happens in the program's windows, made to happen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mockod.control.clock import shown
from mockod.control.fields import Number
from mockod.control.scope import Result, Scope
from mockod.rest.legacy import Endpoint
from mockod.rest.messages import Basis
from mockod.rest.schema import Wire


@dataclass(frozen=True, slots=True)
class Selection:
    pat_num: int


class SelectionBody(Wire):
    makes = Selection
    pat_num = Number(data_key="PatNum", required=True)


def list_events(scope: Scope) -> Result:
    """The office's last deliveries, the oldest first: to whom, of what, and what became of them."""
    told = [shown(one) for one in list(scope.office.webhook_status.recent)]
    lines = [
        f"{one['at']} {one['what']}: {one['event']}, {one['rows']} rows to {one['url']} ({_end(one)})" for one in told
    ]
    return Result(told, "\n".join(lines or ["Nothing was told."]))


def _end(one: dict[str, Any]) -> str:
    return str(one.get("status", one.get("problem")))


def select_patient(scope: Scope, asked: Selection) -> dict[str, Any]:
    """Somebody at the office selects a patient; the same one again is no event."""
    office = scope.office
    webhook_status = office.webhook_status
    fired = scope.vendor.select_patient(office, asked.pat_num)
    webhook_status.recent.extend(fired)
    return {"PatNum": asked.pat_num, "fired": [shown(one) for one in fired]}


ENDPOINTS = (
    Endpoint("GET", "events", list_events, basis=Basis.ASSUMED),
    Endpoint("POST", "events/patient-selected", select_patient, body=SelectionBody, basis=Basis.ASSUMED, slow=True),
)
