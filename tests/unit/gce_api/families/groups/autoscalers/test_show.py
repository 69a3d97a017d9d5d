"""What an autoscaler says of itself."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from gce_api.families.groups.autoscalers.show import to_autoscaler
from gce_api.google.links import Links

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SEEN = {"history": [[NOW.timestamp(), 2]], "made": 2, "running": 2, "ready": 2, "measured": 2}


def shown(load, **policy):
    said = {"maxNumReplicas": 3, "cpuUtilization": {"utilizationTarget": 0.6}, **policy}
    content = {"policy": said, "target": "zones/z/instanceGroupManagers/g", "load": load}
    row = SimpleNamespace(
        id="1", name="a", created=0, scope="zones/z", collection="autoscalers", content=content
    )
    return to_autoscaler(Links("http://host/compute/v1/", "p"), row, 2, NOW)


@pytest.mark.parametrize(
    ("load", "types"),
    [
        (SEEN, []),
        (SEEN | {"history": [[0, 4]]}, ["CAPPED_AT_MAX_NUM_REPLICAS"]),
        (SEEN | {"running": 0, "ready": 0, "measured": 0}, ["ALL_INSTANCES_UNHEALTHY"]),
        (SEEN | {"measured": 0}, ["MISSING_CUSTOM_METRIC_DATA_POINTS"]),
        (SEEN | {"ready": 0, "measured": 0}, []),  # they initialize
    ],
)
def test_details_tell_what_is_the_matter_with_the_load(load, types):
    found = shown(load)
    assert [detail["type"] for detail in found["statusDetails"] or ()] == types
    assert found["status"] == "ACTIVE"


def test_a_group_that_was_not_looked_at_yet_has_no_recommended_size():
    found = shown(None)
    assert (found["status"], found["recommendedSize"]) == ("PENDING", None)
    assert shown(None, mode="ONLY_SCALE_OUT")["statusDetails"][0]["type"] == "MODE_ONLY_SCALE_OUT"
