"""The telehealth API as an OpenAPI document, from the tables by which it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockod._version import __version__
from mockod.rest.endpoint import Endpoint
from mockod.rest.schema import Schema
from mockod.vendors.telehealth.domain.words import (
    PAYMENT_STATUS,
    Attendance,
    GeneratedFrom,
    Interaction,
    Profile,
    Status,
)
from mockod.vendors.telehealth.pipeline.routes import ROUTES
from mockod.vendors.telehealth.resources.appointments import VERBS
from mockod.vendors.telehealth.resources.lists import COLUMNS, OBJECTS
from mockod.vendors.telehealth.wire.bodies import change_schema, draft_schema
from mockod.vendors.telehealth.wire.fields import MOMENTS
from mockod.vendors.telehealth.wire.shapes import ADDRESS

Json = dict[str, Any]
ABOUT = """\
A telehealth API as mockod answers it, described by mockod and not by its vendor. Every answer says in the header
X-Mockod-Basis what it rests on; so does x-mockod-basis here."""
TEXT: Json = {"type": "string"}
TEXT_OR_NULL: Json = {"type": ["string", "null"]}
FLAG: Json = {"type": "boolean"}
NUMBER: Json = {"type": "integer"}
TEXTS: Json = {"type": "array", "items": TEXT}
ERROR: Json = {
    "type": "object",
    "properties": {"status": NUMBER, "code": TEXT, "name": {"const": "CustomError"}, "message": TEXT},
    "required": ["status", "code", "name"],
}
REFUSED = {"400": "What is wrong with the request.", "401": "Tokens or account are not good.", "404": "Not there."}
SECURITY = {
    "account": {
        "type": "apiKey",
        "in": "header",
        "name": "account",
        "description": "The account: it names the office.",
    },
    "access": {"type": "http", "scheme": "bearer", "description": "An access token, from auth/token."},
    "user": {"type": "apiKey", "in": "header", "name": "x-jwt", "description": "A user token, from auth/get-jwt."},
}


def document(profile: Profile = Profile.MS) -> Json:
    """An OpenAPI 3.1 document for offices of this profile, with an update as a POST."""
    paths: dict[str, Json] = {}
    for endpoint in ROUTES.endpoints:
        if endpoint.path != "appointments/{id}" or endpoint.method in ("GET", VERBS[0]):
            paths.setdefault(f"/{endpoint.path}", {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Telehealth API, simulated by mockod", "version": __version__, "description": ABOUT},
        "servers": [{"url": "/telehealth/v2"}],
        "security": [{"account": [], "access": [], "user": []}],
        "paths": paths,
        "components": {"schemas": _schemas(profile), "securitySchemes": SECURITY},
    }


def _operation(endpoint: Endpoint[Any]) -> Json:
    name = endpoint.run.__name__
    is_for_tokens = endpoint.resource == "auth"
    body, answer = BODIES.get(name), ANSWERS.get(name) or _list_of(endpoint.resource)
    errors = {code: _content(text, "Error") for code, text in REFUSED.items() if code != "404" or "{" in endpoint.path}
    operation: Json = {
        "operationId": name if name != "list_people" else f"list_{endpoint.resource}",
        "tags": [endpoint.resource],
        "summary": endpoint.summary,
        "responses": {"200": _content("What was asked for.", answer), **errors},
        "x-mockod-basis": endpoint.basis.value,
    }
    if is_for_tokens:
        operation["security"] = [{}, {"account": []}] if name == "create_token" else [{"account": [], "access": []}]
    if body:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(body)}}}
    parameters = []
    if "{id}" in endpoint.path:
        parameters.append({"name": "id", "in": "path", "required": True, "schema": TEXT})
    if name == "list_appointments":
        told = "Id of an attendee; nobody else's appointments are listed then. Assumed."
        parameters.append({"name": "patient", "in": "query", "description": told, "schema": TEXT})
    return {**operation, **({"parameters": parameters} if parameters else {})}


BODIES = {
    "create_token": "Credentials",
    "create_jwt": "ActingUser",
    "create_appointment": "NewAppointment",
    "update_appointment": "AppointmentUpdate",
}
ANSWERS = {
    "create_token": "AccessToken",
    "create_jwt": "UserToken",
    "create_appointment": "Appointment",
    "update_appointment": "Appointment",
    "get_appointment": "Appointment",
    "list_appointments": "Appointments",
    "list_appointment_types": "AppointmentTypes",
}
"""What handlers take and answer."""


def _list_of(resource: str) -> str:
    return resource.capitalize()


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _content(description: str, schema: str) -> Json:
    return {"description": description, "content": {"application/json": {"schema": _ref(schema)}}}


def _object(properties: Mapping[str, Any], optional: tuple[str, ...] = ()) -> Json:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": dict(properties), "required": required, "additionalProperties": False}


def _body(schema: Schema) -> Json:
    """A body: names that it has not are ignored."""
    return {
        "type": "object",
        "properties": {name: field.type.json_schema() for name, field in schema.fields.items()},
        "required": [name for name, field in schema.fields.items() if field.required],
    }


def _list(item: str) -> Json:
    return _object({"object": {"const": "list"}, "data": {"type": "array", "items": _ref(item)}})


def _words(words: Any) -> Json:
    return {"type": "string", "enum": [str(word) for word in words]}


def _schemas(profile: Profile) -> dict[str, Json]:
    person = dict.fromkeys(COLUMNS, TEXT)
    people = {name.capitalize(): _object({**person, "object": {"const": name}}) for name in OBJECTS.values()}
    return {
        "Error": ERROR,
        "Credentials": _object({"client_id": TEXT, "client_secret": TEXT}) | {"additionalProperties": True},
        "AccessToken": _object({"access_token": TEXT, "expires_in": NUMBER, "token_type": {"const": "Bearer"}}),
        "ActingUser": _object({"id": TEXT}) | {"additionalProperties": True},
        "UserToken": _object({"jwt": TEXT}),
        "NewAppointment": _body(draft_schema(profile)),
        "AppointmentUpdate": _body(change_schema(profile)),
        "Appointment": documented() if profile is Profile.MS else of_2025(),
        "Appointments": _list("Appointment"),
        **people,
        **{resource.capitalize(): _list(name.capitalize()) for resource, name in OBJECTS.items()},
        "AppointmentType": _object(
            {
                **dict.fromkeys(("id", "name", "description", "color"), TEXT),
                "object": {"const": "appointment_type"},
                "duration": {**NUMBER, "description": "Minutes."},
                "group": FLAG,
                "max_participants": NUMBER,
                "interaction_type": _words(Interaction),
                "status": {"enum": ["active", "archived"]},
            }
        ),
        "AppointmentTypes": _list("AppointmentType"),
    }


VIDEO_CALL = _object({"join_url": {**TEXT, "format": "uri"}, "meeting_id": {**TEXT, "pattern": "^[0-9]+$"}})


def documented() -> Json:
    """An appointment as the vendor's page has it."""
    moment = MOMENTS[Profile.MS].json_schema()
    attendee = _object(
        {
            "id": TEXT,
            "attendance_status": _words(Attendance),
            "no_show": FLAG,
            "payment_status": {"const": PAYMENT_STATUS},
            "last_updated_at": moment,
        }
    )
    optional: dict[str, Json] = {
        "generated_from_type": _words(GeneratedFrom),
        "generated_from": TEXT,
        "appointment_type": TEXT,
        "actual_start_time": moment,
        "actual_end_time": moment,
        "reference_patients": TEXTS,
        "video_call": VIDEO_CALL,
        "location": _object(dict.fromkeys(ADDRESS, TEXT), ADDRESS),
        "visit_note": TEXT,
    }
    required: dict[str, Json] = {
        **dict.fromkeys(("id", "name", "description", "host", "change_log", "created_by"), TEXT),
        "object": {"const": "appointment"},
        **dict.fromkeys(("group", "internal"), FLAG),
        "recurring": _object({"is_recurring": FLAG}),
        **dict.fromkeys(("start_time", "end_time", "created_at", "last_updated_at"), moment),
        "attendees": {"type": "array", "items": attendee},
        "interaction_type": _words(Interaction),
        "status_history": {
            "type": "array",
            "items": _object({"status": _words(Status), "changed_by": TEXT, "changed_at": moment}),
        },
    }
    return _object({**required, **optional}, tuple(optional))


def of_2025() -> Json:
    """An appointment as it was seen in 2025."""
    moment: Json = {"type": "string", "format": "date-time"}
    moment_or_null: Json = {"type": ["string", "null"], "format": "date-time"}
    attendee = _object(
        {
            "id": NUMBER,
            "object": {"const": "attendee"},
            **dict.fromkeys(("attendee", "appointment", "account"), TEXT),
            "appointment_occurrence": TEXT_OR_NULL,
            "attendance_status": _words(Attendance),
            **dict.fromkeys(("no_show", "is_observer"), FLAG),
            "payment_status": {"const": PAYMENT_STATUS},
            **dict.fromkeys(("actual_start_time", "actual_end_time"), moment_or_null),
            "last_updated_at": moment,
        }
    )
    status = _object(
        {
            "id": NUMBER,
            **dict.fromkeys(("parent", "changed_by"), TEXT),
            "parent_type": {"const": "appointment"},
            "status": _words(Status),
            "reason": TEXT_OR_NULL,
            "changed_at": moment,
        }
    )
    texts = "id name description appointment_type timezone host patient visit_note created_by account".split()
    nullable = "external_id generated_from_type generated_from recurrenceId service_facility insurance_claim".split()
    flags = "group internal charged_externally charged_while_booking charge_after_appointment".split()
    return _object(
        {
            **dict.fromkeys(texts, TEXT),
            **{key: {"const": "appointment"} for key in ("object", "type")},
            **dict.fromkeys(nullable, TEXT_OR_NULL),
            **dict.fromkeys(flags, FLAG),
            **dict.fromkeys(("start_time", "end_time", "created_at", "last_updated_at"), moment),
            **dict.fromkeys(("actual_start_time", "actual_end_time"), moment_or_null),
            **dict.fromkeys(("recurrence_rules", "reference_patients", "insurance_claims"), TEXTS),
            "attendees": {"type": "array", "items": attendee},
            "status_history": {"type": "array", "items": status},
            "interaction_type": _words(Interaction),
            "video_call": {"anyOf": [VIDEO_CALL, {"type": "null"}]},
            "location": _object(dict.fromkeys(ADDRESS, TEXT_OR_NULL)),
        }
    )
