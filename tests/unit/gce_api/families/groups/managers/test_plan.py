"""What is kept of a managed instance group."""

import pytest

from gce_api.families.groups.managers import plan as managers
from gce_api.families.groups.managers.plan import FoundForManager
from gce_api.google import errors

ZONES = [f"us-central1-{letter}" for letter in "abcd"]
TEMPLATE, CANARY = "global/instanceTemplates/web", "regions/us-central1/instanceTemplates/canary"
STRANGE = "regions/elsewhere/instanceTemplates/web"
POOL = "regions/us-central1/targetPools/web"
NIC = {"network": "projects/demo/global/networks/default"}
BODY = {"name": "web", "instanceTemplate": TEMPLATE, "targetSize": 2}


@pytest.fixture
def found(known):
    def found(zone=None, **more):
        template = {"properties": {"networkInterfaces": [NIC]}}
        paths = {TEMPLATE: template, CANARY: template, STRANGE: template, POOL: {}, **more}
        scope = f"zones/{zone}" if zone else "regions/us-central1"
        return FoundForManager(
            known=known(scope=scope, **paths), region="us-central1", zone=zone, zones=ZONES
        )

    return found


def test_a_zonal_group_is_in_its_zone_and_on_the_network_of_its_template(found):
    content = managers.plan_manager(BODY, found("us-central1-b"))
    assert (content["zones"], content["targetSize"]) == (["us-central1-b"], 2)
    assert content["network"] == NIC["network"]
    assert content["versions"] == [{"instanceTemplate": TEMPLATE}]
    assert (content["baseInstanceName"], content["instances"]) == ("web", {})


def test_a_regional_group_is_spread_over_three_zones_or_those_that_are_named(found):
    assert managers.plan_manager(BODY, found())["zones"] == ZONES[:3]
    policy = {"zones": [{"zone": f"zones/{ZONES[3]}"}]}
    content = managers.plan_manager(BODY | {"distributionPolicy": policy}, found())
    assert content["zones"] == ZONES[3:]


def test_a_canary_has_a_size_of_its_own(found):
    canary = {"instanceTemplate": CANARY, "name": "c", "targetSize": {"percent": 10}}
    body = {"name": "web", "targetSize": 2, "versions": [{"instanceTemplate": TEMPLATE}, canary]}
    assert managers.plan_manager(body, found())["versions"] == [
        {"instanceTemplate": TEMPLATE},
        canary,
    ]


def test_target_pools_are_kept_as_paths(found):
    content = managers.plan_manager(BODY | {"targetPools": ["web"]}, found())
    assert content["targetPools"] == [POOL]


def test_a_patch_changes_what_it_says_and_takes_away_what_is_null(found):
    present = managers.plan_manager(BODY | {"description": "d"}, found())
    patch = {"description": None, "targetSize": 3, "instanceTemplate": CANARY}
    body = {name: value for name, value in patch.items() if value is not None}
    changed = managers.plan_patch(present, body, patch, found())
    assert "description" not in changed
    assert (changed["targetSize"], changed["versions"]) == (3, [{"instanceTemplate": CANARY}])


@pytest.mark.parametrize(
    ("said", "error", "message"),
    [
        ({"targetSize": 1001}, errors.Invalid, "between 0 and 1000"),
        ({"instanceTemplate": ""}, errors.Required, "must be a template"),
        ({"instanceTemplate": "none"}, errors.NotFound, "instanceTemplates/none"),
        ({"instanceTemplate": STRANGE}, errors.Invalid, "of another region"),
        ({"baseInstanceName": "No"}, errors.Invalid, "baseInstanceName"),
        ({"targetPools": ["none"]}, errors.NotFound, "targetPools/none"),
        ({"targetPools": ["regions/elsewhere/targetPools/web"]}, errors.Invalid, "not in the"),
        ({"statefulPolicy": {"preservedState": {}}}, errors.Unsupported, "statefulPolicy"),
        (
            {"distributionPolicy": {"zones": [{"zone": "zones/us-central1-z"}]}},
            errors.Invalid,
            "us-central1-z",
        ),
    ],
)
def test_a_group_that_cannot_be_is_refused(found, said, error, message):
    with pytest.raises(error, match=message):
        managers.plan_manager(BODY | said, found())


def test_the_name_of_an_unmanaged_group_is_taken(found):
    there = found("us-central1-a", **{"zones/us-central1-a/instanceGroups/web": {"members": []}})
    with pytest.raises(errors.AlreadyExists, match="instanceGroups/web"):
        managers.plan_manager(BODY, there)


def test_members_of_chosen_names_are_new_ones_and_count():
    content = {
        "versions": [{"instanceTemplate": TEMPLATE}],
        "zones": ZONES,
        "targetSize": 0,
        "instances": {},
    }
    changed = managers.with_new_members(content, ["a", "b"])
    assert (changed["targetSize"], set(changed["instances"])) == (2, {"a", "b"})
    with pytest.raises(errors.Invalid, match="has an instance of this name already"):
        managers.with_new_members(changed, ["a"])
    with pytest.raises(errors.Invalid, match=r"'c'\. The instance is no member"):
        managers.members_named(changed, ["zones/z/instances/c"])


def test_what_is_no_member_may_be_skipped():
    content = {"instances": {"a": {}}}
    urls = ["zones/z/instances/gone", "zones/z/instances/a"]
    assert managers.members_named(content, urls, skip=True) == ["a"]
    with pytest.raises(errors.Invalid, match="gone"):
        managers.members_named(content, urls)
