"""Projects: the list."""

import pytest

from gce_dashboard.framework import resources
from tests.unit.gce_dashboard.conftest import PROJECT

URL = "/project/gce_projects/p/demo/"
AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
OTHER = "1b7d5c1b5b7c4f0f8f3a8d4d6a2b9c0e"


@pytest.fixture
def projects(endpoint):
    found = [
        {"projectId": "demo", "name": "demo", "projectNumber": resources.numeric_id(PROJECT)},
        {"projectId": "other", "name": "other", "projectNumber": resources.numeric_id(OTHER)},
        {"projectId": "foreign", "name": "foreign", "projectNumber": "1"},
    ]
    endpoint.on("GET", "v1/projects", {"projects": found})


def test_the_current_project_is_marked_and_the_others_can_be_switched_to(
    console, projects, authorized
):
    authorized[OTHER] = "other"
    demo, foreign, other = (row["html"] for row in console.get(URL, **AJAX).json()["rows"])
    assert "Current project" in demo
    assert f"/auth/switch/{OTHER}/?next=%2Fproject%2Fgce_projects%2F" in other
    assert "/auth/switch/" not in foreign
