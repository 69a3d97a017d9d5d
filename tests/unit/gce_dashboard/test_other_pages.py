"""Zones, disks and images."""

import json

import pytest

from tests.unit.gce_dashboard.conftest import (
    BASE,
    PROJECT,
    aggregated,
    google_error,
    operation,
)

AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
ZONE = {"name": "us-central1-a", "status": "UP", "region": f"{BASE}/regions/us-central1"}
DISK = "zones/us-central1-a/disks/data"
INSTANCES = "aggregated/instances"
VM = {"zone": f"{BASE}/zones/us-central1-a"}


def disk(**fields):
    return {
        "name": "data",
        "zone": f"{BASE}/zones/us-central1-a",
        "selfLink": f"{BASE}/{DISK}",
        "type": f"{BASE}/zones/us-central1-a/diskTypes/pd-ssd",
        "status": "READY",
        "sizeGb": "100",
        **fields,
    }


def rows(console, url):
    return [row["html"] for row in console.get(url, **AJAX).json()["rows"]]


def test_a_zone_shows_its_region_machine_types_and_instances(console, endpoint):
    endpoint.on("GET", "zones", {"items": [ZONE]})
    types = [{"name": name, "zone": ZONE["name"]} for name in ("e2-small", "e2-medium")]
    endpoint.on("GET", "aggregated/machineTypes", aggregated("machineTypes", *types))
    endpoint.on("GET", INSTANCES, aggregated("instances", VM, VM))
    (row,) = rows(console, "/project/gce_zones/p/demo/")
    assert "us-central1" in row
    assert "2 types" in row
    assert ">2</a>" in row
    (counted,) = [call for call in endpoint.calls if call.path == INSTANCES]
    assert counted.params["fields"] == "items/*/instances(zone),nextPageToken"  # which costs little


def test_zones_are_shown_when_their_instances_cannot_be_counted(console, endpoint):
    endpoint.on("GET", "zones", {"items": [ZONE]})
    endpoint.on("GET", "aggregated/machineTypes", aggregated("machineTypes"))
    answer = console.get("/project/gce_zones/p/demo/", **AJAX).json()
    assert len(answer["rows"]) == 1
    assert "was not found" in answer["notices"][0]["message"]


def test_more_instances_than_a_page_are_not_counted_to_the_end(console, endpoint):
    other = {**ZONE, "name": "us-central1-b"}
    endpoint.on("GET", "zones", {"items": [ZONE, other]})
    endpoint.on("GET", "aggregated/machineTypes", aggregated("machineTypes"))
    many = aggregated("instances", VM, VM, nextPageToken="more")
    endpoint.on("GET", INSTANCES, many)
    a, b = rows(console, "/project/gce_zones/p/demo/")
    assert ">2+</a>" in a
    assert ">0+</a>" in b


def test_a_disk_shows_its_size_type_and_who_uses_it(console, endpoint):
    used = disk(users=[f"{BASE}/zones/us-central1-a/instances/web-1"])
    endpoint.on("GET", "aggregated/disks", aggregated("disks", used))
    (row,) = rows(console, "/project/gce_disks/p/demo/")
    assert "100 GB" in row
    assert "pd-ssd" in row
    assert "/project/gce_instances/p/demo/zones/us-central1-a/web-1/" in row
    assert 'data-actions="snapshot resize setLabels"' in row


def test_a_regional_disk_shows_the_zones_that_hold_it(console, endpoint):
    zones = [f"{BASE}/zones/us-central1-{letter}" for letter in "ba"]
    held = disk(region=f"{BASE}/regions/us-central1", replicaZones=zones)
    del held["zone"]
    endpoint.on("GET", "aggregated/disks", aggregated("disks", held))
    (row,) = rows(console, "/project/gce_disks/p/demo/")
    assert "us-central1-a, us-central1-b" in row
    assert "pd-ssd (regional)" in row


@pytest.mark.parametrize(
    ("action", "values", "method", "body"),
    [
        ("resize", {"size_gb": "200"}, "resize", {"sizeGb": "200"}),
        ("snapshot", {"name": "data-1"}, "createSnapshot", {"name": "data-1"}),
    ],
)
def test_disk_actions_send_gces_request(console, endpoint, action, values, method, body):
    endpoint.on("POST", f"{DISK}/{method}", operation(action, DISK))
    request = json.dumps({"action": action, "targets": [DISK], "values": values})
    console.post("/project/gce_disks/p/demo/", request, content_type="application/json", **AJAX)
    assert endpoint.sent("POST")[0].body == body


def test_creating_a_disk_sends_what_the_page_shows(console, endpoint):
    endpoint.on("POST", "zones/us-central1-a/disks", operation("insert", DISK))
    values = {
        "request_id": PROJECT,
        "name": "data",
        "region": "us-central1",
        "zone": "us-central1-a",
        "source": "blank",
        "boot_type": "pd-ssd",
        "boot_size": "100",
    }
    url = "/project/gce_disks/p/demo/create/"
    send = {"content_type": "application/json", **AJAX}
    shown = console.post(url + "?preview=1", json.dumps(values), **send).json()
    console.post(url, json.dumps(values), **send)
    assert json.loads(shown["body"]) == endpoint.sent("POST")[0].body
    assert shown["gcloud"].split()[:5] == ["gcloud", "compute", "disks", "create", "data"]


def image(name, project):
    link = f"http://gce.test/compute/v1/projects/{project}/global/images/{name}"
    return {"name": name, "selfLink": link, "status": "READY", "diskSizeGb": "10"}


def test_images_are_the_projects_own_and_the_public_ones(console, endpoint):
    endpoint.on("GET", "global/images", {"items": [image("mine", "demo")]})
    endpoint.on(
        "GET",
        "projects/debian-cloud/global/images",
        {"items": [image("debian-12", "debian-cloud")]},
    )
    endpoint.on("GET", "projects/windows-cloud/global/images", (500, google_error(500, "x", "Sad")))
    public = [{"projectId": name} for name in ("debian-cloud", "windows-cloud", "cos-cloud")]
    endpoint.on("GET", "v1/projects", {"projects": public})
    answer = console.get("/project/gce_images/p/demo/", **AJAX).json()
    assert [row["key"] for row in answer["rows"]] == [
        "debian-cloud/debian-12",
        "global/images/mine",
    ]
    assert answer["notices"][0]["message"] == "Sad"


def test_a_page_of_images_leads_to_the_next(console, endpoint):
    own = [image(f"image-{number:02d}", "demo") for number in range(25)]
    endpoint.on("GET", "global/images", {"items": own})
    first = console.get("/project/gce_images/p/demo/", {"size": 20}, **AJAX).json()
    rest = {"size": 20, "page": first["next"]}
    second = console.get("/project/gce_images/p/demo/", rest, **AJAX).json()
    assert len(first["rows"]) == 20
    assert [row["key"] for row in second["rows"]] == [
        f"global/images/image-{n}" for n in range(20, 25)
    ]
    assert second["next"] == ""
