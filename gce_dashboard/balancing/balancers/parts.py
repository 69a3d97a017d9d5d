"""What a load balancer is made of, by what its form says."""

from __future__ import annotations

from typing import Any

from gce_dashboard.balancing.backend_services import service
from gce_dashboard.balancing.balancers.form import HTTP, PASSTHROUGH, TCP
from gce_dashboard.balancing.balancers.steps import Step
from gce_dashboard.balancing.forwarding_rules import rule
from gce_dashboard.balancing.url_maps import rules
from gce_dashboard.framework.resources import without_empty

Json = dict[str, Any]


def steps_of(values: Json) -> list[Step]:
    """The parts to make, in the order in which they refer to one another."""
    name = values.get("name") or "NAME"
    found: list[Step] = []
    target = _service(name, values, found)
    if values.get("kind") != PASSTHROUGH:
        target = _proxy(name, values, target, found)
    found.append(Step(f"{_place(values)}/forwardingRules", _front_end(name, values, target)))
    return found


def _place(values: Json) -> str:
    if values.get("kind") == PASSTHROUGH:
        return f"regions/{values.get('region', '')}"
    return "global"


def _service(name: str, values: Json, found: list[Step]) -> str:
    """The path of the backend service, which is made where it is not there."""
    if values.get("backend") == "existing":
        return str(values.get("global_service") or values.get("service_here") or "")
    # an application load balancer is called after its URL map, any other after this
    called = f"{name}-backend" if values.get("kind") == HTTP else name
    step = Step(
        f"{_place(values)}/backendServices",
        without_empty(
            {
                "name": called,
                "description": values.get("description"),
                "protocol": _protocol(values),
                "loadBalancingScheme": _scheme(values),
                "portName": values.get("port_name"),
                "backends": service.GROUPS.to_body(values.get("backends"), values),
                "healthChecks": _checks(name, values, found),
            }
        ),
    )
    found.append(step)
    return step.made


def _protocol(values: Json) -> str:
    return {HTTP: "HTTP", TCP: "TCP"}.get(values.get("kind", ""), values.get("protocol") or "TCP")


def _scheme(values: Json) -> str:
    if values.get("kind") == PASSTHROUGH:
        return values.get("scheme") or "EXTERNAL"
    return "EXTERNAL_MANAGED"


def _checks(name: str, values: Json, found: list[Step]) -> list[str]:
    if values.get("check_kind") == "none":
        return []
    if values.get("check_kind") == "existing":
        return [values.get("check", "")]
    kind = values.get("check_protocol") or "TCP"
    settings = {"port": values.get("check_port") or 80}
    body = {"name": f"{name}-check", "type": kind, f"{kind.lower()}HealthCheck": settings}
    # a backend service takes a global check wherever it is itself
    found.append(Step("global/healthChecks", body))
    return [found[-1].made]


def _proxy(name: str, values: Json, target: str, found: list[Step]) -> str:
    """The path of the target proxy, with the URL map before it where it has one."""
    if values.get("kind") == TCP:
        step = Step("global/targetTcpProxies", {"name": f"{name}-proxy", "service": target})
        found.append(step)
        return step.made
    known = {**values, "service": target}
    url_map = {
        "name": name,
        "description": values.get("description"),
        "defaultService": target,
        "hostRules": rules.host_rules(values.get("rules", []), known),
        "pathMatchers": rules.path_matchers(values.get("rules", []), known),
    }
    mapped = Step("global/urlMaps", without_empty(url_map))
    proxy = Step("global/targetHttpProxies", {"name": f"{name}-proxy", "urlMap": mapped.made})
    found += [mapped, proxy]
    return proxy.made


def _front_end(name: str, values: Json, target: str) -> Json:
    regional = values.get("kind") == PASSTHROUGH
    network, subnetwork = values.get("network"), values.get("subnetwork")
    body = {
        "name": f"{name}-frontend",
        "IPAddress": values.get("address") or values.get("global_address"),
        "IPProtocol": (values.get("protocol") or "TCP") if regional else "TCP",
        "loadBalancingScheme": _scheme(values),
        "ports": values.get("ports"),
        "portRange": rule.PORT.to_body(values.get("port"), values),
        "network": network and f"global/networks/{network}",
        "subnetwork": subnetwork and f"{_place(values)}/subnetworks/{subnetwork}",
        "backendService" if regional else "target": target,
    }
    return without_empty(body)
