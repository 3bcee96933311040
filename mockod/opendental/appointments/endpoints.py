"""The appointment book's table of contents."""

from __future__ import annotations

from mockod.call import Basis
from mockod.endpoint import Endpoint
from mockod.opendental.appointments import booking, breaking, changing, looking, schemas, slots
from mockod.opendental.settings import APPOINTMENTS, COMM, READ_ALL

ENDPOINTS = (
    Endpoint(
        "GET",
        "appointments/{AptNum}",
        looking.get_appointment,
        result=schemas.ReadAppointment,
        permission=READ_ALL,
    ),
    Endpoint(
        "GET",
        "appointments",
        looking.list_appointments,
        query=schemas.AppointmentQuery,
        result=schemas.ReadAppointment,
        many=True,
        permission=READ_ALL,
        basis=Basis.OBSERVED,
    ),
    Endpoint(
        "GET",
        "appointments/Slots",
        slots.find_slots,
        query=schemas.SlotQuery,
        result=schemas.Slot,
        many=True,
        permission=READ_ALL,
        basis=Basis.SOURCE,
        slow=True,
    ),
    Endpoint(
        "POST",
        "appointments",
        booking.book_appointment,
        body=schemas.BookingBody,
        result=schemas.WrittenAppointment,
        status=201,
        location="AptNum",
        permission=APPOINTMENTS,
    ),
    Endpoint(
        "PUT",
        "appointments/{AptNum}",
        changing.change_appointment,
        row=looking.appointment,
        body=schemas.ChangeBody,
        result=schemas.WrittenAppointment,
        permission=APPOINTMENTS,
    ),
    Endpoint(
        "PUT",
        "appointments/{AptNum}/Break",
        breaking.break_appointment,
        row=looking.appointment,
        body=schemas.BreakBody,
        since="21.3",
        permission=COMM,
    ),
    Endpoint(
        "PUT",
        "appointments/{AptNum}/Note",
        looking.note_appointment,
        row=looking.appointment,
        body=schemas.NoteBody,
        permission=COMM,
    ),
    Endpoint(
        "PUT",
        "appointments/{AptNum}/Confirm",
        looking.confirm_appointment,
        row=looking.appointment,
        body=schemas.ConfirmBody,
        permission=COMM,
    ),
)

CREATE_FORM = (
    Endpoint(
        "POST",
        "appointments/create",
        booking.book_appointment,
        body=schemas.CreateFormBody,
        result=schemas.ReadAppointment,
        status=201,
        location="AptNum",
        permission=APPOINTMENTS,
        basis=Basis.GUIDE,
    ),
)
"""A form built on the API posts to ``/api/appointments/create``; in all else it is POST appointments."""
