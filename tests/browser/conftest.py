"""A real browser on the console of a real cloud."""

from __future__ import annotations

import os
import pathlib
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",  # containers run tests as root
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHOTS = pathlib.Path(__file__).parents[1] / "shots"
PATIENCE_MS = 60_000
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("chromium is not installed: `make browser` installs it")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def sign_in(browser, devcloud) -> Iterator[Callable[..., Page]]:
    """Sign a user in, in a browser profile of its own, and open a page of the console."""
    profiles: list[BrowserContext] = []

    def open_page(user: str, path: str) -> Page:
        profiles.append(_profile(browser, devcloud))
        return _sign_in(profiles[-1], devcloud, user, path)

    yield open_page
    for profile in profiles:
        profile.close()


@pytest.fixture(scope="session")
def signed_in(browser, devcloud) -> dict:
    """The cookies of user demo, signed in through Horizon's own page."""
    profile = _profile(browser, devcloud)
    _sign_in(profile, devcloud, "demo", "/project/api_access/")
    state = profile.storage_state()
    profile.close()
    return state


@pytest.fixture
def page(browser, devcloud, signed_in, request) -> Iterator[Page]:
    """A page of the console; what goes wrong in its scripts fails the test."""
    profile = _profile(browser, devcloud, storage_state=signed_in)
    page = profile.new_page()
    page.set_default_timeout(PATIENCE_MS)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{request.node.name}.png")
    profile.close()
    assert not problems


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


def _profile(browser: Browser, devcloud, **options) -> BrowserContext:
    return browser.new_context(
        base_url=devcloud.url("horizon"), viewport={"width": 1440, "height": 900}, **options
    )


def _sign_in(profile: BrowserContext, devcloud, user: str, path: str) -> Page:
    page = profile.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"/auth/login/?next={quote(path)}")
    page.fill("#id_username", user)
    page.fill("#id_password", devcloud.password(user))
    page.click("#loginBtn")
    page.wait_for_url(f"**{path}")
    return page
