"""What a backend service says: its fields, and how pages tell them."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard.framework import fields, render
from gce_dashboard.framework.commands import shell_lines
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.framework.gcloud import place_flags
from gce_dashboard.framework.resources import last, path_of
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
SCOPES = {"global": _("Global: HTTP or TCP proxy"), "regional": _("Regional: passthrough")}
SCHEMES = {
    "EXTERNAL": _("External"),
    "EXTERNAL_MANAGED": _("External (managed)"),
    "INTERNAL": _("Internal"),
}
GLOBAL_SCHEMES = {name: SCHEMES[name] for name in ("EXTERNAL_MANAGED", "EXTERNAL")}
REGIONAL_SCHEMES = {name: SCHEMES[name] for name in ("EXTERNAL", "INTERNAL")}
AFFINITIES = {
    "NONE": _("None"),
    "CLIENT_IP": _("Client IP"),
    "CLIENT_IP_PROTO": _("Client IP and protocol"),
    "CLIENT_IP_PORT_PROTO": _("Client IP, port and protocol"),
    "GENERATED_COOKIE": _("Generated cookie"),
}
ANY = 1.0  # the capacity of a backend that says nothing


def capacity(backend: Json) -> SafeString:
    return render.text(f"{percent(backend)}%")


def percent(backend: Json) -> int:
    return round(float(backend.get("capacityScaler", ANY)) * 100)


def failover(backend: Json) -> SafeString:
    return render.text(_("Yes") if backend.get("failover") else _("No"))


def scope_of(service: Json) -> str:
    return "regional" if service.get("region") else "global"


def check_of(service: Json) -> str:
    return path_of(next(iter(service.get("healthChecks", [])), ""))


def check_flags(path: str, values: Json) -> list[str]:
    """gcloud looks for the health check of a regional service in its region otherwise."""
    if not path:
        return []
    elsewhere = values.get("scope") == "regional" and path.startswith("global/")
    return [f"--health-checks={last(path)}", *(["--global-health-checks"] if elsewhere else [])]


def adding(place: str, project: str, values: Json) -> Iterator[str]:
    """gcloud's commands that add the backends."""
    for row in values.get("backends") or []:
        *where, _collection, name = row["group"].split("/") or [""]
        scope = f"--instance-group-{where[0].removesuffix('s')}={where[1]}"
        yield shell_lines(
            f"gcloud compute backend-services add-backend {shlex.quote(values.get('name', ''))}",
            f"--project={project}",
            *place_flags(place, ("global", "region")),
            f"--instance-group={name}",
            scope,
            f"--capacity-scaler={row['capacity'] / 100}",
        )


NAME = section("", fields.name(suggest="backend"), fields.description())
PLACE = section(
    "",
    beside(
        fields.pick("scope", _("Scope"), SCOPES, read=scope_of, fixed=True),
        fields.region(when={"scope": "regional"}, read=lambda service: last(service.get("region"))),
    ),
    beside(
        fields.pick(
            "protocol",
            _("Protocol"),
            {"HTTP": "HTTP", "TCP": "TCP"},
            path="protocol",
            flag="--protocol={}",
            when={"scope": "global"},
        ),
        fields.pick(
            "regional_protocol",
            _("Protocol"),
            {"TCP": "TCP", "UDP": "UDP"},
            path="protocol",
            flag="--protocol={}",
            when={"scope": "regional"},
        ),
        fields.pick(
            "scheme",
            _("Access type"),
            GLOBAL_SCHEMES,
            path="loadBalancingScheme",
            flag="--load-balancing-scheme={}",
            fixed=True,
            when={"scope": "global"},
        ),
        fields.pick(
            "regional_scheme",
            _("Access type"),
            REGIONAL_SCHEMES,
            path="loadBalancingScheme",
            flag="--load-balancing-scheme={}",
            fixed=True,
            when={"scope": "regional"},
        ),
    ),
)
GROUPS = fields.group(
    "backends",
    _("Backends"),
    fields.choice(
        "group",
        _("Instance group"),
        offer="instanceGroupPaths",
        within="region",
        path="group",
        read=lambda backend: path_of(backend["group"]),
    ),
    fields.number(
        "capacity",
        _("Capacity in %"),
        least=0,
        most=100,
        initial=100,
        path="capacityScaler",
        body=lambda value, values: value / 100,
        read=percent,
    ),
    fields.tick("failover", _("Failover"), path="failover"),
    add=_("Add a backend"),
    path="backends",
    always=True,
    hcl="backend",
)
BACKENDS = section(
    _("Backends"),
    GROUPS,
    fields.text(
        "port_name",
        _("Named port"),
        path="portName",
        flag="--port-name={}",
        help=_("Of the instance groups; where they name none of this name, port 80."),
        when={"scope": "global"},
    ),
    beside(
        fields.choice(
            "check",
            _("Health check"),
            offer="healthCheckPaths",
            required=False,
            empty=_("None"),
            path="healthChecks",
            body=lambda path, values: [path] if path else None,
            flag=check_flags,
            hcl="health_checks",
            read=check_of,
        ),
        fields.pick(
            "affinity",
            _("Session affinity"),
            AFFINITIES,
            path="sessionAffinity",
            flag="--session-affinity={}",
        ),
        fields.number(
            "timeout",
            _("Timeout (seconds)"),
            least=1,
            most=2147483647,
            initial=30,
            path="timeoutSec",
            flag="--timeout={}",
        ),
    ),
    fields.fingerprint("fingerprint"),
)
SECTIONS = (NAME, PLACE, BACKENDS)
