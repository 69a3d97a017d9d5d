"""The page that creates an instance: what it asks, checks, shows and sends."""

import json
import shlex
import uuid

import pytest

from tests.unit.gce_dashboard.conftest import aggregated, google_error, operation

URL = "/project/gce_instances/p/demo/create/"
AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
ZONE = "us-central1-a"
DEBIAN = "projects/debian-cloud/global/images/debian-12"


MORE_DISKS = {
    "extra_name": ["", "logs"],
    "extra_size": ["100", "20"],
    "extra_type": ["pd-ssd", "pd-standard"],
    "extra_rule": ["delete", "keep"],
    "attached_name": ["data"],
    "attached_mode": ["READ_ONLY"],
    "attached_rule": ["keep"],
}


def filled(**changes):
    """The form as a browser posts it when only a name was typed."""
    return {
        "request_id": str(uuid.uuid4()),
        "name": "web-1",
        "region": "us-central1",
        "zone": ZONE,
        "machine_type": "e2-medium",
        "source": "image",
        "image": DEBIAN,
        "boot_size": "10",
        "boot_type": "pd-balanced",
        "auto_delete": True,
        "network": "default",
        "subnetwork": "default",
        "external": "ephemeral",
        **changes,
    }


def submit(console, **changes):
    body = json.dumps(filled(**changes))
    return console.post(URL, body, content_type="application/json", **AJAX).json()


def preview(console, **changes):
    body = json.dumps(filled(**changes))
    return console.post(URL + "?preview=1", body, content_type="application/json", **AJAX).json()


def flags(command):
    """A shell command as its flags and their values."""
    words = shlex.split(command)
    return {flag: value for flag, _, value in (word.partition("=") for word in words[4:])}


@pytest.fixture
def accepting(endpoint):
    target = f"zones/{ZONE}/instances/web-1"
    endpoint.on("POST", f"zones/{ZONE}/instances", operation("insert", target))
    return endpoint


def test_creating_sends_one_insert_and_returns_its_operation(console, accepting):
    answer = submit(console)
    (call,) = accepting.sent("POST")
    assert call.body == {
        "name": "web-1",
        "machineType": f"zones/{ZONE}/machineTypes/e2-medium",
        "disks": [
            {
                "boot": True,
                "autoDelete": True,
                "initializeParams": {
                    "sourceImage": DEBIAN,
                    "diskSizeGb": "10",
                    "diskType": f"zones/{ZONE}/diskTypes/pd-balanced",
                },
            }
        ],
        "networkInterfaces": [
            {
                "network": "global/networks/default",
                "subnetwork": "regions/us-central1/subnetworks/default",
                "accessConfigs": [{"name": "External NAT", "type": "ONE_TO_ONE_NAT"}],
            }
        ],
    }
    assert answer["operation"]["type"] == "insert"
    assert answer["url"] == "/project/gce_instances/p/demo/"


def test_submitting_twice_carries_the_same_request_id(console, accepting):
    request_id = str(uuid.uuid4())
    submit(console, request_id=request_id)
    submit(console, request_id=request_id)
    assert {call.params["requestId"] for call in accepting.sent("POST")} == {request_id}


@pytest.mark.parametrize("name", ["", "Web", "1web", "web-", "web_1", "w" * 64])
def test_a_bad_name_is_said_and_nothing_is_sent(console, accepting, name):
    assert submit(console, name=name)["errors"]["name"]
    assert accepting.calls == []


def test_the_preview_says_what_is_wrong_and_still_shows_the_rest(console, accepting):
    answer = preview(console, name="Web", labels_key=["env"], labels_value=["dev"])
    assert list(answer["errors"]) == ["name"]
    assert "--labels=env=dev" in answer["gcloud"]
    assert accepting.calls == []


def test_the_preview_is_the_request_that_is_sent(console, accepting):
    shown = preview(console)
    submit(console)
    assert json.loads(shown["body"]) == accepting.sent("POST")[0].body
    assert shown["url"] == f"http://gce.test/compute/v1/projects/demo/zones/{ZONE}/instances"


def test_the_gcloud_command_says_the_same(console):
    shown = flags(
        preview(
            console,
            tags="http-server, https-server",
            labels_key=["env"],
            labels_value=["dev"],
            description="It's a test",
            deletion_protection=True,
            auto_delete=False,
            external="none",
        )["gcloud"]
    )
    assert shown["--image"] == "debian-12"
    assert shown["--image-project"] == "debian-cloud"
    assert shown["--boot-disk-size"] == "10GB"
    assert shown["--tags"] == "http-server,https-server"
    assert shown["--labels"] == "env=dev"
    assert shown["--description"] == "It's a test"
    assert {"--deletion-protection", "--no-boot-disk-auto-delete", "--no-address"} <= set(shown)


def test_metadata_with_commas_and_lines_survives_the_shell(console):
    script = "#!/bin/sh\necho 'a,b' \"$HOME\"\n"
    shown = flags(preview(console, startup_script=script)["gcloud"])
    assert shown["--metadata"] == f"^;^startup-script={script}"


def test_the_curl_command_carries_the_body_unharmed(console):
    shown = preview(console, description='It\'s 100% "fine" $HOME')
    words = shlex.split(shown["curl"])
    assert json.loads(words[words.index("-d") + 1])["description"] == 'It\'s 100% "fine" $HOME'


def test_everything_of_the_form_reaches_the_request(console, accepting):
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ me@laptop"
    submit(
        console,
        description="A web server",
        labels_key=["env", ""],
        labels_value=["dev", ""],
        tags="http-server",
        metadata_key=["role"],
        metadata_value=["web"],
        startup_script="#!/bin/sh\r\necho hi",
        ssh_keys=key,
        **MORE_DISKS,
        internal="10.128.0.50",
        deletion_protection=True,
        external="reserved",
        address="203.0.113.9",
    )
    (call,) = accepting.sent("POST")
    sent = call.body
    assert sent["description"] == "A web server"
    assert sent["labels"] == {"env": "dev"}
    assert sent["tags"] == {"items": ["http-server"]}
    assert sent["deletionProtection"] is True
    assert {item["key"]: item["value"] for item in sent["metadata"]["items"]} == {
        "role": "web",
        "startup-script": "#!/bin/sh\necho hi",
        "ssh-keys": "me:ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ me@laptop",
    }
    assert sent["disks"][1:] == [
        {
            "autoDelete": True,
            "initializeParams": {
                "diskSizeGb": "100",
                "diskType": f"zones/{ZONE}/diskTypes/pd-ssd",
            },
        },
        {
            "autoDelete": False,
            "deviceName": "logs",
            "initializeParams": {
                "diskName": "logs",
                "diskSizeGb": "20",
                "diskType": f"zones/{ZONE}/diskTypes/pd-standard",
            },
        },
        {
            "source": f"zones/{ZONE}/disks/data",
            "deviceName": "data",
            "mode": "READ_ONLY",
            "autoDelete": False,
        },
    ]
    (nic,) = sent["networkInterfaces"]
    assert nic["networkIP"] == "10.128.0.50"
    assert nic["accessConfigs"][0]["natIP"] == "203.0.113.9"


def test_the_gcloud_command_names_every_disk_and_address(console):
    command = preview(console, **MORE_DISKS, internal="10.128.0.50")["gcloud"]
    assert [word for word in shlex.split(command) if "disk=" in word or "private" in word] == [
        "--create-disk=size=100GB,type=pd-ssd,auto-delete=yes",
        "--create-disk=name=logs,device-name=logs,size=20GB,type=pd-standard,auto-delete=no",
        "--disk=name=data,device-name=data,mode=ro,auto-delete=no",
        "--private-network-ip=10.128.0.50",
    ]


@pytest.mark.parametrize(
    ("changes", "key", "value"),
    [
        ({"source": "snapshot", "snapshot": "s-1"}, "sourceSnapshot", "global/snapshots/s-1"),
        (
            {"source": "own", "own_image": "projects/demo/global/images/mine"},
            "sourceImage",
            "projects/demo/global/images/mine",
        ),
    ],
)
def test_other_sources_of_the_boot_disk(console, accepting, changes, key, value):
    submit(console, **changes)
    assert accepting.sent("POST")[0].body["disks"][0]["initializeParams"][key] == value


def test_an_existing_disk_is_attached_as_it_is(console, accepting):
    submit(console, source="disk", disk="old-boot", auto_delete=False)
    (disk,) = accepting.sent("POST")[0].body["disks"]
    assert disk == {
        "boot": True,
        "autoDelete": False,
        "source": f"zones/{ZONE}/disks/old-boot",
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source": "snapshot", "snapshot": ""}, "snapshot"),
        ({"external": "reserved", "address": ""}, "address"),
        ({"zone": "../../../v1"}, "zone"),
        ({"image": "http://evil.test/image"}, "image"),
        ({"boot_size": "0"}, "boot_size"),
        ({"tags": "UPPER"}, "tags"),
        ({"labels_key": ["Env"], "labels_value": ["x"]}, "labels"),
        ({"labels_key": ["a", "a"], "labels_value": ["x", "y"]}, "labels"),
        ({"ssh_keys": "not a key"}, "ssh_keys"),
        ({"metadata_key": ["startup-script"], "metadata_value": ["x"]}, "metadata"),
        ({**MORE_DISKS, "extra_size": ["-1", "1"]}, "extra"),
        ({**MORE_DISKS, "extra_name": ["", "Logs"]}, "extra"),
        ({**MORE_DISKS, "attached_name": [""]}, "attached"),
        ({**MORE_DISKS, "source": "disk", "disk": "data"}, "attached"),
        ({"internal": "10.0.0"}, "internal"),
        ({"request_id": "again"}, "request_id"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(console, accepting, changes, field):
    assert list(submit(console, **changes)["errors"]) == [field]
    assert accepting.calls == []


def test_a_taken_name_is_said_at_its_field(console, endpoint):
    refusal = google_error(409, "alreadyExists", "The resource 'web-1' already exists")
    endpoint.on("POST", f"zones/{ZONE}/instances", (409, refusal))
    (told,) = submit(console)["errors"]["name"]
    assert told.startswith("The resource 'web-1' already exists (request req-")


def test_the_endpoints_refusal_reaches_the_user(console, endpoint):
    refusal = google_error(403, "quotaExceeded", "Quota 'CPUS' exceeded")
    endpoint.on("POST", f"zones/{ZONE}/instances", (403, refusal))
    error = submit(console)["error"]
    assert error["message"] == "Quota 'CPUS' exceeded"
    assert error["requestId"].startswith("req-")


def test_lists_of_several_pages_are_offered_whole(console, endpoint):
    def types(call):
        token = call.params.get("pageToken", "")
        size = 500 if not token else 2
        items = [
            {"name": f"x-{token}{n}", "guestCpus": 1, "memoryMb": 1024, "zone": f"zones/{ZONE}"}
            for n in range(size)
        ]
        more = {} if token else {"nextPageToken": "2nd"}
        return 200, aggregated("machineTypes", *items, **more)

    endpoint.on("GET", "aggregated/machineTypes", types)
    offers = console.get(URL, **AJAX).json()["offers"]
    assert [each["within"]["zone"] for each in offers["machineTypes"]] == [[ZONE]] * 502


def test_a_list_that_fails_leaves_the_others_to_choose_from(console, endpoint):
    zone = {"name": ZONE, "status": "UP", "region": "http://gce.test/regions/us-central1"}
    endpoint.on("GET", "zones", {"items": [zone]})
    types = {"name": "e2-medium", "guestCpus": 2, "memoryMb": 4096, "zone": f"zones/{ZONE}"}
    endpoint.on("GET", "aggregated/machineTypes", aggregated("machineTypes", types))
    endpoint.on("GET", "global/networks", (500, google_error(500, "backendError", "Broken")))
    answer = console.get(URL, **AJAX).json()
    (zone,) = answer["offers"]["zones"]
    assert (zone["value"], zone["within"]) == (ZONE, {"region": ["us-central1"]})
    assert answer["offers"]["machineTypes"][0]["group"] == "E2"
    assert answer["offers"]["networks"] == []
    (told,) = answer["notices"]
    assert (told["title"], told["offers"]) == ("Networks could not be listed", ["networks"])


def test_the_browser_keeps_neither_the_page_nor_what_its_script_gets(console, endpoint):
    for headers in ({}, AJAX):
        assert "no-store" in console.get(URL, **headers)["Cache-Control"]


def test_the_page_comes_at_once_without_asking_the_endpoint(console, endpoint):
    assert console.get(URL).status_code == 200
    assert endpoint.calls == []
