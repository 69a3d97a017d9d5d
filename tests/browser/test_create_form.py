"""What was typed into a create form is not lost, whatever becomes of it."""

import re

import pytest
from playwright.sync_api import expect

INSTANCES = "/project/gce_instances/p/demo/"
ZONE = "us-central1-b"
PATIENCE_MS = 60_000


def is_filled(page):
    expect(page.locator("#gce-form")).not_to_have_attribute("aria-busy", "true")


def fill_in(page, name):
    page.goto(INSTANCES + "create/")
    is_filled(page)
    page.locator("[name=name]").fill(name)
    page.locator("[name=zone]").select_option(ZONE)
    page.locator("[name=machine_type]").select_option("e2-small")
    page.locator("[data-field=labels]").get_by_role("button", name="Add").click()
    page.locator("[name=labels_key]").fill("env")
    page.locator("[name=labels_value]").fill("dev")
    page.get_by_role("button", name="Add a blank disk").click()
    page.locator("[name=extra_size]").fill("11")
    page.locator("[name=extra_type]").select_option("pd-ssd")
    page.locator("[name=extra_rule]").select_option("keep")
    page.locator("[name=tags]").fill("web")


def expect_what_was_typed(page, name):
    is_filled(page)
    for field, value in (
        ("name", name),
        ("zone", ZONE),
        ("machine_type", "e2-small"),
        ("labels_key", "env"),
        ("labels_value", "dev"),
        ("extra_size", "11"),
        ("extra_type", "pd-ssd"),
        ("extra_rule", "keep"),
        ("tags", "web"),
    ):
        expect(page.locator(f"[name={field}]")).to_have_value(value)


@pytest.fixture
def no_space(devcloud):
    """The project's quota of gigabytes is used up."""
    admin = devcloud.connection("admin", "admin")
    project = admin.identity.find_project("demo").id
    before = admin.block_storage.get_quota_set(project, usage=True)
    admin.block_storage.update_quota_set(project, gigabytes=before.usage["gigabytes"])
    yield
    admin.block_storage.update_quota_set(project, gigabytes=before.gigabytes)


@pytest.mark.alone
def test_a_failed_create_is_changed_and_tried_again(page, no_space):
    fill_in(page, "browser-7")
    page.get_by_role("button", name="Create", exact=True).click()
    page.wait_for_url(re.compile(INSTANCES + "$"))
    page.go_back()
    expect_what_was_typed(page, "browser-7")

    page.get_by_role("button", name="Notifications").click()
    tray = page.get_by_role("region", name="Notifications")
    entry = tray.locator("li", has_text="browser-7")
    expect(entry).to_contain_text("Failed", timeout=PATIENCE_MS)
    expect(entry).to_contain_text("uota")
    entry.get_by_role("link", name="Change and try again").click()
    expect_what_was_typed(page, "browser-7")
    expect(page.locator("#gce-gcloud")).to_contain_text("size=11GB,type=pd-ssd")


@pytest.mark.alone
def test_a_create_while_the_endpoint_is_down_is_sent_again_when_it_is_up(page, api, devcloud):
    fill_in(page, "browser-8")
    devcloud.kill("gce")
    try:
        page.get_by_role("button", name="Create", exact=True).click()
        problem = page.locator("[data-gce-form-error]")
        expect(problem).to_contain_text("cannot be reached. (request req-")
        expect_what_was_typed(page, "browser-8")
    finally:
        devcloud.start()
    page.get_by_role("button", name="Create", exact=True).click()
    page.wait_for_url(re.compile(INSTANCES + "$"))
    row = page.locator("tr[data-name=browser-8]")
    expect(row).to_contain_text("Running", timeout=PATIENCE_MS)

    # the same name again is refused, at its field
    fill_in(page, "browser-8")
    page.get_by_role("button", name="Create", exact=True).click()
    expect(page.locator("[data-field=name] .gce-error")).to_contain_text("already exists")
    expect(page.locator("[name=name]")).to_be_focused()
    expect_what_was_typed(page, "browser-8")
    api.do("DELETE", f"zones/{ZONE}/instances/browser-8")


def without_disk_types(route):
    """What the form is told where the endpoint fails for one of its lists."""
    if "x-requested-with" not in route.request.headers:
        route.continue_()
        return
    answer = route.fetch().json()
    answer["offers"]["diskTypes"] = []
    failure = {"title": "Disk types could not be listed", "message": "The database is away."}
    answer["notices"].append({**failure, "offers": ["diskTypes"]})
    route.fulfill(json=answer)


def test_a_list_that_does_not_come_is_asked_for_again(page):
    address = "/project/gce_disks/p/demo/create/"
    page.route(f"**{address}", without_disk_types)
    page.goto(address)
    is_filled(page)
    page.locator("[name=description]").fill("typed meanwhile")
    field = page.locator("[data-field=boot_type]")
    told = field.get_by_role("alert").filter(has_text="could not be listed")
    expect(told).to_contain_text("Disk types could not be listed: The database is away.")
    expect(field.locator("select")).to_have_text("Could not be loaded")
    expect(page.locator("#gce-notices")).to_be_empty()
    again = field.get_by_role("button", name="Try again")
    again.click()
    expect(again).to_be_focused()
    page.unroute(f"**{address}")
    again.click()
    expect(field.locator("select")).to_have_value("pd-balanced")
    expect(field.locator("select")).to_be_focused()
    expect(told).to_be_hidden()
    expect(page.locator("[name=description]")).to_have_value("typed meanwhile")
