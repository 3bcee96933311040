"""Every endpoint of Open Dental that is simulated, in one table."""

from __future__ import annotations

from mockod.endpoint import Routes
from mockod.opendental import (
    appointmenttypes,
    clinics,
    definitions,
    operatories,
    preferences,
    procedurecodes,
    providers,
    schedules,
)
from mockod.opendental.appointments.endpoints import CREATE_FORM
from mockod.opendental.appointments.endpoints import ENDPOINTS as APPOINTMENTS
from mockod.opendental.patients.endpoints import ENDPOINTS as PATIENTS

ROUTES = Routes(
    (
        *APPOINTMENTS,
        *PATIENTS,
        *providers.ENDPOINTS,
        *operatories.ENDPOINTS,
        *schedules.ENDPOINTS,
        *definitions.ENDPOINTS,
        *appointmenttypes.ENDPOINTS,
        *procedurecodes.ENDPOINTS,
        *clinics.ENDPOINTS,
        *preferences.ENDPOINTS,
    )
)
"""What is answered below ``/api/v1``."""
FORM_ROUTES = Routes(CREATE_FORM)
"""What is answered below ``/api`` besides: the create form."""
