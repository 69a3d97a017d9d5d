"""A volume to be made: for a new disk, or with a new instance."""

from __future__ import annotations

from dataclasses import dataclass, field

from gce_api.families.storage.consistency_groups.joining import check_joining
from gce_api.families.storage.disk_types.found import STANDARD, DiskTypes
from gce_api.families.storage.disks import places
from gce_api.families.storage.disks.found import Disks, RegionDisks
from gce_api.families.storage.disks.places import Place
from gce_api.families.storage.disks.requests import Request
from gce_api.families.storage.images.found import Images
from gce_api.families.storage.images.show import disk_size
from gce_api.families.storage.resource_policies.found import Policies
from gce_api.families.storage.snapshots.found import Snapshots
from gce_api.google import errors
from gce_api.google.links import References
from gce_api.google.names import check_name
from gce_api.openstack import marks
from gce_api.openstack.places import Region, Zone
from gce_api.openstack.rows import Row
from gce_api.operations.plans import Plan

BLANK_SIZE_GB = 500  # GCE's default for a disk without a source


@dataclass(frozen=True)
class Source:
    """The UUID of what a volume is made from, if it is made from something."""

    image_id: str | None = None
    snapshot_id: str | None = None
    source_volume_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class VolumePlan(Plan):
    """A volume to make.

    :ivar scope: where its disk is to be: ``zones/z``, ``regions/r``; empty for one that is no disk.
    :ivar type: name or UUID of Cinder's volume type; ``None`` leaves the choice to Cinder.
    :ivar az: Cinder's availability zone, or ``None`` likewise.
    """

    name: str
    size_gb: int
    scope: str = ""
    type: str | None = None
    az: str | None = None
    description: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    source: Source = Source()

    @property
    def path(self) -> str:
        """The disk's path below the project."""
        return f"{self.scope}/disks/{self.name}"


@dataclass(frozen=True, kw_only=True)
class VolumeFound:
    """What volumes of one region are planned with; it serves any number of requests.

    :ivar zone: of the request's path; ``None``: a regional disk is asked for.
    :ivar now: ISO 8601; since when schedules have the disks.
    :ivar volume_zones: Cinder's availability zones.
    """

    references: References
    region: Region
    zone: Zone | None
    now: str
    disks: Disks
    images: Images
    snapshots: Snapshots
    types: DiskTypes
    policies: Policies
    volume_zones: list[str]

    @property
    def here(self) -> RegionDisks:
        """The disks of the region."""
        return self.disks.regions[self.region.name]


@dataclass(frozen=True)
class _Origin:
    """What a volume is made from: the least size in GB that the volume has then, what that is the
    size of, and the volume that it is a copy of."""

    source: Source = Source()
    least: int = 0
    measure: str = ""
    volume: Row | None = None


def plan_volume(asked: Request, found: VolumeFound) -> VolumePlan:
    """Check what is asked of a new volume and plan it.

    :raises errors.GceError: the volume cannot be had as asked for.
    """
    check_name(asked.name, asked.fields["name"].removeprefix("resource."))
    place = _place(asked, found)
    if found.here.is_taken(place.scope, asked.name):
        raise errors.AlreadyExists.resource(
            f"projects/{found.references.project.id}/{place.scope}/disks/{asked.name}"
        )
    origin = _origin(asked, found, place)
    kind = _type(asked, found.types, place, origin)
    az, placing = places.placement(found.volume_zones, place, kind, origin.volume)
    policies = _policies(asked, found, place)
    return VolumePlan(
        scope=place.scope,
        name=asked.name,
        size_gb=_size(asked, origin),
        type=kind.id if kind else None,
        az=az,
        description=asked.description,
        metadata={marks.LABEL + key: value for key, value in asked.labels.items()}
        | placing
        | policies
        | asked.performance,
        source=origin.source,
    )


def _place(asked: Request, found: VolumeFound) -> Place:
    if found.zone and not asked.replica_zones:
        return places.in_zone(found.zone)
    return places.in_region(
        found.references,
        found.region,
        found.zone,
        asked.replica_zones,
        asked.fields["replicas"],
    )


def _policies(asked: Request, found: VolumeFound, place: Place) -> dict[str, str]:
    """The marks of the disk's policies."""
    policies = found.policies.of_disk(asked.policies, found.region.name)
    zones = [zone.name for zone in place.zones]
    check_joining(found.policies, found.here, policies, zones)
    return {marks.POLICY + policy.name: found.now for policy in policies}


def _size(asked: Request, origin: _Origin) -> int:
    size = asked.size_gb or origin.least or BLANK_SIZE_GB
    if size < origin.least:
        raise errors.Invalid(
            f"Invalid value for field '{asked.fields['size']}': '{size}'. Requested disk size "
            f"cannot be smaller than the {origin.measure} ({origin.least} GB)"
        )
    return size


def _origin(asked: Request, found: VolumeFound, place: Place) -> _Origin:
    if asked.image:
        image = found.images.refer(asked.image, asked.fields["image"]).image
        return _Origin(Source(image_id=image.id), disk_size(image), "image size")
    if asked.snapshot:
        snapshot = found.snapshots.refer(asked.snapshot, asked.fields["snapshot"])
        return _Origin(Source(snapshot_id=snapshot.id), snapshot["size"], "snapshot size")
    if asked.disk:
        return _of_disk(asked, found, place)
    return _Origin()


def _of_disk(asked: Request, found: VolumeFound, place: Place) -> _Origin:
    located = found.disks.locate(asked.disk, asked.fields["disk"])
    volume = located.volume
    if not any(places.serves(located.region, volume, zone.name) for zone in place.zones):
        raise errors.Invalid(
            f"Invalid value for field '{asked.fields['replicas']}': "
            f"'{', '.join(asked.replica_zones)}'. One of them must be a zone of the source disk."
        )
    source = Source(source_volume_id=volume.id)
    return _Origin(source, volume["size"], "size of the source disk", volume)


def _type(asked: Request, types: DiskTypes, place: Place, origin: _Origin) -> Row | None:
    """The Cinder type of a disk; ``None`` leaves the choice to Cinder."""
    known = types.of_scope(place.scope)
    if place.is_regional and not known:
        raise errors.Unsupported(
            f"Invalid value for field '{asked.fields['replicas']}': Regional disks are not "
            "available here: of no disk type it is known that its storage is in two zones."
        )
    if asked.disk_type:
        return _type_asked_for(asked, types, known)
    by_name = {row.name: row for row in known}
    if origin.volume and (not place.is_regional or origin.volume["volume_type"] in by_name):
        return by_name.get(origin.volume["volume_type"])
    return by_name.get(STANDARD) or (known[0] if place.is_regional else None)


def _type_asked_for(asked: Request, types: DiskTypes, known: list[Row]) -> Row:
    field_name = asked.fields["type"]
    kind = types.resolve(asked.disk_type, field_name)
    if kind not in known:
        raise errors.Invalid(
            f"Invalid value for field '{field_name}': '{asked.disk_type}'. A disk of this type is "
            f"in one zone. Regional ones are: {', '.join(row.name for row in known)}."
        )
    return kind
