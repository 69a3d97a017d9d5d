"""What holds of every page of the registry, whatever it is about."""

import html
import re
import threading

import pytest
import requests

from gce_dashboard.framework import detail, project, registry
from tests import pages
from tests.unit.gce_dashboard.conftest import PROJECT, google_error

AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
EVERY = [each.resource.collection for each in registry.registered()]
SHORT = {"projects"}  # its list comes from Resource Manager
EDITED = [each.resource.collection for each in registry.registered() if "edit" in each.pages]


def an_item(resource, number=0):
    name = f"one-{number}"
    if not resource.scopes:
        path = f"{resource.collection}/{name}"
        return {"name": name, "selfLink": f"http://gce.test/compute/v1/projects/demo/{path}"}
    scope = resource.scopes[0]
    place = "global" if scope == "global" else f"{scope}s/here-a"
    link = f"http://gce.test/compute/v1/projects/demo/{place}"
    item = {
        "name": name,
        "id": "1",
        "selfLink": f"{link}/{resource.collection}/{name}",
        "creationTimestamp": "2026-11-20T10:15:30.000-00:00",
    }
    return item if scope == "global" else {**item, scope: link, "machineType": "x/y"}


def answer(resource, count):
    items = [an_item(resource, number) for number in range(count)]
    if resource.paths[0].startswith("aggregated/"):
        return {"items": {"zones/here-a": {resource.collection: items}}}
    return {"items": items}


def address(resource, page="index"):
    with project.making_page_of("demo"):
        return resource.page(page)


@pytest.mark.parametrize("collection", sorted(set(EVERY) - SHORT))
@pytest.mark.parametrize("count", [0, 3, 500])
def test_a_list_shows_as_many_rows_as_there_are(console, endpoint, collection, count):
    resource = registry.resource(collection)
    endpoint.on("GET", resource.paths[0], answer(resource, count))
    rows = console.get(address(resource), {"size": 500}, **AJAX).json()["rows"]
    assert len(rows) == count


@pytest.mark.parametrize("collection", sorted(set(EVERY) - SHORT))
def test_a_list_asks_as_often_for_50_rows_as_for_3(console, endpoint, collection):
    resource = registry.resource(collection)
    calls = []
    for count in (3, 50):
        endpoint.on("GET", resource.paths[0], answer(resource, count))
        endpoint.calls.clear()
        console.get(address(resource), **AJAX)
        calls.append(len(endpoint.calls))
    assert calls[0] == calls[1]


@pytest.mark.parametrize("collection", EVERY)
def test_a_list_that_fails_says_why_and_stays(console, endpoint, collection):
    resource = registry.resource(collection)
    path = "v1/projects" if collection in SHORT else resource.paths[0]
    endpoint.on("GET", path, (500, google_error(500, "backendError", "Broken.")))
    told = console.get(address(resource), **AJAX).json()
    assert told["failed"]
    assert "Broken." in str(told["notices"])


@pytest.mark.parametrize("collection", EVERY)
def test_the_plain_address_of_a_panel_leads_into_the_project(console, endpoint, collection):
    resource = registry.resource(collection)
    reply = console.get(f"/project/{resource.slug}/?filter=x")
    assert (reply.status_code, reply["Location"]) == (302, address(resource) + "?filter=x")


@pytest.mark.parametrize(
    "collection",
    [each.resource.collection for each in registry.registered() if "detail" in each.pages],
)
def test_a_resource_has_a_page_with_its_json(console, endpoint, collection):
    resource = registry.resource(collection)
    item = an_item(resource)
    endpoint.on("GET", resource.path(item), item)
    with project.making_page_of("demo"):
        url = registry.url_of(item["selfLink"])
    page = console.get(url).content.decode()
    assert item["name"] in page
    assert "&quot;selfLink&quot;" in page


@pytest.mark.parametrize(
    "collection",
    [each.resource.collection for each in registry.registered() if "create" in each.pages],
)
def test_a_create_page_shows_all_its_equivalents(console, endpoint, collection):
    url = address(registry.resource(collection), "create")
    assert console.get(url).status_code == 200
    shown = console.post(
        url + "?preview=1", '{"name": "one"}', content_type="application/json", **AJAX
    ).json()
    assert shown["gcloud"].startswith("gcloud compute ")
    assert "from google.cloud import compute_v1" in shown["python"]
    assert shown["terraform"].startswith('resource "google_compute_')
    assert '"name": "one"' in shown["body"]


@pytest.mark.parametrize("collection", EDITED)
def test_an_edit_begins_with_what_is_there(console, endpoint, collection):
    resource = registry.resource(collection)
    item = {**an_item(resource), "description": "As it was"}
    endpoint.on("GET", resource.path(item), item)
    with project.making_page_of("demo"):
        url = resource.edit_url(resource.path(item))
    assert "As it was" in console.get(url).content.decode()


# nothing there, an endpoint that errs, a user who may only look

PANELS = list(pages.panels())
LISTS = [each for each in PANELS if each.is_list]
PERMISSION = re.compile(r"(compute|iam|resourcemanager)\.\w+\.\w+")
FAILURES = {
    "in time": requests.ReadTimeout(),
    "cannot be reached": requests.ConnectionError(),
    "not available at the moment": (502, b"<html>Bad gateway</html>"),
    "The database is away.": (503, google_error(503, "backendError", "The database is away.")),
    "Something broke.": (500, google_error(500, "backendError", "Something broke.")),
    "Required permission.": (403, google_error(403, "forbidden", "Required permission.")),
}


def by_slug(panel):
    return panel.slug


def text_of(reply):
    return html.unescape(reply.getvalue().decode())


def of_one(panel, item):
    """The address of a resource's own page."""
    with project.making_page_of("demo"):
        return panel.resource.url(panel.resource.path(item))


def addresses_of(panel, endpoint):
    """Those of a panel's pages that show things; of one resource too, which is there."""
    yield panel.address()
    if "detail" in panel.pages:
        item = an_item(panel.resource)
        endpoint.on("GET", panel.resource.path(item), item)
        yield of_one(panel, item)


@pytest.mark.parametrize("panel", LISTS, ids=by_slug)
def test_a_list_without_rows_teaches_what_belongs_there_and_offers_to_make_one(
    console, endpoint, panel
):
    endpoint.otherwise = (200, {})
    shown = text_of(console.get(panel.address()))
    empty = shown.partition('data-gce-empty="none"')[2].partition('data-gce-empty="filtered"')[0]
    assert f"<h2>{panel.index.empty.title}</h2>" in empty
    assert re.search(r"<p>[A-Z].{20,}\.</p>", empty)
    if "create" in panel.pages:
        assert panel.address("create") in empty
    told = console.get(panel.address(), **AJAX).json()
    assert (told["rows"], told["notices"]) == ([], [])


@pytest.mark.parametrize("panel", PANELS, ids=by_slug)
def test_a_page_whose_endpoint_errs_says_so_and_what_to_do(console, endpoint, panel):
    for address in addresses_of(panel, endpoint):
        endpoint.answers.clear()
        for words, answer in FAILURES.items():
            endpoint.otherwise = answer
            told = console.get(address, **AJAX).json()
            assert told["failed"], words  # so that its script keeps what it shows
            (notice,) = told["notices"]
            assert words in notice["message"]
            assert notice["advice"]
            assert notice["requestId"]
        assert console.get(address).status_code == 200


def test_a_page_leaves_the_endpoint_alone_for_as_long_as_that_asks(console, endpoint):
    endpoint.otherwise = FAILURES["The database is away."]
    endpoint.headers = {"Retry-After": "30"}
    told = console.get(address(registry.resource("disks")), **AJAX).json()
    assert told["notices"][0]["retryAfter"] == 30


@pytest.mark.parametrize("panel", PANELS, ids=by_slug)
def test_who_may_only_look_is_told_the_missing_permission_of_every_button(console, endpoint, panel):
    endpoint.on("POST", f"v1/projects/{PROJECT}:testIamPermissions", {})
    for address in addresses_of(panel, endpoint):
        shown = text_of(console.get(address))
        buttons = set(re.findall(r'data-gce-(?:action|needs)="([^"]+)"', shown))
        missing = console.get(address, {"permissions": "1"}, **AJAX).json()["missing"]
        assert buttons <= missing.keys()
        assert [each for each in missing.values() if not PERMISSION.fullmatch(each)] == []
        leads = re.findall(r'<a [^>]*href="[^"]*/(?:create|edit)/[^>]*>', shown)
        assert [each for each in leads if "data-gce-needs" not in each] == []


@pytest.mark.parametrize("panel", [each for each in PANELS if "create" in each.pages], ids=by_slug)
def test_who_may_not_create_is_told_so_before_the_form_is_filled_in(console, endpoint, panel):
    endpoint.on("POST", f"v1/projects/{PROJECT}:testIamPermissions", {})
    told = console.get(panel.address("create"), {"permissions": "1"}, **AJAX).json()
    assert PERMISSION.fullmatch(told["missing"]["submit"])


@pytest.mark.parametrize(
    "panel",
    [each for each in PANELS if "detail" in each.pages and registry.has(each.resource.collection)],
    ids=by_slug,
)
def test_the_tabs_are_links_to_the_page_with_that_tab_open(console, endpoint, panel):
    (_list, page) = addresses_of(panel, endpoint)
    tabs = re.findall(r'<a role="tab" href="([^"]+)" id="([^"]+)"', text_of(console.get(page)))
    for query, tab in (("", tabs[0][1]), tabs[-1]):
        shown = text_of(console.get(page + query))
        assert re.findall(r'<a [^>]*id="([^"]+)"[^>]* aria-selected="true"', shown) == [tab]
        panels = re.findall(r'role="tabpanel" id="[^"]+-panel"[^>]*>', shown)
        (open_one,) = [each for each in panels if " hidden>" not in each]
        assert f'aria-labelledby="{tab}"' in open_one


def test_a_page_of_a_slow_endpoint_is_there_before_what_it_shows(console, endpoint, monkeypatch):
    monkeypatch.setattr(detail.DetailPage, "patience", 0.01)
    answered = threading.Event()
    disks = registry.resource("disks")
    item = an_item(disks)

    def answer(call):
        assert answered.wait(20)
        return 200, item

    endpoint.on("GET", disks.path(item), answer)
    with project.making_page_of("demo"):
        parts = iter(console.get(disks.url(disks.path(item))).streaming_content)
    frame = next(parts).decode()
    assert "data-gce-skeleton" in frame
    assert "selfLink" not in frame
    answered.set()
    assert "selfLink" in b"".join(parts).decode()
