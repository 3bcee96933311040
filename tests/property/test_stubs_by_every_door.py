"""Whatever a stub says comes out byte for byte, by whichever door it is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import MONDAY
from mockod.config import Config
from mockod.simulation.clock import Clock
from mockod.simulation.stub_fields import BODILESS, NAME, OWN_PREFIX, SERVERS_OWN, VALUE
from support.doors import Call, Door, wire_doors

pytestmark = pytest.mark.live
KEY = ("Authorization", "ODFHIR doors/office")
GIVEN_BY_OTHERS = ("x-mockod-basis", "content-type", "content-length", "access-control-")
TEXTS = st.text(st.characters(codec="utf-8"), max_size=200)
JSON = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
    lambda one: st.lists(one) | st.dictionaries(TEXTS, one),
    max_leaves=9,
)


def is_free(name: str) -> bool:
    return name.lower() not in SERVERS_OWN and not name.lower().startswith(
        (OWN_PREFIX, "access-control-", "content-type")
    )


HEADERS = st.dictionaries(
    st.from_regex(NAME, fullmatch=True).filter(is_free).map(str.title),
    st.from_regex(VALUE, fullmatch=True),
    max_size=5,
)
STUBS = st.fixed_dictionaries(
    {"status": st.integers(200, 599), "headers": HEADERS}, optional={"body": TEXTS | JSON, "json": JSON}
).filter(lambda said: not {"body", "json"} <= said.keys())


@pytest.fixture(scope="module")
def doors() -> Iterator[dict[str, Door]]:
    with wire_doors(Config(practice="tiny", clock=Clock.frozen(MONDAY))) as doors:
        yield doors


def expected_body(said: dict) -> bytes:
    if said["status"] in BODILESS:
        return b""
    if isinstance(said.get("body"), str):
        return said["body"].encode()
    value = said.get("json", said.get("body"))
    return b"" if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@settings(max_examples=60)
@given(STUBS, st.sampled_from(["GET", "POST", "HEAD"]))
def test_any_stub_comes_out_byte_for_byte_by_each_door(doors, said, method):
    if said["status"] in BODILESS:
        said = {name: value for name, value in said.items() if name in ("status", "headers")}
    order = json.dumps({"kind": "respond", "times": 1, **said}).encode()
    for name, door in doors.items():
        made = door(Call(method="POST", target="/_mockod/faults", headers=(KEY,), body=order))
        assert made.status == 201, made.body

        told = door(Call(method=method, target="/api/v1/patients/1", headers=(KEY,)))

        body = expected_body(said)
        assert (told.status, told.end) == (said["status"], "whole"), name
        assert told.body == (b"" if method == "HEAD" else body)
        own = {key: value for key, value in told.headers if not key.startswith(GIVEN_BY_OTHERS)}
        assert own == {key.lower(): value for key, value in said["headers"].items()}
        assert dict(told.headers)["x-mockod-basis"] == "stub"
        length = None if said["status"] in (204, 304) else str(len(body))
        assert dict(told.headers).get("content-length") == length
