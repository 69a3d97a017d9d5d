"""What an unmodified gcloud shows of places and projects, and how it gets into an instance."""

import json
import os
import shutil

import pytest

from devcloud import catalogue
from tests.api.contract import ZONE, a_name, instance

OUTSIDE = [{"network": "global/networks/default", "accessConfigs": [{"type": "ONE_TO_ONE_NAT"}]}]


def test_gcloud_lists_zones_and_regions(gcloud):
    zones = gcloud.json("compute", "zones", "list")
    assert {"name": ZONE, "status": "UP"}.items() <= next(
        zone for zone in zones if zone["name"] == ZONE
    ).items()
    table = gcloud("compute", "regions", "list", "--filter=name=us-central1")
    assert table.splitlines()[0].split()[:3] == ["NAME", "CPUS", "DISKS_GB"]
    assert table.splitlines()[1].split()[0] == "us-central1"
    assert "/8000" in table.splitlines()[1]


def test_gcloud_filters_machine_types_on_the_server(gcloud, devcloud):
    names = gcloud(
        "compute",
        "machine-types",
        "list",
        f"--zones={ZONE}",
        "--filter=name:e2-standard AND guestCpus>2",
        "--format=value(name)",
    )
    assert names.split() == ["e2-standard-16", "e2-standard-4", "e2-standard-8"]


def test_gcloud_batches_what_it_asks_of_several_zones(gcloud, devcloud):
    zones = f"{ZONE},us-central1-b"
    found = gcloud.json("compute", "disk-types", "list", f"--zones={zones}", "--limit=500")
    assert {disk_type["name"] for disk_type in found} == set(catalogue.DISK_TYPES)
    assert len({disk_type["zone"] for disk_type in found}) == 2
    assert "POST /batch/compute/v1" in devcloud.log("gce")


def test_gcloud_lists_projects(gcloud):
    assert {project["projectId"] for project in gcloud.json("projects", "list")} == {
        "demo",
        "demo-staging",
    }
    assert gcloud.json("projects", "describe", "demo")["lifecycleState"] == "ACTIVE"


def test_gcloud_keeps_project_metadata(gcloud):
    def metadata():
        project = gcloud.json("compute", "project-info", "describe")
        return project["commonInstanceMetadata"].get("items", [])

    gcloud("compute", "project-info", "add-metadata", "--metadata=colour=green,text=a b")
    assert metadata() == [{"key": "colour", "value": "green"}, {"key": "text", "value": "a b"}]
    gcloud("compute", "project-info", "remove-metadata", "--keys=colour,text")
    assert metadata() == []


@pytest.mark.skipif(not shutil.which("ssh-keygen"), reason="ssh-keygen is not installed")
def test_gcloud_brings_its_key_along_and_calls_ssh(api, gcloud, tmp_path, monkeypatch):
    """The guests of devcloud take no calls, so another program stands at the place of ssh."""
    calls, ssh = tmp_path / "calls", tmp_path / "ssh"
    ssh.write_text(f'#!/bin/sh\necho "$@" >> {calls}\n')
    ssh.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    name, key = a_name("vm"), tmp_path / "key"
    api.done("instances.insert", instance(name, networkInterfaces=OUTSIDE))
    shown = api("instances.get", instance=name)
    gcloud("compute", "ssh", name, f"--zone={ZONE}", f"--ssh-key-file={key}", "--command=uptime")
    last = calls.read_text().splitlines()[-1]
    assert shown["networkInterfaces"][0]["accessConfigs"][0]["natIP"] in last
    assert f"compute.{shown['id']}" in last
    assert last.endswith("uptime")
    (item,) = api("projects.get")["commonInstanceMetadata"]["items"]
    assert item["key"] == "ssh-keys"
    assert key.with_suffix(".pub").read_text().split()[1] in item["value"]
    gcloud("compute", "project-info", "remove-metadata", "--keys=ssh-keys")
    api.done("instances.delete", instance=name)


def test_gcloud_tells_what_went_wrong_in_our_words(gcloud):
    missing = gcloud.run("compute", "zones", "describe", "us-central1-x")
    assert missing.returncode == 1
    assert "The resource 'projects/demo/zones/us-central1-x' was not found" in missing.stderr
    project = gcloud.run("compute", "zones", "list", "--project=nobodys", "--format=json")
    assert "The resource 'projects/nobodys' was not found" in project.stderr
    assert json.loads(project.stdout or "[]") == []
