"""Looking up the VPC networks of a region, or of all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gce_api.families.networks.everywhere import Everywhere, Region
from gce_api.families.networks.vpcs import DEFAULT, Vpcs
from gce_api.families.shared.call import Call
from gce_api.families.shared.instance_links import instance_links
from gce_api.openstack import finding, networks, subnets
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import gather, map_regions
from gce_api.openstack.routers import INTERFACES
from gce_api.openstack.rows import Row

# what has an address of a network and belongs to the network itself
PLUMBING = (*INTERFACES, "network:dhcp", "network:distributed", "network:router_gateway")


def vpcs(cloud: Cloud, *, fresh: bool = False) -> Vpcs:
    """The networks and subnets of a region: two calls at once, remembered for 30 s.

    :param fresh: not as remembered.
    """
    gather(lambda: networks.visible(cloud, fresh=fresh), lambda: subnets.every(cloud, fresh=fresh))
    return remembered(cloud)


def remembered(cloud: Cloud) -> Vpcs:
    """The same without a call, for whoever has them fetched beside other things."""
    visible, every_subnet = networks.visible(cloud), subnets.every(cloud)
    return Vpcs(cloud.caller.project, cloud.name, visible, every_subnet)


def vpcs_for(cloud: Cloud, asked: Iterable[Mapping[str, Any]]) -> Vpcs:
    """The remembered ones where they have all that is asked for, which may be newer than they are.

    :param asked: what refers to a ``network``, a ``subnetwork`` or to neither, which is to
        ``default``: interfaces, forwarding rules.
    """
    known = vpcs(cloud)
    return known if all(_knows(known, each) for each in asked) else vpcs(cloud, fresh=True)


def everywhere(call: Call) -> Everywhere:
    """The networks of all regions, asked for anew."""
    found = map_regions(lambda cloud: vpcs(cloud, fresh=True), call.clouds)
    keystone = [cloud.region for cloud in call.clouds]
    return Everywhere([Region(*pair) for pair in zip(keystone, found, strict=True)])


def users_of_ports(call: Call, cloud: Cloud, ports: Iterable[Row]) -> list[str]:
    """Paths of the instances and addresses that ports are of, and of what else has one."""
    used = [port for port in ports if port["device_owner"] not in PLUMBING]
    links = instance_links(call, cloud, {p["device_id"] for p in used if p["device_id"]})
    prefix = call.links.url("")
    return [
        links[port["device_id"]].removeprefix(prefix)
        if port["device_id"] in links
        else f"regions/{cloud.name}/addresses/{port.name or port.id}"
        for port in used
    ]


def _knows(known: Vpcs, asked: Mapping[str, Any]) -> bool:
    subnetwork, network = asked.get("subnetwork"), asked.get("network")
    if subnetwork and finding.among(known.subnets, _last(subnetwork)) is None:
        return False
    if network is None and subnetwork:
        return True
    found = known.network(_last(network or DEFAULT))
    return found is not None and bool(found["subnets"])


def _last(url: object) -> str:
    return str(url).rstrip("/").rpartition("/")[2]
