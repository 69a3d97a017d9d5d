"""What a new instance becomes, planned without a cloud."""

import json
from dataclasses import replace

import pytest

from gce_api.families.instances.inserts import flow
from gce_api.families.instances.inserts.plan import plan_instance
from gce_api.google import errors
from gce_api.operations import plans

BODY = {
    "name": "vm",
    "machineType": "zones/r-a/machineTypes/e2-small",
    "disks": [{"boot": True, "initializeParams": {"sourceImage": "global/images/base"}}],
}


def test_an_instance_is_planned_with_what_goes_without_saying(zone, found):
    plan = plan_instance(BODY, zone, found)
    assert (plan.name, plan.az, plan.flavor_id) == ("vm", "az-a", "flavor-1")
    assert [disk.device for disk in plan.disks] == ["persistent-disk-0"]
    assert [nic.network_id for nic in plan.interfaces] == ["network-default"]
    assert plan.claims == ["zones/r-a/disks/vm"]


def test_a_name_that_the_zone_has_is_refused_and_one_of_another_zone_is_not(zone, found):
    with pytest.raises(errors.AlreadyExists, match="zones/r-a/instances/there"):
        plan_instance(BODY | {"name": "there"}, zone, found)
    elsewhere = replace(found, taken={("r-b", "there")})
    assert plan_instance(BODY | {"name": "there"}, zone, elsewhere).name == "there"


@pytest.mark.parametrize(
    ("change", "error", "what"),
    [
        ({"name": "VM"}, errors.Invalid, "name"),
        ({"machineType": ""}, errors.Required, "machineType"),
        ({"machineType": "m1-none"}, errors.Invalid, "does not exist"),
        ({"machineType": "custom-3-1024"}, errors.Invalid, "just these sizes"),
        ({"disks": []}, errors.Invalid, "Boot disk"),
        ({"serviceAccounts": [{"email": "no@body"}]}, errors.NotFound, "no@body"),
        ({"serviceAccounts": [{}, {}]}, errors.Invalid, "At most 1"),
        ({"metadata": {"items": [{"key": "a:b"}]}}, errors.Invalid, "metadata.items"),
    ],
)
def test_what_cannot_be_had_is_refused(zone, found, change, error, what):
    with pytest.raises(error, match=what):
        plan_instance(BODY | change, zone, found)


def test_settings_are_kept_beside_metadata_and_labels(zone, found):
    body = BODY | {
        "minCpuPlatform": "Intel Skylake",
        "serviceAccounts": [{"email": "default", "scopes": ["all"]}],
        "labels": {"a": "b"},
        "metadata": {"items": [{"key": "k", "value": "v"}, {"key": "long", "value": "x" * 300}]},
    }
    plan = plan_instance(body, zone, found)
    assert plan.metadata["gce:minCpuPlatform"] == '"Intel Skylake"'
    assert json.loads(plan.metadata["gce:serviceAccounts"])[0]["email"].endswith(".com")
    assert (plan.metadata["label:a"], plan.metadata["k"]) == ("b", "v")
    assert plan.long_metadata == {"long": "x" * 300}


def test_a_custom_machine_type_is_shown_as_it_was_asked_for(zone, found):
    plan = plan_instance(BODY | {"machineType": "n2-custom-2-2048"}, zone, found)
    assert (plan.flavor_id, plan.metadata["gce:machineType"]) == ("flavor-1", "n2-custom-2-2048")


def test_an_instance_sees_the_projects_keys_unless_it_blocks_them(zone, found):
    common = replace(found, project_metadata={"ssh-keys": "ada:ssh-ed25519 A"})
    assert plan_instance(BODY, zone, common).user_data
    block = {"metadata": {"items": [{"key": "block-project-ssh-keys", "value": "TRUE"}]}}
    assert plan_instance(BODY | block, zone, common).user_data is None


def test_many_are_planned_by_what_was_looked_up_once(zone, found):
    plans = [plan_instance(BODY | {"name": f"vm-{n}"}, zone, found) for n in range(50)]
    assert len({claim for plan in plans for claim in plan.claims}) == 50


def test_a_plan_is_the_same_when_it_was_kept(zone, found):
    body = BODY | {"networkInterfaces": [{"accessConfigs": [{"natIP": "203.0.113.1"}]}]}
    plan = plan_instance(body, zone, found)
    kept = json.loads(json.dumps(plans.kept({"plan": plan})))
    assert plans.opened("instances.insert", kept) == (flow.insert, {"plan": plan})
