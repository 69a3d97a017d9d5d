"""The volumes among which a request's disks are looked up, and how that is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gce_api.families.storage.disks import places
from gce_api.google import errors
from gce_api.google.links import Reference, References
from gce_api.openstack import finding
from gce_api.openstack.places import Region, Zone
from gce_api.openstack.rows import Row


@dataclass(frozen=True)
class Located:
    """A disk that a request refers to: its region, its path below the project, its volume."""

    region: Region
    path: str
    volume: Row


@dataclass(frozen=True)
class RegionDisks:
    """A region, and those of its volumes that are disks: all, or all of the names that matter."""

    region: Region
    volumes: list[Row]

    def of_scope(self, scope: str) -> list[Row]:
        """The volumes of a zone or of the region itself (``zones/z``, ``regions/r``)."""
        return [v for v in self.volumes if places.scope_of(self.region, v) == scope]

    def by_name(self, scope: str, name: str) -> Row | None:
        """A volume of a scope by its name or id."""
        there = self.of_scope(scope)
        return finding.by_name(
            name, lambda exact: [v for v in there if v.name == exact], lambda: there
        )

    def is_taken(self, scope: str, name: str) -> bool:
        """Whether a disk of a scope has this name."""
        return any(volume.name == name for volume in self.of_scope(scope))


@dataclass(frozen=True)
class Disks:
    """The disks that a request may refer to.

    :ivar regions: by name, those that were looked at: the path's, and others that URLs name.
    :ivar region: of the request's path; ``None``: a global request.
    :ivar zone: of the request's path, if that has one.
    """

    references: References
    regions: Mapping[str, RegionDisks]
    region: str | None = None
    zone: str | None = None

    def locate(self, url: object, field: str) -> Located:
        """The disk that a request refers to.

        It must be of the zone or region of the request's path, unless its zone means nothing to
        Nova.

        :raises errors.Invalid: the URL does not refer to a disk, or to one of another place.
        :raises errors.NotFound: there is no such disk.
        """
        of_region, scope, name = self._place(self.references.refer(url, "disks", field), url, field)
        volume = of_region.by_name(scope, name)
        if volume is None:
            path = f"projects/{self.references.project.id}/{scope}/disks/{name}"
            raise errors.NotFound.resource(path)
        self._check_place(of_region.region, volume, url, field)
        return Located(of_region.region, f"{scope}/disks/{volume.name}", volume)

    def _place(self, reference: Reference, url: object, field: str) -> tuple[RegionDisks, str, str]:
        if reference.zone:
            of_region, zone = self._zone(reference.zone)
            return of_region, f"zones/{zone.name}", reference.name
        if reference.region:
            of_region = self._region(reference.region)
            return of_region, f"regions/{of_region.region.name}", reference.name
        if self.region is None:
            raise errors.Invalid(f"Invalid value for field '{field}': '{url}'. It names no zone.")
        scope = f"zones/{self.zone}" if self.zone else f"regions/{self.region}"
        return self.regions[self.region], scope, reference.name

    def _zone(self, name: str) -> tuple[RegionDisks, Zone]:
        for of_region in self.regions.values():
            for zone in of_region.region.zones:
                if name in (zone.name, zone.id):
                    return of_region, zone
        raise self._no_place(f"zones/{name}")

    def _region(self, name: str) -> RegionDisks:
        for of_region in self.regions.values():
            if name in (of_region.region.name, of_region.region.id):
                return of_region
        raise self._no_place(f"regions/{name}")

    def _no_place(self, path: str) -> errors.NotFound:
        return errors.NotFound.resource(f"projects/{self.references.project.id}/{path}")

    def _check_place(self, region: Region, volume: Row, url: object, field: str) -> None:
        if self.region and region.name != self.region:
            raise _misplaced(field, url, f"region '{self.region}'")
        if self.zone and not places.serves(region, volume, self.zone):
            raise _misplaced(field, url, f"zone '{self.zone}'")


def _misplaced(field: str, url: object, place: str) -> errors.Invalid:
    return errors.Invalid(
        f"Invalid value for field '{field}': '{url}'. The disk is not in {place}."
    )
