"""What a backend service says, as the endpoint keeps it.

Balancing modes, capacities, timeouts and connection draining are kept only: Octavia has one way
to share out, to which a backend's ``capacityScaler`` is a weight and ``failover`` a backup member.
"""

from __future__ import annotations

from dataclasses import dataclass

from gce_api.families.shared.known import LEGACY, Content, Kept, Known
from gce_api.google import errors

DEFAULT_PORT = 80

_KNOWN_OTHERWISE = (
    "id",
    "kind",
    "name",
    "region",
    "selfLink",
    "creationTimestamp",
    "fingerprint",
    "usedBy",
)
_PROTOCOLS = ("HTTP", "TCP", "UDP")
_SCHEMES = ("EXTERNAL", "EXTERNAL_MANAGED", "INTERNAL")
_AFFINITIES = ("NONE", "CLIENT_IP", "CLIENT_IP_PROTO", "CLIENT_IP_PORT_PROTO", "GENERATED_COOKIE")
_POLICIES = ("ROUND_ROBIN", "LEAST_REQUEST")
_BEYOND = ("iap", "securityPolicy", "cdnPolicy", "customRequestHeaders", "customResponseHeaders")


@dataclass(frozen=True)
class FoundForService:
    """What a body may refer to, groups among it, and the region that its load balancer is in."""

    known: Known
    region: str


def referring(body: Content, found: FoundForService) -> Content:
    """A body with the paths of what it refers to, which is there.

    :raises errors.NotFound: it is not.
    :raises errors.Unsupported: a group is in another region.
    """
    body = dict(body)
    if body.get("healthChecks"):
        body["healthChecks"] = [
            _health_check(url, f"resource.healthChecks[{index}]", found.known)
            for index, url in enumerate(body["healthChecks"])
        ]
    if body.get("backends"):
        body["backends"] = [
            {**backend, "group": group_of(backend.get("group"), _group_field(index), found).path}
            for index, backend in enumerate(body["backends"])
        ]
    return body


def group_of(url: object, field: str, found: FoundForService) -> Kept:
    """An instance group, which has to be where the load balancer is.

    :raises errors.NotFound: there is no such group.
    :raises errors.Unsupported: it is in another region.
    """
    reference = found.known.references.refer(url, "instanceGroups", field)
    place = reference.zone or reference.region or ""
    region = place.rpartition("-")[0] if reference.zone else place
    if region != found.region:
        raise errors.Unsupported(
            f"Invalid value for field '{field}': '{url}'. A load balancer reaches instances of its "
            f"own region only, which is '{found.region}' here."
        )
    scope = "zones" if reference.zone else "regions"
    path = f"{scope}/{place}/instanceGroups/{reference.name}"
    group = found.known.at(path)
    if group is None:
        raise errors.NotFound(
            f"Invalid value for field '{field}': '{url}'. "
            f"The resource 'projects/{found.known.project}/{path}' was not found"
        )
    return group


def plan_service(body: Content, *, regional: bool) -> Content:
    """What is kept of a backend service that is to be as the body, with paths in it, says.

    :raises errors.Invalid: a value is out of range.
    :raises errors.Unsupported: Octavia cannot do it.
    """
    content = _with_defaults(body, regional)
    _check_choices(content)
    for name in _BEYOND:
        if content.get(name):
            raise errors.Unsupported(f"'resource.{name}' is not available here.")
    if content.get("enableCDN"):
        raise errors.Unsupported("Cloud CDN is not available here.")
    if len(content["healthChecks"]) > 1:
        raise errors.Invalid(
            "Invalid value for field 'resource.healthChecks': ''. At most one health check may be "
            "specified."
        )
    for index, backend in enumerate(content["backends"]):
        _check_backend(content["backends"][:index], backend, f"resource.backends[{index}]")
    return content


def _with_defaults(body: Content, regional: bool) -> Content:
    asked = {name: value for name, value in body.items() if name not in _KNOWN_OTHERWISE}
    defaults: Content = {
        "protocol": "TCP" if regional else "HTTP",
        "loadBalancingScheme": "INTERNAL" if regional else "EXTERNAL",
        "sessionAffinity": "NONE",
        "timeoutSec": 30,
        "backends": [],
        "healthChecks": [],
    }
    content = {**defaults, **asked}
    if not regional:
        content["portName"] = content.get("portName") or content["protocol"].lower()
        content["port"] = content.get("port") or DEFAULT_PORT
    return content


def _check_choices(content: Content) -> None:
    _check_among(content, "protocol", _PROTOCOLS)
    _check_among(content, "loadBalancingScheme", _SCHEMES)
    _check_among(content, "sessionAffinity", _AFFINITIES)
    if content.get("localityLbPolicy"):
        _check_among(content, "localityLbPolicy", _POLICIES)


def _check_among(content: Content, name: str, known: tuple[str, ...]) -> None:
    if content[name] not in known:
        raise errors.Unsupported(
            f"Invalid value for field 'resource.{name}': '{content[name]}'. "
            f"Available here are {', '.join(known)}."
        )


def _check_backend(before: list[Content], backend: Content, where: str) -> None:
    scaler = backend.get("capacityScaler", 1.0)
    if not 0 <= scaler <= 1:
        raise errors.Invalid(
            f"Invalid value for field '{where}.capacityScaler': '{scaler}'. "
            "Must be between 0 and 1."
        )
    if any(other["group"] == backend["group"] for other in before):
        raise errors.Invalid(
            f"Invalid value for field '{where}.group': '{backend['group']}'. It is a backend twice."
        )


def _health_check(url: str, field: str, known: Known) -> str:
    """The path of a health check of any kind."""
    kinds = ("healthChecks", *LEGACY)
    kind = next((kind for kind in kinds if f"{kind}/" in url), "healthChecks")
    return known.path(url, kind, field)


def _group_field(index: int) -> str:
    return f"resource.backends[{index}].group"
