"""Every resource of Open Dental that is simulated, and the module that holds its endpoints."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import cast

from mockod.rest.endpoint import Endpoint
from mockod.rest.router import Routes

RESOURCES = {
    "appointments": "appointments.endpoints",
    "appointmenttypes": "appointmenttypes",
    "apptfielddefs": "apptfielddefs",
    "apptfields": "apptfields",
    "asapcomms": "asapcomms",
    "chartmodules": "chartmodules.endpoints",
    "clinics": "clinics",
    "commlogs": "commlogs",
    "definitions": "definitions",
    "histappointments": "histappointments",
    "operatories": "operatories",
    "patients": "patients.endpoints",
    "patplans": "patplans",
    "preferences": "preferences",
    "procedurecodes": "procedurecodes",
    "procedurelogs": "procedurelogs.endpoints",
    "providers": "providers",
    "recalls": "recalls.endpoints",
    "recalltypes": "recalls.endpoints",
    "scheduleops": "schedules",
    "schedules": "schedules",
    "subscriptions": "subscriptions.endpoints",
}
"""Resource -> module, imported when the resource is first asked for; its table is called ENDPOINTS."""


def _table(module: str, name: str = "ENDPOINTS") -> Callable[[], Iterable[Endpoint]]:
    return lambda: cast(
        Iterable[Endpoint], getattr(import_module(f"mockod.vendors.opendental.resources.{module}"), name)
    )


ROUTES = Routes({resource: _table(module) for resource, module in RESOURCES.items()})
"""What is answered below ``/api/v1``."""
FORM_ROUTES = Routes({"appointments": _table("appointments.endpoints", "CREATE_FORM")})
"""What is answered below ``/api`` besides: the create form."""

ELSEWHERE = frozenset(
    """
    accountmodules adjustments allergies allergydefs autonotecontrols
    autonotes benefits carriers claimpayments claimprocs claims claimtrackings clockevents
    codegroups computers covcats covspans discountplans discountplansubs diseasedefs diseases
    documents ehrpatients employees employers eobattaches etransmessagetexts etranss familymodules fees
    feescheds insplans inssubs insverifies labcases laboratories labturnarounds
    medicationpats medications patfielddefs patfields patientnotes patientraces payments
    payplancharges payplans paysplits perioexams periomeasures pharmacies popups procnotes
    proctps queries quickpastecats quickpastenotes refattaches referrals reports rxpats
    securitylogs securityperms sheetdefs sheetfields sheets signalods statements
    substitutionlinks tasklists tasknotes tasks toothinitials treatplanattaches treatplans usergroupattaches
    usergroups userods
    """.split()
)
"""The vendor's other resources: an office has them, a simulated one does not yet."""
ELSEWHERE_METHODS = frozenset(
    {
        ("PUT", "clinics", ""),
        ("POST", "definitions", ""),
        ("PUT", "definitions", ""),
        ("POST", "procedurecodes", ""),
        ("PUT", "procedurecodes", ""),
        ("GET", "procedurelogs", "groupnotes"),
        ("GET", "procedurelogs", "insurancehistory"),
        ("POST", "procedurelogs", "groupnote"),
        ("POST", "procedurelogs", "insurancehistory"),
        ("PUT", "procedurelogs", "groupnote"),
        ("DELETE", "procedurelogs", "groupnote"),
        ("POST", "providers", ""),
        ("PUT", "providers", ""),
    }
)
"""The vendor's other methods of resources that are simulated: verb, resource, words below it."""
