"""What is kept of a backend service."""

import pytest

from gce_api.families.balancing.backend_services.plan import (
    FoundForService,
    plan_service,
    referring,
)
from gce_api.google import errors

GROUP = "zones/us-central1-a/instanceGroups/web"
CHECK = "regions/us-central1/healthChecks/basic"


@pytest.fixture
def found(known):
    return FoundForService(known(**{GROUP: {"members": []}, CHECK: {}}), "us-central1")


def test_references_are_kept_as_paths(found):
    body = {
        "backends": [{"group": f"https://host/compute/v1/projects/demo/{GROUP}"}],
        "healthChecks": ["basic"],
    }
    assert referring(body, found) == {"backends": [{"group": GROUP}], "healthChecks": [CHECK]}


@pytest.mark.parametrize(
    ("body", "error", "message"),
    [
        (
            {"backends": [{"group": "zones/elsewhere-a/instanceGroups/web"}]},
            errors.Unsupported,
            "own region only, which is 'us-central1'",
        ),
        (
            {"backends": [{"group": "zones/us-central1-a/instanceGroups/none"}]},
            errors.NotFound,
            r"backends\[0\].group",
        ),
        ({"healthChecks": ["none"]}, errors.NotFound, r"healthChecks\[0\]"),
    ],
)
def test_what_is_not_there_is_refused(found, body, error, message):
    with pytest.raises(error, match=message):
        referring(body, found)


def test_a_global_service_is_of_http_by_its_port_and_a_regional_one_of_tcp():
    everywhere = plan_service({"name": "web"}, regional=False)
    assert (everywhere["protocol"], everywhere["portName"], everywhere["port"]) == (
        "HTTP",
        "http",
        80,
    )
    regional = plan_service({"name": "web"}, regional=True)
    assert (regional["protocol"], regional["loadBalancingScheme"]) == ("TCP", "INTERNAL")
    assert not regional.keys() & {"name", "port", "portName"}


@pytest.mark.parametrize(
    ("body", "error", "message"),
    [
        ({"protocol": "SSL"}, errors.Unsupported, "protocol"),
        ({"localityLbPolicy": "MAGLEV"}, errors.Unsupported, "localityLbPolicy"),
        ({"enableCDN": True}, errors.Unsupported, "CDN"),
        ({"iap": {"enabled": True}}, errors.Unsupported, "iap"),
        ({"healthChecks": ["a", "b"]}, errors.Invalid, "At most one"),
        ({"backends": [{"group": "g", "capacityScaler": 2}]}, errors.Invalid, "capacityScaler"),
        ({"backends": [{"group": "g"}, {"group": "g"}]}, errors.Invalid, "twice"),
    ],
)
def test_what_octavia_cannot_do_is_refused(body, error, message):
    with pytest.raises(error, match=message):
        plan_service(body, regional=True)
