"""Looking up a subnetwork, and what a new one is planned by."""

from __future__ import annotations

from gce_api.families.networks.everywhere import Everywhere
from gce_api.families.networks.find import everywhere, users_of_ports, vpcs, vpcs_for
from gce_api.families.networks.subnetworks.plan import Found
from gce_api.families.shared.call import Call, RegionalCall
from gce_api.openstack import ports, security_groups
from gce_api.openstack.rows import Row
from gce_api.openstack.security_groups import SecurityGroups


def find_subnetwork(call: Call, url: str, region: str, field: str = "subnetwork") -> Row:
    """The one subnet that a request refers to, in a region by its GCE name.

    Returns and raises as :meth:`gce_api.families.networks.vpcs.Vpcs.find_subnetwork`.
    """
    return vpcs_for(call.cloud_of(region), [{"subnetwork": url}]).find_subnetwork(url, field)


def for_insert(call: RegionalCall) -> tuple[Everywhere, SecurityGroups]:
    """The networks of every region; and the security groups of the first one that the network is
    in, whose firewalls it has in the call's region, too, if it is to be made there."""
    found = everywhere(call)
    url = call.body.get("network")
    of_network = found.find(url) if url else []
    first = of_network[0][0].keystone if of_network else call.cloud.region
    return found, security_groups.listed(next(c for c in call.clouds if c.region == first))


def subnetwork_of(call: RegionalCall) -> Found:
    """The subnetwork in the path.

    :raises errors.NotFound: there is none.
    """
    known = vpcs(call.cloud, fresh=True)
    return Found(known.subnetwork(call.name), known)


def with_user(call: RegionalCall, found: Found) -> Found:
    """The same, with what has an address of it."""
    on_it = [
        port
        for port in ports.on_network(call.cloud, found.row["network_id"])
        if found.row.id in {fixed["subnet_id"] for fixed in port["fixed_ips"]}
    ]
    users = users_of_ports(call, call.cloud, on_it)
    return Found(found.row, found.vpcs, next(iter(users), None))


def beside(call: RegionalCall, found: Found) -> list[tuple[str, Row]]:
    """The subnets of its network in all regions, with their names."""
    return everywhere(call).subnets_of(found.network.name)
