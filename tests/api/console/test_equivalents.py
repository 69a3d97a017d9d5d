"""What a form shows as gcloud, REST, curl and Python makes what the form makes."""

from __future__ import annotations

import json
import re
import uuid

import pytest

from tests.api.contract import a_name
from tests.console_examples import CREATES

TOOLS = ("rest", "python", "gcloud", "curl")
RUN = [example for example in CREATES if example.run]
# what no two resources have in common, wherever it stands
OWN = {
    *("id", "creationTimestamp", "selfLink", "selfLinkWithId", "fingerprint", "labelFingerprint"),
    *("address", "archiveSizeBytes"),
}
USUAL = {"portSpecification": "USE_FIXED_PORT"}  # so it is where nothing is said


def plain(value, name):
    """A resource without what is its own, so that it can be compared with another."""
    if isinstance(value, dict):
        kept = {key: plain(each, name) for key, each in value.items() if key not in OWN}
        return {k: each for k, each in kept.items() if each is not False and USUAL.get(k) != each}
    if isinstance(value, list):
        return sorted((plain(each, name) for each in value), key=json.dumps)
    return value.replace(name, "NAME") if isinstance(value, str) else value


def address(page):
    return "/project/gce_" + re.sub(r"(?<!^)([A-Z])", r"_\1", page).lower() + "/p/demo/"


@pytest.fixture
def made_by(console, tools, world):
    """Fills in the form of an example, runs what a tool's tab shows, and gives what that made."""

    def make(tool, example, name):
        values = {**world.fill(example.values, name=name), "request_id": str(uuid.uuid4())}
        shown = console.ask(f"{address(example.page)}create/", values, preview="1")
        assert not shown["errors"], shown["errors"]
        getattr(tools, tool)(shown)
        return plain(world.get(world.fill(example.made, name=name)), name)

    return make


@pytest.mark.parametrize("example", RUN, ids=[each.page for each in RUN])
def test_every_tool_creates_the_same(made_by, world, example):
    names = {tool: a_name(f"eq-{tool}") for tool in TOOLS}
    try:
        made = {tool: made_by(tool, example, name) for tool, name in names.items()}
        assert all(each == made["rest"] for each in made.values()), made
    finally:
        for name in names.values():
            world.forget(example, name)
