"""The page of one operation."""

import json

import pytest

from tests.unit.gce_dashboard.conftest import google_error, operation
from tests.unit.gce_dashboard.test_operations_page import AJAX, FAILED

PATH = "zones/us-central1-a/operations/operation-1"
URL = "/project/gce_operations/p/demo/zones/us-central1-a/operation-1/"


def test_the_list_leads_to_the_page(console, endpoint):
    endpoint.on(
        "GET",
        "aggregated/operations",
        {"items": {"zones/us-central1-a": {"operations": [operation()]}}},
    )
    (row,) = console.get("/project/gce_operations/p/demo/", **AJAX).json()["rows"]
    assert URL in row["html"]


def test_it_shows_everything_and_the_json(console, endpoint):
    endpoint.on("GET", PATH, operation(user="demo", **FAILED))
    page = console.get(URL).content.decode()
    for shown in (
        "QUOTA_EXCEEDED",
        "Quota &#x27;CPUS&#x27; exceeded.",
        "400 BAD REQUEST",
        "demo",
        "/project/gce_instances/p/demo/zones/us-central1-a/web-1/",
        "&quot;kind&quot;: &quot;compute#operation&quot;",
    ):
        assert shown in page


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("insert", "Create VM instance web-1"),
        ("setMachineType", "Change the machine type of VM instance web-1"),
        ("compute.instances.repair", "Repair: VM instance web-1"),
    ],
)
def test_it_is_called_by_what_was_asked_for(console, endpoint, kind, title):
    endpoint.on("GET", PATH, operation(kind))
    html = console.get(URL).content.decode()
    assert f"<h1>{title}</h1>" in html
    assert f"<title>{title} - " in html
    assert "operation-1</" in html.split("<h1>")[1]  # its name is a fact
    assert console.get(URL, **AJAX).json()["title"] == title


def test_what_is_not_known_yet_is_an_operation(console, endpoint):
    assert "<h1>Operation</h1>" in console.get(URL).content.decode()


def test_it_is_looked_at_again_until_it_is_done(console, endpoint):
    endpoint.on("GET", PATH, operation())
    first = console.get(URL, **AJAX).json()
    assert first["busy"]
    assert first["allowed"] == []
    endpoint.on("GET", PATH, operation(status="DONE"))
    second = console.get(URL, {"version": first["version"]}, **AJAX).json()
    assert not second["busy"]
    assert second["allowed"] == ["delete"]


def test_its_record_can_be_deleted(console, endpoint):
    endpoint.on("DELETE", PATH, (204, b""))
    body = json.dumps({"action": "delete", "targets": [PATH]})
    answer = console.post(URL, body, content_type="application/json", **AJAX).json()
    assert answer == {"results": [{"target": PATH}]}
    assert len(endpoint.sent("DELETE")) == 1


def test_an_operation_that_is_gone_is_404_and_explained(console, endpoint):
    reply = console.get(URL)
    assert reply.status_code == 404
    assert "There is no such operation" in reply.content.decode()


def test_an_error_is_told_and_the_page_stays_whole(console, endpoint):
    endpoint.on("GET", PATH, (500, google_error(500, "backendError", "The database is away.")))
    reply = console.get(URL)
    assert reply.status_code == 200
    assert "The database is away." in reply.content.decode()
    assert "Refresh" in reply.content.decode()
