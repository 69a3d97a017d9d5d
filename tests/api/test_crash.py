"""The endpoint is killed (SIGKILL) at every step of an operation, and nothing goes wrong."""

from __future__ import annotations

import contextlib
import os
import pathlib
import signal
import socket
import subprocess
import sys
import time
import uuid
from datetime import UTC, datetime

import pytest
import requests
from keystoneauth1 import session
from keystoneauth1.identity import v3

ZONE = "zones/us-central1-a"
SCRIPT = pathlib.Path(__file__).with_name("mortal_endpoint.py")


class MortalEndpoint:
    """Endpoints of one database that live one after the other."""

    def __init__(self, devcloud, folder):
        own = folder / "own.conf"
        own.write_text(
            f"[DEFAULT]\nlog_file = {folder}/gce.log\n"
            f"[database]\nconnection = sqlite:///{folder}/gce.sqlite\n"
        )
        conf = devcloud.cloud.etc(devcloud.cloud.by_key("gce")) / "gce-api.conf"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.maker = subprocess.Popen(
            [sys.executable, "-W", "ignore", SCRIPT, str(self.port), conf, own],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = None
        self.session = requests.Session()
        self.session.headers["Authorization"] = "Bearer " + devcloud.token()

    def live(self, until=""):
        """Start an endpoint that will die at a moment (see mortal_endpoint.py), or live on."""
        self.maker.stdin.write(until + "\n")
        self.maker.stdin.flush()
        self.pid = int(self.maker.stdout.readline().split()[1])

    def has_died(self):
        """Wait for the death that was arranged."""
        assert self.maker.stdout.readline() == "dead\n"
        self.pid = None

    def die_at(self, moments):
        for moment in moments:
            self.live(until=moment)
            self.has_died()

    def kill(self):
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            self.has_died()

    def close(self):
        self.maker.stdin.close()
        self.maker.wait()

    def ask(self, verb, path, **request):
        """The answer, as soon as the endpoint gives one."""
        url = f"http://127.0.0.1:{self.port}/compute/v1/projects/demo/{path}"
        deadline = time.monotonic() + 60
        while True:
            with contextlib.suppress(requests.ConnectionError):
                answer = self.session.request(verb, url, **request)
                assert answer.ok, answer.text
                return answer.json()
            assert time.monotonic() < deadline, "the endpoint does not come up"
            time.sleep(0.1)

    def begin(self, verb, path, token=None, **request):
        """Start an operation in an endpoint that dies as soon as it has accepted it.

        The client may not get its answer, so it asks again, with the same request id.

        :param token: makes a token to use for this first request.
        """
        params = {"requestId": str(uuid.uuid4())}
        self.live(until="accepted")
        url = f"http://127.0.0.1:{self.port}/compute/v1/projects/demo/{path}"
        self.ask("GET", ZONE)
        headers = {"Authorization": f"Bearer {token()}"} if token else {}
        with contextlib.suppress(requests.ConnectionError):
            answer = self.session.request(verb, url, params=params, headers=headers, **request)
            assert answer.ok, answer.text
        self.has_died()
        return lambda: self.ask(verb, path, params=params, **request)

    def result(self, again):
        """Let an endpoint live until the operation is done."""
        self.live()
        operation = again()
        done = self.ask("POST", f"{ZONE}/operations/{operation['name']}/wait")
        assert done["status"] == "DONE"
        return done


@pytest.fixture(scope="module")
def endpoints(devcloud, tmp_path_factory):
    endpoints = MortalEndpoint(devcloud, tmp_path_factory.mktemp("mortal"))
    yield endpoints
    endpoints.close()


@pytest.fixture
def endpoint(endpoints):
    yield endpoints
    endpoints.kill()


@pytest.fixture
def belongings(devcloud):
    """What the project has, by kind: ``{kind: {uuid: name}}``; only what is new in the test."""
    connection = devcloud.connection()

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


def test_an_operation_outlives_the_token_that_began_it(endpoint, belongings, devcloud):
    token = ShortLivedToken(devcloud.connection())
    again = endpoint.begin("POST", f"{ZONE}/instances", token, json=instance("late"))
    token.wait_for_end()
    assert "error" not in endpoint.result(again)
    assert belongings()["servers"] == ["late"]
    deleted = endpoint.ask("DELETE", f"{ZONE}/instances/late")
    done = endpoint.ask("POST", f"{ZONE}/operations/{deleted['name']}/wait")
    assert "error" not in done
    assert belongings() == NOTHING
