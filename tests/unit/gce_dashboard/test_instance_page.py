"""The page of one instance, as a user meets it."""

import json

import pytest

from tests.unit.gce_dashboard.conftest import google_error, instance, operation

PATH = "zones/us-central1-a/instances/web-1"
URL = "/project/gce_instances/p/demo/zones/us-central1-a/web-1/"
OPERATIONS = "zones/us-central1-a/operations"
AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


@pytest.fixture
def web_1(endpoint):
    fields = {
        "labelFingerprint": "bGFiZWxz",
        "metadata": {"items": [{"key": "role", "value": "web"}], "fingerprint": "bWV0YQ=="},
        "disks": [
            {
                "boot": True,
                "autoDelete": True,
                "deviceName": "boot",
                "source": "https://gce.test/projects/demo/zones/us-central1-a/disks/web-1-boot",
                "diskSizeGb": "10",
                "mode": "READ_WRITE",
            }
        ],
    }
    endpoint.on("GET", PATH, instance(**fields))
    endpoint.on("GET", OPERATIONS, {"items": [operation("insert", PATH, status="DONE")]})
    endpoint.on("GET", "zones/us-central1-a/disks", {})
    endpoint.on("GET", "regions/us-central1/disks", {})
    endpoint.on("GET", "", {"name": "demo"})
    return endpoint


def act(console, action, **values):
    body = json.dumps({"action": action, "targets": [PATH], "values": values})
    return console.post(URL, body, content_type="application/json", **AJAX).json()


def test_the_page_shows_what_gce_shows_of_the_instance(console, web_1):
    page = console.get(URL).content.decode()
    for shown in ("web-1", "Running", "e2-medium", "web-1-boot", "10.128.0.5", "http-server"):
        assert shown in page
    assert "Insert" in page


def test_the_page_shows_the_figures_of_the_machine_and_what_the_disks_are_made_of(console, web_1):
    machine = {"name": "e2-medium", "guestCpus": 2, "memoryMb": 4096}
    web_1.on("GET", "zones/us-central1-a/machineTypes/e2-medium", machine)
    boot = {
        "name": "web-1-boot",
        "selfLink": "https://gce.test/projects/demo/zones/us-central1-a/disks/web-1-boot",
        "type": "projects/demo/zones/us-central1-a/diskTypes/pd-ssd",
        "sourceImage": "projects/debian-cloud/global/images/debian-12-v1",
    }
    web_1.on("GET", "zones/us-central1-a/disks", {"items": [boot]})
    page = console.get(URL).content.decode()
    for shown in ("2 vCPU, 4 GB", "pd-ssd", "debian-12-v1", "&quot;machineType&quot;"):
        assert shown in page


def test_the_page_asks_for_its_own_operations_only(console, web_1):
    console.get(URL)
    (asked,) = [call for call in web_1.calls if call.path == OPERATIONS]
    assert asked.params["filter"] == f'targetLink="*/{PATH}"'


def test_an_instance_that_is_not_there_is_explained(console, endpoint):
    reply = console.get(URL)
    assert reply.status_code == 404
    assert "There is no such instance" in reply.content.decode()


def test_operations_that_cannot_be_listed_leave_the_details(console, web_1):
    web_1.on("GET", OPERATIONS, (500, google_error(500, "backendError", "Broken")))
    page = console.get(URL).content.decode()
    assert "Operations could not be listed" in page
    assert "web-1-boot" in page


def test_a_poll_answers_unchanged_while_nothing_changed(console, web_1):
    first = console.get(URL, **AJAX).json()
    again = console.get(URL, {"version": first["version"]}, **AJAX).json()
    assert again == {"unchanged": True}


def test_the_machine_type_can_be_changed_only_while_stopped(console, web_1):
    assert "setMachineType" not in console.get(URL, **AJAX).json()["allowed"]
    web_1.on("GET", PATH, instance(status="TERMINATED"))
    assert "setMachineType" in console.get(URL, **AJAX).json()["allowed"]


def test_what_is_being_made_is_not_edited(console, web_1):
    web_1.on("GET", PATH, instance(status="STAGING"))
    web_1.on("GET", OPERATIONS, {"items": [operation("insert", PATH)]})
    assert console.get(URL, **AJAX).json()["allowed"] == []
    web_1.on("GET", OPERATIONS, {"items": [operation("insert", PATH, status="DONE")]})
    reply = console.get(URL, **AJAX).json()
    assert reply["allowed"] == ["delete"]  # another tool's, or one that is stuck
    assert "isUnderWay" not in reply["parts"]["json"]


def test_the_form_for_labels_shows_those_that_are_there(console, web_1):
    html = console.get(URL, {"form": "setLabels", "target": PATH}, **AJAX).json()["html"]
    assert 'value="env"' in html
    assert 'value="bGFiZWxz"' in html


@pytest.mark.parametrize(
    ("action", "values", "body"),
    [
        (
            "setLabels",
            {"fingerprint": "f", "labels_key": ["a"], "labels_value": ["b"]},
            {"labels": {"a": "b"}, "labelFingerprint": "f"},
        ),
        ("setLabels", {"fingerprint": "f"}, {"labels": {}, "labelFingerprint": "f"}),
        (
            "setTags",
            {"fingerprint": "f", "tags": "x, y"},
            {"items": ["x", "y"], "fingerprint": "f"},
        ),
        (
            "setMetadata",
            {"fingerprint": "f", "metadata_key": ["a"], "metadata_value": ["b"]},
            {"items": [{"key": "a", "value": "b"}], "fingerprint": "f"},
        ),
        (
            "setMachineType",
            {"machine_type": "e2-small"},
            {"machineType": "zones/us-central1-a/machineTypes/e2-small"},
        ),
    ],
)
def test_an_edit_sends_gces_request_with_the_fingerprint(console, web_1, action, values, body):
    web_1.on("POST", f"{PATH}/{action}", operation(action))
    assert act(console, action, **values)["results"][0]["operation"]["type"] == action
    (call,) = web_1.sent("POST")
    assert call.body == body


def test_a_bad_label_is_said_and_nothing_is_sent(console, web_1):
    answer = act(console, "setLabels", labels_key=["Not Valid"], labels_value=["x"])
    assert "labels" in answer["errors"]
    assert web_1.sent("POST") == []


def test_an_edit_of_what_somebody_else_changed_is_refused_in_words(console, web_1):
    stale = google_error(412, "conditionNotMet", "Labels fingerprint either invalid")
    web_1.on("POST", f"{PATH}/setLabels", (412, stale))
    (result,) = act(console, "setLabels", fingerprint="old")["results"]
    assert result["error"]["message"] == "Labels fingerprint either invalid"


def test_protection_is_switched_by_a_query_parameter(console, web_1):
    web_1.on("POST", f"{PATH}/setDeletionProtection", operation("setDeletionProtection"))
    act(console, "protect")
    assert web_1.sent("POST")[0].params["deletionProtection"] == "true"


def a_disk(scope, name, users=()):
    link = f"https://gce.test/projects/demo/{scope}/disks/{name}"
    return {"name": name, "sizeGb": "10", "selfLink": link, "users": list(users)}


def test_attaching_offers_the_free_disks_of_the_zone(console, web_1):
    users = ["zones/us-central1-a/instances/other"]
    disks = [a_disk("zones/us-central1-a", "free"), a_disk("zones/us-central1-a", "taken", users)]
    web_1.on("GET", "zones/us-central1-a/disks", {"items": disks})
    here = ["projects/demo/zones/us-central1-a", "projects/demo/zones/us-central1-b"]
    regional = [
        a_disk("regions/us-central1", "everywhere") | {"replicaZones": here},
        a_disk("regions/us-central1", "elsewhere") | {"replicaZones": ["zones/us-central1-f"] * 2},
    ]
    web_1.on("GET", "regions/us-central1/disks", {"items": regional})
    offers = console.get(URL, {"form": "attachDisk", "target": PATH}, **AJAX).json()["offers"]
    assert offers["attachable"] == [
        {"value": "zones/us-central1-a/disks/free", "text": "free (10 GB)"},
        {"value": "regions/us-central1/disks/everywhere", "text": "everywhere (10 GB)"},
    ]


def test_a_zone_without_a_free_disk_is_said_so(console, web_1):
    web_1.on("GET", "zones/us-central1-a/disks", {"items": []})
    answer = console.get(URL, {"form": "attachDisk", "target": PATH}, **AJAX).json()
    assert "No disk is free in us-central1-a" in answer["notices"][0]["message"]


def test_attaching_sends_the_disk_under_its_own_name(console, web_1):
    web_1.on("POST", f"{PATH}/attachDisk", operation("attachDisk"))
    act(console, "attachDisk", disk="zones/us-central1-a/disks/free", mode="READ_WRITE")
    assert web_1.sent("POST")[0].body == {
        "source": "zones/us-central1-a/disks/free",
        "deviceName": "free",
        "mode": "READ_WRITE",
        "autoDelete": False,
    }


def test_the_boot_disk_alone_cannot_be_detached(console, web_1):
    assert "detachDisk" not in console.get(URL, **AJAX).json()["allowed"]


def test_a_reserved_address_or_an_ephemeral_one_is_added(console, web_1):
    addresses = [
        {"name": "web", "address": "203.0.113.9", "status": "RESERVED", "region": "us-central1"},
        {"name": "old", "address": "203.0.113.8", "status": "IN_USE", "region": "us-central1"},
    ]
    web_1.on("GET", "regions/us-central1/addresses", {"items": addresses})
    answer = console.get(URL, {"form": "addAccessConfig", "target": PATH}, **AJAX).json()
    assert answer["offers"]["reserved"] == [{"value": "203.0.113.9", "text": "web (203.0.113.9)"}]
    assert 'data-gce-empty="Ephemeral"' in answer["html"]
    web_1.on("POST", f"{PATH}/addAccessConfig", operation("addAccessConfig"))
    act(console, "addAccessConfig", address="203.0.113.9")
    act(console, "addAccessConfig", address="")
    reserved, ephemeral = web_1.sent("POST")
    assert reserved.body["natIP"] == "203.0.113.9"
    assert "natIP" not in ephemeral.body


def test_removing_the_external_address_names_interface_and_config(console, web_1):
    web_1.on("POST", f"{PATH}/deleteAccessConfig", operation("deleteAccessConfig"))
    act(console, "deleteAccessConfig")
    sent = web_1.sent("POST")[0].params
    assert (sent["networkInterface"], sent["accessConfig"]) == ("nic0", "External NAT")


def test_serial_output_goes_on_where_the_last_look_ended(console, web_1):
    web_1.on("GET", f"{PATH}/serialPort", {"contents": "login:", "next": "120", "start": "114"})
    answer = console.get(URL + "serial/", {"start": "114"}, **AJAX).json()
    assert answer == {"contents": "login:", "next": "120"}
    assert web_1.calls[-1].params == {"port": "1", "start": "114"}
