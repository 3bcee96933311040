"""The yardstick: one Flask view that answers a fixed object, behind the same server as mockod's."""

from __future__ import annotations

import sys

from flask import Flask, Response, jsonify

from mockod.server import Server, listen

ROW = {f"Field{number}": number if number % 2 else f"value {number}" for number in range(36)}


class NoOffices:
    def close(self) -> None:
        pass


def bare() -> Flask:
    app = Flask("bare", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 16_800_000
    app.extensions["mockod.offices"] = NoOffices()
    app.extensions["mockod.is_slow"] = lambda method, path: False
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
