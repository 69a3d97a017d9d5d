"""The search over everything in a project, and the picker of projects."""

import html
import json
import re

import pytest

from gce_dashboard.framework import everywhere
from tests.unit.gce_dashboard.conftest import BASE, PROJECT, aggregated, google_error, instance

SEARCH = "/project/gce_search/p/demo/"
INSTANCES = "/project/gce_instances/p/demo/"
STAGING = "0" * 32


def disk(name: str, **fields) -> dict:
    scope = f"{BASE}/zones/us-central1-a"
    return {"name": name, "zone": scope, "selfLink": f"{scope}/disks/{name}", **fields}


@pytest.fixture
def authorized() -> dict[str, str]:
    return {PROJECT: "demo", STAGING: "staging"}


@pytest.fixture
def found(console, endpoint):
    """What a search finds, where the endpoint has an instance and a disk."""
    endpoint.on("GET", "aggregated/instances", aggregated("instances", instance("web-1")))
    endpoint.on("GET", "aggregated/disks", aggregated("disks", disk("web-1-data")))

    def search(text: str) -> dict:
        return console.get(SEARCH, {"q": text}).json()

    return search


def test_what_is_found_comes_by_kind_with_links_to_its_pages(found):
    groups = {each["title"]: each["items"] for each in found("web")["groups"]}
    assert groups["VM instances"] == [
        {"name": "web-1", "url": f"{INSTANCES}zones/us-central1-a/web-1/", "place": "us-central1-a"}
    ]
    assert [each["name"] for each in groups["Disks"]] == ["web-1-data"]


def test_the_endpoint_is_asked_once_a_collection_and_for_no_more_than_is_shown(found, endpoint):
    found("web")
    paths = [call.path for call in endpoint.sent("GET")]
    assert len(paths) == len(set(paths)) == len(list(everywhere.searched()))
    assert {call.params["maxResults"] for call in endpoint.sent("GET")} == {str(everywhere.MOST)}


def test_more_than_is_shown_is_behind_a_link_to_the_list(found, endpoint):
    page = aggregated("instances", instance("web-1"), nextPageToken="more")
    endpoint.on("GET", "aggregated/instances", page)
    (group,) = (each for each in found("web 10.1")["groups"] if each["icon"] == "vm")
    assert group["more"] == f"{INSTANCES}?filter=web+10.1"


@pytest.mark.parametrize(
    ("collection", "text", "expected"),
    [
        ("networks", "web", '(name:"web")'),
        ("disks", "42", '(name:"42" OR id=42 OR labels:"42")'),
        ("disks", "env:dev", '(name:"env:dev" OR labels.env:"dev")'),
        ("disks", "env=dev", '(name:"env=dev" OR labels.env:"dev")'),
        ("addresses", "10.1", '(name:"10.1" OR address:"10.1" OR labels:"10.1")'),
        ("networks", 'a" OR name:*', r'(name:"a\"") (name:"OR") (name:"name:*")'),
    ],
)
def test_a_word_is_looked_for_in_names_ids_addresses_and_labels(collection, text, expected):
    assert everywhere.filter_for(collection, text) == expected


def test_a_collection_that_fails_takes_no_other_with_it(found, endpoint):
    failure = (503, google_error(503, "backendError", "Cinder is away."))
    endpoint.on("GET", "aggregated/disks", failure)
    assert [each["title"] for each in found("web")["groups"]] == ["VM instances"]


def test_where_nothing_can_be_asked_the_reason_is_told(console, endpoint):
    told = console.get(SEARCH, {"q": "web"}).json()
    assert "was not found" in told["error"]["message"]


def test_a_letter_is_too_little_to_ask_for(found, endpoint):
    assert found("w") == {"groups": []}
    assert endpoint.sent("GET") == []


def test_a_search_is_in_the_project_of_its_page(console):
    assert console.get("/project/gce_search/p/staging/", {"q": "web"}).status_code == 409


# the picker


def picker(console, url: str) -> dict[str, str]:
    page = console.get(url).getvalue().decode()
    (tag,) = re.findall(r'<details[^>]*id="gce-picker"[^>]*>', page)
    return dict(re.findall(r'data-(\w+)="([^"]*)"', tag))


@pytest.mark.parametrize(
    ("page", "elsewhere"),
    [
        ("", ""),
        ("?filter=status%3DRUNNING&page=token", "?filter=status%3DRUNNING"),
        ("create/", "create/"),
        ("zones/us-central1-a/web-1/", ""),
    ],
)
def test_switching_keeps_the_page_where_the_other_project_has_it(
    console, endpoint, page, elsewhere
):
    endpoint.on("GET", "zones/us-central1-a/instances/web-1", instance())
    leads = picker(console, INSTANCES + page)["next"]
    assert leads == f"/project/gce_instances/p/PROJECT/{elsewhere}"


def test_every_project_is_offered_with_its_name_in_urls(console):
    offered = console.get("/project/gce_search/projects/").json()["projects"]
    assert offered == [
        {"id": PROJECT, "name": "demo", "path": "demo"},
        {"id": STAGING, "name": "staging", "path": "staging"},
    ]
    page = console.get(INSTANCES).getvalue().decode()
    (data,) = re.findall(r'data-projects="(.*?)"', page)
    assert json.loads(html.unescape(data)) == offered
