"""Requests checked against the discovery document."""

import pytest
from werkzeug.datastructures import MultiDict

from gce_api.google import errors, validation
from gce_api.google.discovery import document

INSERT = "compute.instances.insert"
LIST = "compute.instances.list"
PLACE = {"project": "p", "zone": "us-central1-a"}


def parameters(method, path=None, **query):
    return validation.parameters(
        document().methods[method], {**PLACE, **(path or {})}, MultiDict(query)
    )


def body(value, method=INSERT):
    return validation.body(document(), document().methods[method], value)


@pytest.mark.parametrize(
    ("query", "name", "value"),
    [
        ({"maxResults": "20"}, "maxResults", 20),
        ({}, "maxResults", 500),
        ({"returnPartialSuccess": "True"}, "returnPartialSuccess", True),
        ({"returnPartialSuccess": "false"}, "returnPartialSuccess", False),
        ({"filter": "name=x"}, "filter", "name=x"),
    ],
)
def test_query_parameters_get_the_types_of_the_document(query, name, value):
    assert parameters(LIST, **query)[name] == value


def test_unknown_query_parameters_are_ignored():
    assert "includeAllScopes" not in parameters(LIST, includeAllScopes="True")


def test_repeated_parameters_are_lists():
    path = {"project": "p", "zone": "z", "disk": "d"}
    method = document().methods["compute.disks.update"]
    query = MultiDict([("paths", "labels"), ("paths", "sizeGb")])
    assert validation.parameters(method, path, query)["paths"] == ["labels", "sizeGb"]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ({}, {"maxResults": "many"}),
        ({}, {"maxResults": "-1"}),
        ({}, {"maxResults": str(2**40)}),
        ({}, {"returnPartialSuccess": "maybe"}),
        ({"zone": "Z"}, {}),
        ({"zone": "a b"}, {}),
    ],
)
def test_malformed_parameters_are_refused(path, query):
    with pytest.raises(errors.Invalid, match="Invalid value for field"):
        parameters(LIST, path, **query)


@pytest.mark.parametrize("instance", ["vm-1", "1234567890123456789"])
def test_a_resource_is_named_or_numbered(instance):
    found = parameters("compute.instances.get", {"instance": instance})
    assert found["instance"] == instance


@pytest.mark.parametrize("project", ["demo", "4711", "f46a844e2e834912b7c422c9f3ae3c2b", "Ä B"])
def test_a_project_may_be_anything_that_keystone_has(project):
    assert parameters(LIST, {"project": project})["project"] == project


def test_missing_parameter_is_named():
    with pytest.raises(errors.Required, match="Required field 'deviceName' not specified"):
        parameters("compute.instances.detachDisk", {"instance": "vm"})


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"name": "vm"}, {"name": "vm"}),
        ({"name": "vm", "description": None, "unheard": None}, {"name": "vm", "description": None}),
        ({"name": "vm", "labels": {"c": None}}, {"name": "vm", "labels": {"c": None}}),
        ({"name": "vm", "id": "12"}, {"name": "vm", "id": 12}),
        ({"name": "vm", "description": 80}, {"name": "vm", "description": "80"}),
        (
            {"name": "vm", "disks": [{"diskSizeGb": 10}, {"diskSizeGb": "20"}]},
            {"name": "vm", "disks": [{"diskSizeGb": 10}, {"diskSizeGb": 20}]},
        ),
        (
            {"name": "vm", "metadata": {"items": [{"key": "a", "value": ""}, {"key": "b"}]}},
            {"name": "vm", "metadata": {"items": [{"key": "a", "value": ""}, {"key": "b"}]}},
        ),
        ({"name": "vm", "canIpForward": "true"}, {"name": "vm", "canIpForward": True}),
        ({"name": "vm", "disks": [None]}, {"name": "vm", "disks": []}),
        (
            {"name": "vm", "disks": [{"mode": "READ_ONLY", "index": "1"}]},
            {"name": "vm", "disks": [{"mode": "READ_ONLY", "index": 1}]},
        ),
    ],
)
def test_body_is_taken_as_the_document_means_it(sent, kept):
    assert body(sent) == kept


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (None, "Required field 'resource' not specified"),
        ({}, "Required field 'resource' not specified"),
        ({"name": ""}, "Required field 'resource.name' not specified"),
        ({"description": "x"}, "Required field 'resource.name' not specified"),
        (
            {"name": "VM"},
            "Invalid value for field 'resource.name': 'VM'. Must be a match of regex "
            "'[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?'",
        ),
        ({"name": True}, "Invalid value for field 'resource.name': 'True'. Must be a string."),
        (
            {"name": "vm", "disks": {}},
            "Invalid value for field 'resource.disks': '{}'. Must be a list.",
        ),
        (
            {"name": "vm", "disks": ["x"]},
            "Invalid value for field 'resource.disks[0]': 'x'. Must be an object.",
        ),
        (
            {"name": "vm", "disks": [{"mode": "RW"}]},
            "Invalid value for field 'resource.disks[0].mode': 'RW'. Must be one of: "
            "READ_ONLY, READ_WRITE.",
        ),
        (
            {"name": "vm", "disks": [{}, {"diskSizeGb": "big"}]},
            "Invalid value for field 'resource.disks[1].diskSizeGb': 'big'. Must be an integer.",
        ),
        (
            {"name": "vm", "disks": [{"diskSizeGb": "\N{ARABIC-INDIC DIGIT ONE}0"}]},
            "Invalid value for field 'resource.disks[0].diskSizeGb': "
            "'\N{ARABIC-INDIC DIGIT ONE}0'. Must be an integer.",
        ),
        (
            {"name": "vm", "disks": [{"index": 2**31}]},
            "Invalid value for field 'resource.disks[0].index': '2147483648'. Must be between "
            "-2147483648 and 2147483647, inclusive.",
        ),
        (
            {"name": "vm", "canIpForward": 1},
            "Invalid value for field 'resource.canIpForward': '1'. Must be true or false.",
        ),
        (
            {"name": "vm", "disks": [{"sizeGb": 1}]},
            "Invalid JSON payload received. Unknown name \"sizeGb\" at 'resource.disks[0]': "
            "Cannot find field.",
        ),
        (["name"], "Invalid value for field 'resource': '['name']'. Must be an object."),
    ],
)
def test_malformed_body_is_refused_in_googles_words(sent, message):
    with pytest.raises(errors.GceError) as refused:
        body(sent)
    assert (refused.value.code, refused.value.message) == (400, message)


def test_junk_body_is_ignored_where_none_is_defined():
    assert body("ignored", "compute.instances.stop") == {}


@pytest.mark.parametrize("empty", [None, "", {}])
def test_empty_body_will_do_where_nothing_is_required(empty):
    assert body(empty, "compute.instances.setMetadata") == {}


def test_the_zone_that_clients_give_an_image_or_snapshot_is_ignored():
    assert body({"name": "i", "zone": "z"}, "compute.images.insert") == {"name": "i"}
    assert body({"name": "s", "zone": "z"}, "compute.disks.createSnapshot") == {"name": "s"}
