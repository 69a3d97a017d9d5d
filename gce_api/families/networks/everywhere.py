"""A network of GCE in all the regions that it is in: in Neutron each of them has one of its own."""

from __future__ import annotations

from dataclasses import dataclass

from gce_api.families.networks.vpcs import DEFAULT, Vpcs
from gce_api.google import errors
from gce_api.google.links import References
from gce_api.openstack.rows import Row


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a network is: the Keystone region, and its UUID there."""

    region: str
    network_id: str


@dataclass(frozen=True, kw_only=True)
class PlaceToBe:
    """Where a network is, or is to be: without an UUID it is ``default``, and is made when
    something first uses it."""

    region: str
    network_id: str | None


@dataclass(frozen=True)
class Region:
    """A region's networks, with Keystone's name of the region."""

    keystone: str
    vpcs: Vpcs


@dataclass(frozen=True)
class Everywhere:
    """The networks of every region, the default one first."""

    regions: list[Region]

    @property
    def project(self) -> str:
        """The project's GCE id."""
        return self._first.vpcs.project.id

    def name_of(self, url: object, field: str = "resource.network") -> str:
        """What a request that refers to a network calls it.

        :raises errors.Invalid: the URL does not refer to a network.
        """
        return References(self._first.vpcs.project).refer(url, "networks", field).name

    def region(self, keystone: str) -> Region:
        """A region by Keystone's name of it."""
        return next(region for region in self.regions if region.keystone == keystone)

    def named(self, name: str) -> list[tuple[Region, Row]]:
        """Where GCE's network of this name, or numeric id, is."""
        found = [(region, region.vpcs.network(name)) for region in self.regions]
        return [(region, row) for region, row in found if row]

    def find(self, url: object, field: str = "resource.network") -> list[tuple[Region, Row]]:
        """Where the network that a request refers to is; nowhere, where ``default`` is not made.

        :raises errors.NotFound: there is no such network.
        """
        name = self.name_of(url, field)
        found = self.named(name)
        if not found and name != DEFAULT:
            raise errors.NotFound.resource(f"projects/{self.project}/global/networks/{name}")
        return found

    def places(self, url: object, field: str = "resource.network") -> list[PlaceToBe]:
        """The same; the network ``default`` that is not made is to be in the default region.

        :raises errors.NotFound: there is no such network.
        """
        found = self.find(url, field)
        if not found:
            return [PlaceToBe(region=self._first.keystone, network_id=None)]
        return [PlaceToBe(region=region.keystone, network_id=row.id) for region, row in found]

    def subnets_of(self, name: str) -> list[tuple[str, Row]]:
        """The subnets of a network with the GCE names of their regions."""
        return [
            (region.vpcs.region, subnet)
            for region, network in self.named(name)
            for subnet in region.vpcs.subnets_of(network.id)
        ]

    @property
    def _first(self) -> Region:
        return self.regions[0]
