"""How tests talk to an office: ``office.get("appointments", PatNum=11)``, without the noise of HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


@dataclass(frozen=True)
class ApiClient:
    """A client of one office, by its customer key."""

    http: FlaskClient
    customer: str
    prefix: str = "/api/v1"

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"ODFHIR test-developer/{self.customer}"}

    def call(self, method: str, path: str, body: Any = None, **query: Any) -> TestResponse:
        """Any method; ``body`` goes out as JSON, ``query`` behind the path."""
        url = f"{self.prefix}/{path}" + (f"?{urlencode(query)}" if query else "")
        return self.http.open(url, method=method, headers=self.headers, **({} if body is None else {"json": body}))

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.call("GET", path, **query)

    def post(self, path: str, body: Any) -> TestResponse:
        return self.call("POST", path, body)

    def put(self, path: str, body: Any) -> TestResponse:
        return self.call("PUT", path, body)

    def read(self, path: str, **query: Any) -> Any:
        """The JSON of a GET that must succeed."""
        response = self.get(path, **query)
        assert response.status_code == 200, response.text
        return response.json

    def book(self, **fields: Any) -> dict[str, Any]:
        """Book an appointment that must succeed: patient 1 in operatory 1 unless said otherwise."""
        response = self.post("appointments", {"PatNum": 1, "Op": 1, **fields})
        assert response.status_code == 201, response.text
        return response.json

    def set_clock(self, now: str, mode: str = "frozen") -> None:
        response = self.http.put("/_mockod/clock", json={"mode": mode, "now": now}, headers=self.headers)
        assert response.status_code == 200, response.text

    def refusal(self, method: str, path: str, body: Any = None, **query: Any) -> tuple[int, str]:
        """Status and text of a call that must be refused."""
        response = self.call(method, path, body, **query)
        assert response.status_code >= 400, response.text
        return response.status_code, response.json
