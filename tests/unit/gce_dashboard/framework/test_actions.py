"""What can be done, what cannot, and why."""

import json

import pytest

from tests.unit.gce_dashboard.conftest import PROJECT, aggregated, google_error, instance, operation

AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
LIST = "/project/gce_instances/p/demo/"
PAGE = LIST + "zones/us-central1-a/web-1/"
PATH = "zones/us-central1-a/instances/web-1"
SNAPSHOTS = "/project/gce_snapshots/p/demo/"


def test_an_operation_under_way_holds_the_others_up_and_says_so(console, endpoint):
    endpoint.on("GET", "aggregated/instances", aggregated("instances", instance()))
    working = operation("setMachineType")
    endpoint.on("GET", "aggregated/operations", aggregated("operations", working))
    answer = console.get(LIST, **AJAX).json()
    row = answer["rows"][0]["html"]
    assert 'data-actions=""' in row
    assert "Changing the machine type of web-1: wait until that is done." in row
    assert answer["busy"]


def test_the_page_of_a_resource_says_what_is_under_way(console, endpoint):
    endpoint.on("GET", PATH, instance())
    working = {"items": [operation("setTags")]}
    endpoint.on("GET", "zones/us-central1-a/operations", working)
    told = console.get(PAGE, **AJAX).json()
    assert told["working"] == "Saving tags of web-1"
    assert told["allowed"] == []
    assert told["reasons"]["stop"] == "Saving tags of web-1: wait until that is done."


def test_permissions_are_asked_for_once_and_the_missing_ones_named(console, endpoint):
    url = "v1/projects/{}:testIamPermissions"

    def answer(call):
        held = [each for each in call.body["permissions"] if each.endswith((".stop", ".reset"))]
        return 200, {"permissions": held}

    endpoint.on("POST", url.format(PROJECT), answer)
    missing = console.get(LIST, {"permissions": "1"}, **AJAX).json()["missing"]
    assert missing["create"] == "compute.instances.create"
    assert missing["delete"] == "compute.instances.delete"
    assert "stop" not in missing
    assert len(endpoint.calls) == 1


def test_an_endpoint_that_cannot_say_leaves_everything_to_be_tried(console, endpoint):
    assert console.get(LIST, {"permissions": "1"}, **AJAX).json() == {"missing": {}}


def test_a_refusal_of_an_actions_form_is_put_at_its_field(console, endpoint):
    disk = "zones/us-central1-a/disks/data"
    message = "Invalid value for field 'resource.sizeGb': '1'. Disks cannot shrink."
    endpoint.on("POST", f"{disk}/resize", (400, google_error(400, "invalid", message)))
    body = json.dumps({"action": "resize", "targets": [disk], "values": {"size_gb": "1"}})
    url = "/project/gce_disks/p/demo/"
    reply = console.post(url, body, content_type="application/json", **AJAX).json()
    assert reply["results"][0]["errors"] == {"size_gb": [message]}


def test_a_disk_is_deleted_only_after_its_name_has_been_typed(console, endpoint):
    page = console.get("/project/gce_disks/p/demo/").getvalue().decode()
    actions = json.loads(
        page.split('id="gce-list-config" type="application/json">')[1].split("<")[0]
    )
    confirmed = {each["name"]: each["confirmName"] for each in actions["actions"]}
    assert confirmed == {"snapshot": False, "resize": False, "delete": True, "setLabels": False}


def test_a_snapshots_name_is_a_free_one(console, endpoint):
    disk = "zones/us-central1-a/disks/data"
    endpoint.on("GET", disk, {"name": "data", "sizeGb": "10"})
    endpoint.on("GET", "global/snapshots", {"items": [{"name": "data-snapshot"}]})
    url = "/project/gce_disks/p/demo/"
    html = console.get(url, {"form": "snapshot", "target": disk}, **AJAX).json()["html"]
    assert 'value="data-snapshot-2"' in html


@pytest.fixture
def firewall(endpoint):
    item = {
        "name": "web",
        "network": "http://gce.test/compute/v1/projects/demo/global/networks/default",
        "direction": "INGRESS",
        "priority": 1000,
        "allowed": [{"IPProtocol": "tcp", "ports": ["80", "443"]}],
        "sourceRanges": ["0.0.0.0/0"],
        "targetTags": ["web"],
    }
    endpoint.on("GET", "global/firewalls/web", item)
    endpoint.on("PATCH", "global/firewalls/web", operation("patch", "global/firewalls/web"))
    return item


def test_an_edit_sends_what_can_change_and_null_for_what_was_emptied(console, endpoint, firewall):
    values = {
        "request_id": "6f2bca5e-0c5b-4b1a-a12c-4f7cf6a9f0b1",
        "name": "web",
        "network": "default",
        "priority": "900",
        "direction": "INGRESS",
        "action": "allowed",
        "targets": "all",
        "source_ranges": "10.0.0.0/8",
        "which": "all",
    }
    url = "/project/gce_firewalls/p/demo/global/web/edit/"
    send = {"content_type": "application/json", **AJAX}
    answer = console.post(url, json.dumps(values), **send).json()
    (sent,) = endpoint.sent("PATCH")
    assert sent.body == {
        "description": None,
        "priority": 900,
        "targetTags": None,
        "sourceRanges": ["10.0.0.0/8"],
        "sourceTags": None,
        "destinationRanges": None,
        "allowed": [{"IPProtocol": "all"}],
        "denied": None,
        "disabled": False,
    }
    assert answer["url"] == "/project/gce_firewalls/p/demo/global/web/"
    shown = console.post(url + "?preview=1", json.dumps(values), **send).json()
    assert shown["method"] == "PATCH"
    assert shown["gcloud"].startswith("gcloud compute firewall-rules update web")
    assert "--direction" not in shown["gcloud"]  # it cannot be changed
    assert "--rules=all" in shown["gcloud"]


def test_an_action_shows_the_command_and_the_request_it_is_without_sending_it(console, endpoint):
    disk = "zones/us-central1-a/disks/data"
    body = json.dumps({"action": "resize", "targets": [disk], "values": {"size_gb": "20"}})
    url = "/project/gce_disks/p/demo/?preview=1"
    shown = console.post(url, body, content_type="application/json", **AJAX).json()
    assert shown["method"] == "POST"
    assert shown["url"] == f"http://gce.test/compute/v1/projects/demo/{disk}/resize"
    assert json.loads(shown["body"]) == {"sizeGb": "20"}
    assert shown["gcloud"].split() == [
        "gcloud",
        "compute",
        "disks",
        "resize",
        "data",
        "\\",
        "--project=demo",
        "\\",
        "--zone=us-central1-a",
        "\\",
        "--size=20GB",
    ]
    assert endpoint.calls == []


def test_a_create_page_says_before_all_else_that_it_is_not_allowed(console, endpoint):
    endpoint.on("POST", f"v1/projects/{PROJECT}:testIamPermissions", {"permissions": []})
    url = SNAPSHOTS + "create/"
    answer = console.get(url, {"permissions": "1"}, **AJAX).json()
    assert answer == {"missing": {"submit": "compute.snapshots.create"}}


IMAGE_LIST = "/project/gce_images/p/demo/"


def labelled(name, **labels):
    link = f"http://gce.test/compute/v1/projects/demo/global/images/{name}"
    return {"name": name, "labels": labels, "labelFingerprint": f"f-{name}", "selfLink": link}


def change_labels(console, names, **values):
    targets = [f"global/images/{name}" for name in names]
    body = json.dumps({"action": "setLabels", "targets": targets, "values": values})
    return console.post(IMAGE_LIST, body, content_type="application/json", **AJAX).json()


@pytest.fixture
def images(endpoint):
    for item in (labelled("one", env="dev", team="web"), labelled("two", env="prod")):
        path = f"global/images/{item['name']}"
        endpoint.on("GET", path, item)
        endpoint.on("POST", f"{path}/setLabels", operation("setLabels", path))
    return endpoint


def test_labels_of_a_selection_change_and_those_that_are_not_named_stay(console, images):
    added = {"labels_key": ["env"], "labels_value": ["test"], "removed": "team"}
    answer = change_labels(console, ["one", "two"], **added, only=False)
    assert all(each["operation"] for each in answer["results"])
    assert sorted(call.body["labelFingerprint"] for call in images.sent("POST")) == [
        "f-one",
        "f-two",
    ]
    assert {json.dumps(call.body["labels"]) for call in images.sent("POST")} == {'{"env": "test"}'}


def test_a_resource_that_has_the_labels_already_is_left_alone(console, images):
    values = {"labels_key": ["env"], "labels_value": ["prod"], "removed": "", "only": True}
    change_labels(console, ["one", "two"], **values)
    (call,) = images.sent("POST")
    assert call.body == {"labels": {"env": "prod"}, "labelFingerprint": "f-one"}


def test_labels_that_somebody_else_changed_meanwhile_are_told_and_the_others_done(console, images):
    stale = google_error(412, "conditionNotMet", "Labels fingerprint either invalid or outdated.")
    images.on("POST", "global/images/one/setLabels", (412, stale))
    values = {"labels_key": ["env"], "labels_value": ["test"], "removed": "", "only": False}
    one, two = change_labels(console, ["one", "two"], **values)["results"]
    assert one["error"]["message"].startswith("Somebody else has changed its labels meanwhile")
    assert two["operation"]["type"] == "setLabels"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "labels"),
        ({"removed": "Not a key"}, "removed"),
        ({"labels_key": ["env"], "labels_value": ["x"], "removed": "env"}, "removed"),
    ],
)
def test_a_change_of_labels_that_says_nothing_or_both_is_refused(console, images, values, field):
    told = change_labels(console, ["one"], **{"removed": "", "only": False, **values})
    assert list(told["errors"]) == [field]
    assert not images.calls


def test_the_question_about_labels_tells_those_that_are_there(console, endpoint):
    endpoint.on("GET", "global/images", {"items": [labelled("one", env="dev", hot="")]})
    (row,) = console.get(IMAGE_LIST, **AJAX).json()["rows"]
    assert "env=dev, hot" in row["html"]
