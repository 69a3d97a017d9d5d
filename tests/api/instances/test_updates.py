"""What changes an instance beyond its power, labels and disks."""

import pytest

from tests.api.contract import BOOT_DISK, REGION, ZONE, Api, a_name, free_address, instance
from tests.api.making import an_instance

CUSTOM = "n2-custom-4-5120"
SCOPES = [f"https://www.googleapis.com/auth/a-long-scope-of-google-number-{n}" for n in range(6)]


@pytest.fixture(scope="module")
def vm(api):
    """A stopped instance of sizes that no flavor has, with an external address and a local SSD."""
    scratch = {
        "type": "SCRATCH",
        "autoDelete": True,
        "initializeParams": {"diskType": f"zones/{ZONE}/diskTypes/local-ssd"},
    }
    with an_instance(
        api,
        machineType=f"zones/{ZONE}/machineTypes/{CUSTOM}",
        disks=[BOOT_DISK, scratch],
        networkInterfaces=[
            {"network": "global/networks/default", "accessConfigs": [{"name": "external-nat"}]}
        ],
    ) as name:
        api.done("instances.stop", instance=name)
        yield name


@pytest.fixture(scope="module")
def second_network(devcloud):
    """A network with two subnetworks."""
    neutron = devcloud.connection().network
    network = neutron.create_network(name=a_name("net"))
    for index in range(2):
        neutron.create_subnet(
            name=f"{network.name}-{index}",
            network_id=network.id,
            ip_version=4,
            cidr=f"10.77.{index}.0/24",
        )
    yield network.name
    neutron.delete_network(network)


def get(api, vm):
    return api("instances.get", instance=vm)


def test_a_custom_machine_type_is_shown_as_it_was_asked_for(api, devcloud, vm):
    assert get(api, vm)["machineType"].endswith(f"/machineTypes/{CUSTOM}")
    server = next(devcloud.connection().compute.servers(name=f"^{vm}$"))
    assert (server.flavor.vcpus, server.flavor.ram) == (4, 5120)
    listed = [kind["name"] for kind in api("machineTypes.list")["items"]]
    assert not [name for name in listed if "custom" in name]


def test_a_local_ssd_is_a_volume_and_no_disk(api, devcloud, vm):
    shown = get(api, vm)["disks"][1]
    assert (shown["type"], shown["diskSizeGb"], shown["autoDelete"]) == ("SCRATCH", "375", True)
    assert "source" not in shown
    assert f"{vm} (local SSD 1)" in [v.name for v in devcloud.connection().volume.volumes()]
    assert not [d for d in api("disks.list")["items"] if "local" in d["name"]]
    where = {"instance": vm, "deviceName": "local-ssd-0"}
    assert "stays with its instance" in api.refused("instances.detachDisk", **where)[2]


def test_a_disk_is_attached_for_reading_only_and_later_for_both(api, vm):
    name = a_name("disk")
    api.done("disks.insert", {"name": name, "sizeGb": "1"})
    source = f"zones/{ZONE}/disks/{name}"
    for mode in ("READ_ONLY", "READ_WRITE"):
        api.done("instances.attachDisk", {"source": source, "mode": mode}, instance=vm)
        assert get(api, vm)["disks"][2]["mode"] == mode
        api.done("instances.detachDisk", instance=vm, deviceName=name)
    api.done("disks.delete", disk=name)


def test_a_custom_machine_type_gives_way_to_another(api, vm):
    body = {"machineType": f"zones/{ZONE}/machineTypes/e2-small"}
    api.done("instances.setMachineType", body, instance=vm)
    assert get(api, vm)["machineType"].endswith("/machineTypes/e2-small")
    body = {"machineType": f"zones/{ZONE}/machineTypes/e2-custom-small-2048"}
    api.done("instances.setMachineType", body, instance=vm)
    assert get(api, vm)["machineType"].endswith("/machineTypes/e2-custom-small-2048")


def test_sizes_that_no_flavor_can_have_are_refused(api):
    asked = instance(a_name("vm"), machineType=f"zones/{ZONE}/machineTypes/custom-3-7168")
    code, reason, message = api.refused("instances.insert", asked)
    assert (code, reason) == (400, "invalid")
    assert "No machine type of this cloud has just these sizes." in message


def test_memory_that_cannot_be_encrypted_is_refused(api):
    asked = instance(a_name("vm"), confidentialInstanceConfig={"enableConfidentialCompute": True})
    assert "Confidential VMs" in api.refused("instances.insert", asked)[2]


def test_settings_without_a_place_in_openstack_are_kept_and_shown(api, vm):
    email = api("projects.get")["defaultServiceAccount"]
    account = {"email": email, "scopes": SCOPES}
    api.done("instances.setServiceAccount", account, instance=vm)
    api.done("instances.updateDisplayDevice", {"enableDisplay": True}, instance=vm)
    shielded = {"enableSecureBoot": True}
    api.done("instances.updateShieldedInstanceConfig", shielded, instance=vm)
    api.done("instances.setMinCpuPlatform", {"minCpuPlatform": "Intel Skylake"}, instance=vm)
    shown = get(api, vm)
    assert shown["serviceAccounts"] == [account]
    assert shown["displayDevice"] == {"enableDisplay": True}
    assert shown["shieldedInstanceConfig"] == {
        "enableSecureBoot": True,
        "enableVtpm": True,
        "enableIntegrityMonitoring": True,
    }
    assert shown["minCpuPlatform"] == "Intel Skylake"
    short = {"email": "default", "scopes": SCOPES[:1]}
    api.done("instances.setServiceAccount", short, instance=vm)
    assert get(api, vm)["serviceAccounts"] == [short | {"email": email}]
    nobody = {"email": "nobody@demo.iam.gserviceaccount.com", "scopes": SCOPES}
    assert api.refused("instances.setServiceAccount", nobody, instance=vm)[0] == 404
    api.done("instances.setServiceAccount", {}, instance=vm)
    assert "serviceAccounts" not in get(api, vm)
    identity = api("instances.getShieldedInstanceIdentity", instance=vm)
    assert identity == {"kind": "compute#shieldedInstanceIdentity"}


def test_resource_policies_come_and_go(api, vm):
    policy = a_name("policy")
    placement = {"name": policy, "groupPlacementPolicy": {"vmCount": 2}}
    api.done("resourcePolicies.insert", placement)
    body = {"resourcePolicies": [f"regions/{REGION}/resourcePolicies/{policy}"]}
    api.done("instances.addResourcePolicies", body, instance=vm)
    url = api("resourcePolicies.get", resourcePolicy=policy)["selfLink"]
    assert get(api, vm)["resourcePolicies"] == [url]
    api.done("instances.removeResourcePolicies", {"resourcePolicies": [url]}, instance=vm)
    assert "resourcePolicies" not in get(api, vm)
    assert api.refused("instances.removeResourcePolicies", body, instance=vm)[0] == 400
    api.done("resourcePolicies.delete", resourcePolicy=policy)
    assert api.refused("instances.addResourcePolicies", body, instance=vm)[:2] == (404, "notFound")


def test_a_stopped_instance_gets_another_name(api, vm):
    other = a_name("vm")
    body = {"name": other, "currentName": vm}
    api.done("instances.setName", body, instance=vm)
    assert get(api, other)["disks"][0]["source"].endswith(f"/disks/{vm}")
    assert api.refused("instances.get", instance=vm)[0] == 404
    stale = {"name": a_name("vm"), "currentName": vm}
    assert api.refused("instances.setName", stale, instance=other)[:2] == (412, "conditionNotMet")
    api.done("instances.setName", {"name": vm, "currentName": other}, instance=other)


def test_an_update_replaces_what_it_says_and_removes_what_it_does_not(api, vm):
    seen = get(api, vm)
    wanted = {
        **seen,
        "description": "Updated",
        "labels": {"env": "prod"},
        "metadata": {"items": [{"key": "long", "value": "x" * 1000}]},
        "tags": {"items": ["web"]},
        "deletionProtection": True,
        "disks": [seen["disks"][0] | {"autoDelete": False}, seen["disks"][1]],
        "machineType": f"zones/{ZONE}/machineTypes/e2-medium",
    }
    api.done("instances.update", wanted, instance=vm)
    shown = get(api, vm)
    assert shown["description"] == "Updated"
    assert shown["labels"] == {"env": "prod"}
    assert shown["metadata"]["items"] == wanted["metadata"]["items"]
    assert shown["tags"]["items"] == ["web"]
    assert shown["deletionProtection"] is True
    assert [disk["autoDelete"] for disk in shown["disks"]] == [False, True]
    assert shown["machineType"].endswith("/e2-medium")
    assert api.refused("instances.update", wanted, instance=vm)[:2] == (412, "conditionNotMet")
    bare = {key: shown[key] for key in ("name", "machineType", "networkInterfaces")}
    bare["disks"] = seen["disks"]
    api.done("instances.update", bare, instance=vm)
    shown = get(api, vm)
    assert "labels" not in shown
    assert "items" not in shown["tags"]
    assert "items" not in shown["metadata"]
    assert shown["deletionProtection"] is False


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"name": "other"}, "invalid"),
        ({"canIpForward": True}, "invalid"),
        ({"disks": []}, "unsupportedOperation"),
    ],
)
def test_an_update_of_what_cannot_be_changed_is_refused(api, vm, changed, reason):
    body = {**get(api, vm), **changed}
    assert api.refused("instances.update", body, instance=vm)[:2] == (400, reason)


def test_the_external_address_is_changed_in_place(api, vm):
    name = a_name("ip")
    api.done("addresses.insert", {"name": name})
    ip = api("addresses.get", address=name)["address"]
    before = get(api, vm)["networkInterfaces"][0]["accessConfigs"][0]["natIP"]
    where = {"instance": vm, "networkInterface": "nic0"}
    api.done("instances.updateAccessConfig", {"natIP": ip}, **where)
    assert get(api, vm)["networkInterfaces"][0]["accessConfigs"][0]["natIP"] == ip
    assert before not in [row["address"] for row in api("addresses.list").get("items", [])]
    named = {"name": "My NAT", "networkTier": "STANDARD"}
    api.done("instances.updateAccessConfig", named, **where)
    (config,) = get(api, vm)["networkInterfaces"][0]["accessConfigs"]
    assert {name: config[name] for name in ("natIP", *named)} == {"natIP": ip, **named}
    refused = api.refused("instances.updateAccessConfig", {"publicPtrDomainName": "a.org"}, **where)
    assert refused[:2] == (400, "unsupportedOperation")
    where["accessConfig"] = "My NAT"
    nic = get(api, vm)["networkInterfaces"][0]
    move = {"networkIP": free_address(api), "fingerprint": nic["fingerprint"]}
    api.done("instances.updateNetworkInterface", move, **where)
    moved = get(api, vm)["networkInterfaces"][0]
    assert (moved["networkIP"], moved["accessConfigs"]) == (move["networkIP"], nic["accessConfigs"])
    other = {**where, "accessConfig": "external-nat"}
    assert api.refused("instances.deleteAccessConfig", **other)[:2] == (400, "invalid")
    api.done("instances.deleteAccessConfig", **where)
    api.done("addresses.delete", address=name)


def test_interfaces_come_move_and_go(api, devcloud, vm, second_network):
    nic = {"subnetwork": f"regions/{REGION}/subnetworks/{second_network}-0"}
    api.done("instances.addNetworkInterface", nic, instance=vm)
    added = get(api, vm)["networkInterfaces"][1]
    assert added["networkIP"].startswith("10.77.0.")
    refused = api.refused("instances.addNetworkInterface", nic, instance=vm)
    assert "Networks must be distinct" in refused[2]

    move = {"subnetwork": f"regions/{REGION}/subnetworks/{second_network}-1"}
    move |= {"networkIP": "10.77.1.9", "fingerprint": added["fingerprint"]}
    where = {"instance": vm, "networkInterface": "nic1"}
    api.done("instances.updateNetworkInterface", move, **where)
    assert get(api, vm)["networkInterfaces"][1]["networkIP"] == "10.77.1.9"
    assert api.refused("instances.updateNetworkInterface", move, **where)[0] == 412

    refused = api.refused(
        "instances.deleteNetworkInterface", instance=vm, networkInterfaceName="nic0"
    )
    assert refused[:2] == (400, "invalid")
    api.done("instances.deleteNetworkInterface", instance=vm, networkInterfaceName="nic1")
    assert len(get(api, vm)["networkInterfaces"]) == 1
    neutron = devcloud.connection().network
    assert not list(neutron.ports(network_id=neutron.find_network(second_network).id))


def test_maintenance_moves_a_running_instance_or_restarts_it(api, devcloud, vm):
    admin = Api(devcloud.url("gce"), devcloud.token("admin", "demo"))
    assert api.refused("instances.sendDiagnosticInterrupt", instance=vm)[1] == "resourceNotReady"
    assert admin.refused("instances.simulateMaintenanceEvent", instance=vm)[1] == "resourceNotReady"
    api.done("instances.start", instance=vm)
    assert api.send("instances.sendDiagnosticInterrupt", None, {"instance": vm}).json() == {}
    # Nova lets an administrator move servers, and others where the operator says so
    assert api.refused("instances.simulateMaintenanceEvent", instance=vm)[:2] == (403, "forbidden")
    admin.done("instances.simulateMaintenanceEvent", instance=vm)
    api.done("instances.setScheduling", {"preemptible": True}, instance=vm)
    api.done("instances.setScheduling", {"minNodeCpus": 1}, instance=vm)
    assert get(api, vm)["scheduling"] == {
        "preemptible": True,
        "provisioningModel": "STANDARD",
        "onHostMaintenance": "TERMINATE",
        "automaticRestart": False,
        "minNodeCpus": 1,
    }
    admin.done("instances.simulateMaintenanceEvent", instance=vm)
    assert get(api, vm)["status"] == "RUNNING"
    body = {"name": a_name("vm"), "currentName": vm}
    assert api.refused("instances.setName", body, instance=vm)[:2] == (400, "resourceNotReady")
