"""What is kept of an instance group."""

import pytest

from gce_api.families.groups.groups.plan import named_ports
from gce_api.google import errors


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
