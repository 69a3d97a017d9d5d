"""The list of VM instances, as a user meets it."""

import html
import json
import re
import threading

import pytest
import requests

from tests.unit.gce_dashboard.conftest import aggregated, google_error, instance, operation

URL = "/project/gce_instances/p/demo/"
LIST = "aggregated/instances"
OPERATIONS = "aggregated/operations"
AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
WEB_1 = "zones/us-central1-a/instances/web-1"


def act(console, action, *targets, **values):
    body = json.dumps({"action": action, "targets": targets, "values": values})
    return console.post(URL, body, content_type="application/json", **AJAX)


def test_the_list_shows_what_gce_shows_of_an_instance(console, endpoint):
    endpoint.on("GET", LIST, aggregated("instances", instance()))
    (row,) = console.get(URL, **AJAX).json()["rows"]
    for shown in ("web-1", "Running", "us-central1-a", "e2-medium", "10.128.0.5", "203.0.113.7"):
        assert shown in row["html"]
    assert "env: dev" in row["html"]


def brought(page):
    """What comes behind the frame, for the page's script."""
    found = re.search(r'<script id="gce-rows" type="application/json">(.*?)</script>', page)
    return json.loads(found[1]) if found else None


def test_the_frame_of_a_page_comes_before_the_endpoint_has_answered(console, endpoint):
    opened = threading.Event()

    def answer(call):
        assert opened.wait(20)
        return 200, aggregated("instances", instance(labels={"x": "<!-- gce-rows -->"}))

    endpoint.on("GET", LIST, answer)
    parts = iter(console.get(URL, {"filter": "<!-- gce-rows -->"}).streaming_content)
    frame = next(parts).decode()
    assert 'aria-busy="true"' in frame
    assert brought(frame) is None
    opened.set()
    (row,) = brought(b"".join(parts).decode())["rows"]
    assert "web-1" in row["html"]


def test_a_page_with_its_rows_costs_two_requests_with_the_users_token(console, endpoint):
    endpoint.on("GET", LIST, aggregated("instances", instance()))
    came = brought(console.get(URL).getvalue().decode())
    calls = list(endpoint.calls)
    assert {call.path for call in calls} == {LIST, OPERATIONS}
    assert came == console.get(URL, **AJAX).json()
    assert {call.headers["Authorization"] for call in calls} == {"Bearer a-secret-keystone-token"}


def test_the_token_is_in_no_page(console, endpoint):
    endpoint.on("GET", LIST, aggregated("instances", instance()))
    for page in (console.get(URL), console.get(URL, **AJAX)):
        assert b"a-secret-keystone-token" not in page.getvalue()


def test_going_back_shows_the_page_and_not_its_rows_alone(console, endpoint):
    endpoint.on("GET", LIST, aggregated("instances"))
    for headers in ({}, AJAX):  # they have the same address
        assert "no-store" in console.get(URL, **headers)["Cache-Control"]


def test_what_users_named_is_escaped(console, endpoint):
    endpoint.on("GET", LIST, aggregated("instances", instance(labels={"x": "<script>alert(1)"})))
    assert b"<script>alert(1)" not in console.get(URL).getvalue()
    (row,) = console.get(URL, **AJAX).json()["rows"]
    assert "&lt;script&gt;alert(1)" in row["html"]
    assert "<script>alert(1)" not in row["html"]


def test_the_filter_goes_to_the_endpoint_as_the_user_wrote_it(console, endpoint):
    endpoint.on("GET", LIST, aggregated("instances"))
    query = {"filter": "status=RUNNING labels.env=dev", "size": "20", "page": "next"}
    console.get(URL, query, **AJAX)
    (call,) = [each for each in endpoint.calls if each.path == LIST]
    assert call.params["filter"] == "status=RUNNING labels.env=dev"
    assert call.params["maxResults"] == "20"
    assert call.params["pageToken"] == "next"


def test_a_word_without_an_operator_is_looked_for_in_what_is_shown(console, endpoint):
    stopped = instance("web-2", status="TERMINATED")
    endpoint.on("GET", LIST, aggregated("instances", instance(labels={}), stopped))

    def found(text):
        rows = console.get(URL, {"filter": text}, **AJAX).json()["rows"]
        return [row["key"].rpartition("/")[2] for row in rows]

    assert found("WEB-2") == ["web-2"]
    assert found("stopped") == ["web-2"]
    assert found("203.0.113.7 running") == ["web-1"]
    assert found('"env: dev"') == ["web-2"]
    assert found("-stopped") == ["web-1"]
    assert found("TERMINATED") == []  # nobody sees this word


def test_a_poll_answers_unchanged_while_nothing_changed(console, endpoint):
    endpoint.on("GET", LIST, aggregated("instances", instance()))
    first = console.get(URL, **AJAX).json()
    assert console.get(URL, {"version": first["version"]}, **AJAX).json() == {"unchanged": True}
    endpoint.on("GET", LIST, aggregated("instances", instance(status="STOPPING")))
    second = console.get(URL, {"version": first["version"]}, **AJAX).json()
    assert "Stopping" in second["rows"][0]["html"]
    assert second["busy"]


def test_the_page_offers_only_what_a_state_allows(console, endpoint):
    endpoint.on("GET", LIST, aggregated("instances", instance(status="TERMINATED")))
    row = console.get(URL, **AJAX).json()["rows"][0]["html"]
    assert 'data-actions="start delete setLabels"' in row


@pytest.mark.parametrize(
    "fields", [{"deletionProtection": True}, {"status": "PROVISIONING"}, {"status": "STAGING"}]
)
def test_a_protected_or_unfinished_instance_cannot_be_deleted(console, endpoint, fields):
    endpoint.on("GET", LIST, aggregated("instances", instance(**fields)))
    endpoint.on("GET", OPERATIONS, aggregated("operations", operation("insert", WEB_1)))
    row = console.get(URL, **AJAX).json()["rows"][0]["html"]
    assert "delete" not in re.search('data-actions="(.*?)"', row)[1]
    page = console.get(URL).getvalue().decode()
    assert "protected from deletion, being made or being deleted" in page


@pytest.mark.parametrize(
    "operations",
    [
        aggregated("operations", operation("insert", WEB_1 + "0")),
        (500, google_error(500, "backendError", "Broken")),
    ],
)
def test_an_instance_that_another_tool_makes_can_be_deleted(console, endpoint, operations):
    endpoint.on("GET", LIST, aggregated("instances", instance(status="PROVISIONING")))
    endpoint.on("GET", OPERATIONS, operations)
    row = console.get(URL, **AJAX).json()["rows"][0]["html"]
    assert 'data-actions="delete"' in row


def test_a_row_knows_which_disks_a_deletion_takes_along(console, endpoint):
    disks = [
        {"source": "zones/z/disks/boot", "autoDelete": True},
        {"source": "zones/z/disks/a&b", "autoDelete": False},
    ]
    endpoint.on("GET", LIST, aggregated("instances", instance(disks=disks)))
    row = console.get(URL, **AJAX).json()["rows"][0]["html"]
    remarks = json.loads(html.unescape(re.search('data-remarks="(.*?)"', row)[1]))
    assert remarks["delete"] == "Deletes: boot; Keeps: a&b"


def test_the_reason_for_a_state_can_be_read(console, endpoint):
    broken = instance(status="REPAIRING", statusMessage="No valid <host>")
    endpoint.on("GET", LIST, aggregated("instances", broken))
    assert "<p>No valid &lt;host&gt;</p>" in console.get(URL, **AJAX).json()["rows"][0]["html"]


def test_the_endpoints_error_is_shown_with_its_request_id_and_the_page_stays(console, endpoint):
    endpoint.on("GET", LIST, (403, google_error(403, "forbidden", "Not in this project.")))
    told = console.get(URL, **AJAX).json()
    assert told["failed"]
    (notice,) = told["notices"]
    assert "Not in this project." in notice["message"]
    assert notice["requestId"].startswith("req-")
    page = console.get(URL).getvalue().decode()
    assert "Create instance" in page
    assert "Not in this project." in brought(page)["notices"][0]["message"]


def test_a_dead_endpoint_is_explained(console, endpoint):
    endpoint.on("GET", LIST, requests.ConnectionError("refused"))
    (notice,) = console.get(URL, **AJAX).json()["notices"]
    assert "Compute Engine cannot be reached." in notice["message"]


def test_a_slow_endpoint_is_explained(console, endpoint):
    endpoint.on("GET", LIST, requests.ReadTimeout("slow"))
    (notice,) = console.get(URL, **AJAX).json()["notices"]
    assert "did not answer in time" in notice["message"]


def test_an_html_answer_is_explained_and_not_shown(console, endpoint):
    endpoint.on("GET", LIST, (503, b"<html>Service Unavailable, proxy-7</html>"))
    (notice,) = console.get(URL, **AJAX).json()["notices"]
    assert "not available at the moment (HTTP 503)" in notice["message"]
    assert "proxy-7" not in notice["message"]


def test_without_an_endpoint_in_the_catalogue_the_page_says_why(console, endpoint, catalog):
    catalog.pop()
    page = console.get(URL).content.decode()
    assert "Compute Engine is switched off" in page
    assert endpoint.calls == []


def test_without_an_endpoint_in_the_catalogue_the_panels_are_gone(console, endpoint, catalog):
    endpoint.on("GET", LIST, aggregated("instances"))
    assert "gce_zones" in console.get(URL).getvalue().decode()
    catalog.pop()
    assert "gce_zones" not in console.get(URL).content.decode()


def test_stopping_two_instances_sends_two_requests_and_returns_their_operations(console, endpoint):
    other = "zones/us-central1-b/instances/web-2"
    endpoint.on("POST", f"{WEB_1}/stop", operation())
    endpoint.on("POST", f"{other}/stop", operation(target=other, name="operation-2"))
    results = act(console, "stop", WEB_1, other).json()["results"]
    assert [each["operation"]["name"] for each in results] == ["operation-1", "operation-2"]
    assert all(call.params["requestId"] for call in endpoint.sent("POST"))


def test_one_failure_of_a_bulk_action_leaves_the_others_done(console, endpoint):
    endpoint.on("POST", f"{WEB_1}/stop", operation())
    gone = "zones/us-central1-a/instances/gone"
    first, second = act(console, "stop", WEB_1, gone).json()["results"]
    assert first["operation"]["type"] == "stop"
    assert "was not found" in second["error"]["message"]


def test_a_target_outside_of_the_collection_is_refused(console, endpoint):
    for target in ("../../v1/projects", "zones/a/disks/d", "zones/a/instances/b/setTags", 7):
        assert act(console, "stop", target).status_code == 400
    assert endpoint.calls == []


def test_an_unknown_action_is_refused(console, endpoint):
    assert act(console, "explode", WEB_1).status_code == 400
    assert endpoint.calls == []
