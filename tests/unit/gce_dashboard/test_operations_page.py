"""Operations: the list, and what the notification tray follows."""

from tests.unit.gce_dashboard.conftest import aggregated, operation

URL = "/project/gce_operations/p/demo/"
LIST = "aggregated/operations"
AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
FAILED = {
    "status": "DONE",
    "progress": 100,
    "httpErrorStatusCode": 400,
    "httpErrorMessage": "BAD REQUEST",
    "error": {"errors": [{"code": "QUOTA_EXCEEDED", "message": "Quota 'CPUS' exceeded."}]},
}


def test_the_newest_operation_comes_first(console, endpoint):
    endpoint.on("GET", LIST, aggregated("operations"))
    console.get(URL, **AJAX)
    assert endpoint.calls[0].params["orderBy"] == "creationTimestamp desc"


def test_an_operation_shows_its_target_progress_and_duration(console, endpoint):
    done = {"status": "DONE", "progress": 100, "endTime": "2026-11-20T10:15:34.500-00:00"}
    endpoint.on("GET", LIST, aggregated("operations", operation(user="demo", **done)))
    row = console.get(URL, **AJAX).json()["rows"][0]["html"]
    assert "/project/gce_instances/p/demo/zones/us-central1-a/web-1/" in row
    assert 'value="100"' in row
    assert "4.5 s" in row
    assert "demo" in row


def test_a_failed_operation_shows_its_error_in_full(console, endpoint):
    endpoint.on("GET", LIST, aggregated("operations", operation(**FAILED)))
    (row,) = console.get(URL, **AJAX).json()["rows"]
    assert "Failed" in row["html"]
    assert "Quota &#x27;CPUS&#x27; exceeded." in row["html"]


def test_the_page_looks_again_soon_while_something_runs(console, endpoint):
    endpoint.on("GET", LIST, aggregated("operations", operation()))
    assert console.get(URL, **AJAX).json()["busy"]
    endpoint.on("GET", LIST, aggregated("operations", operation(status="DONE")))
    assert not console.get(URL, **AJAX).json()["busy"]


def test_the_tray_follows_many_operations_with_one_request(console, endpoint):
    second = operation(name="operation-2", **FAILED)
    endpoint.on("GET", LIST, aggregated("operations", operation(), second))
    query = {"op": ["operation-1", "operation-2"]}
    told = console.get(URL + "follow/", query, **AJAX).json()["operations"]
    assert [each["done"] for each in told] == [False, True]
    assert told[1]["errors"] == ["Quota 'CPUS' exceeded."]
    (call,) = endpoint.calls
    assert call.params["filter"] == "(name=operation-1) OR (name=operation-2)"


def test_what_is_no_name_never_gets_into_the_trays_filter(console, endpoint):
    told = console.get(URL + "follow/", {"op": "x) OR (name:*"}, **AJAX).json()
    assert told == {"operations": []}
    assert endpoint.calls == []
