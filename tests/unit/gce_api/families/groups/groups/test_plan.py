"""What is kept of an instance group."""

import pytest

from gce_api.families.groups.groups.plan import (
    FoundForGroup,
    FoundMembers,
    members_asked,
    named_ports,
    plan_group,
    with_members,
    without_members,
)
from gce_api.google import errors
from gce_api.openstack.rows import Row

ZONE = "us-central1-a"


def test_named_ports_have_a_name_and_a_port():
    ports = [{"name": "http", "port": 80}, {"name": "http", "port": 65535}]
    assert named_ports({"namedPorts": ports}) == ports
    assert named_ports({}) == []


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({}, "namedPorts[0].name"),
        ({"port": 80}, "namedPorts[0].name"),
        ({"name": "Web", "port": 80}, "namedPorts[0].name"),
        ({"name": "web"}, "namedPorts[0].port"),
        ({"name": "web", "port": 0}, "namedPorts[0].port"),
        ({"name": "web", "port": 65536}, "namedPorts[0].port"),
    ],
)
def test_a_named_port_that_cannot_be_is_refused(entry, field):
    with pytest.raises(errors.Invalid) as refused:
        named_ports({"namedPorts": [entry]})
    assert f"'resource.{field}'" in refused.value.message


def servers(*names):
    return [Row(id=f"uuid-{name}", name=name) for name in names]


def on(network, *names):
    return FoundMembers(servers=servers(*names), places=[{"network": network} for _ in names])


def test_a_group_is_kept_with_its_network_and_no_members():
    place = {"network": "projects/demo/global/networks/default"}
    found = FoundForGroup(project="demo", scope=f"zones/{ZONE}", place=place, managed=())
    content = plan_group({"name": "web", "description": "d"}, found)
    assert content == {"members": [], "namedPorts": [], "description": "d", **place}


def test_the_name_of_a_managed_group_is_taken():
    managed = {f"zones/{ZONE}/instanceGroups/web"}
    found = FoundForGroup(project="demo", scope=f"zones/{ZONE}", place={}, managed=managed)
    with pytest.raises(errors.AlreadyExists, match="instanceGroups/web"):
        plan_group({"name": "web"}, found)


def test_an_instance_is_meant_once_and_in_the_groups_zone(known):
    asked = [{"instance": "vm"}, {"instance": f"zones/{ZONE}/instances/vm"}]
    path = f"zones/{ZONE}/instances/vm"
    assert members_asked({"instances": asked}, known().references, ZONE) == [path]
    elsewhere = {"instances": [{"instance": "zones/us-central1-b/instances/vm"}]}
    with pytest.raises(errors.Invalid, match=r"instances\[0\].*zone of the group"):
        members_asked(elsewhere, known().references, ZONE)


def test_the_first_instance_decides_on_the_groups_network():
    content = with_members({"members": []}, on("a", "first"))
    assert content == {"members": ["uuid-first"], "network": "a"}
    with pytest.raises(errors.Invalid, match="must be on its network 'a'"):
        with_members(content, on("b", "second"))
    with pytest.raises(errors.Invalid, match=r"'first'\. The instance is a member"):
        with_members(content, on("a", "first"))
    both = FoundMembers(servers=servers("x", "y"), places=[{"network": "a"}, {"network": "b"}])
    with pytest.raises(errors.Invalid, match="on several networks"):
        with_members({"members": []}, both)


def test_only_a_member_can_be_removed():
    content = {"members": ["uuid-a", "uuid-b"]}
    assert without_members(content, servers("a")) == {"members": ["uuid-b"]}
    with pytest.raises(errors.Invalid, match=r"'c'\. The instance is no member"):
        without_members(content, servers("c"))
