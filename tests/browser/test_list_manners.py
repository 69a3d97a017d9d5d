"""What a list offers around its rows: menus, choices that are kept, files, the keyboard."""

import json
import pathlib

import pytest
from playwright.sync_api import expect

ZONES = "/project/gce_zones/p/demo/"
DISKS = "/project/gce_disks/p/demo/"
PREFIX = "manners"


def rows(page):
    return page.locator(".gce-list [data-gce-rows] tr")


def row(page, name):
    return page.locator(f".gce-list tr[data-name='{name}']")


@pytest.fixture(scope="module")
def disks(api):
    """Three disks of project demo."""
    zone = "zones/us-central1-a"
    names = [f"{PREFIX}-{n}" for n in (1, 2, 10)]
    for operation in [
        api.send("POST", f"{zone}/disks", json={"name": name, "sizeGb": "1"}) for name in names
    ]:
        api.wait(operation)
    yield names
    for name in names:
        api.send("DELETE", f"{zone}/disks/{name}")


@pytest.fixture
def listed(page, disks):
    """The list of these disks, each on its row."""
    page.goto(DISKS + f"?filter={PREFIX}")
    expect(rows(page)).to_have_count(len(disks))
    return page


def test_columns_density_and_page_size_are_kept_for_the_user(page):
    page.goto(ZONES)
    region = page.get_by_role("columnheader", name="Region")
    page.get_by_label("Choose columns").click()
    page.get_by_role("checkbox", name="Region").uncheck()
    expect(region).to_be_hidden()
    page.get_by_role("radio", name="Compact").check()
    page.keyboard.press("Escape")
    page.get_by_label("Rows per page").select_option("10")
    page.goto(ZONES)  # another tab would show the same
    expect(rows(page)).to_have_count(4)
    expect(region).to_be_hidden()
    expect(page.locator(".gce-compact")).to_be_visible()
    expect(page.get_by_label("Rows per page")).to_have_value("10")


def test_a_view_is_saved_opened_and_deleted(page):
    page.goto(ZONES)
    page.get_by_label("Filter", exact=True).fill("us-central1-b")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(1)
    page.get_by_label("Saved views").click()
    page.get_by_label("Name of the view").fill("Only b")
    page.keyboard.press("Enter")
    page.goto(ZONES)
    page.get_by_label("Saved views").click()
    page.get_by_role("button", name="Only b", exact=True).click()
    expect(rows(page)).to_have_count(1)
    page.get_by_label("Saved views").click()
    page.get_by_role("button", name="Delete the view Only b").click()
    expect(page.get_by_role("button", name="Only b", exact=True)).to_be_hidden()


def test_what_the_filter_matches_is_downloaded(listed):
    listed.get_by_label("Export").click()
    with listed.expect_download() as download:
        listed.get_by_role("link", name="JSON").click()
    items = json.loads(pathlib.Path(download.value.path()).read_text())
    assert {item["name"] for item in items} == {f"{PREFIX}-{n}" for n in (1, 2, 10)}


def test_the_list_with_its_filter_has_equivalents_to_copy(listed):
    listed.get_by_label("Export").click()
    listed.get_by_role("button", name="Equivalent gcloud and REST").click()
    dialog = listed.get_by_role("dialog")
    expect(dialog.locator("#gce-list-gcloud")).to_contain_text("gcloud compute disks list")
    expect(dialog.locator("#gce-list-rest")).to_contain_text("/aggregated/disks?filter=")
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()


def test_a_row_is_one_tab_stop_with_arrow_keys_within_and_between(listed):
    links = rows(listed).locator("th a")
    links.nth(0).focus()
    listed.keyboard.press("Tab")
    expect(links.nth(1)).to_be_focused()
    listed.keyboard.press("ArrowDown")
    expect(links.nth(2)).to_be_focused()
    listed.keyboard.press("ArrowLeft")
    expect(row(listed, f"{PREFIX}-10").get_by_role("checkbox")).to_be_focused()
    listed.keyboard.press("End")
    menu = listed.get_by_role("button", name=f"Actions for {PREFIX}-10")
    expect(menu).to_be_focused()
    listed.keyboard.press("Shift+Tab")
    expect(links.nth(1)).to_be_focused()


def test_an_action_from_the_menu_of_a_row_shows_there_at_once_and_gives_the_focus_back(listed):
    name = f"{PREFIX}-2"
    menu = listed.get_by_role("button", name=f"Actions for {name}")
    menu.focus()
    listed.keyboard.press("Enter")
    items = listed.get_by_role("menu").get_by_role("menuitem")
    expect(items.first).to_be_focused()
    listed.keyboard.press("Escape")
    expect(menu).to_be_focused()
    listed.keyboard.press("Enter")
    listed.get_by_role("menuitem", name="Resize").click()
    listed.get_by_label("New size").fill("2")
    listed.get_by_role("dialog").get_by_role("button", name="Resize").click()
    expect(row(listed, name).locator(".gce-under-way")).to_contain_text(name)
    expect(row(listed, name)).to_contain_text("2 GB", timeout=60_000)
    expect(row(listed, name).locator(".gce-under-way")).to_have_count(0)
    focused = listed.evaluate("document.activeElement.closest('tr')?.dataset.name")
    assert focused == name


def test_the_focus_goes_to_the_neighbour_of_a_row_that_is_gone(listed, api):
    rows(listed).nth(1).locator("th a").focus()
    answer = {
        "rows": [],
        "columns": [],
        "next": "",
        "total": 0,
        "chips": [],
        "notices": [],
        "version": "1",
    }
    kept = rows(listed).nth(0).evaluate("row => ({key: row.dataset.key, html: row.outerHTML})")
    listed.route("**/*version=*", lambda route: route.fulfill(json={**answer, "rows": [kept]}))
    listed.get_by_role("button", name="Refresh").evaluate("button => button.click()")
    expect(rows(listed)).to_have_count(1)
    expect(rows(listed).locator("th a")).to_be_focused()


def test_all_results_of_all_pages_can_be_selected(listed):
    listed.get_by_label("Rows per page").select_option("10")
    listed.goto(DISKS + f"?filter={PREFIX}&size=2")
    expect(rows(listed)).to_have_count(2)
    expect(listed.locator("[data-gce-total]")).to_have_text("of 3")
    listed.get_by_label("Select every row").check()
    listed.get_by_role("button", name="Select all results").click()
    expect(listed.locator("[data-gce-selected]")).to_have_text("3 selected")
    listed.get_by_role("button", name="Delete").click()
    expect(listed.get_by_role("dialog")).to_contain_text(f"{PREFIX}-10")
    listed.get_by_role("dialog").get_by_role("button", name="Cancel").click()


def test_what_is_made_shows_as_under_way_before_it_is_listed(listed):
    listed.goto(DISKS)
    operation = {
        "name": "operation-1",
        "type": "insert",
        "path": "zones/us-central1-a/disks/to-come",
        "words": {"doing": "Creating to-come", "done": "", "failed": ""},
        "done": False,
        "errors": [],
    }
    listed.evaluate("operation => gce.tray.follow([operation])", operation)
    listed.evaluate(
        "document.dispatchEvent(new CustomEvent('gce:started', {detail: {started: []}}))"
    )
    expect(listed.locator("[data-gce-coming]")).to_have_text("Creating to-come")
