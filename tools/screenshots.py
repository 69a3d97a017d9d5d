"""Pictures of the console for the docs: ``make screenshots``, while ``make run`` is running.

It makes what the pictures show in the project of the user demo (some VMs, a network with a
firewall rule, a load balancer, a managed group), takes them in a headless browser, and leaves
all of that there to be looked at. What is there already is not made again.

``python -m tools.screenshots --every FOLDER`` takes a picture of every list of the console instead,
as a desktop and a phone see it, light and dark.
"""

from __future__ import annotations

import argparse
import pathlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import requests
from playwright.sync_api import Page, expect, sync_playwright

from devcloud import catalogue, clients, layout, lifecycle
from devcloud.layout import Cloud

USER = PROJECT = "demo"
REGION, ZONE = "us-central1", "us-central1-a"
IMAGE = "projects/debian-cloud/global/images/family/debian-12"
FOLDER = pathlib.Path(__file__).parents[1] / "docs" / "images"
TAKEN = {
    "overview": "gce_overview",
    "instances": "gce_instances",
    "create-instance": "gce_instances/create",
    "instance": f"gce_instances/zones/{ZONE}/instances/web-1",
    "networks": "gce_networks",
    "instance-groups": "gce_instance_groups",
    "load-balancers": "gce_load_balancers",
}
PATIENCE_MS = 60_000
SETTLED_MS = 300  # icons and fonts are drawn by then
WINDOWS = {"desktop": (1440, 900), "phone": (420, 900)}
Json = dict[str, Any]


def vm(name: str, **more: Any) -> Json:
    return {
        "name": name,
        "machineType": f"zones/{ZONE}/machineTypes/e2-small",
        "labels": {"env": "dev", "tier": name.split("-")[0]},
        "tags": {"items": ["http-server"]},
        "disks": [{"boot": True, "autoDelete": True, "initializeParams": {"sourceImage": IMAGE}}],
        "networkInterfaces": [{"accessConfigs": [{"type": "ONE_TO_ONE_NAT"}]}],
        **more,
    }


def shown() -> Iterator[tuple[str, Json]]:
    """What the pictures show: where it is made, and the body; in the order to make it in."""
    for name in ("web-1", "web-2", "db-1"):
        yield f"zones/{ZONE}/instances", vm(name)
    yield f"zones/{ZONE}/disks", {"name": "data", "sizeGb": "50"}
    yield "global/networks", {"name": "shop", "autoCreateSubnetworks": False}
    yield (
        f"regions/{REGION}/subnetworks",
        {"name": "shop-front", "network": "global/networks/shop", "ipCidrRange": "10.1.0.0/24"},
    )
    yield (
        "global/firewalls",
        {
            "name": "allow-http",
            "allowed": [{"IPProtocol": "tcp", "ports": ["80"]}],
            "sourceRanges": ["0.0.0.0/0"],
            "targetTags": ["http-server"],
        },
    )
    template = vm("any")
    del template["name"]
    template["machineType"] = "e2-small"
    yield "global/instanceTemplates", {"name": "web", "properties": template}
    yield (
        f"zones/{ZONE}/instanceGroupManagers",
        {
            "name": "web-group",
            "baseInstanceName": "web-group",
            "instanceTemplate": "global/instanceTemplates/web",
            "targetSize": 2,
        },
    )
    yield (
        f"regions/{REGION}/targetPools",
        {
            "name": "web-pool",
            "instances": [f"zones/{ZONE}/instances/web-{number}" for number in (1, 2)],
        },
    )
    yield (
        f"regions/{REGION}/forwardingRules",
        {
            "name": "web-front",
            "target": f"regions/{REGION}/targetPools/web-pool",
            "portRange": "80",
        },
    )


def make(cloud: Cloud) -> None:
    """Make what is not there yet, and wait until it is."""
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {clients.token(cloud, USER, PROJECT)}"
    root = cloud.by_key("gce").url + f"/compute/v1/projects/{PROJECT}"
    for path, body in shown():
        operation = session.post(f"{root}/{path}", json=body, timeout=120).json()
        while operation.get("status", "DONE") != "DONE":
            operation = session.post(operation["selfLink"] + "/wait", timeout=120).json()
        problem = operation.get("error", {})
        if problem and problem.get("code") != 409:
            raise SystemExit(f"{path}: {problem}")


@contextmanager
def signed_in(cloud: Cloud) -> Iterator[Page]:
    """A page of the console, signed in."""
    with sync_playwright() as driver:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(base_url=cloud.by_key("horizon").url)
        page.set_default_timeout(PATIENCE_MS)
        page.goto("/auth/login/")
        page.fill("#id_username", USER)
        page.fill("#id_password", catalogue.USERS[USER])
        page.click("#loginBtn")
        page.wait_for_load_state()
        yield page
        browser.close()


def take(page: Page, slug: str, target: pathlib.Path) -> None:
    """A picture of a page, once its rows are there."""
    panel, _, rest = slug.partition("/")
    page.goto(f"/project/{panel}/p/{PROJECT}/{rest}{'/' if rest else ''}")
    page.locator("#gce").wait_for()
    expect(page.locator("[aria-busy=true]")).to_have_count(0, timeout=PATIENCE_MS)
    page.wait_for_timeout(SETTLED_MS)
    page.screenshot(path=target)


def take_every(page: Page, folder: pathlib.Path) -> None:
    """Every list of the console in every window and both schemes."""
    page.goto(f"/project/gce_instances/p/{PROJECT}/")
    links = page.locator("nav a[href*='/gce_']").evaluate_all(
        "all => all.map(each => each.getAttribute('href'))"
    )
    slugs = sorted({link.strip("/").split("/")[1] for link in links if "/project/" in link})
    for window, (width, height) in WINDOWS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            for slug in slugs:
                take(page, slug, folder / f"{slug}-{window}-{scheme}.png")


def main() -> None:
    parser = argparse.ArgumentParser(prog="screenshots", description=__doc__)
    parser.add_argument("--state", type=pathlib.Path, default=layout.default_state())
    parser.add_argument("--every", type=pathlib.Path, metavar="FOLDER")
    options = parser.parse_args()
    cloud = lifecycle.find(options.state)
    make(cloud)
    with signed_in(cloud) as page:
        if options.every:
            options.every.mkdir(parents=True, exist_ok=True)
            take_every(page, options.every)
            return
        page.set_viewport_size({"width": 1280, "height": 800})
        for name, slug in TAKEN.items():
            take(page, slug, FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
