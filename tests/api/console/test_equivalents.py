"""What a form shows as gcloud, REST, curl and Python makes what the form makes."""

from __future__ import annotations

import json
import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.contract import a_name
from tests.console_examples import CREATES

TOOLS = ("rest", "python", "gcloud", "curl")
# what no two resources have in common, wherever it stands
OWN = {
    *("id", "creationTimestamp", "selfLink", "selfLinkWithId", "fingerprint", "labelFingerprint"),
    *("networkIP", "natIP", "address", "IPAddress", "gatewayAddress", "instanceGroup"),
    *("lastStartTimestamp", "lastAttachTimestamp", "archiveSizeBytes", "ipCidrRange", "size"),
}


def plain(value, name):
    """A resource without what is its own, so that it can be compared with another."""
    if isinstance(value, dict):
        kept = {key: plain(each, name) for key, each in value.items() if key not in OWN}
        return {key: each for key, each in kept.items() if each is not False}
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
        """The resource that comes of it."""
        url = f"{address(example.page)}create/"
        values = self.world.fill(example.values, name=name, n=str(TOOLS.index(tool) + 1))
        self._do(url, {**values, "request_id": str(uuid.uuid4())}, tool)
        return plain(self.world.get(self.world.fill(example.made, name=name)), name)

    def _do(self, url, values, tool):
        shown = self.console.ask(url, values, preview="1")
        assert not shown["errors"], shown["errors"]
        if tool == "gcloud" and shown["gcloud"].startswith("#"):
            tool = "rest"  # it has no command
        getattr(self.tools, tool)(shown)


@pytest.fixture(scope="module")
def forms(console, tools, world):
    return Forms(console, tools, world)


@pytest.mark.parametrize("example", CREATES, ids=[f"{each.page}" for each in CREATES])
def test_every_tool_creates_the_same(forms, world, example):
    name = a_name("eq")
    world.fill([example.values])  # what it refers to is made once
    tools = TOOLS if example.harmful else TOOLS[:3]  # curl differs from REST by its quotes alone
    with ThreadPoolExecutor() as pool:
        made = {
            tool: pool.submit(forms.create, example, tool, f"{name}-{tool[0]}") for tool in tools
        }
    for tool in tools:
        world.forget(example, f"{name}-{tool[0]}")
    failures = {tool: str(each.exception()) for tool, each in made.items() if each.exception()}
    assert not failures, "\n".join(f"{tool}: {each}" for tool, each in failures.items())
    for tool in tools:
        assert made[tool].result() == made["rest"].result(), tool
