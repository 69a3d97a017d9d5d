"""Charts of what was measured, as a user meets them."""

import json
import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.unit.gce_dashboard.conftest import google_error

AJAX = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
VM = "/project/gce_instances/p/demo/zones/us-central1-a/web-1/"
GROUP = "/project/gce_instance_groups/p/demo/zones/us-central1-a/herd/"


@pytest.fixture
def measured(endpoint):
    """An endpoint that answers batches: what it was asked, and what it says to each query."""
    asked, answers = [], {}

    def batch(call):
        lines = re.findall(r"GET (\S+) HTTP", call.content.decode())
        parts = []
        for line in lines:
            query = {name: values[0] for name, values in parse_qs(urlsplit(line).query).items()}
            asked.append(query)
            metric = re.search(r'metric.type = "([^"]*)"', query["filter"])[1]
            code, body = answers.get(metric.rpartition("/")[2], (200, {}))
            parts.append(
                "--b\r\nContent-Type: application/http\r\n\r\n"
                f"HTTP/1.1 {code} X\r\nContent-Type: application/json\r\n\r\n{json.dumps(body)}\r\n"
            )
        return 200, "".join([*parts, "--b--"]).encode()

    endpoint.on("POST", "batch", batch)
    endpoint.headers = {"Content-Type": "multipart/mixed; boundary=b"}
    endpoint.asked, endpoint.says = asked, answers
    return endpoint


def series(*values, kind="doubleValue"):
    """One series with a point for each of the last minutes, the newest first as GCE has them."""
    now = time.time() - 30
    stamps = [
        time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now - 60 * n)) for n in range(len(values))
    ]
    points = [
        {"interval": {"endTime": stamp}, "value": {kind: value}}
        for stamp, value in zip(stamps, reversed(values), strict=True)
    ]
    return 200, {"timeSeries": [{"points": points}]}


def charts(console, url=VM, range="1h"):
    return console.get(url, {"charts": range}, **AJAX).json()


def test_all_charts_of_a_vm_are_one_request_to_the_endpoint(console, measured):
    measured.says["utilization"] = series(0.25, 0.5)
    measured.says["received_bytes_count"] = series(1500, 2500)
    html = charts(console)["html"]
    assert [call.path for call in measured.calls] == ["batch"]
    assert len(measured.asked) == 7
    assert 'metric.labels.instance_name = "web-1"' in measured.asked[0]["filter"]
    assert 'resource.labels.zone = "us-central1-a"' in measured.asked[0]["filter"]
    assert "CPU: 25% to 50%, lately 50%" in html
    assert "2.5 kB/s" in html
    assert html.count("Nothing was measured in this time") == 2  # of the disks


@pytest.mark.parametrize(
    ("range", "seconds", "period"), [("1h", 3600, "60s"), ("30d", 30 * 86400, "21600s")]
)
def test_a_longer_time_is_asked_for_in_longer_periods(console, measured, range, seconds, period):
    charts(console, range=range)
    query = measured.asked[0]
    start, end = (query[f"interval.{each}Time"] for each in ("start", "end"))
    parsed = [time.mktime(time.strptime(each[:19], "%Y-%m-%dT%H:%M:%S")) for each in (start, end)]
    assert parsed[1] - parsed[0] == pytest.approx(seconds, abs=1)
    assert query["aggregation.alignmentPeriod"] == period


def test_a_cloud_without_telemetry_is_explained(console, measured):
    refused = 400, google_error(400, "unsupportedOperation", "Not measured here")
    for each in ("utilization", "received_bytes_count", "sent_bytes_count"):
        measured.says[each] = refused
    for what in ("read", "write"):
        measured.says[f"{what}_bytes_count"] = measured.says[f"{what}_ops_count"] = refused
    html = charts(console)["html"]
    assert "This cloud does not measure its instances" in html
    assert "Gnocchi" in html


def test_one_metric_that_fails_leaves_the_other_charts(console, measured):
    measured.says["utilization"] = (503, google_error(503, "backendError", "Away"))
    measured.says["sent_bytes_count"] = series(10)
    assert "10 B/s" in charts(console)["html"]


def test_an_endpoint_that_is_down_is_told(console, endpoint):
    endpoint.on("POST", "batch", ConnectionError("down"))
    assert "error" in charts(console)


def test_the_size_of_a_group_is_drawn_in_steps_without_looking_at_the_group(console, measured):
    measured.says["size"] = series("1", "3", kind="int64Value")
    html = charts(console, GROUP)["html"]
    assert [call.path for call in measured.calls] == ["batch"]
    assert 'resource.labels.instance_group_name = "herd"' in measured.asked[0]["filter"]
    assert re.search(r'class="gce-line-1" d="M\d+\S* \S+H\S+V', html)


def test_a_page_without_charts_says_so(console, endpoint):
    url = "/project/gce_disks/p/demo/zones/us-central1-a/data/"
    assert console.get(url, {"charts": "1h"}, **AJAX).status_code == 404
