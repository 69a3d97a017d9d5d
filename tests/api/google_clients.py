"""google-cloud-compute, pointed at the devcloud of the run, as user demo in project demo."""

from __future__ import annotations

import pytest
from google.cloud import compute_v1
from google.oauth2.credentials import Credentials


@pytest.fixture
def client(devcloud):
    """Makes clients of google-cloud-compute."""
    options = {"api_endpoint": devcloud.url("gce")}
    credentials = Credentials(devcloud.token())
    return lambda kind: kind(credentials=credentials, client_options=options)


@pytest.fixture
def finish(client):
    """Waits for an operation of any scope, which must end well."""
    zonal = client(compute_v1.ZoneOperationsClient)
    regional = client(compute_v1.RegionOperationsClient)
    everywhere = client(compute_v1.GlobalOperationsClient)

    def wait(operation):
        asked = {"project": "demo", "operation": operation.name}
        if operation.zone:
            done = zonal.wait(zone=operation.zone.rpartition("/")[2], **asked)
        elif operation.region:
            done = regional.wait(region=operation.region.rpartition("/")[2], **asked)
        else:
            done = everywhere.wait(**asked)
        assert done.status == compute_v1.Operation.Status.DONE
        assert not done.error.errors, done.error

    return wait
