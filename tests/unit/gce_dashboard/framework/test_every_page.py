"""What holds of every page of the registry, whatever it is about."""

import pytest

from gce_dashboard.framework import project, registry
from tests.unit.gce_dashboard.conftest import google_error

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
