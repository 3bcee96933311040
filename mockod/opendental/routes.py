"""Every resource of Open Dental that is simulated, and the module that holds its endpoints."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import cast

from mockod.endpoint import Endpoint, Routes

RESOURCES = {
    "appointments": "appointments.endpoints",
    "appointmenttypes": "appointmenttypes",
    "clinics": "clinics",
    "definitions": "definitions",
    "operatories": "operatories",
    "patients": "patients.endpoints",
    "preferences": "preferences",
    "procedurecodes": "procedurecodes",
    "providers": "providers",
    "scheduleops": "schedules",
    "schedules": "schedules",
}
"""Resource -> module, imported when the resource is first asked for; its table is called ENDPOINTS."""


def _table(module: str, name: str = "ENDPOINTS") -> Callable[[], Iterable[Endpoint]]:
    return lambda: cast(Iterable[Endpoint], getattr(import_module(f"mockod.opendental.{module}"), name))


ROUTES = Routes({resource: _table(module) for resource, module in RESOURCES.items()})
"""What is answered below ``/api/v1``."""
FORM_ROUTES = Routes({"appointments": _table("appointments.endpoints", "CREATE_FORM")})
"""What is answered below ``/api`` besides: the create form."""

ELSEWHERE = frozenset(
    """
    accountmodules adjustments allergies allergydefs apptfielddefs apptfields asapcomms autonotecontrols
    autonotes benefits carriers chartmodules claimpayments claimprocs claims claimtrackings clockevents
    codegroups commlogs computers covcats covspans discountplans discountplansubs diseasedefs diseases
    documents ehrpatients employees employers eobattaches etransmessagetexts etranss familymodules fees
    feescheds histappointments insplans inssubs insverifies labcases laboratories labturnarounds
    medicationpats medications patfielddefs patfields patientnotes patientraces patplans payments
    payplancharges payplans paysplits perioexams periomeasures pharmacies popups procedurelogs procnotes
    proctps queries quickpastecats quickpastenotes recalls recalltypes refattaches referrals reports rxpats
    securitylogs securityperms sheetdefs sheetfields sheets signalods statements subscriptions
    substitutionlinks tasklists tasknotes tasks toothinitials treatplanattaches treatplans usergroupattaches
    usergroups userods
    """.split()
)
"""The vendor's other resources: an office has them, a simulated one does not yet."""
ELSEWHERE_METHODS = frozenset(
    {
        ("GET", "appointments", "asap"),
        ("GET", "appointments", "slotswebsched"),
        ("GET", "appointments", "websched"),
        ("POST", "appointments", "planned"),
        ("POST", "appointments", "scheduleplanned"),
        ("POST", "appointments", "websched"),
        ("PUT", "clinics", ""),
        ("POST", "definitions", ""),
        ("PUT", "definitions", ""),
        ("POST", "procedurecodes", ""),
        ("PUT", "procedurecodes", ""),
        ("POST", "providers", ""),
        ("PUT", "providers", ""),
    }
)
"""The vendor's other methods of resources that are simulated: verb, resource, words below it."""
