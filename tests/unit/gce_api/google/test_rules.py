"""Labels, network tags and metadata, in the body of any method."""

import pytest

from gce_api.google import errors, validation
from gce_api.google.discovery import document

LABELLED = [
    "compute.instances.setLabels",
    "compute.disks.setLabels",
    "compute.regionDisks.setLabels",
    "compute.images.setLabels",
    "compute.addresses.setLabels",
]
LONG = "a" * 64


def body(method_id, value):
    return validation.body(document(), document().methods[method_id], value)


@pytest.mark.parametrize("method_id", LABELLED)
@pytest.mark.parametrize(
    "labels",
    [
        {"Env": "prod"},
        {"env": "Prod 1"},
        {"": "x"},
        {"1st": "x"},
        {"-a": "x"},
        {LONG: "x"},
        {"a": LONG},
        {f"key{number}": "" for number in range(65)},
    ],
)
def test_labels_have_one_rule_everywhere(method_id, labels):
    with pytest.raises(errors.Invalid, match=r"resource\.labels"):
        body(method_id, {"labels": labels})


@pytest.mark.parametrize(
    "labels", [{}, {"env": ""}, {"a" * 63: "b" * 63}, {"größe": "東京_1"}, {"gone": None}]
)
def test_what_google_takes_as_labels_passes(labels):
    assert body("compute.disks.setLabels", {"labels": labels}) == {"labels": labels}


def test_labels_of_disks_within_an_instance_follow_it_too():
    disk = {"initializeParams": {"labels": {"Upper": ""}}}
    with pytest.raises(errors.Invalid, match=r"disks\[0\].initializeParams.labels"):
        body("compute.instances.insert", {"name": "vm", "disks": [disk]})


@pytest.mark.parametrize("tag", ["Web_1", "1a", "a.b", "", "a" * 64, "ends-"])
def test_a_network_tag_is_named_as_resources_are(tag):
    for method_id, value in (
        ("compute.instances.setTags", {"items": [tag]}),
        ("compute.instances.insert", {"name": "vm", "tags": {"items": [tag]}}),
    ):
        with pytest.raises(errors.Invalid, match=r"items\[0\]"):
            body(method_id, value)


def test_a_tag_of_63_characters_passes_and_65_tags_do_not():
    assert body("compute.instances.setTags", {"items": ["a" * 63]}) == {"items": ["a" * 63]}
    many = {"name": "vm", "tags": {"items": [f"t{number}" for number in range(65)]}}
    with pytest.raises(errors.Invalid, match="At most 64 tags"):
        body("compute.instances.insert", many)


def test_metadata_is_as_large_as_google_has_it():
    def items(*sizes):
        return [{"key": f"k{n}", "value": "x" * size} for n, size in enumerate(sizes)]

    body("compute.instances.insert", {"name": "vm", "metadata": {"items": items(262144)}})
    for sizes in ((262145,), (200_000, 200_000, 200_000)):
        with pytest.raises(errors.Invalid, match="bytes at most"):
            body("compute.instances.insert", {"name": "vm", "metadata": {"items": items(*sizes)}})
