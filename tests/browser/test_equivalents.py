"""The command and the request beside the create form do what the form would do."""

import json
import os
import pathlib
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from devcloud import clients

SCRIPT = "#!/bin/sh\necho 'one, two' \"$HOME\" > /tmp/x\n"
ZONE = "us-central1-b"


def fill_in(page, name):
    """A form with something in every corner that a shell could harm."""
    page.goto("/project/gce_instances/p/demo/create/")
    expect(page.locator("#gce-form")).not_to_have_attribute("aria-busy", "true")
    page.locator("[name=name]").fill(name)
    page.locator("[name=zone]").select_option(ZONE)
    page.locator("[name=machine_type]").select_option("e2-small")
    page.locator("[name=boot_size]").fill("12")
    page.locator("[data-field=labels]").get_by_role("button", name="Add").click()
    page.locator("[name=labels_key]").fill("env")
    page.locator("[name=labels_value]").fill("dev")
    page.locator("[name=tags]").fill("http-server, https-server")
    page.locator("[name=startup_script]").fill(SCRIPT)
    page.locator("[name=description]").fill('It\'s 100% "fine" $HOME')
    page.locator("[data-field=external]").get_by_label("None").check()
    expect(page.locator("#gce-gcloud")).to_contain_text(name)
    expect(page.locator("#gce-gcloud")).to_contain_text("--no-address")


def shown(api, name):
    """What matters of an instance, as the endpoint shows it."""
    instance = api.send("GET", f"zones/{ZONE}/instances/{name}")
    return {
        "machine": instance["machineType"].rsplit("/")[-1],
        "size": instance["disks"][0]["diskSizeGb"],
        "labels": instance["labels"],
        "tags": sorted(instance["tags"]["items"]),
        "metadata": {item["key"]: item["value"] for item in instance["metadata"]["items"]},
        "description": instance["description"],
        "external": [nic.get("accessConfigs") for nic in instance["networkInterfaces"]],
    }


EXPECTED = {
    "machine": "e2-small",
    "size": "12",
    "labels": {"env": "dev"},
    "tags": ["http-server", "https-server"],
    "metadata": {"startup-script": SCRIPT},
    "description": 'It\'s 100% "fine" $HOME',
    "external": [None],
}


def run(command, environment):
    tools = str(pathlib.Path(sys.executable).parent)
    path = tools + os.pathsep + os.environ["PATH"]
    done = subprocess.run(
        ["sh", "-c", command],
        env={**os.environ, **environment, "PATH": path},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def forgotten(devcloud):
    """Deletes what a test has made."""
    names = []
    yield names
    connection = devcloud.connection()
    for name in names:
        server = connection.compute.find_server(name)
        if server:
            connection.compute.delete_server(server)
            connection.compute.wait_for_delete(server)


def test_the_gcloud_command_makes_the_instance_of_the_form(page, api, gcloud, forgotten):
    forgotten.append("by-gcloud")
    fill_in(page, "by-gcloud")
    run(page.locator("#gce-gcloud").text_content(), gcloud.environment)
    assert shown(api, "by-gcloud") == EXPECTED


def test_the_curl_command_makes_the_instance_of_the_form(page, devcloud, api, forgotten):
    forgotten.append("by-curl")
    fill_in(page, "by-curl")
    environment = clients.environment(devcloud.cloud, "openstack", "demo", "demo")
    operation = json.loads(run(page.locator("#gce-curl").text_content(), environment))
    assert api.send("POST", operation["selfLink"] + "/wait")["status"] == "DONE"
    assert shown(api, "by-curl") == EXPECTED
