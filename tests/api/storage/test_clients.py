"""gcloud and google-cloud-compute on the storage families."""

from concurrent.futures import ThreadPoolExecutor

from google.cloud import compute_v1

from tests.api.contract import REGION, ZONE, a_name

IN_ZONE = f"--zone={ZONE}"
IN_REGION = f"--region={REGION}"


def last(url):
    return url.rpartition("/")[2]


def test_gcloud_lives_the_life_of_snapshots_and_images(gcloud, api, disk):
    snapshot, second = a_name("snap"), a_name("snap")
    image, copy, third, family = a_name("image"), a_name("image"), a_name("image"), a_name("family")
    here = (f"--source-disk={disk}", f"--source-disk-zone={ZONE}")
    with ThreadPoolExecutor(2) as pool:
        taken = pool.submit(
            gcloud, "compute", "disks", "snapshot", disk, f"--snapshot-names={snapshot}", IN_ZONE
        )
        gcloud("compute", "snapshots", "create", second, *here, "--labels=a=b")
        taken.result()
    listed = gcloud("compute", "snapshots", "list", "--format=value(name)").split()
    assert {snapshot, second} <= set(listed)
    shown = gcloud.json("compute", "snapshots", "describe", second)
    assert (last(shown["sourceDisk"]), shown["labels"]) == (disk, {"a": "b"})

    create, of_family = ("compute", "images", "create"), f"--family={family}"
    with ThreadPoolExecutor(2) as pool:
        other = pool.submit(gcloud, *create, third, f"--source-snapshot={second}")
        gcloud(*create, image, *here, of_family)
        gcloud(*create, copy, f"--source-image={image}", of_family)
        other.result()
    assert last(api("images.get", image=copy)["sourceImage"]) == image
    assert api("images.getFromFamily", family=family)["name"] == copy
    gcloud("compute", "images", "deprecate", copy, "--state=DEPRECATED", f"--replacement={image}")
    assert api("images.getFromFamily", family=family)["name"] == image
    gcloud(
        *("compute", "images", "update", third, of_family),
        *("--description=told", "--update-labels=c=d"),
    )
    newest = gcloud.json("compute", "images", "describe-from-family", family)
    assert (newest["name"], newest["labels"], newest["description"]) == (third, {"c": "d"}, "told")
    with ThreadPoolExecutor(2) as pool:
        gone = pool.submit(gcloud, "compute", "snapshots", "delete", snapshot, second)
        gcloud("compute", "images", "delete", image, copy, third)
        gone.result()
    assert not {image, copy, third} & set(api.names("images.list"))
    assert not {snapshot, second} & set(api.names("snapshots.list"))


def test_gcloud_gives_a_disk_a_snapshot_schedule(gcloud, api, disk):
    policy = a_name("policy")
    gcloud(
        *("compute", "resource-policies", "create", "snapshot-schedule", policy, IN_REGION),
        *("--max-retention-days=7", "--start-time=04:00", "--daily-schedule"),
        *("--on-source-disk-delete=apply-retention-policy", "--snapshot-labels=by=schedule"),
    )
    shown = api("resourcePolicies.get", resourcePolicy=policy)["snapshotSchedulePolicy"]
    assert shown["schedule"]["dailySchedule"]["startTime"] == "04:00"
    assert shown["retentionPolicy"]["onSourceDiskDelete"] == "APPLY_RETENTION_POLICY"
    assert shown["snapshotProperties"]["labels"] == {"by": "schedule"}
    named = f"--resource-policies={policy}"
    gcloud("compute", "disks", "add-resource-policies", disk, named, IN_ZONE)
    assert [last(url) for url in api("disks.get", disk=disk)["resourcePolicies"]] == [policy]
    gcloud("compute", "disks", "remove-resource-policies", disk, named, IN_ZONE)
    gcloud("compute", "resource-policies", "delete", policy, IN_REGION)
    assert policy not in api.names("resourcePolicies.list")


def test_cloud_client_lives_the_life_of_every_storage_family(client, finish):
    disks = client(compute_v1.DisksClient)
    snapshots = client(compute_v1.SnapshotsClient)
    images = client(compute_v1.ImagesClient)
    policies = client(compute_v1.ResourcePoliciesClient)
    licenses = client(compute_v1.LicensesClient)
    disk, snapshot, image, policy = map(a_name, ("disk", "snap", "image", "policy"))
    here, home, demo = (
        {"project": "demo", "zone": ZONE},
        {"project": "demo", "region": REGION},
        {"project": "demo"},
    )

    weekly = compute_v1.ResourcePolicyWeeklyCycle(
        day_of_weeks=[
            compute_v1.ResourcePolicyWeeklyCycleDayOfWeek(day="MONDAY", start_time="03:00")
        ]
    )
    schedule = compute_v1.ResourcePolicySnapshotSchedulePolicy(
        schedule=compute_v1.ResourcePolicySnapshotSchedulePolicySchedule(weekly_schedule=weekly)
    )
    wanted = compute_v1.ResourcePolicy(name=policy, snapshot_schedule_policy=schedule)
    finish(policies.insert_unary(resource_policy_resource=wanted, **home))
    assert policies.get(resource_policy=policy, **home).status == "READY"

    blank = compute_v1.Disk(name=disk, size_gb=1)
    finish(disks.insert_unary(disk_resource=blank, **here))
    add = compute_v1.DisksAddResourcePoliciesRequest(
        resource_policies=[f"regions/{REGION}/resourcePolicies/{policy}"]
    )
    finish(
        disks.add_resource_policies_unary(
            disk=disk, disks_add_resource_policies_request_resource=add, **here
        )
    )
    assert last(disks.get(disk=disk, **here).resource_policies[0]) == policy
    larger = compute_v1.UpdateDiskRequest(
        disk=disk, disk_resource={"name": disk, "size_gb": 2}, paths="sizeGb", **here
    )
    finish(disks.update_unary(larger))
    assert disks.get(disk=disk, **here).size_gb == 2

    taken = compute_v1.Snapshot(name=snapshot, source_disk=f"zones/{ZONE}/disks/{disk}")
    finish(snapshots.insert_unary(snapshot_resource=taken, **demo))
    finish(disks.delete_unary(disk=disk, **here))
    assert snapshots.get(snapshot=snapshot, **demo).disk_size_gb == 2
    made = compute_v1.Image(name=image, source_snapshot=f"global/snapshots/{snapshot}")
    finish(images.insert_unary(image_resource=made, **demo))
    old = compute_v1.DeprecationStatus(state="DEPRECATED")
    finish(images.deprecate_unary(image=image, deprecation_status_resource=old, **demo))
    assert images.get(image=image, **demo).deprecated.state == "DEPRECATED"
    assert image in [found.name for found in images.list(**demo)]
    assert "debian-12" in [found.name for found in licenses.list(project="debian-cloud")]

    finish(images.delete_unary(image=image, **demo))
    finish(snapshots.delete_unary(snapshot=snapshot, **demo))
    finish(policies.delete_unary(resource_policy=policy, **home))
