"""What OpenStack would tell of a small region, for plans."""

import pytest

from gce_api.families.storage.disk_types.found import DiskTypes
from gce_api.families.storage.disks.found import Disks, RegionDisks
from gce_api.families.storage.disks.plan import VolumeFound
from gce_api.families.storage.images.found import Images
from gce_api.families.storage.resource_policies.found import GROUP, SCHEDULE, Policies, Policy
from gce_api.families.storage.snapshots.found import Snapshots
from gce_api.google.links import References
from gce_api.openstack import marks
from gce_api.openstack.caller import Project
from gce_api.openstack.places import Region, Zone
from gce_api.openstack.rows import Row

ZONES = [Zone(f"r1-{letter}", f"az-{letter}", "r1", True) for letter in "abc"]
REGION = Region("r1", ZONES)
REFERENCES = References(Project("demo", "0" * 32, "demo"))
NOW = "2024-05-01T12:00:00+00:00"

STANDARD = Row({"id": "type-1", "name": "pd-standard", "extra_specs": {}})
MIRRORED = Row({"id": "type-2", "name": "mirrored", "extra_specs": {}})


class Cases:
    """Makes rows as Cinder and Glance have them, and what is found among them."""

    region, references, now = REGION, REFERENCES, NOW

    def volume(self, name, az="az-a", size=10, servers=(), **metadata):
        return Row(
            {
                "id": f"volume-{name}",
                "name": name,
                "size": size,
                "status": "in-use" if servers else "available",
                "volume_type": "mirrored",
                "availability_zone": az,
                "attachments": [{"server_id": server} for server in servers],
                "metadata": metadata,
            }
        )

    def image(self, name, **more):
        return Row(
            {
                "id": f"image-{name}",
                "name": name,
                "status": "active",
                "visibility": "private",
                "min_disk": 20,
                "created_at": "2024-01-01T00:00:00Z",
                **more,
            }
        )

    def snapshot(self, name, size=30, **metadata):
        return Row({"id": f"snapshot-{name}", "name": name, "size": size, "metadata": metadata})

    def policy(self, name, kind=SCHEDULE, region="r1"):
        return Policy(f"policy-{name}", name, f"regions/{region}", {kind: {}})

    def group(self, name):
        return self.policy(name, GROUP)

    def policies(self, *every):
        return Policies(REFERENCES, every)

    def member(self, name, group, **more):
        return self.volume(name, **{marks.POLICY + group: NOW}, **more)

    def disks(self, *volumes, zone=None, region="r1"):
        return Disks(REFERENCES, {"r1": RegionDisks(REGION, list(volumes))}, region, zone)

    def images(self, *images):
        return Images(REFERENCES.project, {"r1": list(images)})

    def snapshots(self, *snapshots):
        return Snapshots(REFERENCES, list(snapshots))

    def found(
        self,
        *volumes,
        images=(),
        snapshots=(),
        policies=(),
        zonal=True,
        regional_types=(MIRRORED,),
    ):
        zone = ZONES[0] if zonal else None
        return VolumeFound(
            references=REFERENCES,
            region=REGION,
            zone=zone,
            now=NOW,
            disks=self.disks(*volumes, zone=zone.name if zone else None),
            images=self.images(*images),
            snapshots=self.snapshots(*snapshots),
            types=DiskTypes([STANDARD, MIRRORED], list(regional_types)),
            policies=self.policies(*policies),
            volume_zones=["az-a", "az-b", "az-c"],
        )


@pytest.fixture
def cases():
    return Cases()
