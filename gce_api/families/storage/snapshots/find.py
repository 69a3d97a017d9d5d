"""Looking Cinder's snapshots up."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from gce_api.families.shared.call import Call
from gce_api.families.storage.resource_policies import find as resource_policies
from gce_api.families.storage.resource_policies.found import Policies
from gce_api.families.storage.snapshots.found import Snapshots, is_hidden
from gce_api.families.storage.snapshots.plan import SnapshotFound
from gce_api.google import errors
from gce_api.openstack import finding, volume_snapshots
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import map_regions
from gce_api.openstack.rows import Row

FEW = 2  # so many names are asked for one by one


def fetch(cloud: Cloud) -> list[Row]:
    """The project's snapshots in a region, without what is a part of something else."""
    return [snapshot for snapshot in volume_snapshots.listed(cloud) if not is_hidden(snapshot)]


def called(call: Call, cloud: Cloud, names: Collection[str]) -> Snapshots:
    """The snapshots of a region that clients could call so: asked for by name, or all of them."""
    if len(names) > FEW or any(finding.is_made_up(name) for name in names):
        return Snapshots(call.references, volume_snapshots.listed(cloud))
    found = [one for name in names for one in volume_snapshots.named(cloud, name)]
    return Snapshots(call.references, found)


def located(call: Call, name: str) -> tuple[Cloud, Row, list[Row]]:
    """A snapshot by its name or id, the region that it is in, and all there that have its name.

    :raises errors.NotFound: there is none.
    """
    for cloud in call.clouds:
        known = called(call, cloud, [name])
        with suppress(errors.NotFound):
            found = known.by_name(name)
            return cloud, found, known.named(found.name)
    raise errors.NotFound.resource(f"projects/{call.project.id}/global/snapshots/{name}")


def for_snapshot(call: Call, region: str, volume: Row) -> SnapshotFound:
    """What a snapshot of a volume of a region is planned with."""
    name = call.body.get("name") or ""
    taken = map_regions(lambda cloud: volume_snapshots.named(cloud, name), call.clouds)
    schedule = call.body.get("sourceSnapshotSchedulePolicy")
    policies = resource_policies.policies(call) if schedule else Policies(call.references)
    return SnapshotFound(
        references=call.references,
        region=region,
        volume=volume,
        snapshots=Snapshots(call.references, [row for rows in taken for row in rows]),
        policies=policies,
    )
