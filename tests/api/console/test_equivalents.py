"""What a form shows as gcloud, REST, curl and Python makes what the form makes."""

from __future__ import annotations

import json
import re

import pytest

from tests.api.console.examples import CREATES
from tests.api.contract import a_name

TOOLS = ("form", "rest", "curl", "python", "gcloud")
# what no two resources have in common, wherever it stands
OWN = {
    *("id", "creationTimestamp", "selfLink", "selfLinkWithId", "fingerprint", "labelFingerprint"),
    *("networkIP", "natIP", "address", "IPAddress", "gatewayAddress", "instanceGroup"),
    *("lastStartTimestamp", "lastAttachTimestamp", "archiveSizeBytes", "ipCidrRange", "size"),
}


def number_of(tool):
    return str(TOOLS.index(tool) + 1)


def plain(value, name):
    """A resource without what is its own, so that it can be compared with another."""
    if isinstance(value, dict):
        return {key: plain(each, name) for key, each in value.items() if key not in OWN}
    if isinstance(value, list):
        return sorted((plain(each, name) for each in value), key=json.dumps)
    return value.replace(name, "NAME") if isinstance(value, str) else value


def address(page):
    return "/project/gce_" + re.sub(r"(?<!^)([A-Z])", r"_\1", page).lower() + "/p/demo/"


class Forms:
    """Fills in the form of an example and has a tool do what it says."""

    def __init__(self, console, tools, world):
        self.console, self.tools, self.world = console, tools, world

    def create(self, example, tool, name):
        url = f"{address(example.page)}create/"
        values = self.world.fill(example.values, name=name, n=number_of(tool))
        self._do(url, values, tool)

    def _do(self, url, values, tool):
        if tool == "form":
            answer = self.console.ask(url, values)
            assert "operation" in answer, answer
            for each in [answer["operation"], *answer["also"]]:
                self.world.wait(self.world.get(f"{each['scope']}/operations/{each['name']}"))
            return
        shown = self.console.ask(url, values, preview="1")
        assert not shown["errors"], shown["errors"]
        getattr(self.tools, tool)(shown)


@pytest.fixture(scope="module")
def forms(console, tools, world):
    return Forms(console, tools, world)


@pytest.mark.parametrize("example", CREATES, ids=[f"{each.page}" for each in CREATES])
def test_every_tool_creates_what_the_form_does(forms, world, example):
    found = {}
    name = a_name("eq")
    for tool in TOOLS:
        own = f"{name}-{tool[0]}"
        forms.create(example, tool, own)
        found[tool] = plain(world.get(world.fill(example.made, name=own)), own)
    for tool in TOOLS:
        assert found[tool] == found["form"], tool
    for tool in TOOLS:
        for path in (example.made, *example.also):
            world.delete(world.fill(path, name=f"{name}-{tool[0]}"))
