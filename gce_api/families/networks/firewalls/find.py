"""Looking up firewalls."""

from __future__ import annotations

from gce_api.families.networks.firewalls.table import Found, Region, find
from gce_api.families.shared.call import Call
from gce_api.google import errors
from gce_api.google.names import gce_names
from gce_api.openstack import networks, security_groups
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import gather, map_regions
from gce_api.openstack.security_groups import SecurityGroups


def region(cloud: Cloud) -> Region:
    """A region's firewalls (two calls at once)."""
    groups, visible = gather(
        lambda: security_groups.listed(cloud), lambda: networks.visible(cloud, fresh=True)
    )
    internal = [network for network in visible if not network["router:external"]]
    return Region(cloud.region, groups, gce_names(internal))


def firewall_of(call: Call) -> Found:
    """The firewall in the path, in every region where it is.

    :raises errors.NotFound: there is none.
    """
    found = find(map_regions(region, call.clouds), call.name)
    if found is None:
        raise errors.NotFound.resource(call.path)
    return found


def groups_of_every_region(call: Call) -> list[SecurityGroups]:
    """The security groups of all regions, one call each."""
    return map_regions(security_groups.listed, call.clouds)
