"""What a health check says: its fields, and how pages tell them."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard.framework import fields, render
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.framework.python_text import snake
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
SETTINGS = {
    "HTTP": "httpHealthCheck",
    "HTTPS": "httpsHealthCheck",
    "TCP": "tcpHealthCheck",
    "SSL": "sslHealthCheck",
}
PROTOCOLS = {each: each for each in ("TCP", "HTTP", "HTTPS", "SSL")}
WEB = ("HTTP", "HTTPS")
SCOPES = {
    "global": _("Global"),
    "regional": _("Regional"),
    "httpHealthChecks": _("Legacy HTTP"),
    "httpsHealthChecks": _("Legacy HTTPS"),
}
CURRENT = ("global", "regional")
LEGACY = ("httpHealthChecks", "httpsHealthChecks")
PORTS = {"fixed": _("Fixed port"), "serving": _("Serving port of the backend")}


def protocol_of(check: Json) -> str:
    """HTTP, HTTPS, TCP or SSL; legacy checks say it by their collection."""
    if check.get("type"):
        return str(check["type"])
    return "HTTPS" if "/httpsHealthChecks/" in check.get("selfLink", "") else "HTTP"


def settings(check: Json) -> Json:
    """What is particular to its protocol; legacy checks have it among the rest."""
    return check.get(SETTINGS.get(check.get("type", ""), ""), check)


def protocol(check: Json) -> SafeString:
    return render.text(protocol_of(check))


def port(check: Json) -> SafeString:
    if settings(check).get("portSpecification") == "USE_SERVING_PORT":
        return render.text(PORTS["serving"])
    return render.text(settings(check).get("port"))


def path(check: Json) -> SafeString:
    return render.text(settings(check).get("requestPath"))


def host(check: Json) -> SafeString:
    return render.text(settings(check).get("host"))


def scope(check: Json) -> SafeString:
    """Global, the region, or which kind of legacy check it is."""
    legacy = next((each for each in LEGACY if f"/{each}/" in check.get("selfLink", "")), "")
    return render.text(SCOPES[legacy or ("regional" if check.get("region") else "global")])


def particular(values: Json) -> Json:
    """What a form says of the chosen protocol; None for what is not said."""
    serving = values.get("port_kind") == "serving"
    return {
        "port": None if serving else values.get("port"),
        "portSpecification": "USE_SERVING_PORT" if serving else None,
        "requestPath": values.get("path") or None,
        "host": values.get("host") or None,
    }


def is_legacy(values: Json) -> bool:
    return values.get("scope") in LEGACY


def terraform_block(protocol: str, values: Json) -> Json:
    """``http_health_check { ... }``."""
    said = {snake(key): value for key, value in particular(values).items() if value}
    return {snake(SETTINGS[protocol]): said}


PORT = fields.port(
    label=_("Port number"),
    initial=80,
    flag="--port={}",
    read=lambda check: settings(check).get("port"),
    hcl="",
)
PATH = fields.text(
    "path",
    _("Request path"),
    flag="--request-path={}",
    hcl="",
    read=lambda check: settings(check).get("requestPath"),
    help=_("The answer has to be 200 OK. / where nothing is said."),
)
HOST = fields.text(
    "host",
    _("Host HTTP header"),
    flag="--host={}",
    hcl="",
    read=lambda check: settings(check).get("host"),
)


WEB_PARTS = {"protocol": WEB}
NAMED = section("", fields.name(suggest="health-check"), fields.description())
PROTOCOL = fields.pick(
    "protocol",
    _("Protocol"),
    PROTOCOLS,
    read=protocol_of,
    hcl=terraform_block,
    when={"scope": CURRENT},
)
PORT_KIND = fields.pick(
    "port_kind",
    _("Port"),
    PORTS,
    segments=True,
    flag=lambda kind, values: ["--use-serving-port"] if kind == "serving" else [],
    read=lambda check: (
        "serving" if settings(check).get("portSpecification") == "USE_SERVING_PORT" else "fixed"
    ),
)
# legacy checks have the same among the rest; a form that shows both calls these otherwise
LEGACY_PARTS = (
    dataclasses.replace(PORT, path="port", hcl=None),
    dataclasses.replace(PATH, path="requestPath", hcl=None),
    dataclasses.replace(HOST, path="host", hcl=None),
)


def seconds(name: str, label: str, path: str, flag: str, initial: int, most: int) -> fields.Field:
    return fields.number(name, label, least=1, most=most, initial=initial, path=path, flag=flag)


CRITERIA = section(
    _("Health criteria"),
    beside(
        seconds(
            "interval",
            _("Check interval (seconds)"),
            "checkIntervalSec",
            "--check-interval={}",
            5,
            300,
        ),
        seconds("timeout", _("Timeout (seconds)"), "timeoutSec", "--timeout={}", 5, 300),
    ),
    beside(
        seconds(
            "healthy",
            _("Healthy threshold (successes)"),
            "healthyThreshold",
            "--healthy-threshold={}",
            2,
            10,
        ),
        seconds(
            "unhealthy",
            _("Unhealthy threshold (failures)"),
            "unhealthyThreshold",
            "--unhealthy-threshold={}",
            2,
            10,
        ),
    ),
)


def timeout_fits(values: Json) -> list[tuple[str, str]]:
    """GCE's rule about the two times."""
    interval, timeout = values.get("interval"), values.get("timeout")
    if interval and timeout and timeout > interval:
        return [("timeout", _("Not longer than the check interval."))]
    return []
