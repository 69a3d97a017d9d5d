"""Managed instance groups: their size, their healing, and their members one by one."""

import pytest

from tests.api.contract import REGION, ZONE, a_name, becomes
from tests.api.making import a_template, properties

GROUP = ("compute", "instance-groups", "managed")


@pytest.fixture(scope="module")
def template(api):
    with a_template(api, metadata={"items": [{"key": "colour", "value": "green"}]}) as name:
        yield name


@pytest.fixture(scope="module")
def group(api, template):
    """A stable group of one instance."""
    name = a_name("group")
    api.done(
        "instanceGroupManagers.insert",
        {
            "name": name,
            "baseInstanceName": "member",
            "instanceTemplate": f"global/instanceTemplates/{template}",
            "targetSize": 1,
            "namedPorts": [{"name": "http", "port": 80}],
        },
    )
    stable(api, name)
    yield name
    api.done("instanceGroupManagers.delete", instanceGroupManager=name)
    assert name not in api.names("instanceGroups.list")


def stable(api, group):
    """The members of a group as soon as it is what it should be, by name."""
    where = {"instanceGroupManager": group}
    becomes(lambda: api("instanceGroupManagers.get", **where)["status"]["isStable"])
    rows = api("instanceGroupManagers.listManagedInstances", **where)
    return {row["name"]: row for row in rows.get("managedInstances", ())}


def urls(*names):
    return {"instances": [f"zones/{ZONE}/instances/{name}" for name in names]}


def test_a_group_makes_instances_of_its_template(api, group, template):
    (member,) = stable(api, group).values()
    assert member["name"].startswith("member-")
    assert member["instanceStatus"] == "RUNNING"
    assert member["currentAction"] == "NONE"
    assert member["version"]["instanceTemplate"].endswith(f"/instanceTemplates/{template}")
    vm = api("instances.get", instance=member["name"])
    assert vm["selfLink"] == member["instance"]
    items = {item["key"]: item["value"] for item in vm["metadata"]["items"]}
    assert items["colour"] == "green"
    assert items["created-by"].endswith(f"/zones/{ZONE}/instanceGroupManagers/{group}")

    manager = api("instanceGroupManagers.get", instanceGroupManager=group)
    shown = api("instanceGroups.get", instanceGroup=group)
    assert manager["instanceGroup"] == shown["selfLink"]
    assert shown["size"] == 1
    assert shown["namedPorts"] == [{"name": "http", "port": 80}]
    assert shown["network"].endswith("/networks/default")
    listed = api("instanceGroups.listInstances", {}, instanceGroup=group)["items"]
    assert [row["instance"] for row in listed] == [vm["selfLink"]]
    (referrer,) = api("instances.listReferrers", instance=vm["name"])["items"]
    assert referrer["referrer"] == manager["selfLink"]
    every = api("instanceGroupManagers.aggregatedList")["items"][f"zones/{ZONE}"]
    assert manager in every["instanceGroupManagers"]


def test_a_template_in_use_stays(api, group, template):
    refused = api.refused("instanceTemplates.delete", instanceTemplate=template)
    assert refused[:2] == (400, "resourceInUseByAnotherResource")


def test_a_managed_group_is_not_changed_as_if_it_were_none(api, group):
    assert api.refused("instanceGroups.delete", instanceGroup=group)[:2] == (400, "invalid")
    body = {"name": group}
    assert api.refused("instanceGroups.insert", body)[:2] == (409, "alreadyExists")


def test_an_instance_that_dies_or_stops_is_brought_back(api, devcloud, group):
    (name,) = stable(api, group)
    first = api("instances.get", instance=name)
    nova = devcloud.connection().compute
    nova.delete_server(next(nova.servers(name=f"^{name}$")))  # by another tool

    def is_back():
        again = api.send("instances.get", None, {"instance": name}).json()
        return again.get("id", first["id"]) != first["id"]

    becomes(is_back)
    assert set(stable(api, group)) == {name}
    api.done("instances.stop", instance=name)
    becomes(lambda: api("instances.get", instance=name)["status"] == "RUNNING")


def test_gcloud_resizes_and_lists_a_group(api, gcloud, group):
    place = f"--zone={ZONE}"
    gcloud(*GROUP, "resize", group, place, "--size=2")
    gcloud(*GROUP, "wait-until", group, place, "--stable")
    rows = gcloud.json(*GROUP, "list-instances", group, place)
    assert [row["instanceStatus"] for row in rows] == ["RUNNING", "RUNNING"]
    assert group in gcloud(*GROUP, "list", f"--filter=name={group}")
    assert gcloud.json(*GROUP, "describe", group, place)["targetSize"] == 2

    before = stable(api, group)
    gcloud(*GROUP, "rolling-action", "restart", group, place, "--max-unavailable=2")
    shown = api("instanceGroupManagers.get", instanceGroupManager=group)
    assert shown["status"]["versionTarget"]["isReached"] is False
    after = stable(api, group)
    assert {name: row["id"] for name, row in after.items()} == {
        name: row["id"] for name, row in before.items()
    }
    (version,) = api("instanceGroupManagers.get", instanceGroupManager=group)["versions"]
    assert {row["version"]["name"] for row in after.values()} == {version["name"]}
    resets = api("zoneOperations.list", filter="operationType=reset")["items"]
    assert set(after) <= {row["targetLink"].rpartition("/")[2] for row in resets}


def test_members_are_made_replaced_abandoned_and_deleted_by_name(api, group):
    where = {"instanceGroupManager": group}
    api.done("instanceGroupManagers.resize", size=1, **where)
    (first,) = stable(api, group)
    named = a_name("named")
    api.done("instanceGroupManagers.createInstances", {"instances": [{"name": named}]}, **where)
    before = stable(api, group)
    assert set(before) == {first, named}

    config = {"properties": {"labels": {"tier": "web"}, "metadata": {"colour": "red"}}}
    api.done("instanceGroupManagers.patch", {"allInstancesConfig": config}, **where)
    api.done("instanceGroupManagers.recreateInstances", urls(named), **where)
    after = stable(api, group)
    vm = api("instances.get", instance=named)
    items = {item["key"]: item["value"] for item in vm["metadata"]["items"]}
    assert (vm["labels"], items["colour"]) == ({"tier": "web"}, "red")
    # the second is how gcloud's --clear-autohealing says it
    cleared = {"allInstancesConfig": None, "autoHealingPolicies": [{}]}
    api.done("instanceGroupManagers.patch", cleared, **where)
    assert not cleared.keys() & api("instanceGroupManagers.get", **where).keys()
    assert set(after) == {first, named}
    assert after[named]["id"] != before[named]["id"]
    assert after[first]["id"] == before[first]["id"]

    api.done("instanceGroupManagers.abandonInstances", urls(named), **where)
    assert set(stable(api, group)) == {first}
    assert api("instances.get", instance=named)["status"] == "RUNNING"
    for action in ("abandonInstances", "deleteInstances", "recreateInstances"):
        refused = api.refused(f"instanceGroupManagers.{action}", urls(named), **where)
        assert refused[:2] == (400, "invalid")
    api.done("instances.delete", instance=named)

    api.done("instanceGroupManagers.deleteInstances", urls(first), **where)
    assert stable(api, group) == {}
    assert api.refused("instances.get", instance=first)[0] == 404
    assert api("instanceGroupManagers.get", **where)["targetSize"] == 0


def test_what_keeps_a_group_from_its_size_is_told(api, group):
    where = {"instanceGroupManager": group}
    api.done("instanceGroupManagers.resize", size=0, **where)
    assert stable(api, group) == {}
    other = a_name("template")
    # a fixed address can be had by one instance only
    nic = {"network": "global/networks/default", "networkIP": "192.0.2.1"}
    said = properties(networkInterfaces=[nic])
    api.done("instanceTemplates.insert", {"name": other, "properties": said})
    body = {"instanceTemplate": f"global/instanceTemplates/{other}"}
    before = api("instanceGroupManagers.get", **where)["instanceTemplate"]
    api.done("instanceGroupManagers.setInstanceTemplate", body, **where)
    api.done("instanceGroupManagers.resize", size=1, **where)
    becomes(lambda: api("instanceGroupManagers.listErrors", **where).get("items"))
    error = api("instanceGroupManagers.listErrors", **where)["items"][0]
    assert "outside the network" in error["error"]["message"]
    assert error["instanceActionDetails"]["action"] == "CREATING"
    shown = api("instanceGroupManagers.get", **where)
    assert shown["currentActions"]["creating"] == 1
    assert shown["status"]["isStable"] is False
    (member,) = api("instanceGroupManagers.listManagedInstances", **where)["managedInstances"]
    assert "outside the network" in member["lastAttempt"]["errors"]["errors"][0]["message"]

    api.done("instanceGroupManagers.resize", size=0, **where)
    assert stable(api, group) == {}
    stale = {"targetSize": 5, "fingerprint": shown["fingerprint"]}
    assert api.refused("instanceGroupManagers.patch", stale, **where)[:2] == (
        412,
        "conditionNotMet",
    )
    policy = shown["updatePolicy"]
    back = {"versions": [{"instanceTemplate": before}], "updatePolicy": {"type": "PROACTIVE"}}
    api.done("instanceGroupManagers.patch", back, **where)
    shown = api("instanceGroupManagers.get", **where)
    assert shown["instanceTemplate"] == before
    assert shown["updatePolicy"]["type"] == "PROACTIVE"
    assert shown["updatePolicy"]["minimalAction"] == policy["minimalAction"]
    api.done("instanceTemplates.delete", instanceTemplate=other)


@pytest.mark.parametrize(
    "said",
    [
        {"targetSize": -1},
        {"targetSize": 1001},
        {"baseInstanceName": "No"},
        {"statefulPolicy": {"preservedState": {"disks": {"data": {}}}}},
        {"instanceTemplate": "zones/a/disks/b"},
        {"instanceTemplate": ""},
    ],
)
def test_a_group_that_cannot_be_is_refused(api, template, said):
    body = {
        "name": a_name("group"),
        "instanceTemplate": f"global/instanceTemplates/{template}",
        "targetSize": 0,
        **said,
    }
    assert api.refused("instanceGroupManagers.insert", body)[0] == 400


def test_members_are_in_the_target_pools_of_their_group(api, group):
    pool, where = a_name("pool"), {"instanceGroupManager": group}
    body = {"targetPools": [f"regions/{REGION}/targetPools/{pool}"]}
    refused = api.refused("instanceGroupManagers.setTargetPools", body, **where)
    assert refused[:2] == (404, "notFound")
    api.done("targetPools.insert", {"name": pool})
    api.done("instanceGroupManagers.setTargetPools", body, **where)
    api.done("instanceGroupManagers.resize", size=1, **where)
    (member,) = stable(api, group).values()
    assert api("targetPools.get", targetPool=pool)["instances"] == [member["instance"]]
    api.done("instanceGroupManagers.setTargetPools", {}, **where)
    assert "instances" not in api("targetPools.get", targetPool=pool)
    api.done("targetPools.delete", targetPool=pool)


def test_a_regional_group_is_spread_over_zones(api, template):
    where = {"instanceGroupManager": a_name("group")}
    body = {
        "name": where["instanceGroupManager"],
        "versions": [{"instanceTemplate": f"global/instanceTemplates/{template}"}],
        "targetSize": 2,
        "distributionPolicy": {"zones": [{"zone": f"zones/{REGION}-{z}"} for z in "bc"]},
    }
    api.done("regionInstanceGroupManagers.insert", body)
    becomes(lambda: api("regionInstanceGroupManagers.get", **where)["status"]["isStable"])
    found = api("regionInstanceGroupManagers.listManagedInstances", **where)["managedInstances"]
    assert sorted(row["instance"].split("/")[-3][-1] for row in found) == ["b", "c"]
    group = where["instanceGroupManager"]
    assert api("regionInstanceGroups.get", instanceGroup=group)["size"] == 2
    members = api("regionInstanceGroups.listInstances", {}, instanceGroup=group)["items"]
    assert sorted(row["instance"] for row in members) == sorted(row["instance"] for row in found)
    api.done("regionInstanceGroupManagers.delete", **where)
    assert api.refused("regionInstanceGroupManagers.get", **where)[0] == 404
    for row in found:
        zone, _, name = row["instance"].split("/")[-3:]
        assert api.refused("instances.get", zone=zone, instance=name)[0] == 404
