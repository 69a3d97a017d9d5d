"""The life of an instance through npm's @google-cloud/compute."""

import json
import os
import pathlib
import shutil
import subprocess

import pytest

from tests.api.contract import ZONE, a_name

FOLDER = pathlib.Path(__file__).parent / "node"


@pytest.fixture
def node(devcloud):
    """Run a script of the folder ``node`` with a token, and read the JSON that it prints."""
    if not shutil.which("node"):
        pytest.skip("Node.js is not installed")
    if not (FOLDER / "node_modules/.package-lock.json").exists():
        pytest.skip("@google-cloud/compute is not installed: make node")
    environment = os.environ | {"TOKEN": devcloud.token()}

    def run(script, *arguments):
        command = ["node", FOLDER / script, *arguments]
        ran = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=240)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)

    return run


def test_the_npm_client_lives_the_life_of_an_instance(node, devcloud):
    name = a_name("npm")
    seen = node("life.mjs", devcloud.url("gce"), ZONE, name)

    assert ZONE in seen["zones"]
    assert seen["insert"]["operationType"] == "insert"
    assert seen["insert"]["targetId"] == seen["instance"]["id"]
    instance = seen["instance"]
    assert (instance["status"], instance["labels"]) == ("RUNNING", {"env": "test"})
    assert instance["disks"][0]["diskSizeGb"] == "10"
    assert seen["list"] == [name]
    assert [scope for scope, names in seen["aggregated"].items() if name in names] == [
        f"zones/{ZONE}"
    ]
    path = f"The resource 'projects/demo/zones/{ZONE}/instances/{name}'"
    assert seen["taken"]["code"] == 409
    assert f"{path} already exists" in seen["taken"]["message"]
    assert seen["gone"]["code"] == 404
    assert f"{path} was not found" in seen["gone"]["message"]
