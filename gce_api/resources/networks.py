"""Networks: Neutron networks in GCE's terms. External ones are no VPC networks and not shown."""

from __future__ import annotations

from gce_api import errors, finding, links
from gce_api.call import Call
from gce_api.openstack import default_network as topology
from gce_api.openstack import rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

DEFAULT = topology.NAME


def find_network(call: Call, url: str, region: str, field: str = "network") -> Row:
    """The Neutron network that a request refers to, in a region by its GCE name.

    The network ``default`` is made when the project has none.

    :raises errors.Invalid: the URL does not refer to a network.
    :raises errors.NotFound: there is no such network in the region.
    """
    name = links.parse(url, "networks", field).name
    cloud = call.cloud_of(region)
    for fresh in (False, True):  # it may be newer than what is remembered
        found = finding.among(internal(cloud, fresh=fresh), name)
        if found:
            return found
    if name == DEFAULT:
        return default_network(call, region)
    raise errors.NotFound.resource(f"projects/{call.project.id}/global/networks/{name}")


def default_network(call: Call, region: str) -> Row:
    """The region's network ``default``; made now, in some seconds, where the project has none.

    :raises errors.Unsupported: there is none, and Neutron cannot make one.
    """
    return topology.ensure(call.cloud_of(region))


def internal(cloud: Cloud, *, fresh: bool = False) -> list[Row]:
    """The networks of a region that are VPC networks in GCE's terms."""
    return [network for network in visible(cloud, fresh=fresh) if not network["router:external"]]


def visible(cloud: Cloud, *, fresh: bool = False) -> list[Row]:
    """Every network of a region that the caller can see (one call, remembered for 30 s)."""
    if fresh:
        cloud.forget("networks")
    return cloud.cached("networks", lambda: rows.listed(cloud.network, "/networks", "networks"))


def subnets(cloud: Cloud, *, fresh: bool = False) -> list[Row]:
    """Every subnet of a region that the caller can see (one call, remembered for 30 s)."""
    if fresh:
        cloud.forget("subnets")
    return cloud.cached("subnets", lambda: rows.listed(cloud.network, "/subnets", "subnets"))
