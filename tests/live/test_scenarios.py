"""Every story in scenarios/, played over a real socket."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from mockod.app import create_app
from mockod.config import Config
from mockod.server.uvicorn_server import ServerThread
from mockod.store.bundled import folder

pytestmark = pytest.mark.live
STORIES = sorted(folder("scenarios").glob("*.yaml"))
KEYS = ("say", "get", "post", "put", "query", "body", "status", "answer", "keep", "set_clock")


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_story_goes_as_it_is_told(path: Path):
    story = yaml.safe_load(path.read_text(encoding="utf-8"))
    with ServerThread(create_app(Config(practice=story["practice"]))) as server, requests.Session() as client:
        client.headers["Authorization"] = "ODFHIR story/teller"
        set_clock(client, server.url, story["clock"])
        kept: dict[str, Any] = {}
        for step in story["steps"]:
            assert set(step) <= set(KEYS), step
            if "set_clock" in step:
                set_clock(client, server.url, step["set_clock"])
            else:
                play(client, server.url, step, kept)


def set_clock(client: requests.Session, url: str, now: str) -> None:
    assert client.put(f"{url}/_mockod/clock", json={"mode": "frozen", "now": now}).ok


def play(client: requests.Session, url: str, step: dict[str, Any], kept: dict[str, Any]) -> None:
    method = next(verb for verb in ("get", "post", "put") if verb in step)
    response = client.request(
        method,
        f"{url}/api/v1/{filled(step[method], kept)}",
        params=filled(step.get("query"), kept),
        json=filled(step.get("body"), kept),
    )
    assert response.status_code == step.get("status", 200), (step["say"], response.text)
    if "answer" in step:
        told = response.json()
        assert holds(told, filled(step["answer"], kept)), (step["say"], told)
    for name, way in step.get("keep", {}).items():
        value = response.json()
        for part in way.split("."):
            value = value[int(part)] if isinstance(value, list) else value[part]
        kept[name] = value


def filled(value: Any, kept: dict[str, Any]) -> Any:
    """The value with what was kept in the place of ``{name}``; alone, it keeps its type."""
    if isinstance(value, dict):
        return {key: filled(item, kept) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, kept) for item in value]
    if isinstance(value, str) and value.startswith("{") and value[1:-1] in kept:
        return kept[value[1:-1]]
    return value.format_map(kept) if isinstance(value, str) and "{" in value else value


def holds(told: Any, wanted: Any) -> bool:
    """Whether an answer holds all that is wanted: more fields are fine, more rows are not."""
    if isinstance(wanted, dict):
        return isinstance(told, dict) and all(name in told and holds(told[name], wanted[name]) for name in wanted)
    if isinstance(wanted, list):
        return all(holds(row, want) for row, want in itertools.zip_longest(told, wanted))
    return told == wanted


def test_there_are_stories():
    assert len(STORIES) >= 3
