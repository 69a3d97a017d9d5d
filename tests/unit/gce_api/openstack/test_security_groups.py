"""Which security groups a port has, by the firewalls of its network."""

from gce_api.openstack import marks
from gce_api.openstack.rows import Row
from gce_api.openstack.security_groups import SecurityGroups


def group(number, *tags):
    return Row({"id": f"group-{number}", "name": f"fw-{number}", "description": "", "tags": tags})


def port(groups, **fields):
    found = {"network_id": "net", "security_groups": groups, "device_id": "", "description": ""}
    return Row({"id": "port", **found, **fields})


OF_NETWORK = f"{marks.OF_NETWORK}=net"
GROUPS = SecurityGroups(
    [
        group(1, marks.FIREWALL, OF_NETWORK),
        group(2, marks.FIREWALL, OF_NETWORK, f"{marks.TARGET_TAG}=web"),
        group(3, marks.GOING, OF_NETWORK),
    ]
)


def test_a_port_has_what_the_firewalls_of_its_instances_tags_say():
    there = port(["group-3", "of-another-tool"], device_id="server")
    assert GROUPS.of_present_port(there, ["web"]) == ["group-1", "group-2", "of-another-tool"]
    assert GROUPS.of_present_port(there, []) == ["group-1", "of-another-tool"]


def test_a_port_whose_instance_is_being_made_loses_only_what_goes():
    """Its tags are not known here: a firewall that they ask for stays."""
    new = port(["group-2", "group-3"], description=f"{marks.PORT} operation-1 nic0")
    assert GROUPS.of_present_port(new, []) == ["group-2"]
