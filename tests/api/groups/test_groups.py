"""Instances made by the dozen, and groups of instances that users keep themselves."""

import pytest
from google.cloud import compute_v1 as google

from tests.api.contract import REGION, ZONE, a_name, free_address
from tests.api.making import a_template

GROUP = ("compute", "instance-groups", "unmanaged")


@pytest.fixture(scope="module")
def template(api):
    with a_template(api) as name:
        yield name


@pytest.fixture(scope="module")
def vms(api, gcloud, template):
    """Two instances that gcloud has made at once."""
    prefix = a_name("bulk")
    made = gcloud.json(
        "compute", "instances", "bulk", "create", f"--name-pattern={prefix}-#", "--count=2",
        f"--zone={ZONE}", f"--source-instance-template={template}",
    )  # fmt: skip
    names = [f"{prefix}-1", f"{prefix}-2"]
    assert made["createdInstanceCount"] == 2
    assert sorted(one["name"] for one in made["instances"]) == names
    yield names
    for operation in [api("instances.delete", instance=name) for name in names]:
        assert "error" not in api.finished(operation)


@pytest.fixture
def group(api):
    name = a_name("group")
    api.done("instanceGroups.insert", {"name": name, "description": "For tests"})
    yield name
    api.done("instanceGroups.delete", instanceGroup=name)


def members(api, group, **more):
    found = api("instanceGroups.listInstances", more, instanceGroup=group)
    return [row["instance"].rpartition("/")[2] for row in found.get("items", ())]


def links(vms):
    return {"instances": [{"instance": f"zones/{ZONE}/instances/{vm}"} for vm in vms]}


def test_a_bulk_insert_is_one_operation_and_one_of_each_instance(api, vms):
    group_id = api("zoneOperations.list", filter=f"targetLink:*{vms[0]}")["items"][0][
        "operationGroupId"
    ]
    operations = api("zoneOperations.list", filter=f"operationGroupId={group_id}")["items"]
    assert sorted(o["operationType"] for o in operations) == ["bulkInsert", "insert", "insert"]
    assert {api("instances.get", instance=vm)["status"] for vm in vms} == {"RUNNING"}


def test_a_bulk_insert_that_makes_too_few_leaves_nothing(api, template, vms):
    prefix = a_name("few")
    # both want the same address, which only one of them gets
    body = {
        "count": 2,
        "namePattern": f"{prefix}-#",
        "sourceInstanceTemplate": f"global/instanceTemplates/{template}",
        "instanceProperties": {
            "networkInterfaces": [
                {"network": "global/networks/default", "networkIP": free_address(api)}
            ]
        },
    }
    operation = api.ended("instances.bulkInsert", body)
    assert "1 of 2 instances could be made" in operation["error"]["errors"][0]["message"]
    assert not [name for name in api.names("instances.list") if name.startswith(prefix)]
    assert not [name for name in api.names("disks.list") if name.startswith(prefix)]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({"count": 0, "namePattern": "a-#"}, "resource.count"),
        ({"count": 2, "namePattern": "a"}, "resource.namePattern"),
        ({"count": 10, "namePattern": "a-#"}, "resource.namePattern"),
        ({"count": 2, "minCount": 3, "namePattern": "a-#"}, "resource.count"),
    ],
)
def test_a_bulk_insert_without_sense_is_refused(api, template, said, word):
    body = {"sourceInstanceTemplate": f"global/instanceTemplates/{template}", **said}
    code, reason, message = api.refused("instances.bulkInsert", body)
    assert (code, reason) == (400, "invalid")
    assert word in message


def test_a_regional_bulk_insert_heeds_its_location_policy(api, template, client, finish):
    wanted = google.BulkInsertInstanceResource(
        count=1,
        name_pattern=a_name("regional") + "-#",
        source_instance_template=f"global/instanceTemplates/{template}",
        location_policy={"locations": {f"zones/{ZONE}": {"preference": "DENY"}}},
    )
    regional = client(google.RegionInstancesClient)
    operation = regional.bulk_insert_unary(
        project="demo", region=REGION, bulk_insert_instance_resource_resource=wanted
    )
    finish(operation)
    name = wanted.name_pattern.replace("#", "1")
    groups = operation.operation_group_id
    found = api("globalOperations.aggregatedList", filter=f"operationGroupId={groups}")["items"]
    kinds = {
        scope: [o["operationType"] for o in rows.get("operations", ())]
        for scope, rows in found.items()
    }
    assert kinds[f"regions/{REGION}"] == ["bulkInsert"]
    assert kinds["zones/us-central1-b"] == ["insert"]
    api.done("instances.delete", zone="us-central1-b", instance=name)


def test_gcloud_makes_instances_in_a_region(api, gcloud, template):
    name = a_name("regional")
    made = gcloud.json(
        "compute", "instances", "bulk", "create", f"--name-pattern={name}-#", "--count=1",
        f"--region={REGION}", f"--source-instance-template={template}",
    )  # fmt: skip
    assert made["createdInstanceCount"] == 1
    (instance,) = made["instances"]
    zone = instance["zone"].rpartition("/")[2]
    assert zone.startswith(REGION)
    api.done("instances.delete", zone=zone, instance=f"{name}-1")


def test_members_come_and_go(api, group, vms):
    api.done("instanceGroups.addInstances", links(vms), instanceGroup=group)
    shown = api("instanceGroups.get", instanceGroup=group)
    assert shown["size"] == 2
    assert shown["description"] == "For tests"
    assert shown["network"].endswith("/projects/demo/global/networks/default")
    assert shown["subnetwork"].endswith(f"/regions/{REGION}/subnetworks/default")
    assert members(api, group) == vms
    assert members(api, group, instanceState="RUNNING") == vms
    page = api("instanceGroups.listInstances", {}, instanceGroup=group, maxResults=1)
    again = api(
        "instanceGroups.listInstances", {}, instanceGroup=group, pageToken=page["nextPageToken"]
    )
    assert [row["instance"].rpartition("/")[2] for row in page["items"] + again["items"]] == vms
    (referrer,) = api("instances.listReferrers", instance=vms[0])["items"]
    assert referrer["referrer"] == shown["selfLink"]
    mine = {"instance": "-", "filter": f'referrer="{shown["selfLink"]}"'}
    first = api("instances.listReferrers", maxResults=1, **mine)
    rest = api("instances.listReferrers", pageToken=first["nextPageToken"], **mine)
    targets = [row["target"].rpartition("/")[2] for row in first["items"] + rest["items"]]
    assert targets == sorted(vms)

    twice = api.refused("instanceGroups.addInstances", links(vms[:1]), instanceGroup=group)
    assert twice[:2] == (400, "invalid")
    api.done("instanceGroups.removeInstances", links(vms[:1]), instanceGroup=group)
    assert members(api, group) == vms[1:]
    stranger = api.refused("instanceGroups.removeInstances", links(vms[:1]), instanceGroup=group)
    assert stranger[:2] == (400, "invalid")
    missing = api.refused("instanceGroups.addInstances", links(["no"]), instanceGroup=group)
    assert missing[:2] == (404, "notFound")


def test_named_ports_are_replaced_unless_somebody_was_faster(api, group):
    body = {"namedPorts": [{"name": "http", "port": 80}]}
    body["fingerprint"] = api("instanceGroups.get", instanceGroup=group)["fingerprint"]
    api.done("instanceGroups.setNamedPorts", body, instanceGroup=group)
    shown = api("instanceGroups.get", instanceGroup=group)
    assert shown["namedPorts"] == [{"name": "http", "port": 80}]
    refused = api.refused("instanceGroups.setNamedPorts", body, instanceGroup=group)
    assert refused[:2] == (412, "conditionNotMet")


def test_gcloud_keeps_an_unmanaged_group(api, gcloud, vms):
    name, zone = a_name("group"), f"--zone={ZONE}"
    gcloud(*GROUP, "create", name, zone)
    gcloud(*GROUP, "add-instances", name, zone, f"--instances={vms[0]}")
    gcloud(*GROUP, "set-named-ports", name, zone, "--named-ports=http:80")
    (listed,) = gcloud.json(*GROUP, "list-instances", name, zone)
    assert listed["instance"].endswith(f"/instances/{vms[0]}")
    assert listed["namedPorts"] == [{"name": "http", "port": 80}]
    assert name in gcloud(*GROUP, "list")
    gcloud(*GROUP, "delete", name, zone)
    assert name not in api.names("instanceGroups.list")
