"""The project at a glance."""

import pytest

from tests.unit.gce_dashboard.conftest import BASE, aggregated, google_error, instance, operation

URL = "/project/gce_overview/p/demo/"
AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
FAILED = operation(
    "insert",
    status="DONE",
    error={"errors": [{"code": "QUOTA_EXCEEDED", "message": "No disk is left."}]},
)


@pytest.fixture
def project(endpoint):
    used = [{"metric": "INSTANCES", "limit": 4.0, "usage": 3.0}]
    endpoint.on("GET", "", {"name": "demo", "quotas": used})
    zones = [f"{BASE}/zones/us-central1-{letter}" for letter in "af"]
    endpoint.on("GET", "regions", {"items": [{"name": "us-central1", "zones": zones}]})
    endpoint.on("GET", "aggregated/instances", aggregated("instances"))
    endpoint.on("GET", "aggregated/operations", aggregated("operations"))


@pytest.fixture
def some(endpoint, project):
    vms = [
        instance("web-1"),
        instance("web-2"),
        instance("web-3", zone="us-central1-b", status="TERMINATED"),
    ]
    endpoint.on("GET", "aggregated/instances", aggregated("instances", *vms))
    endpoint.on("GET", "aggregated/operations", aggregated("operations", FAILED))


def shown(console):
    return console.get(URL, **AJAX).json()["parts"]["overview"]


def test_the_ring_says_in_words_what_it_draws(console, some):
    assert 'aria-label="VM instances: 3. Running: 2, Stopped: 1"' in shown(console)


def test_each_state_and_zone_leads_to_its_instances(console, some):
    html = shown(console)
    assert "?filter=status%3D%22Stopped%22" in html
    assert "?filter=zone%3Aus-central1-b" in html
    assert 'value="0" aria-label="us-central1-f"' in html


def test_failures_say_why_and_lead_to_all_of_them(console, some):
    html = shown(console)
    assert "web-1 could not be created" in html
    assert "No disk is left." in html
    assert "/project/gce_operations/p/demo/?filter=error" in html


def test_the_quotas_that_are_used_most_are_bars(console, some):
    html = shown(console)
    assert "Instances (Whole project)" in html
    assert "3 / 4" in html


def test_an_empty_project_is_told_how_to_begin(console, project):
    html = shown(console)
    assert "/project/gce_instances/p/demo/create/" in html
    assert "/project/gce_metadata/p/demo/?tab=ssh-keys" in html
    assert "gce-ring" not in html


def test_a_part_that_cannot_be_had_leaves_the_others(console, some, endpoint):
    endpoint.on("GET", "aggregated/instances", (500, google_error(500, "backendError", "Away.")))
    told = console.get(URL, **AJAX).json()
    assert "Away." in str(told["notices"])
    assert "Get started" not in told["parts"]["overview"]
    assert "No disk is left." in told["parts"]["overview"]


def test_the_page_is_followed_closely_while_something_changes(console, some, endpoint):
    assert not console.get(URL, **AJAX).json()["busy"]
    starting = instance("web-4", status="STAGING")
    endpoint.on("GET", "aggregated/instances", aggregated("instances", starting))
    assert console.get(URL, **AJAX).json()["busy"]
