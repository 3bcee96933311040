"""A client that books, as compose.yaml starts it beside mockod; it needs the standard library alone.

It finds the patient that ready.d brings, takes the first time that is offered, books and reads it back. Exit code 1
where anything is other than it should be.
"""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

URL = os.environ.get("OPENDENTAL_URL", "http://127.0.0.1:30222/api/v1")
HEADERS = {"Authorization": "ODFHIR compose-developer/compose-office", "Content-Type": "application/json"}


def call(method: str, path: str, body: Any = None, **query: Any) -> Any:
    """The answer's JSON. Raises HTTPError where it is refused."""
    content = None if body is None else json.dumps(body).encode()
    url = f"{URL}/{path}?{urlencode(query)}"
    with urlopen(Request(url, content, HEADERS, method=method), timeout=10) as answer:
        return json.load(answer)


def main() -> None:
    (patient,) = call("GET", "patients", LName="Rivera", FName="Ana")
    slot = call("GET", "appointments/Slots", ProvNum=1, OpNum=1)[0]
    wanted = {"PatNum": patient["PatNum"], "Op": slot["OpNum"], "AptDateTime": slot["DateTimeStart"]}
    booked = call("POST", "appointments", wanted)
    found = call("GET", f"appointments/{booked['AptNum']}")
    if {name: found[name] for name in wanted} != wanted or found["AptStatus"] != "Scheduled":
        raise SystemExit(f"booked {wanted}, but read {found}")
    print(f"{patient['FName']} {patient['LName']} is booked at {found['AptDateTime']}.")  # noqa: T201


if __name__ == "__main__":
    main()
