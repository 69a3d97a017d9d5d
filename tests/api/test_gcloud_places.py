"""What an unmodified gcloud shows before there is any instance."""

import json

from devcloud import catalogue

PLACE = "us-central1-a"


def test_gcloud_lists_zones_and_regions(gcloud):
    zones = gcloud.json("compute", "zones", "list")
    assert {"name": PLACE, "status": "UP"}.items() <= next(
        zone for zone in zones if zone["name"] == PLACE
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
        f"--zones={PLACE}",
        "--filter=name:e2-standard AND guestCpus>2",
        "--format=value(name)",
    )
    assert names.split() == ["e2-standard-16", "e2-standard-4", "e2-standard-8"]


def test_gcloud_batches_what_it_asks_of_several_zones(gcloud, devcloud):
    zones = f"{PLACE},us-central1-b"
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


def test_gcloud_tells_what_went_wrong_in_our_words(gcloud):
    missing = gcloud.run("compute", "zones", "describe", "us-central1-x")
    assert missing.returncode == 1
    assert "The resource 'projects/demo/zones/us-central1-x' was not found" in missing.stderr
    project = gcloud.run("compute", "zones", "list", "--project=nobodys", "--format=json")
    assert "The resource 'projects/nobodys' was not found" in project.stderr
    assert json.loads(project.stdout or "[]") == []
