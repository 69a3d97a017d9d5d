"""Projects: the list, and the quotas of the current one."""

import pytest

from gce_dashboard.framework import resources
from tests.unit.gce_dashboard.conftest import PROJECT, google_error

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


@pytest.fixture
def quotas(endpoint):
    used = [
        {"metric": "SNAPSHOTS", "limit": -1.0, "usage": 3.0},
        {"metric": "CPUS_ALL_REGIONS", "limit": 2000.0, "usage": 1900.0},
    ]
    endpoint.on("GET", "", {"name": "demo", "quotas": used})
    regional = [{"metric": "SSD_TOTAL_GB", "limit": 500.0, "usage": 500.0}]
    endpoint.on("GET", "regions", {"items": [{"name": "us-central1", "quotas": regional}]})


def test_the_current_project_is_marked_and_the_others_can_be_switched_to(
    console, projects, authorized
):
    authorized[OTHER] = "other"
    demo, foreign, other = (row["html"] for row in console.get(URL, **AJAX).json()["rows"])
    assert "Current project" in demo
    assert f"/auth/switch/{OTHER}/?next=%2Fproject%2Fgce_projects%2F" in other
    assert "/auth/switch/" not in foreign


def test_quotas_are_bars_with_their_numbers_by_scope(console, quotas):
    html = console.get(URL + "quotas/", **AJAX).json()["html"]
    assert "CPUs all regions" in html
    assert "1,900 / 2,000" in html
    assert '<meter min="0" max="2000.0" value="1900.0" aria-label="CPUs all regions, ' in html
    assert html.index("us-central1") < html.index("SSD total GB")
    assert "gce-quota-near" in html
    assert "gce-quota-full" in html


def test_a_quota_without_a_limit_has_no_bar(console, quotas):
    html = console.get(URL + "quotas/", **AJAX).json()["html"]
    assert "3 / no limit" in html
    assert "Snapshots, " not in html


def test_quotas_that_cannot_be_read_leave_the_others_and_the_page(
    console, projects, quotas, endpoint
):
    endpoint.on("GET", "regions", (500, google_error(500, "backendError", "Nova is away.")))
    html = console.get(URL + "quotas/", **AJAX).json()["html"]
    assert "Nova is away." in html
    assert "req-" in html
    assert "CPUs all regions" in html
    assert "foreign" in console.get(URL, **AJAX).content.decode()
