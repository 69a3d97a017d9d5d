"""A real browser on a real cloud."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        # Chromium's own sandbox needs rights that containers withhold
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def sign_in(chromium, devcloud) -> Iterator[Callable[..., Page]]:
    """Sign a user in, in a browser profile of its own, and open a page of the console."""
    profiles = []

    def open_page(user: str, path: str) -> Page:
        profiles.append(
            chromium.new_context(
                base_url=devcloud.url("horizon"), viewport={"width": 1440, "height": 900}
            )
        )
        page = profiles[-1].new_page()
        page.goto(f"/auth/login/?next={quote(path)}")
        page.fill("#id_username", user)
        page.fill("#id_password", devcloud.password(user))
        page.click("#loginBtn")
        page.wait_for_url(f"**{path}")
        return page

    yield open_page
    for profile in profiles:
        profile.close()


@pytest.fixture
def problems() -> Callable[[Page], list[str]]:
    """What axe-core finds wrong with our part of a page; the frame around it is Horizon's."""
    axe = Axe()

    def look(page: Page) -> list[str]:
        found = axe.run(page, "#gce")["violations"]
        return [
            f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes']]}"
            for each in found
        ]

    return look
