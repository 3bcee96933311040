"""SuperOffice's words on the command line: what a person needs to make a first call."""

from __future__ import annotations

from mockod.vendors.vendor import CommandLine, Greeting, Section


def greet(section: Section, base_url: str) -> Greeting:
    """The greeting for a base URL."""
    list_url = f"{base_url}/Appointment?$select=date,text&$filter=date%20today"
    return Greeting(
        "SuperOffice",
        {
            "Authorization": "Basic SAL0:mockod   (a tenant before /api/v1, or another user, is an office of its own)",
            "Try": f"curl -u SAL0:mockod '{list_url}'",
        },
    )


COMMAND_LINE = CommandLine(
    about="SuperOffice's REST WebAPI on your laptop.",
    greet=greet,
    example_path="Appointment/*",
    example_endpoint="GET Appointment/{AppointmentId}",
)
