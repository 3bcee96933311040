"""How an office is reached and what it allows: mode, version, conduct, permissions."""

from __future__ import annotations

from dataclasses import dataclass, field

from mockod.simulation.delays import NO_DELAY, Delay
from mockod.vendors.opendental.access.conduct import Conduct
from mockod.vendors.opendental.access.versions import DEFAULT, Version, parse_version

BASE_PATH = "/api/v1"
FORM_PATH = "/api"
"""Before the path of the create form."""
READ_ALL = "ApiReadAll"
ALL_OTHERS = "ApiAllOthers"
COMM = "ApiComm"
DOCUMENTS = "ApiDocuments"
QUERIES = "ApiQueries"
APPOINTMENTS = "ApiAppointments"
INSURANCE = "ApiInsurance"
INSURANCE_SIMPLE = "ApiInsuranceSimple"
PATIENTS = "ApiPatients"
PAYMENTS = "ApiPayments"
PAY_PLANS = "ApiPayPlans"
PROCEDURE_LOGS = "ApiProcedureLogs"
SETUP = "ApiSetup"
TEXTING_ASAP = "ApiTextingASAP"
ENTERPRISE = "ApiEnterprise"

PERMISSIONS = (
    READ_ALL,
    ALL_OTHERS,
    COMM,
    DOCUMENTS,
    QUERIES,
    APPOINTMENTS,
    INSURANCE,
    INSURANCE_SIMPLE,
    PATIENTS,
    PAYMENTS,
    PAY_PLANS,
    PROCEDURE_LOGS,
    SETUP,
    TEXTING_ASAP,
    ENTERPRISE,
)
"""As the vendor names them."""


PREDECESSORS = {
    INSURANCE_SIMPLE: ("25.1", INSURANCE),
    SETUP: ("23.1", ALL_OTHERS),
}
"""A permission -> the version that brought it, and the one that held its methods before (documented)."""


@dataclass(frozen=True, slots=True)
class Mode:
    """One of the vendor's ways to reach an office."""

    name: str
    port: int
    page: int
    """Rows of a page: the default and the most."""
    enterprise_page: int
    """The same with the Enterprise permission."""
    throttled: bool = False


MODES = {
    mode.name: mode
    for mode in (
        Mode("local", 30222, 1000, 10_000),
        Mode("service", 30223, 1000, 10_000),
        Mode("remote", 30222, 100, 1000, throttled=True),
    )
}


@dataclass(frozen=True, slots=True)
class Settings:
    """One office's settings; replaced as a whole, never changed in place."""

    mode: Mode = MODES["local"]
    version: Version = field(default_factory=lambda: parse_version(DEFAULT))
    conduct: Conduct = field(default_factory=Conduct)
    permissions: frozenset[str] = frozenset(PERMISSIONS) - {ENTERPRISE}
    enabled: bool = True
    """Whether the office lets its key in."""
    queue_depth: int = 10
    """Requests that may wait where the mode throttles; more are turned away."""
    throttle_clock: str = "real"
    """``real`` time, or that of the ``office``."""
    delay: Delay = NO_DELAY
    """How long each answer is held."""
    webhooks: frozenset[str] = frozenset()
    """Hosts to which subscriptions may lead besides this machine; the operator's to say, and no client's."""

    @property
    def page(self) -> int:
        return self.mode.enterprise_page if ENTERPRISE in self.permissions else self.mode.page
