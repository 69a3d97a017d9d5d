"""Pages that are declared alone: snapshots and firewall rules, from the first click to the last."""

import re

import pytest
from playwright.sync_api import expect

PATIENCE_MS = 60_000
ZONE = "us-central1-a"


def is_filled(page):
    expect(page.locator("#gce-form")).not_to_have_attribute("aria-busy", "true")


def delete(page, name):
    page.get_by_role("toolbar").get_by_role("button", name="Delete", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Delete", exact=True).click()
    expect(dialog).to_be_hidden(timeout=PATIENCE_MS)


@pytest.fixture
def disk(api):
    api.do("POST", f"zones/{ZONE}/disks", {"name": "declared", "sizeGb": "1"})
    yield "declared"
    api.do("DELETE", f"zones/{ZONE}/disks/declared")


def test_a_snapshot_is_created_seen_and_deleted(page, disk, problems):
    page.goto("/project/gce_snapshots/")
    page.get_by_role("link", name="Create snapshot").first.click()
    is_filled(page)
    name = page.locator("[name=name]").input_value()
    assert re.fullmatch(r"snapshot-\d+", name)
    page.locator("[name=disk]").select_option(f"zones/{ZONE}/disks/{disk}")
    command = page.locator("#gce-gcloud")
    expect(command).to_contain_text(f"--source-disk={disk}")
    expect(command).to_contain_text(f"--source-disk-zone={ZONE}")
    page.get_by_role("button", name="Create", exact=True).click()
    page.wait_for_url(re.compile(r"/gce_snapshots/p/demo/$"))
    row = page.locator(f"tr[data-name={name}]")
    expect(row).to_contain_text("Ready", timeout=PATIENCE_MS)
    row.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page.locator("#gce-details-panel")).to_contain_text(disk)
    assert problems(page) == []
    delete(page, name)
    expect(page.get_by_text("There is no such snapshot")).to_be_visible(timeout=PATIENCE_MS)


def test_a_firewall_rule_is_created_edited_and_deleted(page, api):
    page.goto("/project/gce_firewalls/p/demo/create/")
    is_filled(page)
    page.locator("[name=name]").fill("declared")
    page.locator("[name=source_ranges]").fill("10.0.0.0/8, anywhere")
    error = page.locator("[data-field=source_ranges] .gce-error")
    expect(error).to_have_text("anywhere is not an address range.")
    page.locator("[name=source_ranges]").fill("10.0.0.0/8")
    page.locator("[name=allowed_ports]").fill("80, 443")
    expect(page.locator("#gce-gcloud")).to_contain_text("--rules=tcp:80,tcp:443")
    page.get_by_role("button", name="Create", exact=True).click()
    row = page.locator("tr[data-name=declared]")
    expect(row).to_contain_text("tcp:80,443", timeout=PATIENCE_MS)
    rule = api.send("GET", "global/firewalls/declared")
    assert rule["allowed"] == [{"IPProtocol": "tcp", "ports": ["80", "443"]}]

    row.get_by_role("link", name="declared").click()
    page.get_by_role("link", name="Edit").click()
    is_filled(page)
    expect(page.locator("[name=network]")).to_be_disabled()
    expect(page.locator("[name=allowed_ports]")).to_have_value("80, 443")
    page.locator("[name=allowed_ports]").fill("22")
    page.locator("[name=source_ranges]").fill("192.0.2.0/24")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile(r"/gce_firewalls/p/demo/global/declared/$"))
    expect(page.locator("#gce-details-panel")).to_contain_text("tcp:22", timeout=PATIENCE_MS)
    assert api.send("GET", "global/firewalls/declared")["sourceRanges"] == ["192.0.2.0/24"]
    delete(page, "declared")
    expect(page.get_by_text("There is no such firewall rule")).to_be_visible(timeout=PATIENCE_MS)
