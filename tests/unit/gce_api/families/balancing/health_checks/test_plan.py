"""What is kept of a health check, and Octavia's monitor for it."""

import pytest

from gce_api.families.balancing.health_checks.plan import monitor, plan_health_check, plan_patch
from gce_api.google import errors


def test_defaults_are_googles():
    kept = plan_health_check("healthChecks", {"name": "basic", "httpHealthCheck": {}})
    assert kept["type"] == "HTTP"
    assert kept["httpHealthCheck"] == {"port": 80, "requestPath": "/", "proxyHeader": "NONE"}
    assert (kept["checkIntervalSec"], kept["healthyThreshold"]) == (5, 2)
    assert "name" not in kept


def test_a_check_of_a_host_asks_for_it_on_its_port():
    said = {"type": "HTTPS", "httpsHealthCheck": {"host": "example.org", "requestPath": "/up"}}
    found, port = monitor("healthChecks", plan_health_check("healthChecks", said))
    assert (found.type, found.url_path, found.domain_name) == ("HTTPS", "/up", "example.org")
    assert (found.http_version, port) == (1.1, 443)


def test_a_check_of_the_serving_port_looks_where_the_traffic_goes():
    said = {"tcpHealthCheck": {"portSpecification": "USE_SERVING_PORT"}}
    found, port = monitor("healthChecks", plan_health_check("healthChecks", said))
    assert (found.type, found.url_path, port) == ("TCP", None, None)


def test_a_patch_may_make_it_a_check_of_another_type():
    present = plan_health_check("healthChecks", {"tcpHealthCheck": {}})
    changed = plan_patch("healthChecks", present, {"type": "HTTP", "httpHealthCheck": {}})
    assert changed["type"] == "HTTP"
    assert "tcpHealthCheck" not in changed


@pytest.mark.parametrize(
    ("collection", "body", "error"),
    [
        ("healthChecks", {}, errors.Required),
        ("healthChecks", {"type": "GRPC", "grpcHealthCheck": {}}, errors.Unsupported),
        ("healthChecks", {"type": "TCP", "httpHealthCheck": {}}, errors.Invalid),
        ("healthChecks", {"tcpHealthCheck": {"request": "a"}}, errors.Unsupported),
        ("httpHealthChecks", {"timeoutSec": 6}, errors.Invalid),
        ("httpHealthChecks", {"port": 65536}, errors.Invalid),
        ("httpHealthChecks", {"requestPath": "up"}, errors.Invalid),
    ],
)
def test_a_check_that_cannot_be_is_refused(collection, body, error):
    with pytest.raises(error):
        plan_health_check(collection, body)
