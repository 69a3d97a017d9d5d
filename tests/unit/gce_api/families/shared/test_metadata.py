"""What the guest is told when it boots."""

from __future__ import annotations

import base64
import json

import pytest

from gce_api.families.shared import metadata
from gce_api.google import errors


def given(**items):
    """What cloud-init reads."""
    text = base64.b64decode(metadata.user_data(items)).decode()
    head, _, rest = text.partition("\n")
    assert head == "#cloud-config"
    return json.loads(rest)


def test_the_startup_script_runs_at_every_boot():
    (file,) = given(**{"startup-script": "#!/bin/sh\necho hello"})["write_files"]
    assert file["path"].startswith("/var/lib/cloud/scripts/per-boot/")
    assert base64.b64decode(file["content"]) == b"#!/bin/sh\necho hello"


def test_each_user_gets_all_of_their_keys():
    keys = "ada:ssh-rsa A ada@a\n\nbob:ssh-rsa B bob@b\nada:ssh-rsa C ada@c\nnonsense"
    users = given(**{"ssh-keys": keys})["users"]
    assert users[0] == "default"
    assert {user["name"]: user["ssh_authorized_keys"] for user in users[1:]} == {
        "ada": ["ssh-rsa A ada@a", "ssh-rsa C ada@c"],
        "bob": ["ssh-rsa B bob@b"],
    }


def test_own_user_data_is_passed_on_unchanged():
    own = "#cloud-config\npackages: [git]\n"
    assert base64.b64decode(metadata.user_data({"user-data": own})).decode() == own


def test_windows_runs_its_script_by_cloudbase_init():
    text = base64.b64decode(metadata.user_data({"windows-startup-script-ps1": "dir"})).decode()
    assert text == "#ps1_sysnative\ndir"


def test_other_metadata_makes_no_user_data():
    assert metadata.user_data({"color": "green"}) is None


def test_what_openstack_cannot_take_is_refused():
    with pytest.raises(errors.Invalid, match="too long"):
        metadata.user_data({"startup-script": "x" * 60_000})


def test_only_values_too_long_for_nova_go_to_the_database():
    short, long = metadata.split({"a": "x" * 255, "b": "x" * 256})
    assert (list(short), list(long)) == (["a"], ["b"])


@pytest.mark.parametrize(
    "items",
    [
        [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}],
        [{"key": "gce:operation", "value": "mine"}],
    ],
)
def test_keys_are_unique_and_not_those_of_the_endpoint(items):
    with pytest.raises(errors.Invalid):
        metadata.items_of({"metadata": {"items": items}})
