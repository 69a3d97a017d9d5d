"""The metadata and SSH keys of a project, and what its instances inherit."""

import json

import pytest

from tests.unit.gce_dashboard.conftest import BASE, instance, operation

URL = "/project/gce_metadata/p/demo/"
VM = "/project/gce_instances/p/demo/zones/us-central1-a/web-1/"
AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
ANN = "ann:ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA ann@home"
BOB = "bob:ssh-rsa AAAAB3NzaC1yc2E= bob"
METHOD = "setCommonInstanceMetadata"


@pytest.fixture
def project(endpoint):
    items = [{"key": "motd", "value": "<b>hi</b>"}, {"key": "ssh-keys", "value": f"{ANN}\n"}]
    metadata = {"items": items, "fingerprint": "f1"}
    endpoint.on("GET", "", {"name": "demo", "commonInstanceMetadata": metadata})
    endpoint.on("POST", METHOD, {**operation(f"compute.projects.{METHOD}"), "targetLink": BASE})


@pytest.fixture
def vm(endpoint, project):
    def has(*items):
        metadata = {"items": [{"key": key, "value": value} for key, value in items]}
        path = "zones/us-central1-a/instances/web-1"
        endpoint.on("GET", path, instance(metadata={**metadata, "fingerprint": "f2"}))

    return has


def act(console, action, values):
    body = {"action": action, "targets": [""], "values": values}
    return console.post(URL, json.dumps(body), content_type="application/json", **AJAX).json()


def test_keys_and_items_have_a_tab_each(console, project):
    parts = console.get(URL, **AJAX).json()["parts"]
    assert "&lt;b&gt;hi&lt;/b&gt;" in parts["metadata"]
    assert "ssh-keys" not in parts["metadata"]
    assert all(word in parts["ssh-keys"] for word in ("ann", "ssh-ed25519", "ann@home"))


def test_a_form_begins_with_what_is_there(console, project):
    form = console.get(URL, {"form": "setSshKeys", "target": ""}, **AJAX).json()["html"]
    assert f">\n{ANN}</textarea>" in form
    assert 'value="f1"' in form


def test_changed_metadata_leaves_the_keys(console, project, endpoint):
    values = {"fingerprint": "f1", "metadata_key": ["a"], "metadata_value": ["b"]}
    told = act(console, METHOD, values)
    assert told["results"][0]["operation"]["words"]["doing"] == "Saving metadata of demo"
    assert endpoint.sent("POST")[-1].body == {
        "fingerprint": "f1",
        "items": [{"key": "a", "value": "b"}, {"key": "ssh-keys", "value": f"{ANN}\n"}],
    }


def test_changed_keys_leave_the_metadata(console, project, endpoint):
    act(console, "setSshKeys", {"fingerprint": "f1", "ssh_keys": f"{ANN}\n\n{BOB}"})
    assert endpoint.sent("POST")[-1].body["items"] == [
        {"key": "motd", "value": "<b>hi</b>"},
        {"key": "ssh-keys", "value": f"{ANN}\n{BOB}"},
    ]


def test_the_last_key_goes_with_its_item(console, project, endpoint):
    act(console, "setSshKeys", {"fingerprint": "f1", "ssh_keys": ""})
    assert endpoint.sent("POST")[-1].body["items"] == [{"key": "motd", "value": "<b>hi</b>"}]


def test_a_line_that_is_no_key_is_told_at_the_field(console, project):
    assert "not a public SSH key" in str(act(console, "setSshKeys", {"ssh_keys": "no key"}))


def test_keys_are_not_written_as_metadata(console, project, endpoint):
    values = {"fingerprint": "f1", "metadata_key": ["ssh-keys"], "metadata_value": ["x"]}
    assert "their own card" in str(act(console, METHOD, values)["errors"])
    assert endpoint.sent("POST") == []


def test_an_instance_shows_what_it_inherits_and_what_it_has_itself(console, vm):
    vm(("motd", "mine"), ("ssh-keys", BOB))
    html = console.get(VM, **AJAX).json()["parts"]["details"]
    own, inherited = html.split("Inherited from the project")
    assert "bob" in own
    assert "mine" in own
    assert "ann: ssh-ed25519" in inherited
    assert "The instance has its own" in inherited
    assert "Added to the instance" in inherited


def test_an_instance_may_block_the_keys_of_the_project(console, vm):
    vm(("block-project-ssh-keys", "TRUE"))
    assert "Blocked by the instance" in console.get(VM, **AJAX).json()["parts"]["details"]
