"""What a test needs to be in an office, in the trade's words: builders that make fragments of a practice.

    seed(
        a_patient("Ana Rivera").born("1984-02-29").no_show("last monday 10:00").booked("next monday 9:00", provider=1),
        a_day_off(provider=1, on="tomorrow"),
    )

A builder is a value: each call makes another one, and none of them knows a server. Dates are those of practice files:
``tomorrow``, ``next monday 9:00``, ``6 months ago``, ``2026-03-02``; or Python's own.
"""

from mockod.seeding.builder import Builder, Fragment, fragment_of
from mockod.seeding.offices import (
    a_blockout,
    a_day_off,
    a_preference,
    a_procedure_code,
    a_provider,
    a_schedule,
    an_operatory,
    no_slots,
)
from mockod.seeding.patients import Patient, a_patient

__all__ = [
    "Builder",
    "Fragment",
    "Patient",
    "a_blockout",
    "a_day_off",
    "a_patient",
    "a_preference",
    "a_procedure_code",
    "a_provider",
    "a_schedule",
    "an_operatory",
    "fragment_of",
    "no_slots",
]
