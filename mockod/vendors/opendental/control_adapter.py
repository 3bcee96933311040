"""What the control plane may show and change of an Open Dental office: settings, preferences, events, diagnostics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Annotated, Any

from mockod.control.answers import COUNT, EVENT, array, by_name, record
from mockod.control.clock import event_to_json
from mockod.control.endpoints import body
from mockod.control.fields import Anything, Each, Map, Number, Text, YesOrNo
from mockod.control.scope import Scope
from mockod.rest.errors import NotThere
from mockod.rest.patterns import DATE, TIME_OF_DAY
from mockod.rest.schema import Field, Name, Schema
from mockod.rest.whole_numbers import whole
from mockod.simulation.delays import delay_from_json, delay_to_json
from mockod.simulation.fault_fields import SECONDS
from mockod.simulation.journal import Entry
from mockod.store.practice_file import PracticeFile
from mockod.store.transaction import Transaction
from mockod.vendors.api_document import ApiDocument
from mockod.vendors.opendental.access import conduct, versions
from mockod.vendors.opendental.access.authorization import SCHEME
from mockod.vendors.opendental.access.conduct import describe_conduct, parse_conduct
from mockod.vendors.opendental.access.keyring import PERMISSION_NAMES, parse_permissions
from mockod.vendors.opendental.access.settings import BASE_PATH, MODES, PERMISSIONS, Settings
from mockod.vendors.opendental.access.versions import parse_version
from mockod.vendors.opendental.pipeline import trail
from mockod.vendors.opendental.pipeline.fault_effects import FAULTS
from mockod.vendors.opendental.resources import preferences
from mockod.vendors.opendental.resources.appointments import appointment_rules
from mockod.vendors.vendor import ControlFeatures, DatabaseFeature, SeedingFeature, SettingsFeature, WhyNotFeature

TEXT: Mapping[str, Any] = {"type": "string"}
MOST_WAITING = 1000
"""Requests of one office that may wait."""


def settings_to_json(settings: Settings) -> dict[str, Any]:
    """An office's settings as JSON."""
    return {
        "mode": settings.mode.name,
        "od_version": str(settings.version),
        "conduct": describe_conduct(settings.conduct),
        "permissions": [name for name in PERMISSIONS if name in settings.permissions],
        "enabled": settings.enabled,
        "queue_depth": settings.queue_depth,
        "throttle_clock": settings.throttle_clock,
        "delay": delay_to_json(settings.delay),
    }


def change_settings(settings: Settings, changes: Mapping[str, Any]) -> Settings:
    """The settings with these changes. Raises ValueError naming what is wrong."""
    return replace(settings, **dict(_read(name, value) for name, value in changes.items()))


def describe_settings(settings: Mapping[str, Any]) -> str:
    """``Open Dental 26.3 local``."""
    return f"Open Dental {settings['od_version']} {settings['mode']}"


def _read(name: str, value: Any) -> tuple[str, Any]:
    """A setting by the name of its field, read from JSON."""
    if name == "permissions":
        return name, parse_permissions(value)
    if name == "enabled":
        if not isinstance(value, bool):
            raise ValueError("enabled: true or false belongs here")
        return name, value
    if name == "queue_depth":
        depth = whole(value)
        if depth is None or not 0 <= depth <= MOST_WAITING:
            raise ValueError(f"queue_depth: a number from 0 to {MOST_WAITING} belongs here")
        return name, depth
    if name == "delay":
        return name, delay_from_json(name, value)
    if not isinstance(value, str):
        raise ValueError(f"{name}: a text belongs here")
    if name == "throttle_clock":
        if value not in ("real", "office"):
            raise ValueError(f"throttle_clock: {value!r} is neither real nor office")
        return name, value
    try:
        if name == "mode":
            return name, MODES[value]
        return ("version", parse_version(value)) if name == "od_version" else ("conduct", parse_conduct(value))
    except KeyError:
        raise ValueError(f"mode: {value!r} is none of {', '.join(MODES)}") from None
    except ValueError as exc:
        raise ValueError(f"{name}: {exc}") from exc


def change_preferences(tx: Transaction, changes: Mapping[str, Any]) -> None:
    """Change some; None brings a default back. Raises ValueError naming what is wrong."""
    known = preferences.everything(tx)
    texts = {name: _preference(name, value) for name, value in changes.items()}
    for name, text in texts.items():
        if name not in known:
            raise NotThere(f"preferences: {name!r} is no preference of this office")
        preferences.change(tx, name, text)


def _preference(name: str, value: Any) -> str | None:
    """A preference's value as it is stored; None for its default."""
    if isinstance(value, bool):
        value = int(value)
    if value is None or isinstance(value, str):
        text = value
    elif (number := whole(value)) is not None:
        text = str(number)
    else:
        raise ValueError(f"preferences: {name}: a text or a whole number belongs here")
    if text and preferences.is_number(name) and not preferences.is_whole(text):
        raise ValueError(f"preferences: {name}: {text!r} is no whole number")
    return text


def _preferences() -> dict[str, Any]:
    """What may be changed of preferences, as JSON Schema; an office may have more than there are defaults for."""
    whole = {"type": "integer", "minimum": -preferences.MOST_NUMBER, "maximum": preferences.MOST_NUMBER}
    digits = {**TEXT, "pattern": f"^(?:{preferences.NUMBER.pattern})?$"}
    number = {"anyOf": [whole, digits, {"type": ["boolean", "null"]}]}
    text = {"type": ["string", "integer", "boolean", "null"]}
    names = preferences.DEFAULTS
    return {
        "properties": {name: number if preferences.is_number(name) else text for name in names},
        "additionalProperties": text,
    }


class RuleText(Text):
    """A text of a rule. Whoever takes the rule refuses one that is too long, and names it."""

    def __init__(self, column: str) -> None:
        self.longest = appointment_rules.COLUMNS[column].longest

    def json_schema(self) -> dict[str, Any]:
        return {**super().json_schema(), "maxLength": self.longest}


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentRule:
    """A rule against double booking: one that is there, by its number, or without a number a new one."""

    number: Annotated[int | None, Number(), Name("AppointmentRuleNum")] = None
    rule_desc: Annotated[str | None, RuleText("RuleDesc"), Name("RuleDesc")] = None
    code_start: Annotated[str | None, RuleText("CodeStart"), Name("CodeStart")] = None
    code_end: Annotated[str | None, RuleText("CodeEnd"), Name("CodeEnd")] = None
    is_enabled: Annotated[bool | None, YesOrNo(), Name("IsEnabled")] = None


def read_rules(tx: Transaction) -> list[dict[str, Any]]:
    """Every rule of the office, enabled or not."""
    return [
        {
            "AppointmentRuleNum": rule.number,
            "RuleDesc": rule.rule_desc,
            "CodeStart": rule.code_start,
            "CodeEnd": rule.code_end,
            "IsEnabled": rule.is_enabled,
        }
        for rule in appointment_rules.rules(tx)
    ]


def change_rules(tx: Transaction, changes: Sequence[AppointmentRule]) -> None:
    """Change some and add those without a number. Raises ValueError naming what is wrong."""
    for change in changes:
        given = {field.name: value for field in fields(change) if (value := getattr(change, field.name)) is not None}
        try:
            appointment_rules.put(tx, **given)
        except ValueError as exc:
            raise type(exc)(f"appointment_rules: {exc}") from exc


# What follows is imported where it is first asked for: most servers are never asked.


def spell(table: str, column: str, stored: Any) -> Any:
    """A stored value as clients know it. Raises ValueError where the column cannot hold it."""
    from mockod.vendors.opendental.practice import stored_values

    return stored_values.spelled(table, column, stored)


def is_stamp(column: str) -> bool:
    """Whether a column of this name tells when its row was made or changed."""
    from mockod.vendors.opendental.practice import stored_values

    return column in stored_values.stamps()


def merge(tx: Transaction, fragment: PracticeFile) -> dict[str, Any]:
    """Merge a fragment of a practice into an office. Raises PracticeError."""
    from mockod.vendors.opendental.practice.merge import merge

    return merge(tx, fragment)


def export(tx: Transaction, is_relative: bool) -> Iterable[str]:
    """The lines of an office as a practice file."""
    from mockod.vendors.opendental.practice.export import export

    return export(tx, is_relative)


def practice_sections() -> Iterable[str]:
    """The sections of a practice file."""
    from mockod.vendors.opendental.practice.columns import sections

    return sections()


def lint(entries: Sequence[Entry], settings_of: Callable[[str], Settings]) -> list[dict[str, Any]]:
    """What the journal shows of a client's refusals and mistakes."""
    from mockod.vendors.opendental.analysis.lint import lint

    return lint(entries, settings_of)


def minimum_version(entries: Sequence[Entry]) -> dict[str, Any]:
    """The oldest version that knows all that these requests have used."""
    from mockod.vendors.opendental.analysis.minimum_version import minimum_version

    return minimum_version(entries)


def not_simulated() -> Iterable[str]:
    """Methods that Open Dental has and mockod has not."""
    from mockod.vendors.opendental.analysis.coverage import not_simulated

    return [row.name.replace(f"{BASE_PATH}/", "") for row in not_simulated()]


TIME = Schema.of(
    "TimeQuery",
    (
        Field("date", "date", Anything({**TEXT, "pattern": f"^{DATE}$"}), required=True),
        Field("time", "time", Anything({**TEXT, "pattern": f"^(?:{TIME_OF_DAY})?$"})),
        Field("ProvNum", "ProvNum", Number()),
        Field("OpNum", "OpNum", Number()),
        Field("lengthMinutes", "lengthMinutes", Number()),
    ),
)
"""Which time a client wanted to be offered."""


def explain(tx: Transaction, query: Mapping[str, Any]) -> dict[str, Any]:
    """A day of the office in pieces, with the reason why each is not offered. Raises ValueError."""
    from mockod.vendors.opendental.resources.appointments import why_not

    return why_not.explain(tx, query)


@dataclass(frozen=True, slots=True)
class SelectionBody:
    """A patient who is selected in the program's window."""

    pat_num: Annotated[int, Number(), Name("PatNum")]


def select_patient(scope: Scope, selection: SelectionBody) -> dict[str, Any]:
    """Somebody at the office selects a patient; the same one again is no event."""
    from mockod.vendors.opendental.resources.subscriptions.dispatcher import SubscriptionDispatcher

    office = scope.office
    webhook_status = office.webhook_status
    fired = SubscriptionDispatcher().select_patient(office, selection.pat_num)
    webhook_status.recent.extend(fired)
    return {"PatNum": selection.pat_num, "fired": [event_to_json(event) for event in fired]}


def make_document(settings: Settings, version: str) -> dict[str, Any]:
    """The API as an OpenAPI document, of the office's version unless another is named."""
    from mockod.vendors.opendental.openapi.document import document  # here, as it loads every resource

    return document(parse_version(version) if version else settings.version)


RULE = record(
    "AppointmentRuleTold",
    {
        "AppointmentRuleNum": COUNT,
        "RuleDesc": TEXT,
        "CodeStart": TEXT,
        "CodeEnd": TEXT,
        "IsEnabled": {"type": "boolean"},
    },
)
ASKED = {"date": {**TEXT, "pattern": f"^{DATE}$"}, "ProvNum": COUNT, "OpNum": COUNT, "lengthMinutes": COUNT}
SELECTED = record("PatientSelected", {"PatNum": COUNT, "fired": array(EVENT)}, example={"PatNum": 1, "fired": []})

CONTROL = ControlFeatures(
    settings=SettingsFeature(
        schemas={
            "mode": {**TEXT, "enum": list(MODES)},
            "od_version": {**TEXT, "pattern": f"^{versions.PATTERN}$"},
            "conduct": {**TEXT, "pattern": f"^{conduct.PATTERN}$"},
            "permissions": {"type": "array", "items": {**TEXT, "enum": sorted(PERMISSION_NAMES)}},
            "enabled": {"type": "boolean"},
            "queue_depth": {"type": "integer", "minimum": 0, "maximum": MOST_WAITING},
            "throttle_clock": {**TEXT, "enum": ["real", "office"]},
            "delay": SECONDS,
        },
        to_json=settings_to_json,
        change=change_settings,
        listed=("mode", "od_version"),
        describe=describe_settings,
    ),
    in_database=(
        DatabaseFeature(
            name="preferences",
            type=Map(_preferences()),
            read=preferences.everything,
            change=change_preferences,
            answer=by_name(TEXT),
        ),
        DatabaseFeature(
            name="appointment_rules",
            type=Each(
                AppointmentRule, "appointment_rules", (("AppointmentRuleNum",), ("RuleDesc", "CodeStart", "CodeEnd"))
            ),
            read=read_rules,
            change=change_rules,
            answer=array(RULE),
        ),
    ),
    seeding=SeedingFeature(sections=practice_sections, merge=merge, export=export),
    faults=FAULTS,
    lint=lint,
    minimum_version=minimum_version,
    not_simulated=not_simulated,
    document=ApiDocument(
        make=make_document,
        version=versions.PATTERN,
        scheme=SCHEME,
        key=f"{SCHEME} demo-developer/{{office}}",
        office="demo-customer",
    ),
    why_not=WhyNotFeature(query=TIME, explain=explain, answer=ASKED),
    endpoints=(
        body(
            "POST",
            "events/patient-selected",
            select_patient,
            SelectionBody,
            name="select_patient",
            answers=SELECTED,
            slow=True,
            awaits_receivers=True,
            needs_office=True,
        ),
    ),
    spell=spell,
    is_stamp=is_stamp,
    trail=trail.TABLES,
)
