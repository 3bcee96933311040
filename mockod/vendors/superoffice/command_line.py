"""SuperOffice's words on the command line: what a person needs to make a first call."""

from __future__ import annotations

from base64 import b64encode

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


def credentials(user: str) -> str:
    """The value of the Authorization header for a user's name, which may be an office's, or all of it.

    >>> credentials("my-office"), credentials("Bearer x")
    ('Basic bXktb2ZmaWNlOm1vY2tvZA==', 'Bearer x')
    """
    from mockod.vendors.superoffice.access.credentials import PASSWORD  # here, as every command reads this module

    return user if " " in user else f"Basic {b64encode(f'{user}:{PASSWORD}'.encode()).decode()}"


COMMAND_LINE = CommandLine(
    about="SuperOffice's REST WebAPI on your laptop.",
    greet=greet,
    credentials=credentials,
    example_path="Appointment/*",
    example_endpoint="GET Appointment/{AppointmentId}",
)
