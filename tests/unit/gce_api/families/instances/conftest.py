"""What plans of instances are made by, as OpenStack would have been asked for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gce_api.access.iam.accounts import default_account
from gce_api.families.instances.disks.plan import FoundDisks
from gce_api.families.instances.inserts.plan import FoundForInstances
from gce_api.families.instances.interfaces.plan import FoundNetworks
from gce_api.families.instances.service_accounts import ServiceAccounts
from gce_api.families.networks.addresses.table import Addresses
from gce_api.families.networks.vpcs import Vpcs
from gce_api.families.storage.disk_types.found import DiskTypes
from gce_api.families.storage.disks.found import Disks, RegionDisks
from gce_api.families.storage.disks.plan import VolumeFound
from gce_api.families.storage.images.found import Images
from gce_api.families.storage.resource_policies.found import Policies
from gce_api.families.storage.snapshots.found import Snapshots
from gce_api.google.links import References
from gce_api.openstack.caller import Project
from gce_api.openstack.places import Region, Zone
from gce_api.openstack.rows import Row

PROJECT = Project(id="demo", uuid="5a1e", name="demo")
ZONES = [Zone("r-a", "az-a", "r", True), Zone("r-b", "az-b", "r", True)]
REGION = Region("r", ZONES)
REFERENCES = References(PROJECT)


@pytest.fixture
def zone():
    return ZONES[0]


def volume(name, az="az-a", **fields):
    return Row(
        {
            "id": f"volume-{name}",
            "name": name,
            "availability_zone": az,
            "metadata": {},
            "attachments": [],
            "status": "available",
            "size": 10,
            "volume_type": "pd-standard",
        }
        | fields
    )


def image(name, **fields):
    return Row(
        {
            "id": f"image-{name}",
            "name": name,
            "owner": PROJECT.uuid,
            "visibility": "private",
            "status": "active",
            "min_disk": 10,
            "size": 1,
            "created_at": "2026-01-01T00:00:00Z",
        }
        | fields
    )


def network(name, **fields):
    return Row(
        {
            "id": f"network-{name}",
            "name": name,
            "router:external": False,
            "subnets": [f"subnet-{name}"],
            "shared": False,
        }
        | fields
    )


def subnet(name, cidr):
    return Row(
        {"id": f"subnet-{name}", "name": name, "network_id": f"network-{name}", "cidr": cidr}
    )


def port(name, ip, on="default", **fields):
    """A reserved port."""
    fixed = {"subnet_id": f"subnet-{on}", "ip_address": ip}
    return Row(
        {
            "id": f"port-{name}",
            "description": name,
            "tags": ["gce:address"],
            "fixed_ips": [fixed],
            "device_id": "",
        }
        | fields
    )


def floating(name, ip, port_id=None):
    return Row(
        {
            "id": f"floating-{name}",
            "description": name,
            "tags": [],
            "floating_ip_address": ip,
            "port_id": port_id,
        }
    )


@pytest.fixture
def networks():
    """The networks ``default`` and ``other``, one to the outside, and some addresses."""
    reserved = [port("inside", "10.0.0.9")]
    taken = port("taken", "10.0.0.8", device_id="server", tags=[])
    return FoundNetworks(
        vpcs=Vpcs(
            PROJECT,
            "r",
            [network("default"), network("other"), network("outside", **{"router:external": True})],
            [subnet("default", "10.0.0.0/24"), subnet("other", "10.0.1.0/24")],
        ),
        addresses=Addresses(
            PROJECT,
            "r",
            [floating("free", "203.0.113.1"), floating("used", "203.0.113.2", "port")],
            reserved,
        ),
        holders=[*reserved, taken],
    )


@pytest.fixture
def disks():
    """Cinder with the zones of Nova, a type, an image and four volumes."""
    in_use = {"status": "in-use", "attachments": [{"server_id": "server"}]}
    present = [
        volume("data"),
        volume("elsewhere", az="az-b"),
        volume("used", **in_use),
        volume("both", metadata={"gce:replicaZones": "r-a,r-b"}, **in_use),
    ]
    volumes = VolumeFound(
        references=REFERENCES,
        region=REGION,
        zone=None,
        now="2026-01-01T00:00:00+00:00",
        disks=Disks(REFERENCES, {"r": RegionDisks(REGION, present)}, region="r"),
        images=Images(PROJECT, {"r": [image("base")]}),
        snapshots=Snapshots(REFERENCES, []),
        types=DiskTypes([Row({"id": "type-1", "name": "pd-standard"})], []),
        policies=Policies(REFERENCES),
        volume_zones=["az-a", "az-b"],
    )
    return FoundDisks(volumes=volumes, users={"server": "projects/demo/zones/r-a/instances/vm"})


@pytest.fixture
def found(networks, disks):
    """All of it, with a machine type, the project's service account and one instance."""
    flavor = Row({"id": "flavor-1", "name": "e2-small", "vcpus": 2, "ram": 2048, "disk": 0})
    return FoundForInstances(
        references=REFERENCES,
        flavors=[flavor],
        taken={("r-a", "there")},
        accounts=ServiceAccounts(PROJECT, [default_account(PROJECT)]),
        project_metadata={},
        networks=networks,
        disks=disks,
    )


def without_networks(found):
    """The same in a project that has no network yet."""
    vpcs = replace(found.vpcs, visible=found.vpcs.visible[2:], every_subnet=[])
    return replace(found, vpcs=vpcs)
