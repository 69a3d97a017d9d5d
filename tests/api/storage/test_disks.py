"""Disks and snapshots."""

from tests.api.contract import ZONE, a_name

IMAGE = "projects/debian-cloud/global/images/family/debian-12"
IMAGE_NAME = "debian-12-bookworm-v20250610"


def test_a_blank_disk_is_what_was_asked_for(api, disk):
    shown = api("disks.get", disk=disk)
    assert (shown["sizeGb"], shown["status"], shown["labels"]) == (
        "10",
        "READY",
        {"colour": "green"},
    )
    assert shown["type"].endswith(f"zones/{ZONE}/diskTypes/pd-standard")
    assert "users" not in shown
    assert disk in api.names("disks.list")
    scopes = api("disks.aggregatedList")["items"]
    assert disk in [row["name"] for row in scopes[f"zones/{ZONE}"]["disks"]]


def test_a_disk_is_in_its_own_zone_only(api, disk):
    assert disk not in api.names("disks.list", zone="us-central1-b")
    assert api.refused("disks.get", disk=disk, zone="us-central1-b")[:2] == (404, "notFound")


def test_a_disk_only_grows(api, disk):
    api.done("disks.resize", {"sizeGb": "12"}, disk=disk)
    assert api("disks.get", disk=disk)["sizeGb"] == "12"
    code, _, message = api.refused("disks.resize", {"sizeGb": "11"}, disk=disk)
    assert (code, "can only grow" in message) == (400, True)


def test_a_disk_from_an_image_knows_it(api):
    name = a_name("disk")
    small = {"name": name, "sourceImage": IMAGE, "sizeGb": "1"}
    assert "cannot be smaller than the image size (10 GB)" in api.refused("disks.insert", small)[2]
    api.done("disks.insert", {"name": name, "sourceImage": IMAGE})
    shown = api("disks.get", disk=name)
    assert shown["sizeGb"] == "10"
    assert shown["sourceImage"].endswith("projects/debian-cloud/global/images/" + IMAGE_NAME)
    api.done("disks.delete", disk=name)


def test_a_name_is_taken_once(api, disk):
    assert api.refused("disks.insert", {"name": disk, "sizeGb": "10"})[:2] == (409, "alreadyExists")


def test_labels_are_replaced_unless_somebody_was_faster(api, disk):
    seen = api("disks.get", disk=disk)["labelFingerprint"]
    api.done("disks.setLabels", {"labels": {"a": "b"}, "labelFingerprint": seen}, resource=disk)
    assert api("disks.get", disk=disk)["labels"] == {"a": "b"}
    late = {"labels": {}, "labelFingerprint": seen}
    assert api.refused("disks.setLabels", late, resource=disk)[:2] == (412, "conditionNotMet")


def test_a_snapshot_becomes_a_disk(api, disk):
    snapshot, copy = a_name("snap"), a_name("copy")
    operation = api.done("disks.createSnapshot", {"name": snapshot}, disk=disk)
    assert operation["targetLink"].endswith(f"/disks/{disk}")
    assert operation["targetId"] == api("disks.get", disk=disk)["id"]
    shown = api("snapshots.get", snapshot=snapshot)
    assert shown["sourceDisk"].endswith(f"zones/{ZONE}/disks/{disk}")
    assert (shown["diskSizeGb"], shown["status"]) == ("10", "READY")
    api.done("disks.insert", {"name": copy, "sourceSnapshot": f"global/snapshots/{snapshot}"})
    assert api("disks.get", disk=copy)["sourceSnapshot"] == shown["selfLink"]
    api.done("disks.delete", disk=copy)
    api.done("snapshots.delete", snapshot=snapshot)
    assert snapshot not in api.names("snapshots.list")


def test_a_snapshot_is_made_and_labelled_globally(api, disk):
    name = a_name("snap")
    source = f"projects/demo/zones/{ZONE}/disks/{disk}"
    operation = api.done("snapshots.insert", {"name": name, "sourceDisk": source})
    assert operation["targetLink"].endswith(f"global/snapshots/{name}")
    assert operation["targetId"] == api("snapshots.get", snapshot=name)["id"]
    api.done("snapshots.setLabels", {"labels": {"a": "b"}}, resource=name)
    assert api("snapshots.get", snapshot=name)["labels"] == {"a": "b"}
    api.done("snapshots.delete", snapshot=name)


def test_a_volume_of_another_tool_can_be_addressed(api, devcloud):
    cinder = devcloud.connection().block_storage
    volume = cinder.create_volume(name="My Volume", size=1, availability_zone=ZONE)
    name = f"my-volume-{volume.id[:8]}"
    cinder.wait_for_status(volume, "available", interval=0.2)
    shown = api("disks.get", disk=name)
    assert name in api.names("disks.list")
    assert api("disks.get", disk=shown["id"]) == shown
    api.done("disks.delete", disk=name)


def test_gcloud_makes_grows_and_deletes_a_disk(gcloud):
    disk = a_name("disk")
    where = f"--zone={ZONE}"
    gcloud("compute", "disks", "create", disk, "--size=10GB", "--type=pd-ssd", where)
    gcloud("compute", "disks", "resize", disk, "--size=20GB", where)
    shown = gcloud.json("compute", "disks", "describe", disk, where)
    assert (shown["sizeGb"], shown["type"].rpartition("/")[2]) == ("20", "pd-ssd")
    gcloud("compute", "disks", "delete", disk, where)
