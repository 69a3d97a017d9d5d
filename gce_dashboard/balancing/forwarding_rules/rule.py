"""What a forwarding rule says: the front end of a load balancer."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString

from gce_dashboard.framework import fields, render
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.framework.gcloud import target_flag
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
SCOPES = {"global": _("Global: to a target proxy"), "regional": _("Regional: passthrough")}
TARGETS = {"service": _("Backend service"), "pool": _("Target pool")}
SCHEMES = {
    "EXTERNAL": _("External"),
    "EXTERNAL_MANAGED": _("External (managed)"),
    "INTERNAL": _("Internal"),
}
REGIONAL = {"scope": "regional"}
INTERNAL = {"scope": "regional", "to": "service", "scheme": "INTERNAL"}


def ports(rule: Json) -> SafeString:
    return render.text(ports_of(rule))


def ports_of(rule: Json) -> str:
    """``80``, ``80, 443`` or ``80-82``."""
    if rule.get("ports"):
        return ", ".join(rule["ports"])
    first, _dash, end = rule.get("portRange", "").partition("-")
    return first if first == end else rule.get("portRange", "")


def is_port(word: str) -> None:
    if not re.fullmatch(r"\d{1,5}(-\d{1,5})?", word):
        raise ValidationError(_("%s is no port, such as 80, and no range, such as 80-82.") % word)


def ports_flag(found: list[str], values: Json) -> list[str]:
    return [f"--ports={','.join(found)}"] if found else []


def target_flags(path: str, values: Json) -> list[str]:
    return [target_flag(path)] if path else []


NAME = section("", fields.name(suggest="frontend"), fields.description(), fields.labels(flag=""))
PORTS = fields.listed(
    "ports",
    _("Ports"),
    required=True,
    check=is_port,
    path="ports",
    flag=ports_flag,
    help=_("Up to 16, separated by commas, or one range."),
    when=REGIONAL,
)
PORT = fields.port(
    initial=80,
    path="portRange",
    body=lambda port, values: None if port is None else str(port),
    flag="--ports={}",
    when={"scope": "global"},
)


def ip_address(name: str, offer: str, **more: Any) -> fields.Field:
    return fields.choice(
        name,
        _("IP address"),
        offer=offer,
        required=False,
        empty=_("Ephemeral"),
        path="IPAddress",
        flag="--address={}",
        hcl="ip_address",
        **more,
    )


REGIONAL_ADDRESS = ip_address("address", "addresses", within="region", when=REGIONAL)
GLOBAL_ADDRESS = ip_address("global_address", "globalAddresses", when={"scope": "global"})
NETWORK = fields.network(_("Network"), when=INTERNAL)
SUBNETWORK = fields.subnetwork(when=INTERNAL)
ADDRESS = section(
    _("Address"),
    beside(REGIONAL_ADDRESS, GLOBAL_ADDRESS, PORTS, PORT),
    beside(NETWORK, SUBNETWORK),
)
TARGET = section(
    _("Target"),
    beside(
        fields.pick("scope", _("Scope"), SCOPES),
        fields.region(when=REGIONAL),
    ),
    fields.pick("to", _("Leads to"), TARGETS, segments=True, when=REGIONAL),
    fields.choice(
        "proxy",
        _("Target proxy"),
        offer="targetProxies",
        path="target",
        flag=target_flags,
        when={"scope": "global"},
    ),
    fields.choice(
        "service",
        _("Backend service"),
        offer="regionalServices",
        within="region",
        path="backendService",
        flag=lambda path, values: [f"--backend-service={last(path)}"] if path else [],
        when={"scope": "regional", "to": "service"},
    ),
    fields.choice(
        "pool",
        _("Target pool"),
        offer="targetPoolPaths",
        within="region",
        path="target",
        flag=target_flags,
        when={"scope": "regional", "to": "pool"},
    ),
    beside(
        fields.pick(
            "scheme",
            _("Access type"),
            {name: SCHEMES[name] for name in ("EXTERNAL", "INTERNAL")},
            path="loadBalancingScheme",
            flag="--load-balancing-scheme={}",
            help=_("As the backend service's."),
            when={"scope": "regional", "to": "service"},
        ),
        fields.pick(
            "protocol",
            _("Protocol"),
            {"TCP": "TCP", "UDP": "UDP"},
            path="IPProtocol",
            flag="--ip-protocol={}",
            hcl="ip_protocol",
            when=REGIONAL,
        ),
        fields.pick(
            "global_scheme",
            _("Access type"),
            {name: SCHEMES[name] for name in ("EXTERNAL_MANAGED", "EXTERNAL")},
            path="loadBalancingScheme",
            flag="--load-balancing-scheme={}",
            when={"scope": "global"},
        ),
    ),
)
SECTIONS = (NAME, TARGET, ADDRESS)
