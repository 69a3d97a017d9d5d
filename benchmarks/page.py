"""Our list pages against Horizon's own for the same, in a real browser that has seen them before.

Both pages come from one Horizon. It runs with a futurist that does not wait a second for its idle
threads at every use, as newer ones do: that second would count against Horizon's page only.
"""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, sync_playwright

from benchmarks.cloud import Cloud
from benchmarks.measure import Comparison, of

SERVERS = 200
SIZES = (20, 100)
RUNS = 5
PATIENCE = 180_000  # ms: Horizon makes 100 rows slowly on a busy machine
# our panel, and Horizon's
PANELS = {"VM instances": ("gce_instances", "instances"), "Disks": ("gce_disks", "volumes")}
THERE = "until the rows are there"
# what is measured of a page: its unit, the goal for our share of Horizon's, the script that tells
MEASURES = {
    THERE: ("s", 0.2, ""),
    "server": (
        "s",
        0.1,
        "(([page]) => (page.responseEnd - page.requestStart) / 1000)"
        "(performance.getEntriesByType('navigation'))",
    ),
    "until something is seen": (
        "s",
        0.5,
        "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000",
    ),
    "bytes": (
        "kB",
        0.2,
        "['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type))"
        ".reduce((sum, each) => sum + each.transferSize, 0) / 1000",
    ),
}
CHROMIUM = {
    "executable_path": "/usr/bin/chromium",
    "args": ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
}


def run(cloud: Cloud) -> Iterator[Comparison]:
    """Comparisons for each panel and page size."""
    cloud.scale(SERVERS)
    cloud.add_disks(SERVERS)
    cloud.use_old_futurist()
    url = cloud.url("horizon")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(PATIENCE)
        log_in(page, url)
        for size in SIZES:
            set_page_size(page, url, size)
            for title, (ours, theirs) in PANELS.items():
                at = {
                    "gce_dashboard": f"{url}/project/{ours}/p/demo/?size={size}",
                    "horizon": f"{url}/project/{theirs}/",
                }
                yield from compared(page, f"{title}, {size} rows", at, size)
        browser.close()


def compared(page: Page, title: str, at: dict[str, str], rows: int) -> Iterator[Comparison]:
    """All measures of two pages, which are opened in turn, after a first time that warms up."""
    runs = [{name: measured(page, url, rows) for name, url in at.items()} for _ in range(RUNS + 1)]
    del runs[0]
    for measure, (unit, goal, _) in MEASURES.items():
        figures = [of(name, [run[name][measure] for run in runs]) for name in at]
        yield Comparison(f"{title}: {measure}", figures, goal, unit)


def log_in(page: Page, url: str) -> None:
    page.goto(f"{url}/auth/login/")
    page.fill("#id_username", "demo")
    page.fill("#id_password", "demo")
    page.click("#loginBtn")
    page.wait_for_selector("#id_password", state="detached")


def set_page_size(page: Page, url: str, size: int) -> None:
    """Horizon's page size is a user setting."""
    page.goto(f"{url}/settings/")
    page.fill("#id_pagesize", str(size))
    page.click("input[type=submit]")


def measured(page: Page, url: str, rows: int) -> dict[str, float]:
    """Open a page, wait until its table has the rows, and ask the browser for each measure."""
    page.goto(url, wait_until="commit")
    page.wait_for_function(
        "rows => document.querySelectorAll('table tbody tr[data-object-id], tr[data-key]')"
        ".length >= rows",
        arg=rows,
    )
    there = page.evaluate("performance.now() / 1000")
    page.wait_for_load_state()
    told = {
        measure: page.evaluate(script) for measure, (_, _, script) in MEASURES.items() if script
    }
    return told | {THERE: there}
