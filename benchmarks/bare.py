"""The yardstick: one Flask view that answers a fixed object, behind the same server as mockod's."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from flask import Flask, Response, jsonify

from mockod.server.uvicorn_server import Server, listen

EXAMPLE = Path(__file__).parents[1] / "fixtures" / "examples" / "appointments-get-single.json"
ROW = json.loads(EXAMPLE.read_text())["response"]["body"]
"""The documented appointment, so that both servers send as much."""


def bare() -> Flask:
    app = Flask("bare", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 16_800_000
    app.extensions["mockod.is_slow"] = lambda method, path: False
    app.extensions["mockod.admit"] = lambda path, authorization: None
    app.extensions["mockod.tick"] = lambda: None
    app.json.sort_keys = False

    @app.get("/api/v1/appointments/<int:number>")
    def one(number: int) -> Response:
        return jsonify(ROW)

    @app.get("/api/v1/appointments")
    def many() -> Response:
        return jsonify([ROW] * 60)

    @app.post("/api/v1/appointments")
    def create() -> tuple[Response, int]:
        return jsonify(ROW), 201

    return app


if __name__ == "__main__":
    listening = listen("127.0.0.1", int(sys.argv[1]))
    Server(bare()).run_on(listening)
