"""Which endpoint a path leads to; its ids are texts."""

from __future__ import annotations

from collections.abc import Mapping

from mockod.rest.endpoint import Endpoint
from mockod.rest.router import Found, Routes
from mockod.vendors.telehealth.resources import appointments, auth, lists
from mockod.vendors.telehealth.resources.work import Work

TABLES = {
    "auth": auth.ENDPOINTS,
    "appointments": appointments.ENDPOINTS,
    **lists.PEOPLE,
    "appointment_types": lists.TYPES,
}


class TextRoutes(Routes):
    """Routes whose ids may be any text: ``appointments/appt_2UxtAULYUrX7GVsTKePy``."""

    def find(self, method: str, path: str) -> Found | None:
        parts = self.segments(path)
        if not parts or parts[0].lower() not in TABLES:
            return None
        resource = parts[0].lower()
        fitting = [row for row in TABLES[resource] if _fits(row.path.split("/"), parts)]
        endpoint = next((row for row in fitting if row.method == method), None)
        return Found(resource, "/".join(parts[1:]), (), endpoint)


def verbs(path: str, settings: Mapping[str, str]) -> list[str]:
    """Those that a path understands at an office of these settings; none where there is no such path."""
    parts = Routes.segments(path)
    rows: tuple[Endpoint[Work], ...] = TABLES.get(parts[0].lower(), ()) if parts else ()
    fitting = [row for row in rows if _fits(row.path.split("/"), parts)]
    return [row.method for row in fitting if appointments.is_understood(row, settings)]


def _fits(template: list[str], parts: list[str]) -> bool:
    return len(template) == len(parts) and all(
        wanted.startswith("{") or wanted == part.lower() for wanted, part in zip(template, parts, strict=True)
    )


ROUTES = TextRoutes({resource: lambda rows=rows: rows for resource, rows in TABLES.items()})  # type: ignore[misc]
