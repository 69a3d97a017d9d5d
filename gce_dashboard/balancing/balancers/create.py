"""The page that creates a load balancer: front end, back end, host and path rules.

GCE has no such resource: the parts are made one after another, and where one is refused those
before it are taken back.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from gce_dashboard.api import Change
from gce_dashboard.balancing.backend_services import service
from gce_dashboard.balancing.balancers import spelled
from gce_dashboard.balancing.balancers.resource import BALANCERS
from gce_dashboard.balancing.balancers.steps import Step, make
from gce_dashboard.balancing.forwarding_rules import rule
from gce_dashboard.balancing.url_maps import rules
from gce_dashboard.framework import fields
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.framework.resources import without_empty
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
HTTP, TCP, PASSTHROUGH = "http", "tcp", "passthrough"
KINDS = {
    HTTP: _("Application (HTTP)"),
    TCP: _("Proxy network (TCP)"),
    PASSTHROUGH: _("Passthrough network (TCP or UDP)"),
}
GLOBAL = {"kind": (HTTP, TCP)}
REGIONAL = {"kind": PASSTHROUGH}
ORIGINS = {"new": _("New backend service"), "existing": _("Existing backend service")}
NEW = {"backend": "new"}
CHECKS = {"new": _("New"), "existing": _("Existing"), "none": _("None")}
# replaced: what of a rule's and a service's own forms depends on other fields here
_PORT = dataclasses.replace(rule.PORT, when=GLOBAL)
_PORTS = dataclasses.replace(rule.PORTS, when=REGIONAL)
INTERNAL = {"kind": PASSTHROUGH, "scheme": "INTERNAL"}

SECTIONS = (
    section(
        "",
        fields.name(
            suggest="balancer",
            taken="urlMaps",
            help=_("Permanent. Its parts are called after it: name-frontend, name-backend."),
        ),
        fields.description(),
        fields.pick("kind", _("Load balancer type"), KINDS, segments=True),
        fields.region(when=REGIONAL),
        beside(
            fields.pick(
                "scheme",
                _("Access type"),
                service.REGIONAL_SCHEMES,
                when=REGIONAL,
            ),
            fields.pick("protocol", _("Protocol"), {"TCP": "TCP", "UDP": "UDP"}, when=REGIONAL),
        ),
    ),
    section(
        _("Frontend"),
        beside(
            fields.choice(
                "address",
                _("IP address"),
                offer="addresses",
                within="region",
                required=False,
                empty=_("Ephemeral"),
                when={"kind": PASSTHROUGH, "scheme": "EXTERNAL"},
            ),
            fields.choice(
                "global_address",
                _("IP address"),
                offer="globalAddresses",
                required=False,
                empty=_("Ephemeral"),
                when=GLOBAL,
            ),
            _PORTS,
            _PORT,
        ),
        beside(
            fields.choice(
                "network", _("Network"), offer="networks", prefer=("default",), when=INTERNAL
            ),
            fields.choice(
                "subnetwork",
                _("Subnetwork"),
                offer="subnetworks",
                within=("region", "network"),
                when=INTERNAL,
            ),
        ),
    ),
    section(
        _("Backend"),
        fields.pick("backend", _("Backend service"), ORIGINS, segments=True),
        fields.choice(
            "global_service",
            _("Backend service"),
            offer="globalServices",
            when={"kind": (HTTP, TCP), "backend": "existing"},
        ),
        fields.choice(
            "service_here",
            _("Backend service"),
            offer="regionalServices",
            within="region",
            when={"kind": PASSTHROUGH, "backend": "existing"},
        ),
        dataclasses.replace(service.GROUPS, when=NEW),
        fields.text(
            "port_name",
            _("Named port"),
            help=_("Of the instance groups; where they name none of this name, port 80."),
            when={"kind": (HTTP, TCP), "backend": "new"},
        ),
        fields.pick("check_kind", _("Health check"), CHECKS, segments=True, when=NEW),
        fields.choice(
            "check",
            _("Health check"),
            offer="healthCheckPaths",
            when={"backend": "new", "check_kind": "existing"},
        ),
        beside(
            fields.pick(
                "check_protocol",
                _("Protocol"),
                {"TCP": "TCP", "HTTP": "HTTP"},
                when={"backend": "new", "check_kind": "new"},
            ),
            fields.number(
                "check_port",
                _("Port"),
                least=1,
                most=65535,
                initial=80,
                when={"backend": "new", "check_kind": "new"},
            ),
        ),
    ),
    section(
        _("Host and path rules"),
        rules.RULES,
        when={"kind": HTTP},
        help=_("What no rule is about goes to the backend service above."),
    ),
)


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


class CreateBalancerPage(CreatingPage):
    resource = BALANCERS
    page_title = _("Create a load balancer")
    sections = SECTIONS

    def send(self, values):
        return make(self.client, steps_of(values), str(values["request_id"]))

    # the same by other means: one after another, too

    def requests(self, values):
        return [Change("POST", each.path, each.body) for each in steps_of(values)]

    def command(self, project_id, values):
        return spelled.gcloud(steps_of(values), project_id)

    def terraform(self, project_id, values):
        return spelled.terraform(steps_of(values), project_id)
