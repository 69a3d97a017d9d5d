"""Subnetworks: Neutron subnets in GCE's terms."""

from __future__ import annotations

from gce_api import errors, finding, links
from gce_api.call import Call
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.resources import networks


def find_subnetwork(call: Call, url: str, region: str, field: str = "subnetwork") -> Row:
    """The Neutron subnet that a request refers to, in a region by its GCE name.

    :raises errors.Invalid: the URL does not refer to a subnetwork, or to one of another region.
    :raises errors.NotFound: there is no such subnetwork.
    """
    reference = links.parse(url, "subnetworks", field)
    if reference.region not in (None, region):
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{url}'. "
            f"The subnetwork is not in region '{region}'."
        )
    return by_name(call, region, reference.name)


def by_name(call: Call, region: str, name: str) -> Row:
    """A subnet of a region by its name or id.

    :raises errors.NotFound: there is none.
    """
    cloud = call.cloud_of(region)
    for fresh in (False, True):  # it may be newer than what is remembered
        found = finding.among(internal(cloud, fresh=fresh), name)
        if found:
            return found
    path = f"projects/{call.project.id}/regions/{region}/subnetworks/{name}"
    raise errors.NotFound.resource(path)


def internal(cloud: Cloud, *, fresh: bool = False) -> list[Row]:
    """The subnets of a region's VPC networks."""
    known = {network.id for network in networks.internal(cloud, fresh=fresh)}
    found = networks.subnets(cloud, fresh=fresh)
    return [subnet for subnet in found if subnet["network_id"] in known]
