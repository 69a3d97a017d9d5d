"""Two people change the same: both changes can be seen, and neither is lost."""

import json

import pytest

from gce_dashboard.framework import conflicts
from tests.unit.gce_dashboard.conftest import google_error

PATH = "global/snapshots/s"
URL = "/project/gce_snapshots/p/demo/global/s/"
AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


@pytest.mark.parametrize(
    ("opened", "theirs", "mine", "both"),
    [
        ({"a": "1"}, {"a": "1", "b": "2"}, {"a": "1", "c": "3"}, {"a": "1", "b": "2", "c": "3"}),
        ({"a": "1"}, {"a": "2"}, {"a": "3"}, {"a": "3"}),
        ({"a": "1", "b": "2"}, {"a": "1"}, {"a": "1", "b": "2", "c": "3"}, {"a": "1", "c": "3"}),
        ({"a": "1", "b": "2"}, {"a": "1", "b": "9"}, {"a": "1"}, {"a": "1"}),
        (["x"], ["x", "y"], ["x", "z"], ["x", "y", "z"]),
        (["x", "y"], ["x", "y", "z"], ["x"], ["x", "z"]),
        ("old", "new", "old", "new"),
        ("old", "new", "own", "own"),
    ],
)
def test_both_changes_are_kept_where_they_do_not_meet(opened, theirs, mine, both):
    assert conflicts.merge(opened, theirs, mine) == both


def test_a_stale_edit_shows_theirs_mine_and_both(console, endpoint):
    now = {"name": "s", "labels": {"env": "prod", "team": "a"}, "labelFingerprint": "new="}
    endpoint.on("GET", PATH, now)
    stale = google_error(412, "conditionNotMet", "Labels fingerprint either invalid")
    endpoint.on("POST", f"{PATH}/setLabels", (412, stale))
    values = {"fingerprint": "old=", "labels_key": ["env", "mine"], "labels_value": ["dev", "1"]}
    opened = {"fingerprint": "old=", "labels_key": ["env"], "labels_value": ["dev"]}
    request = {"action": "setLabels", "targets": [PATH], "values": values, "opened": opened}
    reply = console.post(URL, json.dumps(request), content_type="application/json", **AJAX)
    (result,) = reply.json()["results"]
    conflict = result["conflict"]
    assert conflict["differences"] == [
        "env: now prod, yours dev",
        "team: now a, yours —",
        "mine: now —, yours 1",
    ]
    theirs, mine, both = (way["html"] for way in conflict["ways"])
    for html, shown, hidden in (
        (theirs, ["prod", "team"], ["mine"]),
        (mine, ["dev", "mine"], ["team"]),
        (both, ["prod", "team", "mine"], []),
    ):
        assert 'value="new="' in html  # the next save is about what is there now
        assert all(f'value="{each}"' in html for each in shown)
        assert not any(f'value="{each}"' in html for each in hidden)
