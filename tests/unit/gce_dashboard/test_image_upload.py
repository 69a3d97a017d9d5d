"""A file of the user's becomes an image: what passes through, and what is refused or undone."""

import io
import json
import types
import uuid

import pytest
from django.test import override_settings
from glanceclient import exc
from openstack_dashboard.api import glance

from gce_dashboard.framework.resources import numeric_id
from gce_dashboard.storage.images import upload
from tests.unit.gce_dashboard.conftest import google_error, operation

URL = "/project/gce_images/p/demo/create/"
AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
QCOW2 = b"QFI\xfb" + bytes(200_000)
VALUES = {
    "request_id": "6f2bca5e-0c5b-4b1a-a12c-4f7cf6a9f0b1",
    "name": "my-disk",
    "source": "file",
    "family": "mine",
    "description": "As it was",
    "labels_key": ["env"],
    "labels_value": ["dev"],
}


class Glance:
    """Its client's images: what was made, what came, what was deleted."""

    def __init__(self):
        self.made, self.came, self.deleted, self.fails = None, [], [], None

    def create(self, **properties):
        self.made = types.SimpleNamespace(id=str(uuid.uuid4()), **properties)
        return self.made

    def upload(self, image_id, file):
        while piece := file.read(65536):
            self.came.append(piece)
            if self.fails:
                raise self.fails

    def delete(self, image_id):
        self.deleted.append(image_id)


@pytest.fixture
def images(monkeypatch):
    images = Glance()
    monkeypatch.setattr(
        glance, "glanceclient", lambda request: types.SimpleNamespace(images=images)
    )
    return images


def put(console, content, name="my-disk", **more):
    kind = {"content_type": "application/octet-stream"}
    return console.put(f"{URL}?name={name}", content, **kind, **AJAX, **more).json()


def test_a_file_passes_through_in_pieces_as_what_it_is(console, endpoint, images):
    answer = put(console, QCOW2)
    assert answer == {"value": images.made.id}
    assert (images.made.name, images.made.disk_format) == ("my-disk", "qcow2")
    assert b"".join(images.came) == QCOW2
    assert max(map(len, images.came)) <= 65536


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"KDMV", "vmdk"),
        (bytes(0x40) + b"\x7f\x10\xda\xbe", "vdi"),
        (b"vhdxfile", "vhdx"),
        (b"conectix", "vhd"),
        (bytes(0x8001) + b"CD001", "iso"),
        (b"\xeb\x63\x90", "raw"),
    ],
)
def test_a_format_is_known_by_what_is_in_the_file(head, kind):
    assert upload.format_of(head) == kind


@pytest.mark.parametrize("content", [b"\x1f\x8b\x08", b"PK\x03\x04", bytes(257) + b"ustar\x00"])
def test_what_has_to_be_unpacked_is_refused_before_anything_is_made(
    console, endpoint, images, content
):
    assert put(console, content)["error"]["message"].startswith("The file is compressed")
    assert not images.made


def test_a_name_that_is_taken_is_told_at_its_field(console, endpoint, images):
    endpoint.on("GET", "global/images/my-disk", {"name": "my-disk", "id": "1"})
    assert list(put(console, QCOW2)["errors"]) == ["name"]
    assert not images.made


@pytest.mark.parametrize("name", ["", "../disks/x", "Not-A-Name"])
def test_what_is_no_name_reaches_nobody(console, endpoint, images, name):
    assert put(console, QCOW2, name=name)["error"]
    assert not endpoint.calls
    assert not images.made


def test_too_large_a_file_is_refused_unread(console, endpoint, images):
    with override_settings(GCE_DASHBOARD={"max_upload_gb": 1}):
        told = put(console, b"x", CONTENT_LENGTH=str((1 << 30) + 1))
    assert told["error"]["message"] == "The file is larger than 1 GB, the most that is taken."
    assert not images.made


def test_half_a_file_is_no_image(console, endpoint, images):
    cut = {"wsgi.input": io.BytesIO(QCOW2), "CONTENT_LENGTH": str(len(QCOW2) + 1)}
    told = put(console, QCOW2, **cut)
    assert told["error"]["message"].startswith("The upload was ended before")
    assert images.deleted == [images.made.id]


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (exc.HTTPOverLimit("Quota of 7f3 exceeded"), "larger than the project's quota"),
        (exc.HTTPForbidden("admin_or_owner"), "You may not make images"),
        (exc.CommunicationError("http://glance"), "did not take the file"),
    ],
)
def test_a_refusal_is_said_in_plain_words_and_leaves_nothing(
    console, endpoint, images, failure, words
):
    images.fails = failure
    message = put(console, QCOW2)["error"]["message"]
    assert words in message
    assert str(failure) not in message
    assert images.deleted == [images.made.id]


def test_an_image_gets_its_family_description_and_labels_when_the_file_is_there(
    console, endpoint, images
):
    path = "global/images/my-disk"
    made = put(console, QCOW2)["value"]
    endpoint.on("GET", path, {"id": numeric_id(made), "labelFingerprint": "f"})
    endpoint.on("PATCH", path, operation("patch", path))
    endpoint.on("POST", f"{path}/setLabels", operation("setLabels", path))
    answer = send(console, {**VALUES, "file": made})
    assert answer["operation"]["type"] == "patch"
    assert [each["type"] for each in answer["also"]] == ["setLabels"]
    (changed,) = endpoint.sent("PATCH")
    assert changed.body == {"family": "mine", "description": "As it was"}
    (labelled,) = endpoint.sent("POST")
    assert labelled.body == {"labels": {"env": "dev"}, "labelFingerprint": "f"}


def test_another_image_of_the_name_is_not_changed(console, endpoint, images):
    endpoint.on("GET", "global/images/my-disk", {"id": "7", "labelFingerprint": "f"})
    answer = send(console, {**VALUES, "file": str(uuid.uuid4())})
    assert "Choose it again" in answer["error"]["message"]
    assert not endpoint.sent("PATCH")


def test_a_url_is_left_to_the_endpoint(console, endpoint):
    refusal = google_error(400, "invalid", "Images from 'https://x.test/a.raw' are not allowed.")
    endpoint.on("POST", "global/images", (400, refusal))
    answer = send(console, {**VALUES, "source": "url", "url": "https://x.test/a.raw"})
    assert list(answer["errors"]) == ["url"]
    (asked,) = endpoint.sent("POST")
    assert asked.body["rawDisk"] == {"source": "https://x.test/a.raw"}


def test_the_commands_of_a_file_begin_with_the_upload(console, endpoint):
    body = json.dumps(VALUES)
    url = f"{URL}?preview=1"
    shown = console.post(url, body, content_type="application/json", **AJAX).json()
    assert shown["method"] == "PATCH"
    assert json.loads(shown["body"]) == {"family": "mine", "description": "As it was"}
    for tool, change in (("gcloud", "gcloud compute images update my-disk"), ("curl", "curl -X")):
        upload, then = shown[tool].split("\n\n")
        assert upload.startswith("openstack image create my-disk")
        assert then.startswith(change)
    assert "--update-labels=env=dev" in shown["gcloud"]
    assert not shown["python"]
    assert not shown["terraform"]


def test_other_pages_take_no_file(console, endpoint):
    url = "/project/gce_snapshots/p/demo/create/?name=x"
    told = console.put(url, b"x", content_type="application/octet-stream", **AJAX).json()
    assert told["error"]["message"] == "This page takes no file."


def send(console, values):
    body = json.dumps(values)
    return console.post(URL, body, content_type="application/json", **AJAX).json()
