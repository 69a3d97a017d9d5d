"""What every list can do, shown on zones, which every cloud has."""

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


def test_a_filter_that_makes_no_sense_is_explained(page):
    page.goto(ZONES)
    page.get_by_label("Filter", exact=True).fill("name=(((")
    page.keyboard.press("Enter")
    notice = page.get_by_role("alert").filter(has_text="filter")
    expect(notice).to_contain_text("Request ID")


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
