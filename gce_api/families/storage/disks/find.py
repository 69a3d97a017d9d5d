"""Looking up what disks are planned with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime

from gce_api.families.shared.call import Call, RegionalCall
from gce_api.families.storage.disk_types import find as disk_types
from gce_api.families.storage.disks.found import RegionDisks
from gce_api.families.storage.disks.lookup import Wanted, whole_region
from gce_api.families.storage.disks.plan import VolumeFound
from gce_api.families.storage.disks.requests import Request
from gce_api.families.storage.images import find as images
from gce_api.families.storage.images.found import Images
from gce_api.families.storage.resource_policies import find as resource_policies
from gce_api.families.storage.resource_policies.found import Policies
from gce_api.families.storage.snapshots import find as snapshots
from gce_api.families.storage.snapshots.found import Snapshots
from gce_api.google import errors, links
from gce_api.openstack import places, volumes
from gce_api.openstack.parallel import gather


def for_volumes(
    call: Call, requests: Sequence[Request], disks: Iterable[object] = ()
) -> VolumeFound:
    """What volumes in the region of the path are planned with, however many they are.

    :param disks: URLs of other disks that the request refers to, to be located along with them.
    """
    cloud, zone = call.cloud, call.zone
    policies = _policies(call, requests)
    wanted = _wanted(call, requests, disks)
    if _is_any_group(policies, (url for asked in requests for url in asked.policies), cloud.name):
        wanted.all_of(cloud)
    found_disks, found_images, found_snapshots, types, volume_zones = gather(
        wanted.disks,
        lambda: _images(call, requests),
        lambda: _snapshots(call, requests),
        lambda: disk_types.disk_types(call, cloud),
        lambda: volumes.zones(cloud),
    )
    return VolumeFound(
        references=call.references,
        region=places.region(cloud),
        zone=zone,
        now=now(),
        disks=found_disks,
        images=found_images,
        snapshots=found_snapshots,
        types=types,
        policies=policies,
        volume_zones=volume_zones,
    )


def now() -> str:
    """The time as schedules are noted with."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _wanted(call: Call, requests: Sequence[Request], disks: Iterable[object]) -> Wanted:
    wanted = Wanted(call)
    for asked in requests:
        wanted.name(call.cloud, asked.name)
    for url in [*disks, *(asked.disk for asked in requests if asked.disk)]:
        wanted.refer(url)
    return wanted


def for_policies(call: RegionalCall, urls: Iterable[str]) -> tuple[Policies, RegionDisks]:
    """The project's policies; and all disks of the region, if one of these policies is a group."""
    policies = resource_policies.policies(call)
    if _is_any_group(policies, urls, call.region):
        return policies, whole_region(call.cloud)
    return policies, RegionDisks(places.region(call.cloud), [])


def _is_any_group(policies: Policies, urls: Iterable[str], region: str) -> bool:
    """Whether one of them is a consistency group, whose other disks matter then."""
    for url in set(urls):
        with suppress(errors.GceError):  # the plan says what is wrong with it
            if policies.refer(url, region, "").is_group:
                return True
    return False


def _policies(call: Call, requests: Sequence[Request]) -> Policies:
    if not any(asked.policies for asked in requests):
        return Policies(call.references)
    return resource_policies.policies(call)


def _images(call: Call, requests: Sequence[Request]) -> Images:
    if not any(asked.image for asked in requests):
        return Images(call.project, {})
    return images.images(call)


def _snapshots(call: Call, requests: Sequence[Request]) -> Snapshots:
    names = set()
    for asked in requests:
        with suppress(errors.GceError):  # the plan says what is wrong with it
            if asked.snapshot and not asked.image:
                names.add(links.parse(asked.snapshot, "snapshots", "").name)
    return snapshots.called(call, call.cloud, names)
