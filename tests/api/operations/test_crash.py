"""The endpoint is killed (SIGKILL) at every step of an operation, and nothing goes wrong."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from keystoneauth1 import session
from keystoneauth1.identity import v3

ZONE = "zones/us-central1-a"


@pytest.fixture
def belongings(devcloud, project):
    """What the project has, by kind: ``{kind: {uuid: name}}``; only what is new in the test."""
    connection = devcloud.connection("admin", project.name)

    def read():
        return {
            "servers": {s.id: s.name for s in connection.compute.servers()},
            "volumes": {v.id: v.name for v in connection.block_storage.volumes()},
            "ports": {p.id: p.name for p in connection.network.ports() if "nic" in p.name},
            "addresses": {a.id: a.description for a in connection.network.ips()},
        }

    before = read()

    def new():
        now = read()
        return {kind: sorted(now[kind][i] for i in now[kind].keys() - before[kind]) for kind in now}

    return new


def instance(name, machine_type="e2-micro"):
    return {
        "name": name,
        "machineType": f"{ZONE}/machineTypes/{machine_type}",
        "disks": [
            {
                "boot": True,
                "autoDelete": True,
                "initializeParams": {
                    "sourceImage": "projects/debian-cloud/global/images/family/debian-12"
                },
            },
            {"autoDelete": True, "initializeParams": {"diskSizeGb": "1", "diskName": "data"}},
        ],
        "networkInterfaces": [{"accessConfigs": [{"type": "ONE_TO_ONE_NAT"}]}],
        "metadata": {"items": [{"key": "startup-script", "value": "#!/bin/sh\n" + "true\n" * 99}]},
    }


NOTHING = {"servers": [], "volumes": [], "ports": [], "addresses": []}

INSERT = (
    "create_volumes:after",
    "create_volumes:saved",
    "create_ports:after",
    "bind_addresses:after",
    "await_volumes:before",
    "create_server:after",
    "create_server:saved",
    "wait for target_id:after",
    "store_metadata:after",
    "finish:before",
)
DELETE = (
    "end_server:after",
    "wait for server_id:after",
    "end_addresses_and_ports:after",
    "end_volumes:after",
    "end_metadata:saved",
    "finish:after",
)
UNDO = (
    "create_server:undone",
    "bind_addresses:undone",
    "create_ports:undone",
    "create_volumes:undone",
    "finish:before",
)


def test_an_instance_is_made_once_and_deleted_whole_however_often_the_endpoint_dies(
    endpoint, belongings
):
    again = endpoint.begin("POST", f"{ZONE}/instances", json=instance("mortal"))
    endpoint.die_at(INSERT)
    inserted = endpoint.result(again)
    assert "error" not in inserted
    assert belongings() == {
        "servers": ["mortal"],
        "volumes": ["data", "mortal"],
        "ports": ["mortal-nic0"],
        "addresses": [f"gce:ephemeral {inserted['name']}"],
    }
    endpoint.kill()

    again = endpoint.begin("DELETE", f"{ZONE}/instances/mortal")
    endpoint.die_at(DELETE)
    assert "error" not in endpoint.result(again)
    assert belongings() == NOTHING


@pytest.fixture
def huge(devcloud):
    """A machine type that no host has room for."""
    compute = devcloud.connection("admin", "admin").compute
    flavor = compute.create_flavor(name="huge", vcpus=5000, ram=1, disk=0)
    yield flavor.name
    compute.delete_flavor(flavor)


def test_a_failed_insert_leaves_nothing_however_often_the_endpoint_dies(endpoint, belongings, huge):
    again = endpoint.begin("POST", f"{ZONE}/instances", json=instance("too-big", huge))
    endpoint.die_at(UNDO)
    failed = endpoint.result(again)
    assert failed["error"]["errors"][0]["code"] == "ZONE_RESOURCE_POOL_EXHAUSTED"
    assert "No valid host" in failed["error"]["errors"][0]["message"]
    assert "warnings" not in failed
    assert belongings() == NOTHING


def test_a_bulk_insert_that_is_repeated_after_a_death_makes_its_instances_once(
    endpoint, belongings
):
    properties = {**instance("any"), "disks": instance("any")["disks"][:1]}
    del properties["name"]
    properties["machineType"] = "e2-micro"
    body = {"count": 2, "namePattern": "twin-#", "instanceProperties": properties}
    path = f"{ZONE}/instances/bulkInsert"
    done = endpoint.result(endpoint.begin("POST", path, until="begun", json=body))
    assert "error" not in done
    ours = {"filter": 'operationType=insert AND targetLink="*/instances/twin-*"'}
    inserts = endpoint.ask("GET", f"{ZONE}/operations", params=ours)
    assert {one["operationGroupId"] for one in inserts["items"]} == {done["operationGroupId"]}
    twins = ["twin-1", "twin-2"]
    assert sorted(one["targetLink"].rpartition("/")[2] for one in inserts["items"]) == twins
    assert {kind: belongings()[kind] for kind in ("servers", "volumes")} == {
        "servers": twins,
        "volumes": twins,
    }
    deletes = [endpoint.ask("DELETE", f"{ZONE}/instances/{twin}") for twin in twins]
    for operation in deletes:
        assert "error" not in endpoint.api().finished(operation)
    assert belongings() == NOTHING


class ShortLivedToken:
    """Makes a token of an application credential that expires soon."""

    SECONDS = 8

    def __init__(self, connection):
        self.connection = connection
        self.expires = 0

    def __call__(self):
        self.expires = int(time.time()) + self.SECONDS
        credential = self.connection.identity.create_application_credential(
            self.connection.current_user_id,
            name=f"until-{self.expires}",
            expires_at=datetime.fromtimestamp(self.expires, UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        )
        password = v3.ApplicationCredential(
            self.connection.config.auth["auth_url"],
            application_credential_id=credential.id,
            application_credential_secret=credential.secret,
        )
        return password.get_token(session.Session())

    def wait_for_end(self):
        time.sleep(max(0, self.expires + 1 - time.time()))


def test_an_operation_outlives_the_token_that_began_it(endpoint, belongings, devcloud, project):
    token = ShortLivedToken(devcloud.connection("admin", project.name))
    again = endpoint.begin("POST", f"{ZONE}/instances", token, json=instance("late"))
    token.wait_for_end()
    assert "error" not in endpoint.result(again)
    assert belongings()["servers"] == ["late"]
    deleted = endpoint.ask("DELETE", f"{ZONE}/instances/late")
    done = endpoint.ask("POST", f"{ZONE}/operations/{deleted['name']}/wait")
    assert "error" not in done
    assert belongings() == NOTHING
