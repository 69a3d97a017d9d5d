"""What health checks say, as the endpoint keeps them, and the Octavia monitor that does it.

What is kept of a health check is GCE's JSON of it with every default filled in, less what the
endpoint knows otherwise (its name, its id, ...). The port that a monitor looks at may be ``None``:
the one that the pool's traffic goes to.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from gce_api.families.shared.known import LEGACY
from gce_api.google import errors
from gce_api.google.merging import patched
from gce_api.openstack.octavia import Monitor

Content = dict[str, Any]

_SPECIFIC = {
    "HTTP": "httpHealthCheck",
    "HTTPS": "httpsHealthCheck",
    "TCP": "tcpHealthCheck",
    "SSL": "sslHealthCheck",
    "HTTP2": "http2HealthCheck",
    "GRPC": "grpcHealthCheck",
    "GRPC_WITH_TLS": "grpcTlsHealthCheck",
}
_MONITORS = {"HTTP": "HTTP", "HTTPS": "HTTPS", "TCP": "TCP", "SSL": "TLS-HELLO"}
_TIMES = {
    "checkIntervalSec": (5, 1, 300),  # default, least, most
    "timeoutSec": (5, 1, 300),
    "healthyThreshold": (2, 1, 10),
    "unhealthyThreshold": (2, 1, 10),
}
_KNOWN_OTHERWISE = ("id", "kind", "name", "region", "selfLink", "creationTimestamp")


def plan_health_check(collection: str, body: Content) -> Content:
    """What is kept of a health check that is to be as the body says.

    :param collection: ``healthChecks``, ``httpHealthChecks`` or ``httpsHealthChecks``.
    :raises errors.Invalid: a value is out of range, or contradicts another.
    :raises errors.Required: it does not say what kind of check it is.
    :raises errors.Unsupported: Octavia has no such check.
    """
    asked = {name: value for name, value in body.items() if name not in _KNOWN_OTHERWISE}
    times = {name: _time(name, asked.get(name)) for name in _TIMES}
    if times["timeoutSec"] > times["checkIntervalSec"]:
        raise errors.Invalid(
            f"Invalid value for field 'resource.timeoutSec': '{times['timeoutSec']}'. "
            "Must be less than or equal to checkIntervalSec."
        )
    if collection in LEGACY:
        port = _port(asked.get("port") or LEGACY[collection], "resource.port")
        path = _path(asked.get("requestPath"), "resource.requestPath")
        return {**asked, **times, "port": port, "requestPath": path}
    return _plan_of_type(asked) | times


def plan_patch(collection: str, present: Content, patch: Content) -> Content:
    """The same for a change of some fields."""
    merged = patched(present, patch)
    if collection not in LEGACY:
        kind = _type(patched({}, patch)) or present["type"]
        merged["type"] = kind
        for of, field in _SPECIFIC.items():
            if of != kind and field not in patch:
                merged.pop(field, None)
    return plan_health_check(collection, merged)


def monitor(collection: str, content: Content) -> tuple[Monitor, int | None]:
    """Octavia's monitor for what is kept of a health check, and the port that it looks at."""
    kind, settings = _check_of(collection, content)
    found = Monitor(
        type=_MONITORS[kind],
        delay=content["checkIntervalSec"],
        timeout=content["timeoutSec"],
        max_retries=content["healthyThreshold"],
        max_retries_down=content["unhealthyThreshold"],
    )
    if kind in ("HTTP", "HTTPS"):
        found = replace(
            found, http_method="GET", url_path=settings["requestPath"], expected_codes="200"
        )
        if settings.get("host"):
            found = replace(found, http_version=1.1, domain_name=settings["host"])
    serving = settings.get("portSpecification") == "USE_SERVING_PORT"
    return found, None if serving else settings["port"]


def _check_of(collection: str, content: Content) -> tuple[str, Content]:
    if collection in LEGACY:
        return ("HTTP" if collection == "httpHealthChecks" else "HTTPS"), content
    return content["type"], content[_SPECIFIC[content["type"]]]


def _plan_of_type(asked: Content) -> Content:
    kind = _type(asked)
    if kind is None:
        raise errors.Required("Required field 'resource.type' not specified")
    if kind not in _MONITORS:
        raise errors.Unsupported(f"Health checks of type {kind} are not available here.")
    field = _SPECIFIC[kind]
    for other in _SPECIFIC.values():
        if other != field and other in asked:
            raise errors.Invalid(
                f"Invalid value for field 'resource.{other}': A health check of type {kind} is "
                f"described by '{field}'."
            )
    return {**asked, "type": kind, field: _specific(kind, asked.get(field) or {})}


def _type(asked: Content) -> str | None:
    """The type as it is said, or as the only description implies it."""
    if asked.get("type"):
        return asked["type"]
    return next((kind for kind, field in _SPECIFIC.items() if field in asked), None)


def _specific(kind: str, asked: Content) -> Content:
    """The settings of a type with their defaults."""
    where = f"resource.{_SPECIFIC[kind]}"
    for name in ("request", "response"):
        if asked.get(name):
            raise errors.Unsupported(
                f"Health checks that look at the {name} ('{where}.{name}') are not available here."
            )
    if asked.get("proxyHeader", "NONE") != "NONE":
        raise errors.Unsupported("Health checks with a PROXY header are not available here.")
    if asked.get("portName") or asked.get("portSpecification") == "USE_NAMED_PORT":
        raise errors.Unsupported("Health checks of a named port are not available here.")
    found = {**asked, "proxyHeader": "NONE"}
    if asked.get("portSpecification") == "USE_SERVING_PORT":
        if asked.get("port"):
            raise errors.Invalid(
                f"Invalid value for field '{where}.port': '{asked['port']}'. Must not be set with "
                "the port specification USE_SERVING_PORT."
            )
    else:
        default = 443 if kind in ("HTTPS", "SSL") else 80
        found["port"] = _port(asked.get("port") or default, f"{where}.port")
    if kind in ("HTTP", "HTTPS"):
        found["requestPath"] = _path(asked.get("requestPath"), f"{where}.requestPath")
    return found


def _time(name: str, asked: int | None) -> int:
    default, least, most = _TIMES[name]
    value = default if asked is None else asked
    if not least <= value <= most:
        raise errors.Invalid(
            f"Invalid value for field 'resource.{name}': '{value}'. "
            f"Must be between {least} and {most}, inclusive."
        )
    return value


def _port(value: int, field: str) -> int:
    if not 1 <= value <= 65535:
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{value}'. Must be between 1 and 65535, inclusive."
        )
    return value


def _path(value: str | None, field: str) -> str:
    path = value or "/"
    if not path.startswith("/") or not path.isascii() or any(c.isspace() for c in path):
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{value}'. Must be an absolute path."
        )
    return path
