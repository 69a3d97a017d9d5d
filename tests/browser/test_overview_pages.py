"""The project at a glance, its quotas, its metadata, its places."""

import json
import pathlib
import re

import pytest
from playwright.sync_api import expect

OVERVIEW = "/project/gce_overview/p/demo/"
ZONE = "us-central1-a"
PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def instance(api):
    api.wait(api.insert_instance(ZONE, "glance"))
    yield "glance"
    api.do("DELETE", f"zones/{ZONE}/instances/glance")


def test_the_overview_leads_to_what_it_counts(page, instance, problems):
    page.goto(OVERVIEW)
    # other tests have VMs and operations in the project, too
    expect(
        page.get_by_role("img", name=re.compile(r"VM instances: \d+\..*Running"))
    ).to_be_visible()
    latest = page.locator(".gce-section", has_text="Latest operations").locator("tbody tr")
    expect(latest.first).to_be_visible()
    assert problems(page) == []
    page.locator(".gce-legend").get_by_role("link", name="Running").click()
    expect(page.locator("tr[data-name=glance]")).to_be_visible()
    page.goto(OVERVIEW)
    page.get_by_role("link", name=ZONE).click()
    expect(page.locator("tr[data-name=glance]")).to_be_visible()


def test_the_quotas_are_labelled_bars_and_are_filtered(page):
    page.goto(OVERVIEW)
    page.get_by_role("link", name="All quotas").click()
    bar = page.get_by_label("Instances, Whole project")
    expect(bar).to_have_attribute("max", re.compile(r"\d+"))
    assert bar.evaluate("element => element.tagName") == "METER"
    page.get_by_label("Filter", exact=True).fill("snapshots")
    page.keyboard.press("Enter")
    expect(page.locator("#gce-list tbody tr[data-key]")).to_have_count(1)


def test_metadata_and_ssh_keys_of_the_project_reach_an_instance(page, instance, api, problems):
    page.goto("/project/gce_metadata/")
    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name="Edit metadata").click()
    dialog.get_by_role("button", name="Add").click()
    dialog.get_by_label("Key").last.fill("shared-note")
    dialog.get_by_label("Value").last.fill("for all")
    assert problems(page) == []
    dialog.get_by_role("button", name="Save").click()
    expect(page.locator("#gce-metadata-panel")).to_contain_text("shared-note", timeout=PATIENCE_MS)

    page.get_by_role("tab", name="SSH keys").click()
    page.get_by_role("button", name="Edit SSH keys").click()
    keys = dialog.get_by_label("SSH keys")
    keys.fill("nobody's key")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("This is not a public SSH key")
    keys.fill("ann:ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ8 ann@home")
    dialog.get_by_role("button", name="Save").click()
    expect(page.locator("#gce-ssh-keys-panel")).to_contain_text("ann@home", timeout=PATIENCE_MS)

    page.goto(f"/project/gce_instances/p/demo/zones/{ZONE}/{instance}/")
    inherited = page.locator(".gce-section", has_text="Inherited from the project")
    expect(inherited).to_contain_text("for all")
    expect(inherited).to_contain_text("ann: ssh-ed25519")
    inherited.get_by_role("link", name="Metadata of the project").click()
    expect(page.get_by_role("heading", name="Metadata", level=1)).to_be_visible()
    stored = api.send("GET", "")["commonInstanceMetadata"]
    api.do("POST", "setCommonInstanceMetadata", {"fingerprint": stored["fingerprint"]})


def test_places_and_sizes_lead_to_each_other(page):
    page.goto("/project/gce_regions/p/demo/us-central1/")
    page.get_by_role("link", name=ZONE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ZONE)
    page.get_by_role("tab", name="Machine types").click()
    page.get_by_role("link", name="e2-micro").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("e2-micro")
    page.get_by_role("link", name="Create instance").click()
    expect(page.locator("[name=machine_type]")).to_have_value("e2-micro")
    expect(page.locator("[name=zone]")).to_have_value(ZONE)


def test_a_service_account_gets_a_key_that_is_shown_once_and_revoked(page, problems):
    page.goto("/project/gce_service_accounts/")
    dialog = page.get_by_role("dialog")
    page.get_by_role("button", name="Create service account").click()
    dialog.get_by_label("Service account ID").fill("bot")
    dialog.get_by_role("button", name="Create service account").click()
    expect(dialog.get_by_role("alert").first).not_to_be_empty()
    dialog.get_by_label("Service account ID").fill("walker-one")
    dialog.get_by_role("button", name="Create service account").click()
    page.get_by_role("link", name="walker-one@").click()

    page.get_by_role("button", name="Create key").click()
    dialog.get_by_role("button", name="Create key").click()
    expect(dialog).to_contain_text("BEGIN PRIVATE KEY")
    assert problems(page) == []
    with page.expect_download() as saved:
        dialog.get_by_role("link", name="Download").click()
    key = json.loads(pathlib.Path(saved.value.path()).read_text())
    assert key["client_email"].startswith("walker-one@")
    dialog.get_by_role("button", name="Close").click()
    keys = page.locator("#gce-keys-panel")
    expect(keys).to_contain_text(key["private_key_id"])
    expect(page.get_by_text("BEGIN PRIVATE KEY")).to_have_count(0)

    page.get_by_role("button", name="Revoke key").click()
    dialog.get_by_label("Key").select_option(key["private_key_id"])
    dialog.get_by_role("button", name="Revoke").click()
    expect(keys).to_contain_text("This account has no key")
    page.get_by_role("button", name="Delete").click()
    dialog.get_by_role("textbox").fill(key["client_email"])
    dialog.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("There is no such service account")).to_be_visible()


def test_what_is_pasted_for_clients_is_there_for_each(page, problems):
    page.goto("/project/gce_api_access/")
    for name in ("gcloud", "curl", "Python", "Node.js", "libcloud", "Ansible", "Terraform"):
        page.get_by_role("tab", name=name).click()
        expect(page.get_by_role("tabpanel")).to_contain_text("127.0.0.1")
    assert problems(page) == []


def test_a_tab_opens_before_the_scripts_run_and_in_another_tab_of_the_browser(page):
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/project/gce_api_access/p/demo/")
    page.get_by_role("tab", name="Python").click()
    expect(page).to_have_url(re.compile(r"\?tab="))
    expect(page.get_by_role("tabpanel")).to_contain_text("from google.cloud import compute_v1")
    page.unroute("**/*.js")
    page.reload()
    with page.context.expect_page() as opened:
        page.get_by_role("tab", name="Terraform").click(modifiers=["ControlOrMeta"])
    expect(opened.value.get_by_role("tabpanel")).to_contain_text('provider "google"')
    expect(page.get_by_role("tab", selected=True)).to_have_text("Python")


def test_a_spot_vm_like_another_lets_the_web_in(page, instance, api):
    page.goto("/project/gce_instances/")
    row = page.locator(f"tr[data-name={instance}]")
    row.get_by_label(f"Connect to {instance}").click()
    expect(row).to_contain_text(f"gcloud compute ssh {instance} --zone={ZONE} --project=demo")
    row.get_by_role("link", name=instance).click()
    page.get_by_role("tab", name="Serial console").click()
    page.get_by_label("Serial port").select_option("4")
    expect(page.get_by_text("The guest has written nothing yet.")).to_be_visible()
    page.get_by_role("link", name="Create similar").click()
    expect(page.locator("#gce-form")).not_to_have_attribute("aria-busy", "true")
    expect(page.locator("[name=machine_type]")).to_have_value("e2-micro")
    page.locator("[name=name]").fill("glance-two")
    page.get_by_label("Allow HTTP traffic").check()
    page.get_by_text("Spot", exact=True).click()
    expect(page.locator("[data-field=maintenance]")).to_be_hidden()
    expect(page.locator("#gce-gcloud")).to_contain_text("--tags=http-server")
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.locator("tr[data-name=glance-two]")).to_contain_text("Running", timeout=PATIENCE_MS)
    made = api.send("GET", f"zones/{ZONE}/instances/glance-two")
    assert made["scheduling"]["provisioningModel"] == "SPOT"
    assert made["tags"]["items"] == ["http-server"]
    rule = api.send("GET", "global/firewalls/default-allow-http")
    assert rule["targetTags"] == ["http-server"]
    api.do("DELETE", f"zones/{ZONE}/instances/glance-two")
    api.do("DELETE", "global/firewalls/default-allow-http")
