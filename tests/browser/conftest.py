"""A real browser, signed in to the console of a real cloud."""

from __future__ import annotations

import os
import pathlib
import shutil
from collections.abc import Iterator

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

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


@pytest.fixture(scope="session")
def browser() -> Iterator[playwright.Browser]:
    if not CHROMIUM:
        pytest.skip("chromium is not installed: `make browser` installs it")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def signed_in(browser, devcloud) -> dict:
    """The cookies of user demo, signed in through Horizon's own page."""
    context = browser.new_context(base_url=devcloud.url("horizon"))
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto("/auth/login/")
    page.fill("#id_username", "demo")
    page.fill("#id_password", devcloud.password("demo"))
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: "/auth/login" not in url)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def page(browser, devcloud, signed_in, request) -> Iterator[playwright.Page]:
    """A page of the console; what goes wrong in its scripts fails the test."""
    context = browser.new_context(
        base_url=devcloud.url("horizon"),
        storage_state=signed_in,
        viewport={"width": 1440, "height": 900},
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{request.node.name}.png")
    context.close()
    assert not problems
