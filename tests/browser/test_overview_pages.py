"""The project at a glance, its quotas, its metadata, its places."""

import re

import pytest
from playwright.sync_api import expect

OVERVIEW = "/project/gce_overview/p/demo/"
ZONE = "us-central1-a"


@pytest.fixture
def instance(api):
    api.wait(api.insert_instance(ZONE, "glance"))
    yield "glance"
    api.do("DELETE", f"zones/{ZONE}/instances/glance")


def test_the_overview_leads_to_what_it_counts(page, instance, problems):
    page.goto(OVERVIEW)
    expect(page.get_by_role("img", name=re.compile(r"VM instances: \d+\. Running"))).to_be_visible()
    expect(page.get_by_text("glance created").first).to_be_visible()
    assert problems(page) == []
    page.locator(".gce-legend").get_by_role("link", name="Running").click()
    expect(page.locator("tr[data-name=glance]")).to_be_visible()
    page.goto(OVERVIEW)
    page.get_by_role("link", name=ZONE).click()
    expect(page.locator("tr[data-name=glance]")).to_be_visible()


def test_the_quotas_are_labelled_bars_and_are_filtered(page, problems):
    page.goto(OVERVIEW)
    page.get_by_role("link", name="All quotas").click()
    bar = page.get_by_label("Instances, Whole project")
    expect(bar).to_have_attribute("max", re.compile(r"\d+"))
    assert bar.evaluate("element => element.tagName") == "METER"
    assert problems(page) == []
    page.get_by_label("Filter", exact=True).fill("snapshots")
    page.keyboard.press("Enter")
    expect(page.locator("#gce-list tbody tr[data-key]")).to_have_count(1)
