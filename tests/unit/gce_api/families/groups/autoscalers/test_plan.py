"""What an autoscaler may scale by where there is no telemetry."""

from types import SimpleNamespace

import pytest

from gce_api.families.groups.autoscalers import plan as autoscalers
from gce_api.google import errors

POLICY = {"maxNumReplicas": 2, "cpuUtilization": {"utilizationTarget": 0.6}}


def call(telemetry, has_metrics):
    """As much of a call as the check looks at."""
    conf = SimpleNamespace(autoscaling=SimpleNamespace(telemetry=telemetry))
    cloud = SimpleNamespace(has_metrics=has_metrics, name="us-central1")
    return SimpleNamespace(services=SimpleNamespace(conf=conf), cloud=cloud)


@pytest.mark.parametrize(
    ("telemetry", "has_metrics", "why"),
    [
        ("none", True, "is not configured here"),
        ("gnocchi", False, "region 'us-central1' has no service of the type 'metric'"),
    ],
)
def test_cpu_utilization_is_refused_without_telemetry(telemetry, has_metrics, why):
    with pytest.raises(errors.Unsupported, match=why) as refused:
        autoscalers.plan_autoscaler(call(telemetry, has_metrics), {"autoscalingPolicy": POLICY})
    assert "--set-schedule" in refused.value.message
