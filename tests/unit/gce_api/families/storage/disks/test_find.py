"""How often OpenStack is asked before volumes are planned."""

from types import SimpleNamespace

import pytest

from gce_api.families.storage.disks.find import for_volumes
from gce_api.families.storage.disks.requests import of_parameters
from gce_api.openstack import images, places, volume_snapshots, volume_types, volumes

PARAMETERS = [{"sourceImage": "global/images/small"}, {"sourceSnapshot": "global/snapshots/s"}]


@pytest.fixture
def asked(monkeypatch):
    """The calls of OpenStack, by what they ask for."""
    calls = []

    def noted(module, name):
        def ask(cloud, *arguments):
            calls.append((module.__name__.rpartition(".")[2], name))
            return []

        monkeypatch.setattr(module, name, ask)

    for module, name in (
        (images, "listed"),
        (volumes, "listed"),
        (volumes, "zones"),
        (volume_snapshots, "listed"),
        (volume_snapshots, "named"),
        (volume_types, "listed"),
        (places, "zones"),
    ):
        noted(module, name)
    return calls


class Cloud:
    """A region that remembers nothing."""

    name = "r1"

    def cached(self, key, make):
        return make()


@pytest.fixture
def call(cases):
    cloud = Cloud()
    disks = SimpleNamespace(regional_types=[])
    return SimpleNamespace(
        cloud=cloud,
        zone=cases.region.zones[0],
        region="r1",
        project=cases.references.project,
        references=cases.references,
        services=SimpleNamespace(conf=SimpleNamespace(disks=disks), database=None),
        in_scope=lambda fetch: fetch(cloud),
    )


def requests(count):
    return [of_parameters(f"vm-{n}", PARAMETERS[n % 2], "at") for n in range(count)]


def test_fifty_volumes_cost_the_look_ups_of_two(call, asked):
    for_volumes(call, requests(2))
    of_two = len(asked)
    asked.clear()
    for_volumes(call, requests(50))
    assert len(asked) <= of_two


def test_a_few_names_are_asked_for_and_many_are_listed(call, asked):
    for_volumes(call, requests(1))
    assert asked.count(("volumes", "listed")) == 1
    assert ("volume_snapshots", "listed") not in asked
