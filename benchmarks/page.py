"""Our VM instances page against Horizon's own Instances page, in a real browser.

Both pages come from one Horizon. It runs with a futurist that does not wait a second for its idle
threads at every use, as newer ones do: that second would count against Horizon's page only.
"""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, sync_playwright

from benchmarks.cloud import Cloud
from benchmarks.measure import Comparison, side_by_side

SERVERS = 200
SIZES = (20, 100)
GOAL = 0.2  # of Horizon's own
RUNS = 5
CHROMIUM = {
    "executable_path": "/usr/bin/chromium",
    "args": ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
}


def run(cloud: Cloud) -> Iterator[Comparison]:
    """One comparison for each page size: seconds from the click until the last row is there."""
    cloud.scale(SERVERS)
    cloud.use_old_futurist()
    url = cloud.url("horizon")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        log_in(page, url)
        for size in SIZES:
            set_page_size(page, url, size)
            contenders = {
                "gce_dashboard": lambda size=size: seconds_until_rows(
                    page, f"{url}/project/gce_instances/?size={size}", size
                ),
                "horizon": lambda size=size: seconds_until_rows(
                    page, f"{url}/project/instances/", size
                ),
            }
            yield Comparison(f"page of {size} instances", side_by_side(contenders, RUNS), GOAL)
        browser.close()


def log_in(page: Page, url: str) -> None:
    page.goto(f"{url}/auth/login/")
    page.fill("#id_username", "demo")
    page.fill("#id_password", "demo")
    page.click("#loginBtn")
    page.wait_for_selector("#sidebar-accordion, .sidebar")


def set_page_size(page: Page, url: str, size: int) -> None:
    """Horizon's page size is a user setting."""
    page.goto(f"{url}/settings/")
    page.fill("#id_pagesize", str(size))
    page.click("input[type=submit]")


def seconds_until_rows(page: Page, url: str, rows: int) -> float:
    """Open a page; seconds from the start of the navigation until its table has the rows."""
    page.goto(url, wait_until="commit")
    page.wait_for_function(
        "rows => document.querySelectorAll('table tbody tr[data-object-id], tr[data-key]')"
        ".length >= rows",
        arg=rows,
    )
    return page.evaluate("performance.now()") / 1000
