"""PUT appointments: changing what stands in the book, and what follows from it."""

from __future__ import annotations

from mockod.rest.messages import Basis
from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain import status
from mockod.vendors.opendental.domain.appointment import Appointment, came_back, touches_the_book
from mockod.vendors.opendental.engine.select import Row
from mockod.vendors.opendental.resources.appointments import queries
from mockod.vendors.opendental.resources.appointments.bodies import AppointmentChange
from mockod.vendors.opendental.resources.appointments.decisions import changed, check_status, plan_update
from mockod.vendors.opendental.resources.appointments.facts import update_facts
from mockod.vendors.opendental.resources.appointments.save import save_update
from mockod.vendors.opendental.resources.appointments.table import WRITTEN
from mockod.vendors.opendental.resources.appointments.validate import day_facts, validate


def update_appointment(tx: Transaction, before: Appointment, body: AppointmentChange) -> Row:
    """What is given changes. Refuses in the words of the first rule that objects."""
    asked_for = changed(before, body)
    check_status(
        before,
        asked_for,
        planned_may_be_scheduled=not tx.settings.conduct.planned_to_scheduled,
        is_scheduled=before.is_planned and not asked_for.is_planned and queries.is_scheduled(tx, before.apt_num),
    )
    plan = plan_update(before, body, update_facts(tx, before, body))
    after = plan.appointment
    if touches_the_book(before, after):
        moved = came_back(before, after) or before.apt_date_time != after.apt_date_time
        validate(after, plan.treatment.codes, day_facts(tx, after, moved=moved))
    save_update(tx, before, plan)
    ground = status.TRANSITIONS.get((before.apt_status, after.apt_status))
    tx.basis = Basis(ground.value) if ground else None
    return WRITTEN.one(tx, after.apt_num)
