"""GET appointments/WebSched: all appointments, with the online service that made each."""

from __future__ import annotations

from dataclasses import replace

from mockod.rest.endpoint import Page
from mockod.rest.schema import Field, Schema
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.enums import EServiceAction, EServiceType
from mockod.vendors.opendental.engine.select import Rows, Select
from mockod.vendors.opendental.resources.appointments.filters import WebSchedFilters
from mockod.vendors.opendental.resources.appointments.read import ORDER, between
from mockod.vendors.opendental.resources.appointments.table import APPOINTMENT
from mockod.vendors.opendental.wire.fields import Choice, TitleFlag

NAMES = """
    AptNum PatNum AptStatus Pattern Confirmed confirmed Op Note ProvNum provAbbr ProvHyg AptDateTime NextAptNum
    UnschedStatus unschedStatus ProcDescript ClinicNum IsHygiene DateTStamp DateTimeArrived DateTimeSeated
    DateTimeDismissed AppointmentTypeNum
""".split()
SERVICE = f"""coalesce((
  SELECT e.EServiceType FROM eservicelog e
  WHERE e.FKey = appointment.AptNum AND e.EServiceAction = {EServiceAction.AppointmentScheduled:d}
  ORDER BY e.EServiceLogNum DESC LIMIT 1), 0)"""


def _schema() -> Schema:
    """The shorter object of this method, as old as the method itself, with the server's time at its end."""
    shorter = APPOINTMENT.answer.only(*NAMES).changed(is_hygiene=TitleFlag())
    server_time = APPOINTMENT.answer.only("serverDateTime")
    return Schema.of(
        "WebSchedAppointment",
        (
            *(replace(field, since="") for field in shorter.fields.values()),
            Field("e_service_log_type", "eServiceLogType", Choice(EServiceType), column=SERVICE),
            *(replace(field, since="") for field in server_time.fields.values()),
        ),
    )


WEB_SCHED = Select(APPOINTMENT, _schema())


def list_web_sched(tx: Transaction, filters: WebSchedFilters, page: Page) -> Rows:
    """Those that no service made are there too (source 10.7)."""
    return WEB_SCHED.page(tx, page, ORDER, between(filters))
