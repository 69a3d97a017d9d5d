"""A firewall in every region that its network is in: it is made in each of them, and shown once."""

from __future__ import annotations

from dataclasses import dataclass

from gce_api.google.names import gce_names
from gce_api.openstack import finding
from gce_api.openstack.rows import Row
from gce_api.openstack.security_groups import SecurityGroups


@dataclass(frozen=True)
class Region:
    """A Keystone region's security groups, and what GCE calls each of its networks by UUID."""

    keystone: str
    groups: SecurityGroups
    network_names: dict[str, str]

    @property
    def names(self) -> dict[str, str]:
        """What GCE calls each of the region's firewalls, by UUID."""
        return gce_names(self.groups.firewalls())


@dataclass(frozen=True)
class Found:
    """A firewall, where it is."""

    parts: list[tuple[Region, Row]]

    @property
    def id(self) -> str:
        """UUID of its group in the first region."""
        return self.parts[0][1].id

    @property
    def name(self) -> str:
        """What GCE calls it."""
        return self.parts[0][0].names[self.id]

    @property
    def target(self) -> str:
        """Its path below the project."""
        return f"global/firewalls/{self.name}"


def find(regions: list[Region], name: str) -> Found | None:
    """The firewall of a name or numeric id; ``None``: there is none."""
    parts: list[tuple[Region, Row]] = []
    for region in regions:
        row = finding.among(region.groups.firewalls(), parts[0][1].name if parts else name)
        if row:
            parts.append((region, row))
    return Found(parts) if parts else None
