"""What is kept of an autoscaler, and what it may scale by."""

import pytest

from gce_api.families.groups.autoscalers.plan import (
    FoundForScaler,
    check_alone,
    plan_autoscaler,
)
from gce_api.google import errors

POLICY = {"maxNumReplicas": 2, "cpuUtilization": {"utilizationTarget": 0.6}}


TARGET = "zones/us-central1-a/instanceGroupManagers/web"


@pytest.fixture
def found(known):
    def found(telemetry=False, has_metrics=False):
        there = known(scope="zones/us-central1-a", **{"zones/us-central1-a/instanceGroups/web": {}})
        return FoundForScaler(
            known=there, region="us-central1", telemetry=telemetry, has_metrics=has_metrics
        )

    return found


@pytest.mark.parametrize(
    ("telemetry", "has_metrics", "why"),
    [
        (False, True, "is not configured here"),
        (True, False, "region 'us-central1' has no service of the type 'metric'"),
    ],
)
def test_cpu_utilization_is_refused_without_telemetry(found, telemetry, has_metrics, why):
    with pytest.raises(errors.Unsupported, match=why) as refused:
        plan_autoscaler({"autoscalingPolicy": POLICY}, found(telemetry, has_metrics))
    assert "--set-schedule" in refused.value.message


def test_an_autoscaler_without_telemetry_keeps_its_group_between_its_bounds(found):
    policy = {"minNumReplicas": 1, "maxNumReplicas": 2}
    body = {"autoscalingPolicy": policy, "target": TARGET, "description": "day"}
    content = plan_autoscaler(body, found())
    assert content == {"policy": policy, "target": TARGET, "description": "day"}


def test_an_autoscaler_with_telemetry_scales_by_the_cpu_unless_it_is_told_else(found):
    body = {"autoscalingPolicy": {"maxNumReplicas": 2}, "target": "web"}
    content = plan_autoscaler(body, found(True, True))
    assert content["policy"]["cpuUtilization"] == {"utilizationTarget": 0.6}
    schedule = {"schedule": "0 8 * * *", "durationSec": 3600, "minRequiredReplicas": 2}
    body["autoscalingPolicy"]["scalingSchedules"] = {"day": schedule}
    assert "cpuUtilization" not in plan_autoscaler(body, found(True, True))["policy"]


@pytest.mark.parametrize(
    ("said", "error", "message"),
    [
        ({"target": None}, errors.Required, "There must be a group"),
        ({"target": "zones/us-central1-b/instanceGroupManagers/web"}, errors.Invalid, "not where"),
        ({"target": "none"}, errors.NotFound, "instanceGroupManagers/none"),
        ({"autoscalingPolicy": {}}, errors.Required, "maxNumReplicas"),
        (
            {"autoscalingPolicy": {"maxNumReplicas": 1, "minNumReplicas": 2}},
            errors.Invalid,
            "minNumReplicas",
        ),
        (
            {
                "autoscalingPolicy": {
                    "maxNumReplicas": 1,
                    "scalingSchedules": {
                        "day": {"schedule": "no", "durationSec": 300, "minRequiredReplicas": 1}
                    },
                }
            },
            errors.Invalid,
            "schedule",
        ),
    ],
)
def test_an_autoscaler_that_cannot_be_is_refused(found, said, error, message):
    body = {"autoscalingPolicy": {"maxNumReplicas": 2}, "target": TARGET, **said}
    with pytest.raises(error, match=message):
        plan_autoscaler(body, found())


def test_a_group_has_one_autoscaler():
    others = {TARGET: "zones/us-central1-a/autoscalers/first"}
    check_alone(TARGET, "first", others, "demo")
    with pytest.raises(errors.ResourceInUse, match="autoscalers/first"):
        check_alone(TARGET, "second", others, "demo")
