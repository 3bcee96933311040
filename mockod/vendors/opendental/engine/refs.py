"""Fields that name a row of another table, with the word the vendor's refusal uses for it."""

from __future__ import annotations

from typing import Any

from mockod.vendors.opendental.wire.fields import Ref


def appointment(**options: Any) -> Ref:
    return Ref("Appointment", "appointment", "AptNum", **options)


def appointment_type(**options: Any) -> Ref:
    return Ref("AppointmentType", "appointmenttype", "AppointmentTypeNum", **options)


def clinic(**options: Any) -> Ref:
    return Ref("Clinic", "clinic", "ClinicNum", **options)


def employee(**options: Any) -> Ref:
    return Ref("Employee", "employee", "EmployeeNum", **options)


def employer(**options: Any) -> Ref:
    return Ref("Employer", "employer", "EmployerNum", **options)


def fee_schedule(**options: Any) -> Ref:
    return Ref("FeeSched", "feesched", "FeeSchedNum", **options)


def insurance_subscriber(**options: Any) -> Ref:
    return Ref("InsSub", "inssub", "InsSubNum", **options)


def operatory(**options: Any) -> Ref:
    return Ref("Operatory", "operatory", "OperatoryNum", **options)


def patient(**options: Any) -> Ref:
    return Ref("Patient", "patient", "PatNum", **options)


def procedure_code(**options: Any) -> Ref:
    return Ref("ProcedureCode", "procedurecode", "CodeNum", **options)


def provider(**options: Any) -> Ref:
    return Ref("Provider", "provider", "ProvNum", **options)


def recall_type(**options: Any) -> Ref:
    return Ref("RecallType", "recalltype", "RecallTypeNum", **options)


def schedule(**options: Any) -> Ref:
    return Ref("Schedule", "schedule", "ScheduleNum", **options)


def user(**options: Any) -> Ref:
    return Ref("Userod", "userod", "UserNum", **options)
