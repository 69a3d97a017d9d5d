"""Google's own Python libraries against the endpoint."""

import pytest
from google.api_core.exceptions import NotFound
from google.cloud import compute_v1
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

ZONE = "us-central1-a"


@pytest.fixture
def credentials(devcloud):
    return Credentials(devcloud.token())


@pytest.fixture
def compute(devcloud, credentials):
    """google-api-python-client, built from the document that the endpoint serves."""
    url = devcloud.url("gce") + "/discovery/v1/apis/{api}/{apiVersion}/rest"
    return build("compute", "v1", credentials=credentials, discoveryServiceUrl=url)


def test_api_client_pages_through_what_the_served_document_offers(compute):
    request = compute.zones().list(project="demo", maxResults=2)
    seen = []
    while request is not None:
        answer = request.execute()
        seen += [zone["name"] for zone in answer["items"]]
        request = compute.zones().list_next(request, answer)
    assert ZONE in seen
    assert len(seen) == len(set(seen)) >= 4
    assert not hasattr(compute, "vpnGateways")


def test_api_client_batches(compute):
    answers = {}

    def collect(request_id, response, exception):
        answers[request_id] = response["name"] if response else exception.status_code

    batch = compute.new_batch_http_request(callback=collect)
    for name in (ZONE, "us-central1-x"):
        batch.add(compute.zones().get(project="demo", zone=name), request_id=name)
    batch.add(compute.projects().get(project="demo"), request_id="project")
    batch.execute()
    assert answers == {ZONE: ZONE, "us-central1-x": 404, "project": "demo"}


def test_api_client_sees_our_message(compute):
    with pytest.raises(HttpError) as refused:
        compute.zones().list(project="demo", filter="name eq *").execute()
    assert refused.value.reason.startswith("Invalid value for field 'filter': 'name eq *'.")


def test_cloud_client_reads_places_and_types(devcloud, credentials):
    def client(kind):
        options = {"api_endpoint": devcloud.url("gce")}
        return kind(credentials=credentials, client_options=options)

    zones = list(client(compute_v1.ZonesClient).list(project="demo"))
    assert ZONE in {zone.name for zone in zones}
    region = client(compute_v1.RegionsClient).get(project="demo", region="us-central1")
    assert {quota.metric: quota.limit for quota in region.quotas}["CPUS"] == 8000
    every = dict(client(compute_v1.MachineTypesClient).aggregated_list(project="demo"))
    small = next(t for t in every[f"zones/{ZONE}"].machine_types if t.name == "e2-small")
    assert (small.guest_cpus, small.memory_mb, small.is_shared_cpu) == (2, 2048, True)
    with pytest.raises(NotFound, match="machineTypes/giant"):
        client(compute_v1.MachineTypesClient).get(project="demo", zone=ZONE, machine_type="giant")


def test_cloud_client_changes_metadata_and_waits(devcloud, credentials):
    options = {"api_endpoint": devcloud.url("gce")}
    projects = compute_v1.ProjectsClient(credentials=credentials, client_options=options)
    operations = compute_v1.GlobalOperationsClient(credentials=credentials, client_options=options)
    present = projects.get(project="demo").common_instance_metadata
    operation = projects.set_common_instance_metadata_unary(
        project="demo", metadata_resource=compute_v1.Metadata(fingerprint=present.fingerprint)
    )
    done = operations.wait(project="demo", operation=operation.name)
    assert done.status == compute_v1.Operation.Status.DONE
    assert not done.error.errors
