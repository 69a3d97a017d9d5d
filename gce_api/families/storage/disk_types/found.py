"""The disk types of a region, and how a request's is looked up among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gce_api.google import errors, links
from gce_api.google.names import gce_names
from gce_api.openstack import finding
from gce_api.openstack.rows import Row

STANDARD = "pd-standard"  # what clients ask for when they do not care


@dataclass(frozen=True)
class DiskTypes:
    """The volume types that can be used in a region: in its zones, and for regional disks."""

    zonal: list[Row]
    regional: list[Row]

    def of_scope(self, scope: str) -> list[Row]:
        return self.regional if scope.startswith("regions/") else self.zonal

    def names(self) -> dict[str, str]:
        """The GCE name of each volume type by its UUID."""
        return gce_names(self.zonal)

    def resolve(self, url: Any, field: str) -> Row:
        """The volume type that a request refers to by a disk type's URL or name.

        :raises errors.Invalid: it is no such URL, or this cloud has no such disk type.
        """
        found = finding.among(self.zonal, links.parse(url, "diskTypes", field).name)
        if found is None:
            raise errors.Invalid(
                f"Invalid value for field '{field}': '{url}'. The referenced disk type does not "
                "exist in this region."
            )
        return found
