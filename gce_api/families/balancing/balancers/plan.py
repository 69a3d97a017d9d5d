"""What the load balancer of a forwarding rule has to be like, out of all that it refers to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from gce_api.database.connection import Database
from gce_api.database.models import Resource
from gce_api.database.references import at
from gce_api.families.balancing.backend_services.group_backends import backends_of, instances_of
from gce_api.families.balancing.health_checks import plan as health_checks
from gce_api.families.balancing.url_maps import plan as url_maps
from gce_api.openstack import own
from gce_api.openstack.balancers import Plan
from gce_api.openstack.cloud import Cloud

FEW = 50  # ports of so many servers are asked for by the servers' ids, which go into the URL

Json = dict[str, Any]

_STICKY = {
    "CLIENT_IP": "SOURCE_IP",
    "CLIENT_IP_PROTO": "SOURCE_IP",
    "CLIENT_IP_PORT_PROTO": "SOURCE_IP",
    "GENERATED_COOKIE": "HTTP_COOKIE",
}
_ALGORITHMS = {"LEAST_REQUEST": "LEAST_CONNECTIONS"}


def plan(database: Database, cloud: Cloud, rule: Resource) -> Plan:
    """The load balancer that a forwarding rule needs now (one call, of Neutron)."""
    wanted = blueprint(database, rule)
    every = [member for pool in wanted["pools"] for member in pool["members"]]
    places = addresses_of(cloud, {member["server"] for member in every})
    for pool in wanted["pools"]:
        pool["members"] = [
            {**{k: v for k, v in member.items() if k != "server"}, **places[member["server"]]}
            for member in pool["members"]
            if member["server"] in places
        ]
    return wanted


def blueprint(database: Database, rule: Resource) -> Plan:
    """The same as far as it is written down: members have a ``server`` in place of an address."""
    with database.reader() as session:
        target = at(session, rule.project, rule.content["target"])
        return _of_target(session, rule, target) if target else {"listeners": [], "pools": []}


def addresses_of(cloud: Cloud, server_ids: Iterable[str]) -> dict[str, Json]:
    """``address`` and ``subnet_id`` of servers by their ids; those that are gone are left out."""
    wanted = sorted(server_ids)
    if not wanted:
        return {}
    found: dict[str, Json] = {}
    query = {"device_id": wanted} if len(wanted) <= FEW else None
    for port in sorted(own.ports(cloud, query), key=lambda port: port["created_at"]):
        fixed = next((ip for ip in port["fixed_ips"] if ":" not in ip["ip_address"]), None)
        if fixed and port["device_id"] in wanted:
            place = {"address": fixed["ip_address"], "subnet_id": fixed["subnet_id"]}
            found.setdefault(port["device_id"], place)
    return found


def _of_target(session: Session, rule: Resource, target: Resource) -> Plan:
    if target.collection == "targetHttpProxies":
        return _of_url_map(session, rule, at(session, rule.project, target.content["urlMap"]))
    if target.collection == "targetTcpProxies":
        service = at(session, rule.project, target.content["service"])
        return _plain(rule, [_service(session, service, service.name)] if service else [])
    of_port = _target_pool if target.collection == "targetPools" else _service
    pools = [of_port(session, target, f"port-{port}", port) for port in rule.content["ports"]]
    return _plain(rule, pools)


def _plain(rule: Resource, pools: list[Json]) -> Plan:
    """Each port has a pool."""
    protocol = rule.content["IPProtocol"]
    ports = rule.content["ports"]
    listeners = [
        _listener(port, protocol, pool) for port, pool in zip(ports, pools, strict=bool(pools))
    ]
    return {"listeners": listeners, "pools": [{**pool, "protocol": protocol} for pool in pools]}


def _of_url_map(session: Session, rule: Resource, url_map: Resource | None) -> Plan:
    """A pool for each backend service that the URL map names, and a policy for each way there."""
    content = url_map.content if url_map else {}
    pools = {
        path: _service(session, service, _pool_name(path)) | {"protocol": "HTTP"}
        for path in url_maps.services_of(content)
        if (service := at(session, rule.project, path))
    }
    policies = [
        {"redirect_pool": pools[way.service]["name"], "rules": way.rules}
        for way in url_maps.ways_of(content)
        if way.service in pools
    ]
    default = pools.get(content.get("defaultService", ""))
    if default is None:
        return {"listeners": [], "pools": []}
    listeners = [
        {**_listener(port, "HTTP", default), "l7policies": policies}
        for port in rule.content["ports"]
    ]
    return {"listeners": listeners, "pools": list(pools.values())}


def _pool_name(path: str) -> str:
    return path.rpartition("/")[2]


def _listener(port: int, protocol: str, pool: Json) -> Json:
    return {
        "name": f"port-{port}",
        "protocol": protocol,
        "protocol_port": port,
        "default_pool": pool["name"],
        "l7policies": [],
    }


def _target_pool(session: Session, pool: Resource, name: str, port: int) -> Json:
    members = [
        {"server": entry["server"], "name": _pool_name(entry["path"]), "protocol_port": port}
        for entry in instances_of(session, pool)
    ]
    return _pool(session, pool, name, members)


def _service(session: Session, service: Resource, name: str, port: int | None = None) -> Json:
    """A pool of a backend service's instances; ``port``: not the one that the service names."""
    members = [
        {
            "server": server,
            "name": server,
            "protocol_port": port or backend.port,
            "weight": backend.weight,
            "backup": backend.backup,
        }
        for backend in backends_of(session, service)
        for server in backend.servers
    ]
    return _pool(session, service, name, members)


def _pool(session: Session, source: Resource, name: str, members: list[Json]) -> Json:
    """A pool as the target pool or backend service says that it is made out of."""
    content = source.content
    monitor, port = _monitor(session, source)
    sticky = _STICKY.get(content.get("sessionAffinity") or "")
    policy = content.get("localityLbPolicy") or ""
    defaults = {"weight": 1, "backup": False, "monitor_port": port}
    return {
        "name": name,
        "lb_algorithm": _ALGORITHMS.get(policy, "ROUND_ROBIN"),
        "session_persistence": {"type": sticky} if sticky else None,
        "healthmonitor": monitor,
        "members": [defaults | member for member in members],
    }


def _monitor(session: Session, source: Resource) -> tuple[Json | None, int | None]:
    """Octavia's monitor for the first health check, and the port it looks at."""
    for path in source.content["healthChecks"]:
        check = at(session, source.project, path)
        if check:
            return health_checks.monitor(check.collection, check.content)
    return None, None
