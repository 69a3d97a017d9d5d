"""A page that stays open follows what happens, and survives what happens."""

import pytest
from playwright.sync_api import expect

INSTANCES = "/project/gce_instances/p/demo/"
HIDE = """hidden => {
    Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_page_asks_again_by_itself_but_not_in_a_hidden_tab(page_with_clock):
    page = page_with_clock
    page.goto(INSTANCES)
    looks = []
    page.on(
        "request", lambda request: looks.append(request.url) if "version=" in request.url else 0
    )
    with page.expect_response(lambda reply: "version=" in reply.url):
        page.clock.run_for(20_000)
    page.evaluate(HIDE, True)
    seen = len(looks)
    page.clock.run_for(300_000)
    assert len(looks) == seen
    with page.expect_response(lambda reply: "version=" in reply.url):
        page.evaluate(HIDE, False)


FAILURE = {
    "failed": True,
    "rows": [],
    "notices": [{"message": "Compute Engine did not answer in time."}],
}


def test_one_good_answer_after_failures_clears_the_notice_and_the_pace_is_as_before(
    page_with_clock,
):
    page = page_with_clock
    page.goto("/project/gce_zones/p/demo/")
    expect(page.locator(".gce-list")).not_to_have_attribute("aria-busy", "true")
    looks = "**/*version=*"
    page.route(looks, lambda route: route.fulfill(json=FAILURE))
    notice = page.get_by_role("alert").filter(has_text="did not answer in time")
    for _ in range(3):
        with page.expect_response(looks):
            page.clock.fast_forward(130_000)
        expect(notice).to_be_visible()
    page.unroute(looks)
    with page.expect_response(looks) as answer:  # nothing has changed meanwhile
        page.clock.fast_forward(130_000)
    assert answer.value.json() == {"unchanged": True}
    expect(notice).to_be_hidden()
    with page.expect_response(looks):
        page.clock.fast_forward(65_000)  # as often as it looked before the failures


def test_a_slow_answer_does_not_hold_up_what_is_asked_for_after_it(page):
    held = []
    page.goto("/project/gce_zones/p/demo/")
    expect(page.locator(".gce-list tbody tr")).to_have_count(4)
    page.route("**/*version=*", lambda route: held.append(route), times=1)
    page.get_by_role("button", name="Refresh").click()
    with page.expect_response("**/gce_zones/p/demo/?filter=us-central1-b*"):
        page.get_by_label("Filter", exact=True).fill("us-central1-b")
        page.keyboard.press("Enter")
    expect(page.locator(".gce-list tbody tr")).to_have_count(1)
    held[0].fulfill(json=FAILURE)  # too late to be of interest
    expect(page.locator(".gce-list tbody tr")).to_have_count(1)
    expect(page.get_by_role("alert").filter(has_text="in time")).to_be_hidden()


@pytest.mark.alone
def test_an_open_page_keeps_its_rows_while_the_endpoint_is_down(page, devcloud):
    page.goto("/project/gce_zones/p/demo/")
    rows = page.locator(".gce-list tbody tr")
    expect(rows).to_have_count(4)
    notice = page.get_by_role("alert").filter(has_text="Compute Engine cannot be reached")
    devcloud.kill("gce")
    try:
        page.get_by_role("button", name="Refresh").click()
        expect(notice).to_contain_text("Request ID: req-")
        expect(rows).to_have_count(4)
        page.reload()  # a page that never had rows says the same
        expect(notice).to_be_visible()
        expect(page.get_by_role("heading", name="No zones")).to_be_hidden()
    finally:
        devcloud.start()
    expect(rows).to_have_count(4, timeout=60_000)  # without anybody's help
    expect(notice).to_be_hidden()
