"""TRANSITIONAL"""

from mockod.vendors.opendental.resources.appointments.facts import default_provider, living_patient  # noqa: F401
