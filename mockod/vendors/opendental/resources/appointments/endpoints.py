"""The appointment book's table of contents."""

from __future__ import annotations

from mockod.rest.messages import Basis
from mockod.rest.schema import schema_of
from mockod.vendors.opendental.access import settings
from mockod.vendors.opendental.engine.methods import create, listing, read, update
from mockod.vendors.opendental.engine.resource import Resource
from mockod.vendors.opendental.resources.appointments.bodies import (
    AppointmentChange,
    Booking,
    Break,
    Confirmation,
    CreateForm,
    NoteLine,
    PlannedBooking,
    Planning,
    WebSchedBooking,
)
from mockod.vendors.opendental.resources.appointments.book import book_appointment, book_by_form
from mockod.vendors.opendental.resources.appointments.break_appointment import break_appointment
from mockod.vendors.opendental.resources.appointments.confirm import append_note, confirm_appointment
from mockod.vendors.opendental.resources.appointments.filters import (
    AppointmentFilters,
    AsapFilters,
    SlotSearch,
    WebSchedFilters,
    WebSchedSearch,
)
from mockod.vendors.opendental.resources.appointments.plan import plan_appointment, schedule_planned
from mockod.vendors.opendental.resources.appointments.read import list_appointments, list_asap, read_appointment
from mockod.vendors.opendental.resources.appointments.slots import Slot, find_slots
from mockod.vendors.opendental.resources.appointments.table import APPOINTMENT, RECORDS, WRITTEN
from mockod.vendors.opendental.resources.appointments.update import update_appointment
from mockod.vendors.opendental.resources.appointments.web_sched import book_web_slot, find_web_slots
from mockod.vendors.opendental.resources.appointments.web_sched_list import WEB_SCHED, list_web_sched

ROW = RECORDS.get_or_404
SLOT = schema_of(Slot)
ANSWER = WRITTEN.schema

APPOINTMENTS = Resource(
    "appointments",
    table=APPOINTMENT,
    permission=settings.APPOINTMENTS,
    methods=[
        read(read_appointment),
        listing(list_appointments, filters=AppointmentFilters, basis=Basis.OBSERVED),
        listing(list_asap, filters=AsapFilters, path="ASAP", basis=Basis.SOURCE),
        listing(find_slots, filters=SlotSearch, path="Slots", answer=SLOT, basis=Basis.SOURCE, slow=True),
        listing(
            find_web_slots,
            filters=WebSchedSearch,
            path="SlotsWebSched",
            answer=SLOT,
            basis=Basis.SOURCE,
            slow=True,
        ),
        listing(
            list_web_sched,
            filters=WebSchedFilters,
            path="WebSched",
            answer=WEB_SCHED.schema,
            since="21.3",
            basis=Basis.SOURCE,
        ),
        create(book_appointment, body=Booking, answer=ANSWER),
        create(plan_appointment, body=Planning, path="Planned", answer=ANSWER, since="22.2.31"),
        create(schedule_planned, body=PlannedBooking, path="SchedulePlanned", answer=ANSWER, since="22.2"),
        create(book_web_slot, body=WebSchedBooking, path="WebSched", answer=ANSWER, since="21.3", basis=Basis.SOURCE),
        update(update_appointment, row=ROW, body=AppointmentChange, answer=ANSWER),
        update(
            break_appointment,
            row=ROW,
            body=Break,
            path="{}/Break",
            answers=False,
            since="21.3",
            permission=settings.COMM,
        ),
        update(append_note, row=ROW, body=NoteLine, path="{}/Note", answers=False, permission=settings.COMM),
        update(
            confirm_appointment,
            row=ROW,
            body=Confirmation,
            path="{}/Confirm",
            answers=False,
            takes_one_field=True,
            permission=settings.COMM,
        ),
    ],
)

CREATE_FORM = Resource(
    "appointments",
    table=APPOINTMENT,
    permission=settings.APPOINTMENTS,
    methods=[create(book_by_form, body=CreateForm, path="create", basis=Basis.GUIDE)],
)
"""A form built on the API posts to ``/api/appointments/create``; in all else it is POST appointments."""
