"""Consistency groups of disks: who can be in one, and copies of all of its disks."""

import pytest
from google.cloud import compute_v1 as google

from tests.api.contract import REGION, ZONE, a_name

HERE = {"project": "demo", "region": REGION}
PLACE = {"project": "demo", "zone": ZONE}
GROUP = {"diskConsistencyGroupPolicy": {}}
BYTES = b"every byte of it" * 64


def url_of(policy):
    return f"projects/demo/regions/{REGION}/resourcePolicies/{policy}"


def has(*policies):
    """The body of a request about resource policies of a disk."""
    return {"resourcePolicies": [f"regions/{REGION}/resourcePolicies/{name}" for name in policies]}


@pytest.fixture
def volumes(devcloud):
    """The folder that holds the bytes of volumes, and Cinder."""
    folder = devcloud.cloud.data(devcloud.cloud.by_key("cinder")) / "volumes"
    cinder = devcloud.connection().block_storage
    return lambda name: folder / f"volume-{next(iter(cinder.volumes(name=name))).id}"


def test_google_client_copies_the_disks_of_a_group(api, client, finish, volumes):
    policies, disks = client(google.ResourcePoliciesClient), client(google.DisksClient)
    group, names = a_name("group"), [a_name("disk") for _ in "ab"]
    policy = google.ResourcePolicy(
        name=group,
        description="of a database",
        disk_consistency_group_policy=google.ResourcePolicyDiskConsistencyGroupPolicy(),
    )
    finish(policies.insert_unary(resource_policy_resource=policy, **HERE))
    shown = policies.get(resource_policy=group, **HERE)
    assert (shown.status, shown.description) == ("READY", "of a database")
    assert "disk_consistency_group_policy" in shown
    for name in names:
        disk = google.Disk(name=name, size_gb=1)
        finish(disks.insert_unary(disk_resource=disk, **PLACE))
        volumes(name).open("r+b").write(BYTES + name.encode())
        joins = google.DisksAddResourcePoliciesRequest(resource_policies=[url_of(group)])
        request = {"disks_add_resource_policies_request_resource": joins}
        finish(disks.add_resource_policies_unary(disk=name, **request, **PLACE))
    assert list(disks.get(disk=names[0], **PLACE).resource_policies) == [shown.self_link]
    listed = disks.list(google.ListDisksRequest(filter=f"resourcePolicies:{group}", **PLACE))
    assert sorted(names) == [disk.name for disk in listed]

    body = google.BulkInsertDiskResource(source_consistency_group_policy=url_of(group))
    whole = disks.bulk_insert_unary(bulk_insert_disk_resource_resource=body, **PLACE)
    finish(whole)
    assert not whole.warnings  # no instance writes to them
    every = api("zoneOperations.list", filter=f"operationGroupId={whole.operation_group_id}")
    kinds = sorted(operation["operationType"] for operation in every["items"])
    assert kinds == ["bulkInsert", "insert", "insert"]
    copies = [disk for disk in disks.list(**PLACE) if disk.source_disk.endswith(tuple(names))]
    assert {copy.source_disk.rpartition("/")[2] for copy in copies} == set(names)
    for copy in copies:
        source = copy.source_disk.rpartition("/")[2]
        assert copy.name.startswith(source + "-")
        assert volumes(copy.name).open("rb").read(2000).startswith(BYTES + source.encode())
        assert not copy.resource_policies
    assert not [name for name in api.names("snapshots.list") if name.startswith(tuple(names))]

    for name in [*names, *(copy.name for copy in copies)]:
        finish(disks.delete_unary(disk=name, **PLACE))
    finish(policies.delete_unary(resource_policy=group, **HERE))


@pytest.fixture
def groups(own):
    """Two groups, and three disks of the first."""
    groups, disks = [a_name("group") for _ in "ab"], [a_name("disk") for _ in "abc"]
    for name in groups:
        own.done("resourcePolicies.insert", {"name": name, **GROUP})
    for name in disks:
        own.done("disks.insert", {"name": name, "sizeGb": "1", **has(groups[0])})
    yield groups, disks
    for name in disks:
        own.done("disks.delete", disk=name)
    for name in groups:
        own.done("resourcePolicies.delete", resourcePolicy=name)


def test_a_group_is_copied_as_a_whole_or_not_at_all_and_its_disks_are_alike(
    own, groups, devcloud, project
):
    (group, other), disks = groups
    second = own.refused("disks.addResourcePolicies", has(other), disk=disks[0])
    assert "in one consistency group" in second[2]
    far = {"name": a_name("disk"), "sizeGb": "1", **has(group)}
    away = own.refused("disks.insert", far, zone=f"{REGION}-b")
    assert "must be in the same zone" in away[2]
    used = own.refused("resourcePolicies.delete", resourcePolicy=group)
    assert used[:2] == (400, "resourceInUseByAnotherResource")
    for policy, zone in ((other, ZONE), (group, f"{REGION}-b")):
        wanted = {"sourceConsistencyGroupPolicy": f"regions/{REGION}/resourcePolicies/{policy}"}
        refused = own.refused("disks.bulkInsert", wanted, zone=zone)
        assert f"'{policy}' has no disks in zones/{zone}" in refused[2]
    schedule = {"hourlySchedule": {"hoursInCycle": 4, "startTime": "00:00"}}
    scheduled = {"name": a_name("hourly"), "snapshotSchedulePolicy": {"schedule": schedule}}
    own.done("resourcePolicies.insert", scheduled)
    path = f"regions/{REGION}/resourcePolicies/{scheduled['name']}"
    odd = own.refused("disks.bulkInsert", {"sourceConsistencyGroupPolicy": path})
    assert "is no consistency group" in odd[2]
    own.done("resourcePolicies.delete", resourcePolicy=scheduled["name"])

    admin = devcloud.connection("admin", "admin").block_storage
    admin.update_quota_set(project.id, volumes=5)  # room for two copies of three
    wanted = {"sourceConsistencyGroupPolicy": f"regions/{REGION}/resourcePolicies/{group}"}
    ended = own.ended("disks.bulkInsert", wanted)
    assert ended["error"]["errors"][0]["message"] == "Quota 'DISKS' exceeded. Limit: 5.0"
    assert own.names("disks.list") == sorted(disks)
    cinder = devcloud.connection("admin", project.name).block_storage
    assert list(cinder.snapshots()) == []

    own.done("disks.removeResourcePolicies", has(group), disk=disks[0])
    own.done("disks.bulkInsert", wanted)  # which fits now
    copies = set(own.names("disks.list")) - set(disks)
    assert {name.rpartition("-")[0] for name in copies} == set(disks[1:])
    for name in copies:
        own.done("disks.delete", disk=name)
