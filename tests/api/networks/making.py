"""What the tests of networks and of what is in them share."""

from __future__ import annotations

import contextlib

from tests.api.contract import REGION, a_name

NETWORKS = "global/networks/"
SUBNETWORKS = f"regions/{REGION}/subnetworks/"


@contextlib.contextmanager
def a_network(api, cidr=None):
    """A custom mode network, with a subnetwork of its name where a range is given."""
    name = a_name("net")
    api.done("networks.insert", {"name": name, "autoCreateSubnetworks": False})
    try:
        if cidr:
            body = {"name": name, "network": NETWORKS + name, "ipCidrRange": cidr}
            api.done("subnetworks.insert", body)
        yield name
    finally:
        if cidr:
            api.ended("subnetworks.delete", subnetwork=name)
        api.done("networks.delete", network=name)


def groups_of(devcloud, instance):
    """Names of the security groups on the ports of an instance."""
    cloud = devcloud.connection()
    server = cloud.compute.find_server(instance)
    found = {
        g for port in cloud.network.ports(device_id=server.id) for g in port.security_group_ids
    }
    return {cloud.network.get_security_group(group).name for group in found}
