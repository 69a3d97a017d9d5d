"""The VPC networks of a region and their subnetworks, as plans and views ask for them.

Whoever has looked them up (:func:`gce_api.families.networks.find.vpcs`) finds here, without any
further call, what GCE calls them and what a request refers to.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

from gce_api.google import errors
from gce_api.google.links import References
from gce_api.google.names import gce_names
from gce_api.openstack import default_network, finding, marks, tags
from gce_api.openstack.caller import Project
from gce_api.openstack.networks import first_external
from gce_api.openstack.rows import Row

DEFAULT = default_network.NAME


@dataclass(frozen=True)
class Vpcs:
    """What Neutron lists in a region; ``region`` is its GCE name.

    ``visible`` are all networks that the caller sees, external ones among them, which are no VPC
    networks; ``every_subnet`` may be of networks that the caller does not see.
    """

    project: Project
    region: str
    visible: list[Row]
    every_subnet: list[Row]

    @functools.cached_property
    def networks(self) -> list[Row]:
        """The VPC networks."""
        return [network for network in self.visible if not network["router:external"]]

    @functools.cached_property
    def network_names(self) -> dict[str, str]:
        """What GCE calls each of them, by UUID."""
        return gce_names(self.networks)

    @functools.cached_property
    def subnets(self) -> list[Row]:
        """The subnets of the VPC networks."""
        return [row for row in self.every_subnet if row["network_id"] in self.network_names]

    @functools.cached_property
    def subnet_names(self) -> dict[str, str]:
        """What GCE calls each of them, by UUID."""
        return gce_names(self.subnets)

    def network(self, name: str) -> Row | None:
        """The network that GCE calls ``name``, by a name or numeric id."""
        return finding.among(self.networks, name)

    def subnets_of(self, network_id: str) -> list[Row]:
        """The subnets of a network."""
        return [subnet for subnet in self.every_subnet if subnet["network_id"] == network_id]

    def network_of(self, subnet: Row) -> Row:
        """The network that a subnet is of."""
        return next(n for n in self.networks if n.id == subnet["network_id"])

    def find_network(self, url: object, field: str = "network") -> Row | None:
        """The network that a request refers to.

        ``None`` is the network ``default`` of a project that has none: what uses it makes it, in
        its flow (:func:`gce_api.openstack.default_network.ensure`).

        :raises errors.Invalid: the URL does not refer to a network.
        :raises errors.NotFound: there is no such network in the region.
        """
        name = References(self.project).refer(url, "networks", field).name
        found = self.network(name)
        if found is None and name != DEFAULT:
            raise errors.NotFound.resource(f"projects/{self.project.id}/global/networks/{name}")
        return found

    def find_subnetwork(self, url: object, field: str = "subnetwork") -> Row:
        """The subnet that a request refers to.

        :raises errors.Invalid: the URL does not refer to a subnetwork, or to another region's.
        :raises errors.NotFound: there is no such subnetwork.
        """
        reference = References(self.project).refer(url, "subnetworks", field)
        if reference.region not in (None, self.region):
            raise errors.Invalid(
                f"Invalid value for field '{field}': '{url}'. "
                f"The subnetwork is not in region '{self.region}'."
            )
        return self.subnetwork(reference.name)

    def subnetwork(self, name: str) -> Row:
        """The subnet that GCE calls ``name``, by a name or numeric id.

        :raises errors.NotFound: there is none.
        """
        found = finding.among(self.subnets, name)
        if found is None:
            path = f"projects/{self.project.id}/regions/{self.region}/subnetworks/{name}"
            raise errors.NotFound.resource(path)
        return found

    def external_network(self) -> Row:
        """The network that external addresses come from: the default one, else the first by name.

        :raises errors.Unsupported: this cloud has none.
        """
        external = first_external(self.visible)
        if external is None:
            raise errors.Unsupported("This cloud has no external network to take addresses from.")
        return external


def mode(network: Row, name: str) -> str:
    """How the subnets of a network came to be: ``auto``, ``custom`` or ``legacy``."""
    return tags.value(network, marks.MODE) or ("auto" if name == DEFAULT else "custom")


def routing_mode(network: Row) -> str:
    """GCE's routing mode of a network, which has no effect."""
    return tags.value(network, marks.ROUTING) or "REGIONAL"
