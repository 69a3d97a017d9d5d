"""What an instance that is sent back changes."""

import pytest

from gce_api.families.instances.properties.plan import plan_changes
from gce_api.families.shared import settings
from gce_api.google import errors

SHOWN = {
    "name": "vm",
    "description": "old",
    "canIpForward": False,
    "zone": "http://gce/zones/r-a",
    "labels": {"a": "b"},
    "tags": {"items": ["web"]},
    "metadata": {"items": [{"key": "k", "value": "v"}]},
    "scheduling": {"automaticRestart": True},
    "minCpuPlatform": "Intel Skylake",
    "disks": [
        {"deviceName": "boot", "autoDelete": True, "type": "PERSISTENT"},
        {"deviceName": "ssd", "autoDelete": True, "type": "SCRATCH"},
    ],
    "networkInterfaces": [{"name": "nic0"}],
}


def changes(**body):
    return plan_changes(SHOWN | body, SHOWN, {"boot": "volume-1", "ssd": "volume-2"})


def test_an_instance_that_is_sent_back_as_it_is_changes_nothing():
    found = changes()
    assert (found.description, found.labels, found.tags, found.short) == (None,) * 4
    assert (found.settings, found.auto_delete, found.need_rest) == ({}, {}, False)


def test_what_is_left_out_is_removed():
    found = plan_changes({}, SHOWN, {})
    assert (found.description, found.labels, found.tags, found.short) == ("", {}, [], {})
    assert found.settings == {"minCpuPlatform": None}


def test_what_is_left_out_is_as_it_is_for_every_instance(monkeypatch):
    kept = settings.Setting("keyRevocationActionType", at_rest=True, default="NONE")
    monkeypatch.setattr(settings, "SETTINGS", (*settings.SETTINGS, kept))
    body = {"scheduling": None, "minCpuPlatform": SHOWN["minCpuPlatform"]}
    shown = SHOWN | {kept.name: "NONE"}
    assert plan_changes(body, shown, {}).settings == {}
    assert plan_changes(body, shown | {kept.name: "STOP"}, {}).settings == {kept.name: None}


def test_some_settings_are_changed_of_stopped_instances_only():
    assert changes(minCpuPlatform="Intel Haswell").need_rest
    found = changes(displayDevice={"enableDisplay": True})
    assert found.settings == {"displayDevice": '{"enableDisplay":true}'}
    assert not found.need_rest


def test_a_disk_goes_with_its_instance_or_stays_but_for_a_local_ssd():
    disks = [disk | {"autoDelete": False} for disk in SHOWN["disks"]]
    assert changes(disks=disks).auto_delete == {"volume-1": False}


def test_metadata_too_long_for_nova_goes_to_the_database():
    items = [{"key": "k", "value": "x" * 300}]
    found = changes(metadata={"items": items})
    assert (found.short, found.long) == ({}, {"k": "x" * 300})


@pytest.mark.parametrize(
    ("body", "error", "what"),
    [
        ({"name": "other"}, errors.Invalid, "Use setName"),
        ({"canIpForward": True}, errors.Invalid, "canIpForward"),
        ({"disks": []}, errors.Unsupported, "disks"),
        ({"networkInterfaces": []}, errors.Unsupported, "networkInterfaces"),
    ],
)
def test_what_an_update_cannot_change_is_refused(body, error, what):
    with pytest.raises(error, match=what):
        changes(**body)
