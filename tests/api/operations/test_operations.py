"""Operations and the instances that they make and delete, over plain HTTP on a real OpenStack."""

from __future__ import annotations

import base64
import time
import uuid

import pytest

from tests.api.contract import instance

ZONE = "zones/us-central1-a"
DEBIAN = "projects/debian-cloud/global/images/family/debian-12"


@pytest.fixture(scope="module")
def connection(devcloud):
    return devcloud.connection()


def boot_disk(**more):
    return {"boot": True, "autoDelete": True, "initializeParams": {"sourceImage": DEBIAN}} | more


FULL = instance(
    "full",
    description="Has everything",
    labels={"env": "dev"},
    tags={"items": ["http-server"]},
    canIpForward=True,
    scheduling={"preemptible": False, "onHostMaintenance": "MIGRATE"},
    deletionProtection=True,
    metadata={
        "items": [
            {"key": "startup-script", "value": "#!/bin/sh\n" + "echo hello\n" * 40},
            {"key": "ssh-keys", "value": "ada:ssh-ed25519 AAAA ada@host"},
            {"key": "color", "value": "green"},
        ]
    },
    disks=[
        boot_disk(deviceName="root", diskSizeGb="12"),
        {
            "deviceName": "scratch",
            "autoDelete": False,
            "initializeParams": {
                "diskName": "kept",
                "diskSizeGb": "2",
                "diskType": f"{ZONE}/diskTypes/pd-ssd",
                "labels": {"team": "a"},
            },
        },
    ],
    networkInterfaces=[{"accessConfigs": [{"type": "ONE_TO_ONE_NAT", "name": "External NAT"}]}],
)


@pytest.fixture(scope="module")
def full(api):
    """An instance with everything, the operation that made it, and its request id."""
    request_id = str(uuid.uuid4())
    operation = api.done("instances.insert", FULL, requestId=request_id)
    yield api("instances.get", instance="full"), operation, request_id
    api.done("instances.setDeletionProtection", resource="full", deletionProtection="false")
    api.done("instances.delete", instance="full")
    api.done("disks.delete", disk="kept")


def test_an_insert_makes_what_was_asked_for(full, connection):
    made, operation, _ = full
    assert made["id"] == operation["targetId"]
    assert made["selfLink"] == operation["targetLink"]
    assert made["status"] == "RUNNING"
    assert made["labels"] == {"env": "dev"}
    assert made["scheduling"]["onHostMaintenance"] == "MIGRATE"
    assert {i["key"]: i["value"] for i in made["metadata"]["items"]} == {
        i["key"]: i["value"] for i in FULL["metadata"]["items"]
    }
    assert [(d["deviceName"], d["autoDelete"], d["boot"]) for d in made["disks"]] == [
        ("root", True, True),
        ("scratch", False, False),
    ]
    (server,) = connection.compute.servers(name="^full$")
    assert server.tags == ["http-server"]
    assert server.description == "Has everything"
    (volume,) = connection.block_storage.volumes(name="kept")
    assert (volume.size, volume.volume_type) == (2, "pd-ssd")
    (address,) = made["networkInterfaces"][0]["accessConfigs"]
    assert next(connection.network.ips(floating_ip_address=address["natIP"])).port_id


def test_the_startup_script_and_the_keys_are_given_to_the_guest(full, devcloud):
    admin = devcloud.connection("admin", "admin").compute
    (server,) = admin.servers(all_projects=True, name="^full$")
    text = base64.b64decode(admin.get_server(server.id).user_data).decode()
    assert text.startswith("#cloud-config\n")
    assert "/var/lib/cloud/scripts/per-boot/" in text
    assert "ssh-ed25519 AAAA ada@host" in text


def test_a_repeated_insert_is_the_same_operation(full, api, connection):
    _, operation, request_id = full
    again = api("instances.insert", FULL, requestId=request_id)
    assert again["name"] == operation["name"]
    assert len(list(connection.compute.servers(name="^full$"))) == 1


def test_what_a_repeated_request_says_otherwise_is_not_done(full, api):
    """As Google's own samples have it."""
    _, operation, request_id = full
    again = api("instances.insert", instance("other"), requestId=request_id)
    assert again["name"] == operation["name"]
    api.refused("instances.get", instance="other")


def test_a_request_id_of_another_method_is_refused(full, api):
    code, reason, message = api.refused("instances.stop", instance="full", requestId=full[2])
    assert (code, reason) == (400, "invalid")
    assert "requestId" in message


def test_a_protected_instance_is_not_deleted(full, api):
    code, _, message = api.refused("instances.delete", instance="full")
    assert code == 400
    assert "protected against deletion" in message


def test_an_operation_is_found_where_it_belongs_and_nowhere_else(full, api, own):
    _, operation, _ = full
    name = operation["name"]
    assert api("zoneOperations.get", operation=operation["id"])["name"] == name
    assert name in api.names("zoneOperations.list")
    scoped = api("globalOperations.aggregatedList")["items"]
    assert name in {o["name"] for o in scoped[ZONE]["operations"]}
    assert api.refused("zoneOperations.get", operation=name, zone="us-central1-b")[0] == 404
    assert api.refused("globalOperations.get", operation=name)[0] == 404
    for method in ("get", "wait", "delete"):
        assert own.refused(f"zoneOperations.{method}", operation=name)[0] == 404
    assert own.names("zoneOperations.list") == []


@pytest.mark.parametrize(
    ("change", "code", "reason", "text"),
    [
        ({"name": "full"}, 409, "alreadyExists", "instances/full' already exists"),
        ({"name": "Not valid"}, 400, "invalid", "'resource.name': 'Not valid'"),
        ({"machineType": f"{ZONE}/machineTypes/z9-nano"}, 400, "invalid", "z9-nano"),
        ({"disks": []}, 400, "invalid", "Boot disk must be the first"),
        (
            {"disks": [boot_disk(initializeParams={"sourceImage": "global/images/none"})]},
            404, "notFound", "global/images/none",
        ),
        (
            {"disks": [boot_disk(initializeParams={"sourceImage": DEBIAN, "diskSizeGb": "1"})]},
            400, "invalid", "cannot be smaller than the image size (10 GB)",
        ),
        (
            {"disks": [{"boot": True, "source": f"{ZONE}/disks/kept"}]},
            400, "resourceInUseByAnotherResource", "already being used by",
        ),
        (
            {"disks": [boot_disk(), {"initializeParams": {"diskName": "kept", "diskSizeGb": "1"}}]},
            409, "alreadyExists", "disks/kept' already exists",
        ),
        ({"networkInterfaces": [{"network": "global/networks/none"}]}, 404, "notFound", "none"),
        ({"networkInterfaces": [{"networkIP": "192.0.2.1"}]}, 400, "invalid", "outside"),
        (
            {"networkInterfaces": [{"accessConfigs": [{"natIP": "192.0.2.1"}]}]},
            400, "invalid", "192.0.2.1",
        ),
    ],
)  # fmt: skip
def test_an_impossible_insert_is_refused_before_anything_is_made(
    full, api, change, code, reason, text
):
    found = api.refused("instances.insert", instance("impossible") | change)
    assert found[:2] == (code, reason), found
    assert text in found[2]


@pytest.fixture
def address(connection):
    """An external address that is there before any instance."""
    external = next(connection.network.networks(is_router_external=True))
    address = connection.network.create_ip(floating_network_id=external.id, description="named")
    yield address
    connection.network.delete_ip(address)


def test_a_delete_takes_what_belongs_to_the_instance_and_leaves_the_rest(api, connection, address):
    (subnet,) = connection.network.find_network("default").subnet_ids
    wanted_ip = connection.network.get_subnet(subnet).allocation_pools[0]["end"]
    nic = {"networkIP": wanted_ip, "accessConfigs": [{"natIP": address.floating_ip_address}]}
    disks = [boot_disk(), {"initializeParams": {"diskName": "data", "diskSizeGb": "1"}}]
    api.done("instances.insert", instance("short-lived", networkInterfaces=[nic], disks=disks))
    (made,) = api("instances.get", instance="short-lived")["networkInterfaces"]
    assert made["networkIP"] == wanted_ip
    assert made["accessConfigs"][0]["natIP"] == address.floating_ip_address
    second = api.refused("instances.insert", instance("second", networkInterfaces=[nic]))
    assert second[:2] == (400, "resourceInUseByAnotherResource")

    api.done("instances.delete", instance="short-lived")
    assert api.refused("instances.get", instance="short-lived")[0] == 404
    assert connection.network.get_ip(address).port_id is None
    assert not list(connection.network.ports(name="short-lived-nic0"))
    assert not list(connection.block_storage.volumes(name="short-lived"))
    (data,) = connection.block_storage.volumes(name="data")
    assert data.status == "available"
    api.done("disks.delete", disk="data")


@pytest.fixture
def no_cores(devcloud, connection):
    """The project may not use any vCPU for a while."""
    admin = devcloud.connection("admin", "admin").compute
    path = f"/os-quota-sets/{connection.current_project_id}"
    before = admin.get(path).json()["quota_set"]["cores"]
    assert admin.put(path, json={"quota_set": {"cores": 0, "force": True}}).ok
    yield
    assert admin.put(path, json={"quota_set": {"cores": before}}).ok


@pytest.mark.alone
def test_a_failed_insert_says_why_and_spares_a_disk_that_was_there_before(
    api, connection, no_cores
):
    api.done("disks.insert", {"name": "precious", "sizeGb": "1"})
    disks = [boot_disk(), {"source": f"{ZONE}/disks/precious", "autoDelete": True}]
    done = api.ended("instances.insert", instance("greedy", disks=disks))
    assert done["error"]["errors"][0]["code"] == "QUOTA_EXCEEDED"
    assert done["error"]["errors"][0]["message"] == "Quota 'CPUS' exceeded. Limit: 0.0"
    assert (done["httpErrorStatusCode"], done["httpErrorMessage"]) == (403, "FORBIDDEN")
    assert not list(connection.network.ports(name="greedy-nic0"))
    assert not list(connection.block_storage.volumes(name="greedy"))
    (precious,) = connection.block_storage.volumes(name="precious")
    assert precious.status == "available"
    api.done("disks.delete", disk="precious")


def test_wait_answers_when_the_operation_ends_and_a_finished_one_can_be_deleted(api):
    name = api("disks.insert", {"name": "waited-for", "sizeGb": "1"})["name"]
    started = time.monotonic()
    assert api("zoneOperations.wait", operation=name)["status"] == "DONE"
    assert time.monotonic() - started < 60
    assert api.send("zoneOperations.delete", None, {"operation": name}).ok
    assert api.refused("zoneOperations.get", operation=name)[0] == 404
    api.done("disks.delete", disk="waited-for")
