"""Metrics are what a Prometheus would find."""

import socket
import time

import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from gce_api.database.models import Operation
from gce_api.google.times import now
from gce_api.serving import metrics


@pytest.fixture
def scrape(conf, database):
    """Serves the metrics, and asks for them: (name, labels) to value."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    conf.set_override("bind_port", port, group="metrics")
    metrics.start(conf, database)

    def samples():
        for _ in range(50):
            try:
                text = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=5).text
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        families = list(text_string_to_metric_families(text))
        every = [sample for family in families for sample in family.samples]
        return {(each.name, tuple(sorted(each.labels.items()))): each.value for each in every}

    return samples


def test_requests_are_counted_by_method_and_status(scrape):
    metrics.REQUESTS.labels("compute.zones.list", 200).inc()
    labels = (("method", "compute.zones.list"), ("status", "200"))
    before = scrape()["gce_api_requests_total", labels]
    metrics.REQUESTS.labels("compute.zones.list", 200).inc()
    assert scrape()["gce_api_requests_total", labels] == before + 1


def test_the_backlog_is_read_from_the_database_at_each_scrape(scrape, database):
    oldest = ("gce_api_oldest_unfinished_operation_seconds", ())
    assert scrape()[oldest] == 0
    row = Operation(
        id="1",
        name="operation-1",
        project="p",
        kind="insert",
        target="t",
        user="ada",
        status="RUNNING",
        inserted=now() - 90_000,
        factory="",
        cloud_region="r",
    )
    with database.writer() as session:
        session.add(row)
    found = scrape()
    assert found["gce_api_unfinished_operations", (("status", "RUNNING"),)] == 1
    assert 90 <= found[oldest] < 150
