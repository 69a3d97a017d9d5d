"""The quotas of a project, and of it in each region."""

import re

import pytest

from tests.unit.gce_dashboard.conftest import google_error

URL = "/project/gce_quotas/p/demo/"
AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


@pytest.fixture
def quotas(endpoint):
    used = [
        {"metric": "SNAPSHOTS", "limit": -1.0, "usage": 3.0},
        {"metric": "CPUS_ALL_REGIONS", "limit": 2000.0, "usage": 1900.0},
    ]
    endpoint.on("GET", "", {"name": "demo", "quotas": used})
    regional = [{"metric": "SSD_TOTAL_GB", "limit": 500.0, "usage": 500.0}]
    endpoint.on(
        "GET", "regions", {"items": [{"name": "us-central1", "zones": [], "quotas": regional}]}
    )


def rows(console, **query):
    return [row["html"] for row in console.get(URL, query, **AJAX).json()["rows"]]


def test_quotas_are_bars_with_their_numbers_the_nearest_to_its_limit_first(console, quotas):
    disks, cpus, snapshots = rows(console)
    assert "CPUs all regions" in cpus
    assert "1,900" in cpus
    assert "2,000" in cpus
    assert "95%" in cpus
    assert 'min="0" max="2000.0" value="1900.0" aria-label="CPUs all regions, ' in cpus
    assert "gce-meter-near" in cpus
    assert "us-central1" in disks
    assert "SSD total GB" in disks
    assert "gce-meter-full" in disks
    assert "Snapshots" in snapshots


def test_a_quota_without_a_limit_has_no_bar(console, quotas):
    html = rows(console)[-1]
    assert re.search(r">3<.*>no limit<", html)
    assert "<meter" not in html


def test_quotas_are_found_by_a_word_and_by_a_column(console, quotas):
    assert ["CPUs" in each for each in rows(console, filter="cpus")] == [True]
    assert ["SSD" in each for each in rows(console, filter="location:us-central1")] == [True]


def test_a_filter_of_gces_is_said_to_be_of_no_use(console, quotas):
    told = console.get(URL, {"filter": "metric=CPUS OR usage>3"}, **AJAX).json()
    assert "by words" in told["unreadable"]["message"]


def test_quotas_that_cannot_be_read_leave_the_others_and_the_page(console, quotas, endpoint):
    endpoint.on("GET", "regions", (500, google_error(500, "backendError", "Nova is away.")))
    told = console.get(URL, **AJAX).json()
    assert "Nova is away." in str(told["notices"])
    assert "req-" in str(told["notices"])
    assert "CPUs all regions" in str(told["rows"])
