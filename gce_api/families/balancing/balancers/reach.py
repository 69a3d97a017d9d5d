"""What a load balancer is worked out of: the endpoint's own resources, and servers' addresses."""

from __future__ import annotations

from collections.abc import Collection

from gce_api.database import references, resources
from gce_api.database.connection import Database
from gce_api.families.balancing.balancers.backends import ByPath
from gce_api.families.balancing.balancers.plan import Place
from gce_api.families.shared.find import kept
from gce_api.families.shared.known import Kept
from gce_api.openstack import ports
from gce_api.openstack.cloud import Cloud

# what forwarding rules lead to
REACH = (
    "backendServices",
    "healthChecks",
    "httpHealthChecks",
    "httpsHealthChecks",
    references.GROUPS,
    references.MANAGERS,
    "targetHttpProxies",
    "targetPools",
    "targetTcpProxies",
    "urlMaps",
)
FEW = 50  # ports of so many servers are asked for by the servers' ids, which go into the URL


def resources_of(database: Database, project: str) -> ByPath:
    """All that the forwarding rules of a project may lead to (one query)."""
    with database.reader() as session:
        found = resources.of_collections(session, project, REACH)
        return {one.path: one for one in map(kept, found)}


def rule_at(database: Database, project: str, path: str) -> Kept | None:
    """The forwarding rule of a path as it is by now."""
    with database.reader() as session:
        found = references.at(session, project, path)
        return kept(found) if found else None


def places(cloud: Cloud, server_ids: Collection[str]) -> dict[str, Place]:
    """Where servers are reached, by their UUIDs (one call, of Neutron)."""
    wanted = sorted(server_ids)
    if not wanted:
        return {}
    found: dict[str, Place] = {}
    query = {"device_id": wanted} if len(wanted) <= FEW else None
    for port in sorted(ports.listed(cloud, query), key=lambda port: port["created_at"]):
        fixed = next((ip for ip in port["fixed_ips"] if ":" not in ip["ip_address"]), None)
        if fixed and port["device_id"] in server_ids:
            place = Place(fixed["ip_address"], fixed["subnet_id"])
            found.setdefault(port["device_id"], place)
    return found
