"""Projects, zones and operations."""

import pytest
from playwright.sync_api import expect

PROJECTS = "/project/gce_projects/p/demo/"
OPERATIONS = "/project/gce_operations/p/demo/"


@pytest.fixture
def refused(api):
    """The Operation of an insert that fails, since its disk is larger than the quota."""
    return api.do("POST", "zones/us-central1-a/disks", {"name": "too-large", "sizeGb": "9999999"})


@pytest.mark.alone  # the project is one that others may use
def test_another_project_is_switched_to_and_is_empty(sign_in):
    page = sign_in("demo", PROJECTS)
    rows = page.locator(".gce-list tbody tr")
    staging = rows.filter(has_text="demo-staging")
    staging.get_by_role("link", name="Switch to it").click()
    expect(staging).to_contain_text("Current project")
    expect(page.get_by_text('Switch to project "demo-staging" successful.')).to_be_visible()

    page.goto("/project/gce_instances/")
    expect(page.get_by_role("heading", name="No VM instances yet")).to_be_visible()
    page.get_by_role("link", name="Create instance").last.click()
    expect(page.get_by_role("heading", name="Create an instance")).to_be_visible()


def test_zones_lead_to_their_instances(sign_in):
    page = sign_in("demo", "/project/gce_zones/p/demo/")
    row = page.locator("tr[data-name=us-central1-a]")
    row.get_by_text("types").click()
    expect(row.get_by_text("e2-medium")).to_be_visible()
    row.locator("[data-column=instances]").get_by_role("link").click()
    sought = page.get_by_role("list", name="What is looked for")
    expect(sought.get_by_role("listitem")).to_contain_text("us-central1-a")


def test_a_failed_operation_tells_why_and_its_record_is_deleted(sign_in, refused, problems):
    page = sign_in("demo", f"{OPERATIONS}zones/us-central1-a/{refused['name']}/")
    expect(page.get_by_role("heading", name="Why it failed")).to_be_visible()
    expect(page.get_by_text("QUOTA_EXCEEDED", exact=True)).to_be_visible()
    assert problems(page) == []
    page.get_by_role("tab", name="Equivalent REST").click()
    expect(page.get_by_text('"compute#operation"')).to_be_visible()
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("heading", name="There is no such operation")).to_be_visible()
