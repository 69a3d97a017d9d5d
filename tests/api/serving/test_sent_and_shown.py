"""What was accepted is what is shown, in the form it was sent in, and may be sent again.

A few bodies of each kind of resource at every run; ``READ_WRITES=N``: N of each.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gce_api.google.merging import patched
from tests.api.serving.sent_and_shown import KINDS, MORE, differences, named

NUMBER = int(os.environ.get("READ_WRITES") or 2)
TRIED = {**KINDS, **(MORE if "READ_WRITES" in os.environ else {})}


@pytest.mark.parametrize("kind", TRIED.values(), ids=TRIED)
def test_what_is_written_is_what_is_read(api, kind):
    @settings(
        max_examples=NUMBER,
        deadline=None,
        derandomize=not os.environ.get("READ_WRITES"),
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )
    @given(body=kind.bodies.map(named), patch=kind.patches or st.none())
    def check(body, patch):
        at = {**kind.place, kind.parameter: body["name"]}
        api.done(f"{kind.family}.insert", body, **kind.place)
        try:
            shown = api(f"{kind.family}.get", **at)
            assert not differences(body, shown), body
            (listed,) = [
                row
                for row in api(f"{kind.family}.list", **kind.place)["items"]
                if row["name"] == body["name"]
            ]
            assert not differences(shown, listed)
            if patch is not None:
                api.done(f"{kind.family}.patch", patch, **at)
                changed = api(f"{kind.family}.get", **at)
                assert not differences(patched(body, patch), changed), (body, patch)
                again = api.done(f"{kind.family}.patch", changed, **at)
                assert again["status"] == "DONE"
                after = api(f"{kind.family}.get", **at)
                assert not differences(changed, after), (body, patch)
        finally:
            api.done(f"{kind.family}.delete", **at)

    check()
