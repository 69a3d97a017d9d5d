"""Cloud Monitoring's time series, read by Google's own client."""

import datetime

import pytest
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from tests.api.contract import ZONE, a_name, becomes
from tests.api.making import a_template, an_instance

CPU = "compute.googleapis.com/instance/cpu/utilization"
RECEIVED = "compute.googleapis.com/instance/network/received_bytes_count"
READS = "compute.googleapis.com/instance/disk/read_ops_count"
SIZE = "compute.googleapis.com/instance_group/size"


class Monitoring:
    """Cloud Monitoring v3 as one user in one project."""

    def __init__(self, root, token, project):
        options = {"api_endpoint": root}
        credentials = Credentials(token)
        self.api = build("monitoring", "v3", credentials=credentials, client_options=options)
        self.project = f"projects/{project}"

    def series(self, metric, which, aligner, **more):
        """The series of the last ten minutes, a point for each."""
        end = datetime.datetime.now(datetime.UTC)
        asked = (
            self.api.projects()
            .timeSeries()
            .list(
                name=self.project,
                filter=f'metric.type = "{metric}" AND {which}',
                interval_startTime=(end - datetime.timedelta(minutes=10)).isoformat(),
                interval_endTime=end.isoformat(),
                aggregation_alignmentPeriod="60s",
                aggregation_perSeriesAligner=aligner,
                **more,
            )
        )
        return asked.execute().get("timeSeries", [])


@pytest.fixture(scope="module")
def telemetry(devcloud):
    """Gnocchi, in which devcloud measures what the metadata of servers say that they do."""
    pytest.importorskip("gnocchi", reason="the extra telemetry is not installed")
    devcloud.add("telemetry")


@pytest.fixture
def monitoring(devcloud):
    return lambda user, project: Monitoring(
        devcloud.url("gce"), devcloud.token(user, project), project
    )


def test_what_was_measured_of_an_instance_is_seen_in_its_project_only(
    own, telemetry, project, monitoring, devcloud
):
    here, elsewhere = monitoring("admin", project.name), monitoring("demo", "demo")
    load = {"items": [{"key": "cpu-load", "value": "0.5"}]}
    with an_instance(own, metadata=load) as name:
        number = own("instances.get", instance=name)["id"]
        which = f'resource.labels.instance_id = "{number}"'
        becomes(lambda: here.series(RECEIVED, which, "ALIGN_RATE"))
        (cpu,) = here.series(CPU, which, "ALIGN_MEAN")
        assert cpu["metric"]["labels"] == {"instance_name": name}
        assert cpu["resource"]["labels"] == {
            "project_id": project.name,
            "instance_id": number,
            "zone": ZONE,
        }
        assert 0.2 < cpu["points"][0]["value"]["doubleValue"] < 1
        (reads,) = here.series(
            READS, f'metric.labels.device_name = "vda" AND {which}', "ALIGN_RATE"
        )
        assert reads["points"][0]["value"]["doubleValue"] > 0
        assert elsewhere.series(CPU, which, "ALIGN_MEAN") == []
    there = Monitoring(devcloud.url("gce"), devcloud.token(), project.name)
    with pytest.raises(HttpError) as refused:
        there.series(CPU, which, "ALIGN_MEAN")
    assert refused.value.status_code == 404


def test_the_size_of_a_group_is_known_from_its_beginning_on(own, project, monitoring):
    name = a_name("herd")
    with a_template(own) as template:
        url = f"global/instanceTemplates/{template}"
        body = {"name": name, "instanceTemplate": url, "targetSize": 1}
        own.done("instanceGroupManagers.insert", body)
        try:
            client = monitoring("admin", project.name)
            which = f'resource.labels.instance_group_name = "{name}"'

            def largest():
                found = client.series(SIZE, which, "ALIGN_MAX")
                return found and found[0]["points"][0]["value"]["int64Value"]

            becomes(lambda: largest() == "1")
        finally:
            own.done("instanceGroupManagers.delete", instanceGroupManager=name)
    assert client.series(SIZE, which, "ALIGN_MAX") == []
