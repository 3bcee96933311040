"""The page about scenarios is true: its stories are played, every kind of step, rule and command is told."""

from __future__ import annotations

import re

import pytest

from mockod import vendors
from mockod.app import create_site
from mockod.cli.scenario_commands import scenario
from mockod.client import Client
from mockod.config import Config
from mockod.control.inner_door import ROOT as INSIDE
from mockod.control.inner_door import InnerDoor
from mockod.control.scenarios import apis_of
from mockod.scenario import library
from mockod.scenario.connection import Connection
from mockod.scenario.expectations import RULES, TYPES
from mockod.scenario.player import Player
from mockod.scenario.reader import HEAD, read_scenario
from mockod.scenario.step_kinds import KINDS
from support.paths import ROOT

PAGE = (ROOT / "docs/scenarios.md").read_text(encoding="utf-8")
STORIES = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("story", STORIES, ids=["a-story", "webhooks", "further-apis"])
def test_a_story_of_the_page_goes_as_it_is_told(story):
    site = create_site(Config(practice="tiny"))
    client = Client(INSIDE, "page")
    connection = Connection.to(client, send=InnerDoor(*site.runtimes).send, apis=apis_of(vendors.installed(), client))

    played = Player(connection).play(read_scenario("page.yaml", story.encode()))

    site.close()
    assert played.passed, played.as_text()


def test_every_kind_of_step_and_all_that_it_may_have_is_told():
    told = set(re.findall(r"`([a-z_]+)`", PAGE))

    assert {*KINDS, *HEAD} <= told
    assert {name for fields in KINDS.values() for name in fields} - {"times"} <= told
    assert "`times: 3`" in PAGE


def test_every_rule_is_told():
    assert set(re.findall(r"\$[a-z_]+", PAGE)) == set(RULES)
    assert all(f"`{name}`" in PAGE for name in TYPES if name != "text")


def test_every_command_and_option_is_told():
    for name, command in scenario.commands.items():
        assert f"mockod scenario {name}" in PAGE
        for option in (text for param in command.params for text in param.opts if text.startswith("--")):
            assert option in PAGE, option


def test_the_list_of_scenarios_has_all_of_them():
    told = re.findall(r"^\| \[(.*?)\]\(\1\.yaml\) \|", (ROOT / "scenarios/README.md").read_text("utf-8"), re.MULTILINE)

    assert sorted(told) == library.names()
    assert f"{['Seventeen', 'Eighteen', 'Nineteen'][len(told) - 17]} come with" in PAGE
