"""Answers as clients need them."""

import pytest

from gce_api.google.discovery import document
from gce_api.google.rendering import Renderer

RENDERER = Renderer(document())


@pytest.mark.parametrize(
    ("schema", "value", "rendered"),
    [
        ("Zone", {"name": "a", "region": None}, {"kind": "compute#zone", "name": "a"}),
        ("Zone", {"kind": "compute#zone"}, {"kind": "compute#zone"}),
        ("Disk", {"id": 12, "sizeGb": 10}, {"kind": "compute#disk", "id": "12", "sizeGb": "10"}),
        ("MachineType", {"guestCpus": 2}, {"kind": "compute#machineType", "guestCpus": 2}),
        (
            "InstanceList",
            {"items": [{"disks": [{"diskSizeGb": 1, "source": None}, None]}]},
            {
                "kind": "compute#instanceList",
                "items": [
                    {
                        "kind": "compute#instance",
                        "disks": [{"kind": "compute#attachedDisk", "diskSizeGb": "1"}],
                    }
                ],
            },
        ),
        (
            "InstanceAggregatedList",
            {"items": {"zones/a": {"instances": [{"id": 1}]}, "zones/b": None}},
            {
                "kind": "compute#instanceAggregatedList",
                "items": {"zones/a": {"instances": [{"kind": "compute#instance", "id": "1"}]}},
            },
        ),
        (
            "Instance",
            {"labels": {"a": None, "b": "c"}},
            {"kind": "compute#instance", "labels": {"b": "c"}},
        ),
    ],
)
def test_answer_has_kinds_strings_for_long_numbers_and_no_null(schema, value, rendered):
    assert RENDERER.render(schema, value) == rendered
