"""A new forwarding rule: what it listens on, what it leads to, and where it gets its address."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass, field
from typing import Any

from gce_api.families.instances.interfaces.plan import External
from gce_api.families.shared.known import Content, Known
from gce_api.google import errors
from gce_api.google.names import check_name
from gce_api.operations.plans import Plan

MOST_PORTS = 16  # each is a listener and a pool of Octavia's
DEFAULTS = {"networkTier": "PREMIUM"}  # of what is kept

_RANGE = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5}))?")
_KEPT = ("description", "networkTier", "allowGlobalAccess", "ipVersion")


@dataclass(frozen=True)
class Inside:
    """Where an internal rule gets its address: in Octavia's words and, as paths, in GCE's."""

    vip: dict[str, str] = field(default_factory=dict)
    place: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FoundForRule:
    """What a new rule needs to be known: what it may refer to, and where its address comes from.

    :param region: of the call's path, ``None``: the rule is global.
    :param inside: of an internal rule, but for the address.
    :param external: of another, as :mod:`gce_api.families.instances.interfaces.plan` has it.
    """

    known: Known
    region: str | None
    inside: Inside | None = None
    external: External | None = None


@dataclass(frozen=True, kw_only=True)
class RuleContent:
    """What is kept of a rule: ``fields`` as they are shown, and what has a meaning here.

    :param agent: who lets the load balancer follow what no request tells of; ``None``: nobody may.
    """

    fields: Content
    labels: dict[str, str]
    IPProtocol: str
    ports: list[int]
    target: str
    vip: dict[str, str]
    place: dict[str, str]
    agent: str | None = None


@dataclass(frozen=True, kw_only=True)
class RulePlan(Plan):
    """A forwarding rule to make.

    :param external: its external address; ``None``: it has the load balancer's own only.
    """

    scope: str
    name: str
    content: RuleContent
    external: External | None

    @property
    def path(self) -> str:
        return f"{self.scope}/forwardingRules/{self.name}"

    def kept(self) -> Content:
        """The content as the database keeps it."""
        return dataclasses.asdict(self.content)

    def by(self, agent: str | None) -> RulePlan:
        """The same with somebody who acts for it."""
        return dataclasses.replace(self, content=dataclasses.replace(self.content, agent=agent))


def plan_rule(body: Content, found: FoundForRule) -> RulePlan:
    """Check a request for a new forwarding rule and plan it.

    :raises errors.Invalid: the ports are malformed, or the scheme does not go with the target.
    :raises errors.NotFound: there is no such target.
    :raises errors.Unsupported: Octavia has no such load balancer.
    :raises errors.AlreadyExists: the name is taken.
    """
    name, known = check_name(body.get("name")), found.known
    listened = _listened(body, regional=bool(found.region))
    target = _target(body, found)
    path = f"{known.scope}/forwardingRules/{name}"
    if path in known.resources:
        raise errors.AlreadyExists.resource(f"projects/{known.project}/{path}")
    inside = _inside(body, found.inside) if found.inside else Inside()
    content = RuleContent(**listened, target=target, vip=inside.vip, place=inside.place)
    return RulePlan(scope=known.scope, name=name, content=content, external=found.external)


def wants_inside(body: Content) -> bool:
    """Whether a rule is to have an address of the project's own network only."""
    return body.get("loadBalancingScheme") == "INTERNAL"


def _listened(body: Content, *, regional: bool) -> dict[str, Any]:
    """What a rule listens on, and what is kept only."""
    protocol = body.get("IPProtocol") or "TCP"
    if protocol not in (("TCP", "UDP") if regional else ("TCP",)):
        raise errors.Unsupported(f"Forwarding rules of the protocol {protocol} are not available.")
    if body.get("ipVersion") == "IPV6":
        raise errors.Unsupported("IPv6 addresses are not available here.")
    scheme = _scheme(body, regional)
    ports = _ports(body)
    shown = (
        {"ports": [str(port) for port in ports]}
        if body.get("ports")
        else {"portRange": f"{ports[0]}-{ports[-1]}"}
    )
    fields = {name: body[name] for name in _KEPT if name in body}
    return {
        "fields": {**DEFAULTS, **fields, "loadBalancingScheme": scheme, **shown},
        "labels": body.get("labels") or {},
        "IPProtocol": protocol,
        "ports": ports,
    }


def _target(body: Content, found: FoundForRule) -> str:
    """The path of what a new rule leads to."""
    if body.get("backendService"):
        return _service(body, found)
    url = body.get("target")
    kinds = ("targetPools",) if found.region else ("targetHttpProxies", "targetTcpProxies")
    kind = next((kind for kind in kinds if f"{kind}/" in str(url)), kinds[0])
    return found.known.path(url, kind, "resource.target")


def _service(body: Content, found: FoundForRule) -> str:
    """The path of the backend service that a rule leads to itself, of the same protocol."""
    if not found.region:
        raise errors.Unsupported("A global rule leads to a target proxy here.")
    field = "resource.backendService"
    service = found.known.referred(body["backendService"], "backendServices", field)
    protocol = body.get("IPProtocol") or "TCP"
    if service.content["protocol"] != protocol:
        raise errors.Invalid(
            f"Invalid value for field 'resource.IPProtocol': '{protocol}'. "
            f"The backend service is of the protocol {service.content['protocol']}."
        )
    return service.path


def _inside(body: Content, found: Inside) -> Inside:
    """With the address that an internal rule asks for.

    :raises errors.Unsupported: it is a reserved one.
    """
    ip = body.get("IPAddress")
    if not ip:
        return found
    if not re.fullmatch(r"[0-9.]+", ip):
        raise errors.Unsupported(
            f"Invalid value for field 'resource.IPAddress': '{ip}'. An internal rule takes an "
            "address as such here, not by the name of a reserved one."
        )
    return Inside({**found.vip, "vip_address": ip}, found.place)


def _scheme(body: Content, regional: bool) -> str:
    """The load balancing scheme."""
    scheme = body.get("loadBalancingScheme") or "EXTERNAL"
    known = ("EXTERNAL", "INTERNAL") if regional else ("EXTERNAL", "EXTERNAL_MANAGED")
    if scheme not in known:
        raise errors.Unsupported(
            f"The load balancing scheme {scheme} is not available here; {' and '.join(known)} are."
        )
    if scheme == "INTERNAL" and not body.get("backendService"):
        raise errors.Invalid(
            "Invalid value for field 'resource.backendService': ''. "
            "An internal forwarding rule leads to a backend service."
        )
    if scheme != "INTERNAL":
        _check_no_place(body)
    if body.get("target") and body.get("backendService"):
        raise errors.Invalid(
            f"Invalid value for field 'resource.target': '{body['target']}'. "
            "A forwarding rule leads to a target or to a backend service, not to both."
        )
    return scheme


def _check_no_place(body: Content) -> None:
    for name in ("network", "subnetwork"):
        if body.get(name):
            raise errors.Invalid(
                f"Invalid value for field 'resource.{name}': '{body[name]}'. Only an internal "
                "forwarding rule is of a network."
            )


def _ports(body: Content) -> list[int]:
    texts = body.get("ports")
    if not texts:
        return ports_of(body.get("portRange"), "resource.portRange")
    ports = [port for text in texts for port in ports_of(text, "resource.ports")]
    return sorted(set(ports))


def ports_of(text: str | None, field: str) -> list[int]:
    """The ports of ``80-82``, or of ``80``.

    :raises errors.Invalid: it is no range of ports.
    :raises errors.Unsupported: there are more than Octavia is asked to listen on.
    """
    if not text:
        raise errors.Unsupported(
            f"Invalid value for field '{field}': ''. A rule for every port is not available here: "
            f"name up to {MOST_PORTS} ports."
        )
    match = _RANGE.fullmatch(text)
    first = int(match[1]) if match else 0
    last = int(match[2] or first) if match else 0
    if not 1 <= first <= last <= 65535:
        raise errors.Invalid(f"Invalid value for field '{field}': '{text}'. Must be a port range.")
    if last - first >= MOST_PORTS:
        raise errors.Unsupported(
            f"Invalid value for field '{field}': '{text}'. A load balancer listens on single "
            f"ports: a rule may have up to {MOST_PORTS} of them here."
        )
    return list(range(first, last + 1))
