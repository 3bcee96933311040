"""How tests talk to a SuperOffice office: ``so.get("Appointment/12", zone="NO")``, without the noise of HTTP."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mockod.vendors.superoffice.domain import words

ENUMERATIONS = tuple(one for one in vars(words).values() if isinstance(one, words.Words))
"""All that the vendor has."""
HEADERS = {"zone": "SO-TimeZone", "language": "SO-Language", "accept": "Accept"}


def basic(user: str = "SAL0", password: str = "mockod") -> str:
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


@dataclass(frozen=True)
class SuperOfficeClient:
    """A client of one office, which its paths name as the tenant."""

    http: FlaskClient
    tenant: str

    @property
    def base(self) -> str:
        return f"/superoffice/{self.tenant}/api/v1"

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        **named: str,
    ) -> TestResponse:
        """Any method; ``body`` goes out as JSON. ``zone``, ``language`` and ``accept`` are headers."""
        sent = {"Authorization": basic(), **{HEADERS[name]: value for name, value in named.items()}, **(headers or {})}
        url = f"{self.base}/{path}" + (f"?{urlencode(query)}" if query else "")
        return self.http.open(url, method=method, headers=sent, **({} if body is None else {"json": body}))

    def read(self, path: str, **options: Any) -> Any:
        """The JSON of a GET that must succeed."""
        response = self.call("GET", path, **options)
        assert response.status_code == 200, response.text
        return response.json

    def create(self, /, **entity: Any) -> dict[str, Any]:
        """A new appointment, which must succeed."""
        response = self.call("POST", "Appointment", entity)
        assert response.status_code == 200, response.text
        return response.json

    def rows(self, **options: str) -> list[dict[str, Any]]:
        """Rows of the list; ``filter``, ``select``, ``orderBy``, ``top`` and ``skip`` without their dollar."""
        return self.read("Appointment", query={f"${name}": value for name, value in options.items()})["value"]

    def ids(self, **options: str) -> list[int]:
        """The ids of such rows."""
        return [row["PrimaryKey"] for row in self.rows(select="appointmentId", **options)]

    def control(self, method: str, path: str, body: Any = None) -> TestResponse:
        """A control call about this office."""
        headers = {"Authorization": f"ODFHIR test-developer/{self.tenant}"}
        sent = {} if body is None else {"json": body}
        return self.http.open(f"/_mockod/{path}", method=method, headers=headers, **sent)

    def told(self, path: str) -> Any:
        """What a control call says of this vendor."""
        url = f"/_mockod/{path}?vendor=superoffice&office={self.tenant}"
        response = self.http.get(url, headers={"Authorization": basic(self.tenant)})
        assert response.status_code == 200, response.text
        return response.json

    def configure(self, **changes: Any) -> None:
        """Change the office's settings for SuperOffice: ``zone``, ``rights``, ``password``."""
        self.settings({"superoffice": changes})

    def settings(self, changes: Mapping[str, Any]) -> Any:
        response = self.http.put(
            f"/_mockod/settings?vendor=superoffice&office={self.tenant}",
            json=changes,
            headers={"Authorization": basic(self.tenant)},
        )
        assert response.status_code == 200, response.text
        return response.json

    def set_clock(self, now: str) -> None:
        response = self.control("PUT", "clock", {"mode": "frozen", "now": now})
        assert response.status_code == 200, response.text
