"""Which volumes a new instance's disks become, planned without a cloud."""

import pytest

from gce_api.families.instances.disks.plan import plan_disks
from gce_api.google import errors

IMAGE = {"initializeParams": {"sourceImage": "global/images/base"}}
BOOT = {"boot": True, "autoDelete": True, **IMAGE}


@pytest.fixture
def planned(zone, disks):
    return lambda *asked: plan_disks({"name": "vm", "disks": list(asked)}, zone, disks)


def test_a_boot_disk_is_called_as_its_instance_and_others_by_their_place(planned):
    first, second = planned(BOOT, {"initializeParams": {"diskSizeGb": "20"}})
    assert (first.boot, first.new.name, first.new.size_gb) == (True, "vm", 10)
    assert first.new.metadata["gce:deviceName"] == "persistent-disk-0"
    assert (second.boot, second.new.name, second.new.size_gb) == (False, "vm-1", 20)


def test_an_existing_disk_is_attached_as_it_is(planned):
    _, data = planned(BOOT, {"source": "zones/r-a/disks/data", "mode": "READ_ONLY"})
    assert data.new is None
    assert (data.existing.volume_id, data.existing.read_only) == ("volume-data", True)
    assert data.existing.taken_from == []


def test_a_local_ssd_goes_with_its_instance_and_is_no_disk_of_its_own(planned):
    _, ssd = planned(BOOT, {"type": "SCRATCH"})
    assert (ssd.local_ssd, ssd.auto_delete, ssd.new.size_gb) == (True, True, 375)
    assert "gce:localSsd" in ssd.new.metadata


def test_a_new_disk_keeps_the_bus_that_was_asked_for(planned):
    boot, ssd = planned(BOOT, {"type": "SCRATCH", "interface": "NVME"})
    assert ssd.new.metadata["gce:interface"] == "NVME"
    assert "gce:interface" not in boot.new.metadata
    with pytest.raises(errors.Invalid, match="interface"):
        planned(BOOT, {"source": "regions/r/disks/both", "interface": "NVME"})


def test_a_regional_disk_may_be_taken_from_the_instance_that_has_it(planned):
    _, both = planned(BOOT, {"source": "regions/r/disks/both", "forceAttach": True})
    assert both.existing.taken_from == ["server"]


@pytest.mark.parametrize(
    ("disk", "error", "what"),
    [
        ({"source": "zones/r-a/disks/used"}, errors.ResourceInUse, "instances/vm"),
        ({"source": "zones/r-a/disks/gone"}, errors.NotFound, "disks/gone"),
        ({"source": "zones/r-b/disks/elsewhere"}, errors.Invalid, "not in zone 'r-a'"),
        ({"source": "data", "forceAttach": True}, errors.Invalid, "Only a regional disk"),
        ({"mode": "READ_ONLY"}, errors.Invalid, "READ_WRITE"),
        ({"initializeParams": {"diskName": "data"}}, errors.AlreadyExists, "disks/data"),
        ({"initializeParams": {"diskName": "vm"}}, errors.Invalid, "same name"),
        ({"deviceName": "persistent-disk-0"}, errors.Invalid, "same device"),
        ({"deviceName": "a/b"}, errors.Invalid, "deviceName"),
    ],
)
def test_a_disk_that_cannot_be_had_is_refused(planned, disk, error, what):
    with pytest.raises(error, match=what):
        planned(BOOT, disk)


@pytest.mark.parametrize(
    ("disk", "error"),
    [
        ({"boot": True}, errors.Required),
        ({"boot": True, "type": "SCRATCH"}, errors.Invalid),
        ({"boot": False, **IMAGE}, errors.Invalid),
    ],
)
def test_an_instance_does_not_boot_from_everything(planned, disk, error):
    with pytest.raises(error):
        planned(disk)
