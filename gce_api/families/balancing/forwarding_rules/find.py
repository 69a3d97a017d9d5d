"""What the methods of forwarding rules look up."""

from __future__ import annotations

from gce_api.database.references import RULES
from gce_api.families.balancing.forwarding_rules.plan import FoundForRule, Inside, wants_inside
from gce_api.families.instances.interfaces.find import for_interfaces
from gce_api.families.instances.interfaces.plan import External, free_address
from gce_api.families.networks.find import vpcs_for
from gce_api.families.networks.vpcs import DEFAULT
from gce_api.families.shared.call import Call
from gce_api.families.shared.find import known
from gce_api.families.shared.kept import Collection
from gce_api.google import errors

KEPT = Collection(RULES)
TARGETS = ("backendServices", "targetHttpProxies", "targetPools", "targetTcpProxies")


def for_insert(call: Call) -> FoundForRule:
    """What a new rule may lead to, and where its address comes from.

    :raises errors.NotFound: the network, subnetwork or address is not there.
    """
    inside = wants_inside(call.body)
    return FoundForRule(
        known=known(call, RULES, *TARGETS),
        region=call.region,
        inside=_inside(call) if inside else None,
        external=None if inside else _external(call),
    )


def agent(call: Call) -> str | None:
    """Who lets the load balancer follow what no request tells of; ``None``: nobody may."""
    try:
        return call.services.agents.appoint(call.clouds[0])
    except errors.Unsupported:
        return None


def _inside(call: Call) -> Inside:
    """The network and subnetwork that an internal rule asks for."""
    body, region = call.body, call.cloud.name
    vpcs = vpcs_for(call.cloud, [body])
    vip: dict[str, str] = {}
    place = {"network": f"global/networks/{DEFAULT}"}
    if body.get("network"):
        field = "resource.network"
        network = vpcs.find_network(body["network"], field)
        vip = {"vip_network_id": network.id} if network else {}
        place = {
            "network": f"global/networks/{call.refer(body['network'], 'networks', field).name}"
        }
    if body.get("subnetwork"):
        field = "resource.subnetwork"
        subnet = vpcs.find_subnetwork(body["subnetwork"], field)
        vip = {"vip_subnet_id": subnet.id}
        name = call.refer(body["subnetwork"], "subnetworks", field).name
        place["subnetwork"] = f"regions/{region}/subnetworks/{name}"
        if not body.get("network"):
            del place["network"]
    return Inside(vip, place)


def _external(call: Call) -> External:
    """The address that the rule asks for, a reserved one or one of its own."""
    ip = call.body.get("IPAddress")
    found = for_interfaces(call, [{"accessConfigs": [{"natIP": ip}]}])
    if ip:
        return External(address_id=free_address(found.addresses, ip, "resource.IPAddress").id)
    return External(network_id=found.vpcs.external_network().id)
