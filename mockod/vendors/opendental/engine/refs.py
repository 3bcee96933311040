"""Fields that name a row of another table, with the word the vendor's refusal uses for it."""

from __future__ import annotations

from typing import Any

from mockod.vendors.opendental.wire.fields import ForeignKey


def appointment(*, optional: bool = True, **options: Any) -> ForeignKey:
    return ForeignKey("appointment.AptNum", zero=optional, **options)


def appointment_type(*, optional: bool = True, **options: Any) -> ForeignKey:
    return ForeignKey("appointmenttype.AppointmentTypeNum", zero=optional, **options)


def clinic(*, optional: bool = True, **options: Any) -> ForeignKey:
    return ForeignKey("clinic.ClinicNum", zero=optional, **options)


def employee(*, optional: bool = True, **options: Any) -> ForeignKey:
    return ForeignKey("employee.EmployeeNum", zero=optional, **options)


def employer(*, optional: bool = True, **options: Any) -> ForeignKey:
    return ForeignKey("employer.EmployerNum", zero=optional, **options)


def fee_schedule(*, optional: bool = True, **options: Any) -> ForeignKey:
    return ForeignKey("feesched.FeeSchedNum", zero=optional, **options)


def insurance_subscriber(*, optional: bool = True, **options: Any) -> ForeignKey:
    return ForeignKey("inssub.InsSubNum", zero=optional, **options)


def operatory(*, optional: bool = True, **options: Any) -> ForeignKey:
    return ForeignKey("operatory.OperatoryNum", zero=optional, **options)


def patient(*, optional: bool = True, **options: Any) -> ForeignKey:
    return ForeignKey("patient.PatNum", zero=optional, **options)


def procedure_code(*, optional: bool = True, **options: Any) -> ForeignKey:
    return ForeignKey("procedurecode.CodeNum", zero=optional, **options)


def provider(*, optional: bool = True, **options: Any) -> ForeignKey:
    return ForeignKey("provider.ProvNum", zero=optional, **options)


def recall_type(*, optional: bool = True, **options: Any) -> ForeignKey:
    return ForeignKey("recalltype.RecallTypeNum", zero=optional, **options)


def schedule(*, optional: bool = True, **options: Any) -> ForeignKey:
    return ForeignKey("schedule.ScheduleNum", zero=optional, **options)


def user(*, optional: bool = True, **options: Any) -> ForeignKey:
    return ForeignKey("userod.UserNum", zero=optional, **options)
