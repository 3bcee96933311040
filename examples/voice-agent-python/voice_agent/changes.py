"""ChangeReceiver: hears by webhook what was booked, moved and cancelled at the office, by whomever."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from voice_agent.open_dental import OpenDental


class ChangeReceiver:
    """``with ChangeReceiver(office) as changes: ...``; ``changes.heard`` are the appointments that changed."""

    def __init__(self, office: OpenDental, *, host: str = "127.0.0.1", port: int = 0, seconds: int = 30) -> None:
        """``seconds`` are between two looks that the office takes at its book; port 0 chooses a free one."""
        self.heard: list[dict[str, Any]] = []
        self._office = office
        self._seconds = seconds
        self._server = ThreadingHTTPServer((host, port), _hook(self.heard))
        self._url = f"http://{host}:{self._server.server_port}/changes/"

    def __enter__(self) -> Self:
        wanted = {"EndPointUrl": self._url, "WatchTable": "Appointment", "PollingSeconds": self._seconds}
        self._office.post("subscriptions", wanted)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


def _hook(heard: list[dict[str, Any]]) -> type[BaseHTTPRequestHandler]:
    """Takes each event, which is a list of rows."""

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.extend(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Write nothing to standard error."""

    return Hook
