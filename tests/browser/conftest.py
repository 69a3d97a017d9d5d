"""A real browser on the console of a real cloud."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pathlib
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
import requests
from axe_core_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

import tests.unit.gce_dashboard.conftest  # noqa: F401  sets Horizon up, for tests of every page

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--no-sandbox",  # containers run tests as root
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EVERYTHING = {"resultTypes": ["violations"]}  # of all rules
SHOTS = pathlib.Path(__file__).parents[1] / "shots"
PATIENCE_MS = 60_000
expect.set_options(timeout=20_000)


@dataclasses.dataclass(frozen=True)
class Api:
    """The endpoint as another client of project demo uses it; paths are within the project."""

    root: str
    token: str

    def send(self, method: str, path: str, **more) -> dict:
        url = path if path.startswith("http") else f"{self.root}/{path}"
        headers = {"Authorization": f"Bearer {self.token}"}
        return requests.request(method, url, headers=headers, timeout=120, **more).json()

    def do(self, method: str, path: str, body: dict | None = None) -> dict:
        """Ask for a change and return its Operation once that is done."""
        return self.wait(self.send(method, path, json=body))

    def wait(self, operation: dict) -> dict:
        while operation["status"] != "DONE":
            operation = self.send("POST", operation["selfLink"] + "/wait")
        return operation

    def insert_instance(self, zone: str, name: str, **fields) -> dict:
        """Ask for a small VM with an external address; returns the Operation."""
        image = "projects/debian-cloud/global/images/family/debian-12"
        body = {
            "name": name,
            "machineType": f"zones/{zone}/machineTypes/e2-micro",
            "disks": [
                {"boot": True, "autoDelete": True, "initializeParams": {"sourceImage": image}}
            ],
            "networkInterfaces": [{"accessConfigs": [{"type": "ONE_TO_ONE_NAT"}]}],
            **fields,
        }
        return self.send("POST", f"zones/{zone}/instances", json=body)


@pytest.fixture(scope="session")
def api(devcloud) -> Api:
    return Api(devcloud.url("gce") + "/compute/v1/projects/demo", devcloud.token())


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
    _sign_in(profile, devcloud, "demo", "/project/gce_zones/")
    state = profile.storage_state()
    profile.close()
    return state


@pytest.fixture(scope="module")
def signed_in_page(browser, devcloud, signed_in) -> Iterator[Callable[[], Page]]:
    """Open a page of the console for user demo, to be closed with the module."""
    profile = _profile(browser, devcloud, storage_state=signed_in)
    yield profile.new_page
    profile.close()


@pytest.fixture(scope="session")
def profile(browser, devcloud, signed_in) -> Iterator[BrowserContext]:
    """User demo's browser, which reads the console's scripts and styles once for all tests."""
    profile = _profile(browser, devcloud, storage_state=signed_in)
    yield profile
    profile.close()


@pytest.fixture
def page(profile, devcloud, signed_in, request) -> Iterator[Page]:
    """A page of the console; what goes wrong in its scripts fails the test."""
    profile.clear_cookies()
    profile.add_cookies(signed_in["cookies"])
    with _watched(profile, request.node.name) as page:
        stored = {"origin": devcloud.url("horizon"), "storageTypes": "local_storage"}
        profile.new_cdp_session(page).send("Storage.clearDataForOrigin", stored)
        yield page


@pytest.fixture
def page_with_clock(browser, devcloud, signed_in, request) -> Iterator[Page]:
    """The same in a browser profile of its own, whose clock the test may turn."""
    profile = _profile(browser, devcloud, storage_state=signed_in)
    profile.clock.install()
    with _watched(profile, request.node.name) as page:
        yield page
    profile.close()


@pytest.fixture
def problems() -> Callable[..., list[str]]:
    """What axe-core finds wrong with a page, frame and all."""

    def look(page: Page, options: dict = EVERYTHING) -> list[str]:
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate("options => axe.run(options)", options)["violations"]
        return [
            f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes']]}"
            for each in found
        ]

    return look


@contextlib.contextmanager
def _watched(profile: BrowserContext, name: str) -> Iterator[Page]:
    others = set(profile.pages)
    page = profile.new_page()
    page.set_default_timeout(PATIENCE_MS)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")
    for opened in set(profile.pages) - others:
        opened.close()
    assert not problems


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
    page.wait_for_url(f"**{path}**")  # a list leads on to the project's
    return page
