"""axe-core finds nothing to object to on any page that a panel declares, and each fits a phone.

Lists, pages of one resource and forms are light and dark in turns: colours are the framework's, and
so each kind of page is seen in both.
"""

import pytest
from playwright.sync_api import expect

from tests import pages

ZONE, REGION = "zones/us-central1-a", "regions/us-central1"
NAME = "looked-at"
SCHEMES = ("light", "dark")
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 420, "height": 800}
# what is beyond the right edge, where the page can be scrolled there at all
BEYOND = """() => document.scrollingElement.scrollWidth <= innerWidth ? [] :
    [...document.querySelectorAll("body *")]
        .filter((each) => each.getBoundingClientRect().right > innerWidth)
        .map((each) => each.outerHTML.slice(0, 160))"""
IMAGE = "projects/debian-cloud/global/images/family/debian-12"
TEMPLATE = {
    "machineType": "e2-micro",
    "disks": [{"boot": True, "autoDelete": True, "initializeParams": {"sourceImage": IMAGE}}],
    "networkInterfaces": [{"network": "global/networks/default"}],
    "labels": {"env": "dev"},
}
RANGE = {"network": f"global/networks/{NAME}", "ipCidrRange": "10.77.0.0/24"}
ALLOWED = [{"IPProtocol": "tcp", "ports": ["80"]}]
DAILY = {"dailySchedule": {"daysInCycle": 1, "startTime": "04:00"}}
# what shows a page of one resource; what is in a line needs what is in those before it
MADE = (
    {
        "global/networks": {"autoCreateSubnetworks": False},
        "global/instanceTemplates": {"properties": TEMPLATE},
        "global/httpHealthChecks": {},
        "global/healthChecks": {"type": "TCP", "tcpHealthCheck": {"port": 80}},
        f"{REGION}/addresses": {},
        f"{REGION}/resourcePolicies": {"snapshotSchedulePolicy": {"schedule": DAILY}},
        f"{REGION}/targetPools": {},
    },
    {
        f"{REGION}/subnetworks": RANGE,
        "global/firewalls": {"network": RANGE["network"], "allowed": ALLOWED},
        f"{ZONE}/instanceGroups": {"network": RANGE["network"]},
        "global/backendServices": {"healthChecks": [f"global/healthChecks/{NAME}"]},
    },
    {"global/urlMaps": {"defaultService": f"global/backendServices/{NAME}"}},
    {"global/targetHttpProxies": {"urlMap": f"global/urlMaps/{NAME}"}},
)


def all_done(api, operations):
    """Wait for operations that go on side by side."""
    assert [each for each in map(api.wait, operations) if "error" in each] == []


@pytest.fixture(scope="module")
def things(api):
    """One of each collection whose page no other test looks at, all of the same name."""
    for line in MADE:
        bodies = {path: {"name": NAME, **body} for path, body in line.items()}
        all_done(api, [api.send("POST", path, json=body) for path, body in bodies.items()])
    yield
    for line in reversed(MADE):
        all_done(api, [api.send("DELETE", f"{path}/{NAME}") for path in line])


@pytest.fixture(scope="module")
def page(signed_in_page):
    """One for all: what its scripts look like is other tests' matter."""
    return signed_in_page()


def addresses(page, panel):
    """A panel's pages: the list, that of a resource, the one that creates."""
    yield panel.address()
    if panel.is_list and "detail" in panel.pages:
        links = page.locator("[data-gce-rows] th a")
        wanted = links.get_by_text(NAME, exact=True)
        if links.count():
            yield (wanted if wanted.count() else links).first.get_attribute("href")
    if "create" in panel.pages:
        yield panel.address("create")


@pytest.mark.parametrize(
    ("number", "panel"), enumerate(pages.panels()), ids=lambda each: getattr(each, "slug", "")
)
def test_axe_finds_no_violation_and_a_phone_is_wide_enough(page, problems, things, number, panel):
    found, beyond = {}, {}
    for address in addresses(page, panel):
        number += 1
        page.emulate_media(color_scheme=SCHEMES[number % 2])
        page.goto(address)
        expect(page.locator("#gce")).to_be_visible()
        expect(page.locator("[aria-busy=true]:visible")).to_have_count(0)
        found[address] = problems(page)
        page.set_viewport_size(PHONE)
        beyond[address] = page.evaluate(BEYOND)
        page.set_viewport_size(DESKTOP)
    assert found == {address: [] for address in found}
    assert beyond == {address: [] for address in beyond}
