"""A page acts in its own project or not at all."""

import json

import pytest

from gce_dashboard.framework.resources import numeric_id
from tests.unit.gce_dashboard.conftest import PROJECT, aggregated, instance

AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
OTHER = "0d9f4a1c0b115f0c1f6e9f0e4d0a8a56"
STOP = {"action": "stop", "targets": ["zones/us-central1-a/instances/web-1"], "values": {}}


@pytest.fixture
def authorized():
    return {PROJECT: "demo", OTHER: "other"}


def url(project, rest=""):
    return f"/project/gce_instances/p/{project}/{rest}"


@pytest.mark.parametrize("rest", ["", "create/", "zones/us-central1-a/web-1/"])
def test_a_page_of_another_project_offers_both_ways_on(console, endpoint, rest):
    reply = console.get(url("other", rest), {"filter": "x"})
    page = reply.content.decode()
    assert reply.status_code == 409
    assert "about the project other, but you have switched to demo since" in page
    back = url("other", rest).replace("/", "%2F")
    assert f"/auth/switch/{OTHER}/?next={back}%3Ffilter%3Dx" in page
    assert f'href="{url("demo")}"' in page
    assert endpoint.calls == []


def test_an_action_of_another_projects_page_is_refused_and_nothing_is_sent(console, endpoint):
    body = json.dumps(STOP)
    reply = console.post(url("other"), body, content_type="application/json", **AJAX)
    error = reply.json()["error"]
    assert reply.status_code == 409
    assert "you have switched to demo since" in error["message"]
    assert [each["text"] for each in error["links"]] == ["Switch to other", "Open demo"]
    assert endpoint.calls == []


def test_projects_of_one_name_are_told_apart_by_their_number(console, endpoint):
    endpoint.on("GET", "aggregated/instances", aggregated("instances", instance()))
    own = {"HTTP_X_GCE_PROJECT_NUMBER": numeric_id(PROJECT)}
    assert console.get(url("demo"), **own, **AJAX).status_code == 200
    namesake = {"HTTP_X_GCE_PROJECT_NUMBER": numeric_id(OTHER)}
    assert console.get(url("demo"), **namesake, **AJAX).status_code == 409


@pytest.mark.parametrize("headers", [{}, AJAX])
def test_a_project_without_a_role_is_explained(console, endpoint, headers):
    reply = console.get(url("secret"), **headers)
    assert reply.status_code == 403
    assert b"You have no role in the project secret" in reply.content
    assert b"Switch to secret" not in reply.content
    assert endpoint.calls == []


def test_a_project_can_be_named_by_its_uuid(console, endpoint):
    endpoint.on("GET", "aggregated/instances", aggregated("instances", instance()))
    (row,) = console.get(url(PROJECT), **AJAX).json()["rows"]
    assert url(PROJECT, "zones/us-central1-a/web-1/") in row["html"]


def test_every_link_of_a_page_stays_in_its_project(console, endpoint):
    endpoint.on("GET", "aggregated/instances", aggregated("instances", instance()))
    page = console.get(url("demo")).getvalue().decode()
    assert url("demo", "create/") in page
    assert "/project/gce_operations/p/demo/follow/" in page


def test_an_address_without_a_project_leads_to_the_same_page_in_the_sessions(console):
    reply = console.get("/project/gce_instances/create/?image=x")
    assert reply["Location"] == url("demo", "create/?image=x")
