"""An application of somebody else's on Flask 2.3, as it is tested without mockod and with it."""

from importlib.metadata import version

from flask import Flask, jsonify
from marshmallow import Schema, fields

assert version("flask").startswith("2.3."), version("flask")
assert version("marshmallow").startswith("3."), version("marshmallow")


class Greeting(Schema):
    name = fields.String(required=True)


app = Flask(__name__)


@app.get("/hello/<name>")
def hello(name: str):
    return jsonify(Greeting().dump({"name": name}))


answer = app.test_client().get("/hello/you")
assert (answer.status_code, answer.json) == (200, {"name": "you"}), answer.text
