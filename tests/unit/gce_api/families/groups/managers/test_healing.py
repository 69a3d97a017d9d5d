"""Which members are replaced since their health check fails, and the history of a group's size."""

import pytest

from gce_api.families.groups.managers import deeds, sizes
from gce_api.families.groups.managers.healing import check_of
from tests.unit.gce_api.families.groups.managers.test_deeds import (
    actions,
    content,
    running,
    seen,
    server,
)

MINUTE = 60_000
CHECK = "https://www.googleapis.com/compute/v1/projects/demo/global/healthChecks/well"


def healing(*states, delay=300, size=None, **more):
    """A group whose members are in these states of health."""
    names = "abc"[: len(states)]
    of = {name: running(name, health=state) for name, state in zip(names, states, strict=True)}
    policies = [{"healthCheck": CHECK, "initialDelaySec": delay}]
    return content(len(states), **of) | {"autoHealingPolicies": policies, **more}


def view(now, *names):
    """The servers, all of which were started at the beginning of time."""
    rows = [server(name) for name in names]
    for row in rows:
        row["OS-SRV-USG:launched_at"] = "1970-01-01T00:00:00.000000"
    return seen(*rows, now=now)


def test_a_member_that_fails_its_check_is_replaced_after_its_initial_delay():
    group = healing("UNHEALTHY", "HEALTHY")
    assert actions(deeds.settle(group, view(4 * MINUTE, "a", "b")))["a"] == "NONE"
    found = deeds.settle(group, view(5 * MINUTE, "a", "b"))
    assert actions(found) == {"a": "RECREATING", "b": "NONE"}
    assert found["instances"]["a"]["template"] == group["instances"]["a"]["template"]


def test_no_more_are_replaced_at_a_time_than_may_be_unavailable():
    group = healing("UNHEALTHY", "UNHEALTHY", "UNHEALTHY")
    late = view(9 * MINUTE, "a", "b", "c")
    assert sorted(actions(deeds.settle(group, late)).values()) == ["NONE", "NONE", "RECREATING"]
    group["updatePolicy"] = {"maxUnavailable": {"fixed": 2}}
    assert sorted(actions(deeds.settle(group, late)).values()).count("RECREATING") == 2


@pytest.mark.parametrize(
    "more",
    [
        {"autoHealingPolicies": []},
        {"autoHealingPolicies": [{}]},
        {"instanceLifecyclePolicy": {"defaultActionOnFailure": "DO_NOTHING"}},
        {"instanceLifecyclePolicy": {"onFailedHealthCheck": "DO_NOTHING"}},
    ],
)
def test_a_group_that_is_not_to_heal_leaves_its_members_alone(more):
    group = healing("UNHEALTHY", **more)
    assert actions(deeds.settle(group, view(9 * MINUTE, "a"))) == {"a": "NONE"}


def test_the_health_of_a_server_is_not_that_of_the_one_in_its_place():
    group = healing("UNHEALTHY")
    group["instances"]["a"] |= {"server": None, "operation": "made", "action": "RECREATING"}
    found = deeds.settle(group, seen(server("2", maker="made"), now=9 * MINUTE, made=None))
    assert found["instances"]["a"]["server"] == "2"
    assert "health" not in found["instances"]["a"]


@pytest.mark.parametrize(
    ("said", "path"),
    [
        (CHECK, "global/healthChecks/well"),
        ("projects/demo/regions/r/healthChecks/well", "regions/r/healthChecks/well"),
        ("", ""),
    ],
)
def test_a_health_check_is_known_by_any_of_its_urls(said, path):
    assert check_of({"autoHealingPolicies": [{"healthCheck": said}]}) == path


def test_only_changes_of_the_size_are_written_down():
    group = deeds.settle(content(0), seen(now=1000))
    assert group["sizes"] == [[1000, 0]]
    assert deeds.settle(group, seen(now=2000))["sizes"] == [[1000, 0]]
    group |= {"targetSize": 1, "instances": content(1, a=running("1"))["instances"]}
    assert deeds.settle(group, seen(server("1"), now=3000))["sizes"] == [[1000, 0], [3000, 1]]


def test_what_was_long_ago_is_forgotten_but_for_what_it_was_then():
    group = content(1, a=running("1")) | {"sizes": [[0, 5], [1000, 2]]}
    sizes.note(group, sizes.KEPT_FOR + 2000)
    assert group["sizes"] == [[1000, 2], [sizes.KEPT_FOR + 2000, 1]]
