"""Storage: the life of a snapshot schedule, a disk and an image, each from its own pages."""

import re

import pytest
from playwright.sync_api import expect

PATIENCE_MS = 60_000
ZONE = "us-central1-a"
REGION = "us-central1"


def is_filled(page):
    expect(page.locator("#gce-form")).not_to_have_attribute("aria-busy", "true")


def press(page, name):
    """Open the dialog behind a button of a resource's page."""
    page.locator("#content_body, main").get_by_role("button", name=name, exact=True).first.click()
    return page.get_by_role("dialog")


def confirm(dialog, name):
    dialog.get_by_role("button", name=name, exact=True).click()
    expect(dialog).to_be_hidden(timeout=PATIENCE_MS)


@pytest.fixture
def disk(api):
    api.do("POST", f"zones/{ZONE}/disks", {"name": "kept", "sizeGb": "1"})
    yield "kept"
    api.do("DELETE", f"zones/{ZONE}/disks/kept")


def test_a_snapshot_schedule_is_created_edited_given_to_a_disk_and_deleted(
    page, api, disk, problems
):
    page.goto("/project/gce_resource_policies/p/demo/create/")
    is_filled(page)
    page.locator("[name=name]").fill("weekly")
    page.locator("[name=frequency][value=weekly]").check()
    page.locator("[name=week_day]").select_option("SUNDAY")
    page.locator("[name=week_start]").select_option("03:00")
    command = page.locator("#gce-gcloud")
    expect(command).to_contain_text("create snapshot-schedule weekly")
    expect(command).to_contain_text("--weekly-schedule=sunday")
    page.get_by_role("button", name="Create", exact=True).click()
    row = page.locator("tr[data-name=weekly]")
    expect(row).to_contain_text("Sunday 03:00", timeout=PATIENCE_MS)
    expect(row).to_contain_text("14 days")

    row.get_by_role("link", name="weekly").click()
    page.get_by_role("link", name="Edit").click()
    is_filled(page)
    expect(page.locator("[name=week_day]")).to_have_value("SUNDAY")
    page.locator("[name=frequency][value=hourly]").check()
    page.locator("[name=hours]").fill("6")
    page.locator("[name=retention]").select_option("never")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile(r"/weekly/$"))
    details = page.locator("#gce-details-panel")
    expect(details).to_contain_text("Every 6 hours from 00:00", timeout=PATIENCE_MS)
    expect(details).to_contain_text("Never")
    policy = f"regions/{REGION}/resourcePolicies/weekly"
    assert "weeklySchedule" not in api.send("GET", policy)["snapshotSchedulePolicy"]["schedule"]

    page.goto(f"/project/gce_disks/p/demo/zones/{ZONE}/{disk}/")
    dialog = press(page, "Add schedule")
    dialog.locator("[name=schedule]").select_option(policy)
    confirm(dialog, "Add schedule")
    details = page.locator("#gce-details-panel")
    expect(details.get_by_role("link", name="weekly")).to_be_visible(timeout=PATIENCE_MS)
    assert problems(page) == []
    confirm(press(page, "Remove schedule"), "Remove schedule")
    expect(details.get_by_role("link", name="weekly")).to_be_hidden(timeout=PATIENCE_MS)

    page.goto(f"/project/gce_resource_policies/p/demo/regions/{REGION}/weekly/")
    confirm(press(page, "Delete"), "Delete")
    gone = page.get_by_text("There is no such snapshot schedule")
    expect(gone).to_be_visible(timeout=PATIENCE_MS)


def test_a_disk_is_cloned_into_two_zones_and_the_clone_deleted(page, api, disk):
    page.goto(f"/project/gce_disks/p/demo/zones/{ZONE}/{disk}/")
    page.get_by_role("link", name="Clone").click()
    is_filled(page)
    expect(page.locator("[name=source_disk]")).to_have_value(f"zones/{ZONE}/disks/{disk}")
    page.locator("[name=name]").fill("cloned")
    page.locator("[name=boot_size]").fill("1")
    page.locator("[name=location][value=regional]").check()
    page.locator("[name=replica]").select_option("us-central1-b")
    expect(page.locator("#gce-gcloud")).to_contain_text(f"--replica-zones={ZONE},us-central1-b")
    page.get_by_role("button", name="Create", exact=True).click()
    row = page.locator("tr[data-name=cloned]")
    expect(row).to_contain_text("Ready", timeout=PATIENCE_MS)
    row.get_by_role("link", name="cloned", exact=True).click()
    details = page.locator("#gce-details-panel")
    expect(details).to_contain_text("us-central1-a, us-central1-b")
    expect(details.get_by_role("link", name=disk)).to_be_visible()
    dialog = press(page, "Delete")
    dialog.get_by_role("textbox").fill("cloned")
    confirm(dialog, "Delete")
    expect(page.get_by_text("There is no such disk")).to_be_visible(timeout=PATIENCE_MS)


def test_an_image_is_made_of_a_disk_edited_deprecated_and_deleted(page, api, disk, problems):
    page.goto(f"/project/gce_disks/p/demo/zones/{ZONE}/{disk}/")
    page.get_by_role("link", name="Create image").click()
    is_filled(page)
    page.locator("[name=name]").fill("golden")
    page.locator("[name=family]").fill("Gold")
    wrong = page.locator("[data-field=family] .gce-error")
    expect(wrong).to_contain_text("lower-case letters")
    page.locator("[name=family]").fill("gold")
    expect(page.locator("#gce-gcloud")).to_contain_text(f"--source-disk={disk}")
    page.get_by_role("button", name="Create", exact=True).click()
    row = page.locator("tr[data-name=golden]")
    expect(row).to_contain_text("Ready", timeout=PATIENCE_MS)
    row.get_by_role("link", name="golden").click()
    page.get_by_role("link", name="Edit", exact=True).click()
    is_filled(page)
    page.locator("[name=description]").fill("What we build on")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile(r"/golden/$"))
    details = page.locator("#gce-details-panel")
    expect(details).to_contain_text("What we build on", timeout=PATIENCE_MS)

    dialog = press(page, "Deprecate")
    dialog.locator("[name=state][value=DEPRECATED]").check()
    dialog.locator("[name=obsolete]").fill("2030-01-01T12:00")
    assert problems(page) == []
    confirm(dialog, "Deprecate")
    expect(details).to_contain_text("Jan 1, 2030", timeout=PATIENCE_MS)
    assert api.send("GET", "global/images/golden")["deprecated"]["state"] == "DEPRECATED"
    confirm(press(page, "Delete"), "Delete")
    expect(page.get_by_text("There is no such image")).to_be_visible(timeout=PATIENCE_MS)
