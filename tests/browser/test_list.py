"""What every list can do, shown on zones, which every cloud has."""

import pytest
from playwright.sync_api import expect

ZONES = "/project/gce_zones/p/demo/"


def rows(page):
    return page.locator(".gce-list tbody tr")


def test_a_list_comes_with_its_rows_and_asks_again_only_to_stay_live(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if ZONES in request.url else 0)
    page.goto(ZONES)
    expect(rows(page)).to_have_count(4)
    assert len([url for url in asked if "version=" not in url]) == 1


def test_pages_lead_forth_and_back(page):
    page.goto(ZONES + "?size=3")
    expect(rows(page)).to_have_count(3)
    first = rows(page).first.get_attribute("data-name")
    page.get_by_role("button", name="Next page").click()
    expect(page.locator("[data-gce-range]")).to_have_text("4\u20134")
    page.get_by_role("button", name="Previous page").click()
    expect(rows(page).first).to_have_attribute("data-name", first)
    page.go_back()
    expect(page.locator("[data-gce-range]")).to_have_text("4\u20134")

    page.goto("/project/gce_operations/p/demo/")
    page.go_back()  # to the page, and not to what its script has fetched from its address
    expect(rows(page)).to_have_count(1)
    expect(page.get_by_role("heading", name="Zones")).to_be_visible()

    page.get_by_label("Rows per page").select_option("10")
    expect(rows(page)).to_have_count(4)
    expect(page.locator("[data-gce-range]")).to_have_text("1\u20134")
    expect(page.get_by_role("button", name="Next page")).to_be_disabled()


def test_a_filter_narrows_the_list_and_is_in_the_address(page):
    page.goto(ZONES)
    page.get_by_label("Filter", exact=True).fill("name=us-central1-b")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(1)
    page.reload()
    expect(rows(page)).to_have_count(1)
    page.get_by_role("button", name="Clear the filter").click()
    expect(rows(page)).to_have_count(4)


def look_for(page, text):
    page.get_by_label("Filter", exact=True).fill(text)
    page.keyboard.press("Enter")


def names(page):
    expect(page.locator(".gce-list")).not_to_have_attribute("aria-busy", "true")
    return rows(page).evaluate_all("rows => rows.map(row => row.dataset.name)")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("name=(((", "A bracket is not closed."),
        ('"us-central1', "A quotation mark is not closed."),
        ("status:", "needs a value"),
        ("nosuch.field=1", "Request ID"),  # only the endpoint knows its fields
    ],
)
def test_a_filter_that_makes_no_sense_is_explained_at_the_field_and_keeps_the_rows(page, text, why):
    page.goto(ZONES)
    expect(rows(page)).to_have_count(4)
    look_for(page, text)
    field = page.get_by_label("Filter", exact=True)
    expect(page.get_by_role("alert").filter(has_text=why)).to_have_id("gce-filter-error")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value(text)  # to be corrected
    expect(rows(page)).to_have_count(4)
    look_for(page, "us-central1-b")
    expect(rows(page)).to_have_count(1)
    expect(page.locator("#gce-filter-error")).to_be_hidden()


@pytest.mark.parametrize("text", ["central1-b up", "Region:us-central1 1-b", "name=us-central1-b"])
def test_text_is_found_in_what_is_shown(page, text):
    page.goto(ZONES)
    look_for(page, text)
    expect(rows(page)).to_have_count(1)
    assert names(page) == ["us-central1-b"]


def test_what_is_looked_for_stands_in_chips_that_can_be_taken_away(page):
    page.goto(ZONES)
    look_for(page, "us-central1-b")
    look_for(page, "status=DOWN")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    page.get_by_role("button", name="Remove Status: Down").click()
    expect(rows(page)).to_have_count(1)
    page.get_by_label("Filter", exact=True).focus()
    page.keyboard.press("Backspace")  # takes the last one back to be changed
    expect(page.get_by_label("Filter", exact=True)).to_have_value("us-central1-b")


def test_fields_values_and_the_pages_words_are_suggested(page):
    page.goto(ZONES)
    expect(rows(page)).to_have_count(4)
    field = page.get_by_label("Filter", exact=True)
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    field.press_sequentially("dow")
    expect(options).to_have_text(["Status: Down"])
    field.fill("reg")
    expect(options).to_have_text(["Region:"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(options).to_have_text(["Region: us-central1"])  # what the rows show
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove Region: us-central1")).to_be_visible()
    expect(rows(page)).to_have_count(4)


def test_every_column_sorts_both_ways_and_the_order_is_in_the_address(page):
    page.goto(ZONES)
    expect(rows(page)).to_have_count(4)
    for header in page.get_by_role("columnheader").all():
        expect(header.get_by_role("button")).to_be_visible()
    name = page.get_by_role("columnheader", name="Name")
    name.get_by_role("button").click()
    expect(name).to_have_attribute("aria-sort", "ascending")
    forth = names(page)
    name.get_by_role("button").click()
    expect(name).to_have_attribute("aria-sort", "descending")
    page.reload()
    expect(name).to_have_attribute("aria-sort", "descending")
    expect(rows(page)).to_have_count(4)
    assert names(page) == forth[::-1]


def test_columns_are_chosen_by_keyboard_and_stay_chosen(page):
    page.goto(ZONES)
    region = page.get_by_role("columnheader", name="Region")
    expect(region).to_be_visible()
    page.get_by_label("Choose columns").focus()
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="Region").focus()
    page.keyboard.press("Space")
    expect(region).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Choose columns")).to_be_focused()
    page.reload()
    expect(region).to_be_hidden()
