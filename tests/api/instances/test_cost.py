"""What it costs to plan instances: the calls of OpenStack before the first one is begun."""

import pytest

from gce_api.operations.manager import Operations

IMAGE = "projects/debian-cloud/global/images/family/debian-12"
MOST = 8


@pytest.fixture
def planning(counting, monkeypatch):
    """Asks for so many instances, of which none is begun; returns the calls that it took."""
    begun = []
    monkeypatch.setattr(Operations, "accept", lambda self, call, *asked: begun.append(asked) or {})

    def plan(path, count, **more):
        body = {
            "count": count,
            "namePattern": "vm-##",
            "instanceProperties": {
                "machineType": "e2-small",
                "disks": [
                    {"boot": True, "initializeParams": {"sourceImage": IMAGE}},
                    {"initializeParams": {"diskSizeGb": "1"}},
                ],
                "networkInterfaces": [{"accessConfigs": [{}]}],
            },
        }
        counting(path, body | more)  # what is remembered for a while
        _, calls = counting(path, body | more)
        assert [len(asked) for asked in begun] == [count + 1] * 2
        begun.clear()
        return calls

    return plan


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("zones/us-central1-a/instances/bulkInsert", {}),
        (
            "regions/us-central1/instances/bulkInsert",
            {"locationPolicy": {"targetShape": "BALANCED"}},
        ),
    ],
)
def test_fifty_instances_are_planned_with_no_more_calls_than_one(planning, path, more):
    one, fifty = planning(path, 1, **more), planning(path, 50, **more)
    assert len(fifty) <= len(one) <= MOST, (one, fifty)
