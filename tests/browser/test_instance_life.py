"""The life of VM instances, through the console alone."""

import re

import pytest
from playwright.sync_api import expect

INSTANCES = "/project/gce_instances/p/demo/"
ZONE = "us-central1-a"
PATIENCE_MS = 60_000


def row(page, name):
    return page.locator(f"tr[data-name={name}]")


def expect_status(page, name, status):
    expect(row(page, name).locator("[data-column=status]")).to_have_text(
        status, timeout=PATIENCE_MS
    )


def create(page, name):
    """Fill in the form as far as it must be, and submit it by keyboard, as a hasty user does."""
    page.goto(INSTANCES + "create/")
    expect(page.locator("#gce-form")).not_to_have_attribute("aria-busy", "true")
    page.get_by_role("textbox", name="Name", exact=True).fill(name)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(INSTANCES + "$"))


def inserts(api, name):
    """How many times an instance of this name was asked for."""
    wanted = f'operationType=insert AND targetLink="*/instances/{name}"'
    found = api.send("GET", f"zones/{ZONE}/operations", params={"filter": wanted})
    return len(found.get("items", []))


def act(page, action, *names):
    for name in names:  # as soon as the page knows that nothing is under way there any more
        open_to = re.compile(rf"\b{action.lower()}\b")
        expect(row(page, name)).to_have_attribute("data-actions", open_to, timeout=PATIENCE_MS)
        page.get_by_label(f"Select {name}", exact=True).check()
    page.get_by_role("toolbar").get_by_role("button", name=action, exact=True).click()
    dialog = page.get_by_role("dialog")
    for name in names:
        expect(dialog).to_contain_text(name)
    dialog.get_by_role("button", name=action).click()
    expect(dialog).to_be_hidden(timeout=PATIENCE_MS)


def test_an_instance_is_created_watched_stopped_and_deleted_without_a_reload(page, api):
    before = inserts(api, "browser-1")
    create(page, "browser-1")
    loads = []
    page.on("load", lambda _page: loads.append(page.url))
    expect_status(page, "browser-1", "Running")
    expect(row(page, "browser-1")).to_contain_text("e2-medium")
    assert inserts(api, "browser-1") == before + 1

    act(page, "Stop", "browser-1")
    expect_status(page, "browser-1", "Stopped")

    act(page, "Delete", "browser-1")
    expect(row(page, "browser-1")).to_have_count(0, timeout=PATIENCE_MS)
    assert loads == []


def test_the_tray_follows_an_operation_from_page_to_page(page):
    create(page, "browser-2")
    page.goto("/project/gce_zones/p/demo/")
    page.get_by_role("button", name="Notifications").click()
    entry = page.get_by_role("region", name="Notifications").locator("li", has_text="browser-2")
    expect(entry).to_contain_text("Creating browser-2")
    expect(entry).to_contain_text("Done", timeout=PATIENCE_MS)
    page.get_by_role("link", name="browser-2 created").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("browser-2")
    page.get_by_role("toolbar").get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_text("There is no such instance")).to_be_visible(timeout=PATIENCE_MS)


def test_several_instances_are_acted_on_at_once(page, api):
    names = ["browser-3", "browser-4"]
    for operation in [api.insert_instance(ZONE, name) for name in names]:
        api.wait(operation)
    page.goto(INSTANCES + "?filter=name=browser-3 OR name=browser-4")
    for action, status in (
        ("Suspend", "Suspended"),
        ("Resume", "Running"),
        ("Reset", "Running"),
        ("Stop", "Stopped"),
    ):
        act(page, action, *names)
        for name in names:
            expect_status(page, name, status)
        # nothing runs any more, and nothing has failed
        expect(page.locator(".gce-badge")).to_be_hidden(timeout=PATIENCE_MS)
    act(page, "Start", "browser-4")
    expect_status(page, "browser-4", "Running")
    # nothing else is done with it while the start goes on
    expect(page.locator(".gce-badge")).to_be_hidden(timeout=PATIENCE_MS)

    # what is not in a state for it is named, and left alone
    for name in names:
        page.get_by_label(f"Select {name}", exact=True).check()
    page.get_by_role("toolbar").get_by_role("button", name="Start", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Start browser-3?")
    expect(dialog).to_contain_text("stays as it is: browser-4")
    dialog.get_by_role("button", name="Cancel").click()

    page.get_by_label("Select every row").check()
    expect(page.locator("[data-gce-selected]")).to_have_text("2 selected")
    page.get_by_role("toolbar").get_by_role("button", name="Delete", exact=True).click()
    dialog.get_by_role("button", name="Delete").click()
    for name in names:
        expect(row(page, name)).to_have_count(0, timeout=PATIENCE_MS)


def test_a_bad_name_is_said_as_it_is_typed(page):
    page.goto(INSTANCES + "create/")
    page.get_by_role("textbox", name="Name", exact=True).fill("Not_valid")
    expect(page.locator("[data-field=name] .gce-error")).to_contain_text("lower-case letters")
    page.get_by_role("textbox", name="Name", exact=True).fill("valid")
    expect(page.locator("[data-field=name] .gce-error")).to_be_empty()


@pytest.mark.parametrize("width", [1440, 420])
def test_no_page_is_wider_than_its_window(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("", "create/"):
        page.goto(INSTANCES + path)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
