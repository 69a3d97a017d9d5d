"""The routers of a region, as plans and views ask for them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from gce_api.google.names import gce_names
from gce_api.openstack import finding, marks, vpc
from gce_api.openstack.rows import Row


@dataclass(frozen=True)
class Routers:
    """A project's routers in a region.

    ``region`` is its GCE name; ``interfaces`` are the routers' ports on subnets; ``network_names``
    what GCE calls each network, by UUID.
    """

    region: str
    every: list[Row]
    interfaces: list[Row]
    network_names: Mapping[str, str]

    @functools.cached_property
    def shown(self) -> list[Row]:
        """Those that GCE's clients or another tool made: not the implied ones."""
        return [row for row in self.every if is_known(row) or marks.IMPLIED not in row["tags"]]

    @functools.cached_property
    def names(self) -> dict[str, str]:
        """What GCE calls each of them, by UUID."""
        return gce_names(self.shown)

    def named(self, name: str) -> Row | None:
        """The one of this name or numeric id."""
        return finding.among(self.shown, name)

    def network_of(self, router: Row) -> str | None:
        """UUID of the network that a router is of, the first one of several."""
        on = (port["network_id"] for port in self.interfaces if port["device_id"] == router.id)
        return vpc.network_of(router) or next(on, None)

    def network_name_of(self, router: Row) -> str | None:
        """What GCE calls that network."""
        return self.network_names.get(self.network_of(router) or "")

    def subnets_of(self, router: Row) -> list[str]:
        """Ids of the subnets that a router is on."""
        return [
            fixed["subnet_id"]
            for port in self.interfaces
            if port["device_id"] == router.id
            for fixed in port["fixed_ips"]
        ]


def is_known(router: Row) -> bool:
    """Whether GCE's clients made a router, or took it over, as one."""
    return marks.ROUTER in router["tags"]
