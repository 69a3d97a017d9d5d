"""What is asked for a load balancer: front end, back end, host and path rules."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from gce_dashboard.balancing.backend_services import service
from gce_dashboard.balancing.forwarding_rules import rule
from gce_dashboard.balancing.url_maps import rules
from gce_dashboard.framework import fields
from gce_dashboard.framework.field import Field
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.i18n import gettext_lazy as _

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
INTERNAL = {"kind": PASSTHROUGH, "scheme": "INTERNAL"}
NEW_CHECK = {"backend": "new", "check_kind": "new"}


def when(field: Field, condition: Mapping[str, Any]) -> Field:
    """A field of a rule's or a service's own form, which depends on other fields here."""
    return dataclasses.replace(field, when=condition)


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
            when(rule.REGIONAL_ADDRESS, {"kind": PASSTHROUGH, "scheme": "EXTERNAL"}),
            when(rule.GLOBAL_ADDRESS, GLOBAL),
            when(rule.PORTS, REGIONAL),
            when(rule.PORT, GLOBAL),
        ),
        beside(when(rule.NETWORK, INTERNAL), when(rule.SUBNETWORK, INTERNAL)),
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
        when(service.GROUPS, NEW),
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
                "check_protocol", _("Protocol"), {"TCP": "TCP", "HTTP": "HTTP"}, when=NEW_CHECK
            ),
            fields.port("check_port", initial=80, when=NEW_CHECK),
        ),
    ),
    section(
        _("Host and path rules"),
        rules.RULES,
        when={"kind": HTTP},
        help=_("What no rule is about goes to the backend service above."),
    ),
)
