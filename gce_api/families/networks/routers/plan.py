"""What a Router resource asks for."""

from __future__ import annotations

from dataclasses import dataclass

from gce_api.families.networks.everywhere import Everywhere
from gce_api.families.networks.routers.settings import BGP, NAT, packed
from gce_api.families.networks.routers.table import Routers
from gce_api.families.shared.descriptions import check_description
from gce_api.google import errors
from gce_api.google.merging import Json
from gce_api.google.names import check_name
from gce_api.openstack import marks, tags
from gce_api.openstack.rows import Row
from gce_api.operations.plans import Plan

UNSUPPORTED = {
    "bgpPeers": "BGP peers are not available here.",
    "interfaces": "Interfaces of routers, to VPN tunnels and interconnects, are not available "
    "here.",
    "md5AuthenticationKeys": "BGP peers are not available here.",
    "nccGateway": "Network Connectivity Center is not available here.",
}
UNSUPPORTED_OF_NAT = {
    "natIps": "The addresses of a NAT are chosen by this cloud: use natIpAllocateOption AUTO_ONLY.",
    "drainNatIps": "The addresses of a NAT are chosen by this cloud.",
    "rules": "Rules of a NAT are not available here.",
    "subnetworks": "A NAT is for all subnetworks of its network here.",
    "nat64Subnetworks": "NAT64 is not available here.",
}
DEFAULTS_OF_NAT = {
    "enableEndpointIndependentMapping": False,
    "endpointTypes": ["ENDPOINT_TYPE_VM"],
    "natIpAllocateOption": "AUTO_ONLY",
    "sourceSubnetworkIpRangesToNat": "ALL_SUBNETWORKS_ALL_IP_RANGES",
    "type": "PUBLIC",
}


@dataclass(frozen=True, kw_only=True)
class Router:
    """What a router is to be: ``settings`` are tags, ``nat`` is whether it has one."""

    name: str
    description: str
    settings: list[str]
    nat: bool


@dataclass(frozen=True, kw_only=True)
class RouterPlan(Plan):
    """A network's router to show; ``network_id`` ``None``: of ``default``, which is to be made."""

    network_id: str | None
    router: Router


@dataclass(frozen=True, kw_only=True)
class ChangePlan(Plan):
    """What a router is to be, and is."""

    router_id: str
    router: Router
    before: Router


@dataclass(frozen=True)
class Found:
    """A router that is to be changed, as it is and as GCE shows it."""

    row: Row
    shown: Json


def plan_insert(body: Json, keystone: str, found: Everywhere, routers: Routers) -> RouterPlan:
    """Check a Router and plan it.

    :param keystone: the Keystone region that it is to be in, which ``routers`` are of.
    :raises errors.GceError: it cannot be had as asked for.
    """
    name = check_name(body.get("name"))
    if not body.get("network"):
        raise errors.Required("Invalid value for field 'resource.network': ''. No network given.")
    router = plan_router(name, body)
    region = routers.region
    if name in routers.names.values():
        path = f"projects/{found.project}/regions/{region}/routers/{name}"
        raise errors.AlreadyExists.resource(path)
    places = [p for p in found.places(body["network"]) if p.region == keystone]
    if not places:
        raise errors.Invalid(
            f"Invalid value for field 'resource.network': '{body['network']}'. The network has no "
            f"subnetwork in the region '{region}'."
        )
    network_id = places[0].network_id
    if network_id:
        _check_only(routers, network_id)
    return RouterPlan(network_id=network_id, router=router)


def plan_change(body: Json, found: Found) -> ChangePlan:
    """A router as a Router that replaces it asks for.

    :raises errors.GceError: its name or network is to change, or it cannot be had.
    """
    name, network = found.shown["name"], body.get("network")
    if body.get("name") not in (None, name):
        raise errors.Invalid(
            f"Invalid value for field 'resource.name': '{body['name']}'. It cannot be changed."
        )
    if network and _last(network) != _last(found.shown["network"]):
        raise errors.Invalid(
            f"Invalid value for field 'resource.network': '{network}'. It cannot be changed."
        )
    return ChangePlan(
        router_id=found.row.id,
        router=plan_router(found.row.name, body),
        before=plan_router(found.row.name, found.shown),
    )


def plan_router(name: str, body: Json) -> Router:
    """Check what a Router says of itself.

    :raises errors.GceError: it cannot be had as asked for.
    """
    for field, message in UNSUPPORTED.items():
        if body.get(field):
            raise errors.Unsupported(message)
    nats = body.get("nats") or []
    if len(nats) > 1:
        raise errors.Unsupported("A router has one NAT at most here.")
    settings = [entry for nat in nats for entry in packed(NAT, _nat(nat))]
    settings += packed(BGP, body.get("bgp") or {})
    tags.check([*settings, marks.IMPLIED, marks.OF_NETWORK, marks.ROUTER], "resource.nats")
    return Router(name=name, description=check_description(body), settings=settings, nat=bool(nats))


def _check_only(routers: Routers, network_id: str) -> None:
    present = next((row for row in routers.shown if routers.network_of(row) == network_id), None)
    if present:
        raise errors.Unsupported(
            f"The network has the router '{routers.names[present.id]}' already: here a "
            "network is routed by one."
        )


def _nat(nat: Json) -> Json:
    check_name(nat.get("name"), "nats[0].name")
    for field, message in UNSUPPORTED_OF_NAT.items():
        if nat.get(field):
            raise errors.Unsupported(message)
    if nat.get("natIpAllocateOption") == "MANUAL_ONLY":
        raise errors.Unsupported(UNSUPPORTED_OF_NAT["natIps"])
    if nat.get("type") == "PRIVATE":
        raise errors.Unsupported("Private NAT is not available here.")
    given = {field: value for field, value in nat.items() if value not in ([], "")}
    whole = DEFAULTS_OF_NAT | given
    if whole["sourceSubnetworkIpRangesToNat"] == "LIST_OF_SUBNETWORKS":
        raise errors.Unsupported(UNSUPPORTED_OF_NAT["subnetworks"])
    return whole


def _last(url: str | None) -> str:
    return (url or "").rpartition("/")[2]
