"""Open Dental's words on the command line: the greeting, and the options of commands that ask a running server."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import ModuleType
from typing import TYPE_CHECKING, Any

import click

from mockod.rest.exchange import ShadowFeature
from mockod.simulation.delays import delay_to_json, read_delay
from mockod.vendors.opendental.access.settings import BASE_PATH, MODES
from mockod.vendors.opendental.access.versions import DEFAULT
from mockod.vendors.vendor import CommandLine, CommandOption, Coverage, GeneratedRows, Generator, Greeting, Section

if TYPE_CHECKING:
    from mockod.conformance.suite import Suite
    from mockod.rest.exchange import Shadow

DEMO_KEYS = "demo-developer/demo-customer"


def greeting(section: Section, base_url: str) -> Greeting:
    """What a person needs to make the first call."""
    settings, grants = section.settings, section.access.grants
    listed = next((f"{grant.developer}/{key}" for key, grant in grants.items() if grant.enabled), "")
    let_in = "the first of your keys file" if listed else "any keys do; each customer key is an office of its own"
    developer, _, customer = (listed or DEMO_KEYS).partition("/")
    keys = f"'Authorization: ODFHIR {listed or DEMO_KEYS}'"
    if settings.conduct.content_type:
        keys += " -H 'Content-Type: application/json'"
    return Greeting(
        about=f"Open Dental {settings.version}, API {settings.mode.name}",
        rows={
            "Authorization": f"ODFHIR {listed or DEMO_KEYS}   ({let_in})",
            "Browse": f"{base_url.removesuffix(BASE_PATH)}/_mockod/opendental/docs",
            "Try": f"curl -H {keys} '{base_url}/appointments/Slots?ProvNum=1'",
        },
        keys=(developer, customer),
    )


def credentials(keys: str) -> str:
    """The value of the Authorization header.

    >>> credentials("acme/office-1"), credentials("ODFHIR acme/office-1"), credentials("Bearer x")
    ('ODFHIR acme/office-1', 'ODFHIR acme/office-1', 'Bearer x')
    """
    return keys if " " in keys else f"ODFHIR {keys}"


class _Coverage:
    """What the command ``mockod coverage`` prints."""

    def __init__(self, coverage: ModuleType) -> None:
        self._coverage = coverage

    def as_text(self) -> str:
        return str(self._coverage.as_text())

    def as_json(self) -> Any:
        return self._coverage.as_json()

    def summary(self) -> str:
        return str(self._coverage.summary(self._coverage.covered()))


def _coverage() -> Coverage:
    from mockod.vendors.opendental.analysis import coverage  # here, as no other command needs it

    return _Coverage(coverage)


def _conformance() -> Suite:
    from mockod.vendors.opendental.conformance.suite import SUITE  # here, as above

    return SUITE


MOST_PATIENTS, MOST_YEARS, MOST_PROVIDERS = 50_000, 9, 60
"""What ``mockod generate`` makes at most. Schedules of a practice file span ten years."""


def _generate(given: Mapping[str, Any], progress: Callable[[Sequence[int]], Iterator[int]]) -> GeneratedRows:
    from mockod.vendors.opendental.practice.generate.practice import Wish, generate  # here, as above

    return generate(Wish(**given), progress)


def _begin_shadow(given: Mapping[str, Any], today: date) -> Shadow:
    from mockod.vendors.opendental.shadow.office import begin  # here, as above

    return begin(given, today)


ON_OR_OFF = {"on": True, "off": False}


def _delay(text: str) -> float | list[float]:
    """A time as the body of a control call has it. Raises ValueError."""
    return delay_to_json(read_delay(text))


def read_settings(given: Mapping[str, Any]) -> dict[str, Any]:
    """Options of ``mockod settings set`` as the body of a control call."""
    permissions, preferences = given["permissions"], [text.partition("=") for text in given["preferences"]]
    rules = [text.partition("=") for text in given["appointment_rules"]]
    return {
        **given,
        "permissions": None if permissions is None else [name for name in permissions.split(",") if name],
        "preferences": {name: value if found else None for name, found, value in preferences} or None,
        "appointment_rules": [
            {"AppointmentRuleNum": number, "IsEnabled": ON_OR_OFF.get(value, value)} for number, _, value in rules
        ]
        or None,
    }


def _options(*options: tuple[Iterable[str], dict[str, Any]]) -> tuple[CommandOption, ...]:
    return tuple(CommandOption(names=tuple(names), attributes=attributes) for names, attributes in options)


COMMAND_LINE = CommandLine(
    about="The Open Dental REST API on your laptop.",
    port_help="30222; 30223 in mode service",
    greet=greeting,
    credentials=credentials,
    coverage=_coverage,
    conformance=_conformance,
    generator=Generator(
        options=_options(
            (
                ["--patients"],
                {"type": click.IntRange(1, MOST_PATIENTS), "default": 1000, "show_default": True, "help": "How many."},
            ),
            (
                ["--years"],
                {
                    "type": click.IntRange(1, MOST_YEARS),
                    "default": 2,
                    "show_default": True,
                    "help": "How far back visits go.",
                },
            ),
            (
                ["--providers"],
                {
                    "type": click.IntRange(1, MOST_PROVIDERS),
                    "help": "Dentists and hygienists together.  [default: as many as the patients need]",
                },
            ),
            (
                ["--seed"],
                {"type": int, "default": 1, "show_default": True, "help": "The same seed makes the same practice."},
            ),
        ),
        generate=_generate,
        told=("patients", "providers", "appointments", "payments"),
    ),
    shadow=ShadowFeature(
        options=(
            (["--od-version"], {"default": DEFAULT, "show_default": True, "help": "What the office runs."}),
            (
                ["--mode"],
                {
                    "type": click.Choice([*MODES]),
                    "default": "local",
                    "show_default": True,
                    "help": "How the office is reached, which says how long its pages may be.",
                },
            ),
            (["--enterprise"], {"is_flag": True, "help": "The key has the permission for longer pages."}),
        ),
        begin=_begin_shadow,
    ),
    settings_options=_options(
        (["--mode"], {"help": "local, service or remote."}),
        (["--od-version"], {"help": "As 25.4 or 25.4.48."}),
        (["--conduct"], {"help": "faithful or strict, single points after it."}),
        (["--permissions"], {"help": "Names with commas."}),
        (["--enabled/--disabled"], {"default": None, "help": "Whether the office lets its key in."}),
        (["--queue-depth"], {"type": int, "help": "Requests that may wait."}),
        (["--throttle-clock"], {"help": "real or office."}),
        (["--delay"], {"type": _delay, "metavar": "TIME", "help": "How long answers are held: 0.3, or 50ms-200ms."}),
        (["--preference", "preferences"], {"multiple": True, "metavar": "NAME=VALUE", "help": "No = for none."}),
        (
            ["--appointment-rule", "appointment_rules"],
            {"multiple": True, "metavar": "NUMBER=on|off", "help": "Switch a rule against double booking."},
        ),
    ),
    read_settings=read_settings,
    why_not_options=_options(
        (["--time"], {"help": "HH:mm, of one start."}),
        (["--prov", "ProvNum"], {"type": int, "help": "ProvNum."}),
        (["--op", "OpNum"], {"type": int, "help": "OpNum."}),
        (["--minutes", "lengthMinutes"], {"type": int, "help": "Length of the visit."}),
    ),
    minimum_version_help="The oldest Open Dental version that knows what was asked.",
    example_path="appointments/*",
    example_endpoint="GET appointments/{AptNum}",
)
