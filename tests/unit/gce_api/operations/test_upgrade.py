"""Operations that the release before has begun are finished by this one.

``plans_of_0_1.json`` has one of each kind as 0.1 kept it: the name of its flow, its arguments, and
the steps that TaskFlow may have saved the results of.
"""

from __future__ import annotations

import json
import pathlib

import pytest

from gce_api.operations import plans
from gce_api.serving import loading

KEPT = json.loads((pathlib.Path(__file__).parent / "plans_of_0_1.json").read_text())


@pytest.fixture(autouse=True)
def every_flow():
    loading.load()


def steps(flow):
    return sorted(node.name for node, _ in flow.iter_nodes())


@pytest.mark.parametrize("kept", KEPT, ids=[kept["factory"] for kept in KEPT])
def test_an_operation_of_the_release_before_goes_on_with_the_same_steps(kept):
    make, arguments = plans.opened(kept["factory"], kept["arguments"])
    assert steps(make(**arguments)) == kept["steps"]
