"""What the load balancer of a forwarding rule has to be like, out of all that it refers to."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from gce_api.database.connection import Database
from gce_api.database.models import Resource
from gce_api.database.references import at
from gce_api.openstack import own
from gce_api.openstack.balancers import Plan
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.plans import health_checks

FEW = 50  # ports of so many servers are asked for by the servers' ids, which go into the URL
STICKY = ("CLIENT_IP", "CLIENT_IP_PROTO", "CLIENT_IP_PORT_PROTO", "CLIENT_IP_NO_DESTINATION")


def plan(database: Database, cloud: Cloud, rule: Resource) -> Plan:
    """The load balancer that a forwarding rule needs now (one call, of Neutron)."""
    with database.reader() as session:
        pool = at(session, rule.project, rule.content["target"])
        monitor, port = _monitor(session, pool)
    content = pool.content if pool else {}
    members = members_of(cloud, content.get("instances", []))
    pools = [
        _pool(rule, number, content, [{**member, "monitor_port": port} for member in members])
        | {"healthmonitor": monitor}
        for number in rule.content["ports"]
    ]
    return {"listeners": [_listener(rule, pool) for pool in pools], "pools": pools}


def members_of(cloud: Cloud, instances: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Name, address and subnet of instances, kept as ``path`` and ``server``; not of those gone."""
    ports = _ports(cloud, [instance["server"] for instance in instances])
    found = []
    for instance in instances:
        fixed = _first_ipv4(ports.get(instance["server"], []))
        if fixed:
            name = instance["path"].rpartition("/")[2]
            place = {"address": fixed["ip_address"], "subnet_id": fixed["subnet_id"]}
            found.append({"name": name, **place})
    return found


def _ports(cloud: Cloud, server_ids: list[str]) -> dict[str, list[Row]]:
    """The ports of each server, first made first."""
    if not server_ids:
        return {}
    query = {"device_id": server_ids} if len(server_ids) <= FEW else None
    found: dict[str, list[Row]] = {}
    for port in sorted(own.ports(cloud, query), key=lambda port: port["created_at"]):
        found.setdefault(port["device_id"], []).append(port)
    return found


def _first_ipv4(ports: list[Row]) -> dict[str, str] | None:
    fixed = [ip for port in ports for ip in port["fixed_ips"] if ":" not in ip["ip_address"]]
    return fixed[0] if fixed else None


def _monitor(session: Session, pool: Resource | None) -> tuple[dict[str, Any] | None, int | None]:
    """Octavia's monitor of the first health check of a pool, and the port it looks at."""
    if pool is None:
        return None, None
    for path in pool.content["healthChecks"]:
        check = at(session, pool.project, path)
        if check:
            return health_checks.monitor(check.collection, check.content)
    return None, None


def _pool(
    rule: Resource, port: int, content: dict[str, Any], members: list[dict[str, Any]]
) -> dict[str, Any]:
    """A pool that sends what arrives at a port to the same port of its members."""
    sticky = content.get("sessionAffinity") in STICKY
    return {
        "name": f"port-{port}",
        "protocol": rule.content["IPProtocol"],
        "lb_algorithm": "ROUND_ROBIN",
        "session_persistence": {"type": "SOURCE_IP"} if sticky else None,
        "members": [{**member, "protocol_port": port} for member in members],
    }


def _listener(rule: Resource, pool: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": pool["name"],
        "protocol": rule.content["IPProtocol"],
        "protocol_port": int(pool["name"].removeprefix("port-")),
        "default_pool": pool["name"],
    }
