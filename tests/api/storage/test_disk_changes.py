"""Disks after they were made: changes, resource policies, and snapshots that outlive them."""

import pytest

from gce_api.openstack import marks
from tests.api.contract import REGION, ZONE, a_name
from tests.api.making import a_disk

BYTES = b"every byte of it" * 64


@pytest.fixture
def disk(api):
    """A blank disk of 1 GB; the test may delete it."""
    with a_disk(api, sizeGb="1") as name:
        yield name


@pytest.fixture
def cinder(devcloud):
    return devcloud.connection().block_storage


@pytest.fixture
def file_of(devcloud, cinder):
    """The file that holds the bytes of a volume, by the volume's name."""
    folder = devcloud.cloud.data(devcloud.cloud.by_key("cinder")) / "volumes"

    def find(name):
        volume = next(iter(cinder.volumes(name=name)))
        return folder / f"volume-{volume.id}"

    return find


def write(path, data):
    with open(path, "r+b") as file:
        file.write(data)


def starts_with(path, data):
    with open(path, "rb") as file:
        return file.read(len(data)) == data


def test_snapshots_outlive_their_disk_with_every_byte(api, disk, cinder, file_of):
    first, second = a_name("snap"), a_name("snap")
    write(file_of(disk), BYTES)
    api.done("snapshots.insert", {"name": first, "sourceDisk": f"zones/{ZONE}/disks/{disk}"})
    api.done("disks.createSnapshot", {"name": second}, disk=disk)
    made_of = api("snapshots.get", snapshot=first)
    api.done("disks.delete", disk=disk)

    # the disk is gone, and its name is free for another
    assert disk not in api.names("disks.list")
    assert api.refused("disks.get", disk=disk)[0] == 404
    assert api.refused("disks.get", disk=made_of["sourceDiskId"])[0] == 404
    api.done(
        "disks.insert",
        {"name": disk, "sizeGb": "1", "sourceSnapshot": f"global/snapshots/{first}"},
    )
    assert starts_with(file_of(disk), BYTES)
    # the snapshot still tells what it was taken of
    assert api("snapshots.get", snapshot=first) == made_of

    # other tools see what became of the volume, and the quota counts it
    kept = [v for v in cinder.volumes() if v.name.startswith(f"{disk} (deleted")]
    assert [volume.metadata[marks.KEPT] for volume in kept] == [disk]
    api.done("snapshots.delete", snapshot=first)
    assert cinder.get_volume(kept[0]).status == "available"
    api.done("snapshots.delete", snapshot=second)
    assert cinder.find_volume(kept[0].id) is None


def test_a_name_of_a_snapshot_is_taken_once(api, disk):
    name, source = a_name("snap"), f"zones/{ZONE}/disks/{disk}"
    api.done("snapshots.insert", {"name": name, "sourceDisk": source})
    refused = api.refused("snapshots.insert", {"name": name, "sourceDisk": source})
    assert refused[:2] == (409, "alreadyExists")
    api.done("snapshots.delete", snapshot=name)


def test_a_copy_of_a_disk_knows_its_source_and_has_its_type(api):
    disk, fast = a_name("disk"), f"zones/{ZONE}/diskTypes/pd-ssd"
    api.done("disks.insert", {"name": disk, "sizeGb": "1", "type": fast})
    copy, source = a_name("copy"), f"zones/{ZONE}/disks/{disk}"
    api.done("disks.insert", {"name": copy, "sourceDisk": source})
    shown = api("disks.get", disk=copy)
    assert shown["sourceDisk"].endswith(source)
    assert shown["sourceDiskId"] == api("disks.get", disk=disk)["id"]
    assert shown["type"].endswith("/diskTypes/pd-ssd")
    api.done("disks.delete", disk=copy)
    api.done("disks.delete", disk=disk)


def test_encryption_with_a_key_of_ones_own_is_refused_rather_than_ignored(api):
    key = {"rawKey": "SGVsbG8gZnJvbSBHb29nbGUgQ2xvdWQgUGxhdGZvcm0="}
    body = {"name": a_name("disk"), "sizeGb": "1", "diskEncryptionKey": key}
    code, reason, message = api.refused("disks.insert", body)
    assert (code, reason) == (400, "unsupportedOperation")
    assert "resource.diskEncryptionKey" in message


def test_an_update_changes_what_its_mask_names(api, disk):
    wanted = {"name": disk, "sizeGb": "2", "description": "not asked for"}
    api.done("disks.update", wanted, disk=disk, paths="sizeGb")
    shown = api("disks.get", disk=disk)
    assert (shown["sizeGb"], shown.get("description")) == ("2", None)
    wanted = {"labels": {"a": "b"}, "description": "told", "architecture": "ARM64"}
    api.done("disks.update", wanted, disk=disk, paths="labels,description,architecture")
    shown = api("disks.get", disk=disk)
    assert (shown["labels"], shown["description"], shown["architecture"]) == (
        {"a": "b"},
        "told",
        "ARM64",
    )
    smaller = api.refused("disks.update", {"sizeGb": "1"}, disk=disk, updateMask="size_gb")
    assert "can only grow" in smaller[2]
    refused = api.refused("disks.update", {"provisionedIops": "3"}, disk=disk)
    assert refused[:2] == (400, "unsupportedOperation")


def test_labels_in_bulk_are_those_of_the_disk_that_is_named(api, disk):
    fresh = {
        "labels": {"c": "d"},
        "labelFingerprint": api("disks.get", disk=disk)["labelFingerprint"],
    }
    api.done("disks.bulkSetLabels", {"requests": [fresh]}, resource=disk)
    assert api("disks.get", disk=disk)["labels"] == {"c": "d"}
    late = api.refused("disks.bulkSetLabels", {"requests": [fresh]}, resource=disk)
    assert late[:2] == (412, "conditionNotMet")


@pytest.fixture
def policy(api):
    name = a_name("daily")
    schedule = {"dailySchedule": {"daysInCycle": 1, "startTime": "04:00"}}
    api.done(
        "resourcePolicies.insert", {"name": name, "snapshotSchedulePolicy": {"schedule": schedule}}
    )
    yield name
    api.done("resourcePolicies.delete", resourcePolicy=name)


def test_a_disk_takes_and_leaves_a_snapshot_schedule(api, policy):
    """It may have it from the start; and a policy stays as long as a disk has it."""
    url, name = f"regions/{REGION}/resourcePolicies/{policy}", a_name("disk")
    api.done("disks.insert", {"name": name, "sizeGb": "1", "resourcePolicies": [url]})
    assert [u.endswith(url) for u in api("disks.get", disk=name)["resourcePolicies"]] == [True]
    used = api.refused("resourcePolicies.delete", resourcePolicy=policy)
    assert used[:2] == (400, "resourceInUseByAnotherResource")
    assert f"disks/{name}" in used[2]

    api.done("disks.removeResourcePolicies", {"resourcePolicies": [url]}, disk=name)
    assert "resourcePolicies" not in api("disks.get", disk=name)
    again = api.refused("disks.removeResourcePolicies", {"resourcePolicies": [url]}, disk=name)
    assert "does not have this policy" in again[2]
    api.done("disks.addResourcePolicies", {"resourcePolicies": [url]}, disk=name)
    assert api("disks.get", disk=name)["resourcePolicies"]
    unknown = {"resourcePolicies": [f"regions/{REGION}/resourcePolicies/none"]}
    assert api.refused("disks.addResourcePolicies", unknown, disk=name)[0] == 404
    api.done("disks.delete", disk=name)
