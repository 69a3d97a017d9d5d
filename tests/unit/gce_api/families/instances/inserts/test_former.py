"""What releases before plans had types have kept is still carried out."""

import pytest

from gce_api.families.instances.inserts import bulk_flow, flow
from gce_api.operations import plans

NEW = {
    "boot": True,
    "device": "persistent-disk-0",
    "auto_delete": True,
    "scope": "zones/r-a",
    "name": "vm",
    "size_gb": 10,
    "type": "type-1",
    "az": "az-a",
    "description": "",
    "metadata": {"gce:deviceName": "persistent-disk-0"},
    "source": {"image_id": "image-1"},
}
EXISTING = {
    "boot": False,
    "device": "data",
    "auto_delete": False,
    "volume_id": "volume-1",
    "read_only": True,
    "taken_from": ["server-1"],
}
LOCAL_SSD = {**NEW, "boot": False, "name": "vm (local SSD 2)", "source": {}, "local_ssd": True}
PLAN = {
    "name": "vm",
    "az": "az-a",
    "flavor_id": "flavor-1",
    "machine_type": "e2-small",
    "description": "",
    "hostname": None,
    "tags": ["web"],
    "metadata": {"label:a": "b"},
    "long_metadata": {},
    "user_data": None,
    "disks": [NEW, EXISTING, LOCAL_SSD],
    "interfaces": [
        {
            "network_id": None,
            "subnet_id": None,
            "ip": None,
            "port_id": None,
            "external": {"network_id": "outside"},
            "forward": False,
        }
    ],
}


@pytest.fixture
def insert():
    make, arguments = plans.opened("gce_api.flows.instances.insert", {"plan": PLAN})
    assert make is flow.insert
    return arguments["plan"]


def test_an_insert_of_the_former_release_has_its_disks(insert):
    new, existing, local_ssd = insert.disks
    assert (new.new.path, new.new.source.image_id) == ("zones/r-a/disks/vm", "image-1")
    assert (existing.new, existing.existing.volume_id) == (None, "volume-1")
    assert existing.existing.taken_from == ["server-1"]
    assert (local_ssd.local_ssd, local_ssd.new.source.image_id) == (True, None)


def test_an_insert_of_the_former_release_has_its_interfaces(insert):
    (nic,) = insert.interfaces
    assert (nic.network_id, nic.external.network_id) == (None, "outside")


def test_a_bulk_insert_of_the_former_release_has_its_instances(insert):
    kept = {"children": [{"operation": "operation-1", "plan": PLAN}], "least": 1}
    make, arguments = plans.opened("gce_api.flows.bulk.insert", kept)
    assert make is bulk_flow.insert
    assert arguments["children"] == [bulk_flow.Child(operation="operation-1", plan=insert)]
