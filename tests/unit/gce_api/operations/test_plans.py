"""Operations that the release before has begun are finished by this one.

``plans_of_0_1.json`` has one of each kind as 0.1 kept it: the name of its flow, its arguments, and
the steps that TaskFlow may have saved the results of.
"""

from __future__ import annotations

import json
import pathlib

import pytest

from gce_api.families.storage.consistency_groups import flow as groups
from gce_api.families.storage.disks import flow as disks
from gce_api.families.storage.disks.changes import DiskChanges
from gce_api.families.storage.disks.plan import Source
from gce_api.families.storage.images import flow as images
from gce_api.families.storage.snapshots import flow as snapshots
from gce_api.operations import plans
from gce_api.serving import loading

KEPT = json.loads((pathlib.Path(__file__).parent / "plans_of_0_1.json").read_text())
VOLUME = {
    "scope": "zones/r1-a",
    "name": "data",
    "size_gb": 10,
    "type": "t",
    "az": "a",
    "description": "",
    "metadata": {"label:env": "dev"},
    "source": {"image_id": "i"},
}
WORKING = {
    "name": "golden (becomes an image)",
    "description": "",
    "size_gb": 10,
    "type": None,
    "az": None,
    "metadata": {"gce:working": "image"},
    "source": {"source_volume_id": "v"},
}
SNAPSHOT = {"volume_id": "v", "name": "s", "description": "", "metadata": {}}
COPY = {**{k: v for k, v in VOLUME.items() if k != "source"}, "snapshot": SNAPSHOT}
PROPERTIES = {"description": None, "gce_family": "", "min_disk": 10}
IMAGE = {"name": "golden", "properties": PROPERTIES}
LABELS = {"labels": {"a": "b"}, "before": None}

STORED = [
    ("gce_api.flows.disks.insert", disks.insert, {"plan": VOLUME}),
    ("gce_api.flows.disks.resize", disks.resize, {"volume_id": "v", "size_gb": 20}),
    (
        "gce_api.flows.disks.update",
        disks.update,
        {"volume_id": "v", "changes": {"sizeGb": 20, "labels": {}, "description": ""}},
    ),
    ("gce_api.flows.disks.delete", disks.delete, {"volume_id": "v"}),
    ("gce_api.flows.disks.set_labels", disks.set_labels, {"volume_id": "v", **LABELS}),
    (
        "gce_api.flows.disks.set_policies",
        disks.set_policies,
        {"volume_id": "v", "added": {"p": "2024-05-01T12:00:00+00:00"}, "removed": ["q"]},
    ),
    ("gce_api.flows.snapshots.insert", snapshots.insert, {"plan": SNAPSHOT}),
    ("gce_api.flows.snapshots.take", snapshots.take, {"plan": SNAPSHOT}),
    ("gce_api.flows.snapshots.delete", snapshots.delete, {"snapshot_id": "s"}),
    ("gce_api.flows.snapshots.set_labels", snapshots.set_labels, {"snapshot_id": "s", **LABELS}),
    ("gce_api.flows.images.insert", images.insert, {"plan": {**IMAGE, "volume_id": "v"}}),
    ("gce_api.flows.images.insert", images.insert, {"plan": {**IMAGE, "copy": WORKING}}),
    (
        "gce_api.flows.images.insert",
        images.insert,
        {"plan": {**IMAGE, "url": "https://files.example/os", "format": "raw"}},
    ),
    ("gce_api.flows.images.delete", images.delete, {"image_id": "i"}),
    ("gce_api.flows.images.set_labels", images.set_labels, {"image_id": "i", "labels": {}}),
    ("gce_api.flows.images.update", images.update, {"image_id": "i", "properties": PROPERTIES}),
    ("gce_api.flows.disk_copies.copy_group", groups.copy_group, {"plans": [COPY]}),
]


def steps(make, arguments):
    return [node.name for node, _ in make(**arguments).iter_nodes()]


@pytest.mark.parametrize(("name", "make", "arguments"), STORED)
def test_a_stored_operation_makes_its_flow(name, make, arguments):
    opened_make, opened = plans.opened(name, arguments)
    assert opened_make is make
    assert opened.keys() == arguments.keys()
    assert steps(make, opened)
    again, kept = plans.opened(plans.name_of(make), plans.kept(opened))
    assert (again, kept) == (make, opened)


def test_a_stored_disk_is_made_of_what_it_was_to_be_made_of():
    _, opened = plans.opened("gce_api.flows.disks.insert", {"plan": VOLUME})
    assert opened["plan"].source == Source(image_id="i")
    assert opened["plan"].metadata == {"label:env": "dev"}


def test_a_stored_update_changes_what_it_was_to_change_and_no_more():
    changes = {"sizeGb": 20, "description": ""}
    _, opened = plans.opened("gce_api.flows.disks.update", {"volume_id": "v", "changes": changes})
    assert opened["changes"] == DiskChanges(size_gb=20, description="")
    assert steps(disks.update, opened) == ["extend", "await_growth", "describe"]


def test_the_steps_that_a_stored_image_has_done_are_known_by_their_names():
    arguments = {"plan": {**IMAGE, "copy": WORKING}}
    _, opened = plans.opened("gce_api.flows.images.insert", arguments)
    assert steps(images.insert, opened) == [
        "create_copy",
        "wait for volume_id",
        "upload",
        "wait for target_id",
        "describe",
        "delete the copy",
    ]


@pytest.fixture(autouse=True)
def every_flow():
    loading.load()


@pytest.mark.parametrize("kept", KEPT, ids=[kept["factory"] for kept in KEPT])
def test_an_operation_of_the_release_before_goes_on_with_the_same_steps(kept):
    make, arguments = plans.opened(kept["factory"], kept["arguments"])
    assert sorted(steps(make, arguments)) == kept["steps"]
