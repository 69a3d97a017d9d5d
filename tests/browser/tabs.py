"""Tabs of a page that a link has just led to."""

from playwright.sync_api import Page


def open_tab(page: Page, name: str) -> None:
    """Choose a tab as soon as the page's scripts, which it is of no use without, have run."""
    tab = page.get_by_role("tab", name=name)
    tab.wait_for()
    page.wait_for_load_state()
    tab.click()
