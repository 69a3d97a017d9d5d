"""Health checks of every kind, as the endpoint keeps them."""

import pytest

from tests.api.contract import REGION, a_name

LEGACY = [
    ("httpHealthChecks", "httpHealthCheck", 80),
    ("httpsHealthChecks", "httpsHealthCheck", 443),
]


@pytest.mark.parametrize(("family", "parameter", "port"), LEGACY)
def test_a_legacy_health_check_lives_its_life(api, family, parameter, port):
    name = a_name("hc")
    api.done(f"{family}.insert", {"name": name, "requestPath": "/ready"})
    where = {parameter: name}

    shown = api(f"{family}.get", **where)

    times = ("checkIntervalSec", "timeoutSec", "healthyThreshold", "unhealthyThreshold")
    assert [shown[field] for field in times] == [5, 5, 2, 2]
    assert (shown["port"], shown["requestPath"]) == (port, "/ready")
    assert shown["selfLink"].endswith(f"/projects/demo/global/{family}/{name}")
    assert name in api.names(f"{family}.list")
    assert api.refused(f"{family}.insert", {"name": name})[:2] == (409, "alreadyExists")

    api.done(f"{family}.patch", {"host": "www.example.org"}, **where)
    assert api(f"{family}.get", **where)["requestPath"] == "/ready"
    api.done(f"{family}.update", {"name": name, "port": 8080}, **where)
    replaced = api(f"{family}.get", **where)
    assert (replaced["port"], replaced["requestPath"]) == (8080, "/")
    assert "host" not in replaced

    api.done(f"{family}.delete", **where)
    assert api.refused(f"{family}.get", **where)[:2] == (404, "notFound")


def test_global_and_regional_health_checks_are_listed_together(api):
    name = a_name("hc")
    body = {
        "name": name,
        "type": "HTTP",
        "httpHealthCheck": {"portSpecification": "USE_SERVING_PORT"},
    }
    api.done("healthChecks.insert", body)
    api.done("regionHealthChecks.insert", {"name": name, "tcpHealthCheck": {"port": 22}})

    everywhere = api("healthChecks.aggregatedList", filter=f"name={name}")["items"]

    found = {
        scope: part["healthChecks"]
        for scope, part in everywhere.items()
        if len(part) == 1 and "healthChecks" in part
    }
    assert list(found) == ["global", f"regions/{REGION}"]
    assert "port" not in found["global"][0]["httpHealthCheck"]
    assert found[f"regions/{REGION}"][0]["type"] == "TCP"
    assert name in api.names("regionHealthChecks.list")

    api.done(
        "healthChecks.patch", {"type": "TCP", "tcpHealthCheck": {"port": 25}}, healthCheck=name
    )
    changed = api("healthChecks.get", healthCheck=name)
    assert (changed["type"], changed["tcpHealthCheck"]["port"]) == ("TCP", 25)
    assert "httpHealthCheck" not in changed
    api.done("healthChecks.delete", healthCheck=name)
    api.done("regionHealthChecks.delete", healthCheck=name)


@pytest.mark.parametrize(
    ("body", "reason", "words"),
    [
        ({}, "required", "resource.type"),
        ({"type": "TCP", "timeoutSec": 9}, "invalid", "timeoutSec"),
        ({"type": "TCP", "healthyThreshold": 11}, "invalid", "healthyThreshold"),
        ({"type": "TCP", "tcpHealthCheck": {"port": 70000}}, "invalid", "tcpHealthCheck.port"),
        ({"type": "TCP", "httpHealthCheck": {}}, "invalid", "httpHealthCheck"),
        ({"type": "HTTP", "httpHealthCheck": {"requestPath": "x"}}, "invalid", "requestPath"),
        ({"type": "GRPC", "grpcHealthCheck": {}}, "unsupportedOperation", "GRPC"),
        ({"type": "TCP", "tcpHealthCheck": {"response": "ok"}}, "unsupportedOperation", "response"),
    ],
)
def test_a_health_check_that_cannot_be_is_refused(api, body, reason, words):
    code, given, message = api.refused("healthChecks.insert", {"name": a_name("hc"), **body})

    assert (code, given) == (400, reason)
    assert words in message
