"""The discovery document: routes, and what is served of it."""

import re

import pytest
from googleapiclient.discovery import build_from_document

from gce_api.google import errors
from gce_api.google.discovery import document
from gce_api.serving.routing import Router, version_of
from gce_api.serving.rpc import PAGES

ROUTER = Router(document(), PAGES)


@pytest.mark.parametrize(
    ("verb", "path", "method", "parameters"),
    [
        ("GET", "projects/p/zones", "compute.zones.list", {"project": "p"}),
        ("GET", "projects/p/zones/", "compute.zones.list", {"project": "p"}),
        (
            "POST",
            "projects/p/zones/z/instances/vm/stop",
            "compute.instances.stop",
            {"project": "p", "zone": "z", "instance": "vm"},
        ),
        (
            "GET",
            "projects/p/global/images/family/f",
            "compute.images.getFromFamily",
            {"project": "p", "family": "f"},
        ),
        ("HEAD", "projects/p/zones", "compute.zones.list", {"project": "p"}),
    ],
)
@pytest.mark.parametrize("version", ["v1", "beta", "alpha"])
def test_path_leads_to_its_method(verb, path, method, parameters, version):
    target, found = ROUTER.match(verb, f"/compute/{version}/{path}")
    assert (target.id, found) == (method, parameters)


def test_every_method_is_reached_by_its_own_path():
    for method in document().methods.values():
        several = re.sub(r"\{\+\w+\}", "one/two", method.path)
        path = "/compute/v1/" + re.sub(r"\{\w+\}", "one", several)
        assert ROUTER.match(method.verb, path)[0] is method


def test_links_lead_back_to_the_version_that_was_asked():
    assert version_of("/compute/beta/projects/p") == "compute/beta/"
    assert version_of("/compute/v1/projects/p") == "compute/v1/"


@pytest.mark.parametrize("path", ["/compute/v1/projects/p/nothing", "/compute/v2/projects/p", "/x"])
def test_unknown_path_is_not_found(path):
    with pytest.raises(errors.NotFound):
        ROUTER.match("GET", path)


def test_wrong_verb_says_which_are_right():
    with pytest.raises(errors.MethodNotAllowed) as refused:
        ROUTER.match("PUT", "/compute/v1/projects/p/zones")
    assert refused.value.allowed == ["GET", "HEAD"]


def test_served_document_holds_what_is_covered_and_builds_a_client():
    cut = document().restricted(["compute.instances.insert"], "http://here/")
    client = build_from_document(cut, http=object())
    request = client.instances().insert(project="p", zone="z", body={"name": "vm"})
    assert request.uri.startswith("http://here/compute/v1/projects/p/zones/z/instances")
    assert not hasattr(client, "disks")
    assert {"Instance", "Operation", "AttachedDisk"} <= cut["schemas"].keys()
    assert "Firewall" not in cut["schemas"]


@pytest.mark.parametrize(
    ("path", "exists"),
    [
        (("name",), True),
        (("labels", "anything"), True),
        (("networkInterfaces", "accessConfigs", "natIP"), True),
        (("scheduling", "automaticRestart"), True),
        (("nmae",), False),
        (("name", "first"), False),
        (("scheduling", "nope"), False),
    ],
)
def test_document_knows_the_fields_of_a_resource(path, exists):
    assert document().has_field("Instance", path) is exists
