"""What the load balancer of a forwarding rule has to be like, out of all that it refers to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gce_api.families.balancing.balancers.backends import (
    ByPath,
    backends_of,
    instances_of,
    servers_in,
)
from gce_api.families.balancing.health_checks import plan as health_checks
from gce_api.families.balancing.url_maps import ways as url_maps
from gce_api.families.shared.known import Content, Kept
from gce_api.openstack.octavia import Balancer, Listener, Member, Monitor, Policy, Pool

_STICKY = {
    "CLIENT_IP": "SOURCE_IP",
    "CLIENT_IP_PROTO": "SOURCE_IP",
    "CLIENT_IP_PORT_PROTO": "SOURCE_IP",
    "GENERATED_COOKIE": "HTTP_COOKIE",
}
_ALGORITHMS = {"LEAST_REQUEST": "LEAST_CONNECTIONS"}


@dataclass(frozen=True)
class Place:
    """Where a server is reached in its network."""

    address: str
    subnet_id: str


Places = Mapping[str, Place]  # by the servers' UUIDs; those that are gone are left out


def plan_balancer(rule: Content, resources: ByPath, places: Places) -> Balancer:
    """The load balancer that a forwarding rule needs; an empty one if its target is gone.

    :param rule: what is kept of the rule.
    """
    target = resources.get(rule["target"])
    return _Planner(rule, resources, places).of_target(target) if target else Balancer()


def written(rule: Content, resources: ByPath) -> Balancer:
    """The same as far as it is written down: members have their servers' UUIDs for addresses."""
    places = {server: Place(server, "") for server in servers_in(resources)}
    return plan_balancer(rule, resources, places)


def servers_behind(balancer: Balancer) -> set[str]:
    """The servers among which a load balancer, as :func:`written` down, chooses."""
    return {member.address for pool in balancer.pools for member in pool.members}


@dataclass(frozen=True)
class _Planner:
    """Plans the load balancer of one rule."""

    rule: Content
    resources: ByPath
    places: Places

    def of_target(self, target: Kept) -> Balancer:
        if target.collection == "targetHttpProxies":
            return self._of_url_map(self.resources.get(target.content["urlMap"]))
        if target.collection == "targetTcpProxies":
            return self._of_one(self.resources.get(target.content["service"]))
        of_port = self._target_pool if target.collection == "targetPools" else self._service
        pools = {port: of_port(target, f"port-{port}", port) for port in self.rule["ports"]}
        listeners = [self._listener(port, pool) for port, pool in pools.items()]
        return Balancer(tuple(listeners), tuple(pools.values()))

    def _of_one(self, service: Kept | None) -> Balancer:
        """Every port leads to the same pool."""
        if service is None:
            return Balancer()
        pool = self._service(service, service.name)
        listeners = [self._listener(port, pool) for port in self.rule["ports"]]
        return Balancer(tuple(listeners), (pool,))

    def _of_url_map(self, url_map: Kept | None) -> Balancer:
        """A pool for each backend service that the URL map names, and a policy for each way
        there."""
        content = url_map.content if url_map else {}
        pools = {
            path: self._service(service, service.name)
            for path in url_maps.services_of(content)
            if (service := self.resources.get(path))
        }
        default = pools.get(content.get("defaultService", ""))
        if default is None:
            return Balancer()
        policies = tuple(
            Policy(pools[way.service].name, way.rules)
            for way in url_maps.ways_of(content)
            if way.service in pools
        )
        listeners = [self._listener(port, default, policies) for port in self.rule["ports"]]
        return Balancer(tuple(listeners), tuple(pools.values()))

    def _listener(self, port: int, pool: Pool, policies: tuple[Policy, ...] = ()) -> Listener:
        return Listener(
            name=f"port-{port}",
            protocol=pool.protocol,
            protocol_port=port,
            default_pool=pool.name,
            l7policies=policies,
        )

    def _target_pool(self, pool: Kept, name: str, port: int) -> Pool:
        instances = instances_of(pool, self.resources)
        return self._pool(
            pool, name, [_To(server, _name(path), port) for path, server in instances.items()]
        )

    def _service(self, service: Kept, name: str, port: int | None = None) -> Pool:
        """A pool of a service's instances; ``port``: not the one that the service names."""
        members = [
            _To(server, server, port or backend.port, backend.weight, backend.backup)
            for backend in backends_of(service, self.resources)
            for server in backend.servers
        ]
        return self._pool(service, name, members)

    def _pool(self, source: Kept, name: str, members: list[_To]) -> Pool:
        """A pool as the target pool or backend service says that it is made out of."""
        content = source.content
        monitor, port = self._monitor(content)
        policy = content.get("localityLbPolicy") or ""
        return Pool(
            name=name,
            protocol=self._protocol,
            lb_algorithm=_ALGORITHMS.get(policy, "ROUND_ROBIN"),
            session_persistence=_STICKY.get(content.get("sessionAffinity") or ""),
            healthmonitor=monitor,
            members=tuple(
                member.at(self.places[member.server], port)
                for member in members
                if member.server in self.places
            ),
        )

    def _monitor(self, source: Content) -> tuple[Monitor | None, int | None]:
        """Octavia's monitor for the first health check, and the port that it looks at."""
        for path in source["healthChecks"]:
            check = self.resources.get(path)
            if check:
                return health_checks.monitor(check.collection, check.content)
        return None, None

    @property
    def _protocol(self) -> str:
        """Octavia's: what a URL map leads is HTTP, whatever the rule and the service say."""
        of_map = self.rule["target"].split("/")[-2] == "targetHttpProxies"
        return "HTTP" if of_map else self.rule["IPProtocol"]


@dataclass(frozen=True)
class _To:
    """A member before it is known where its server is."""

    server: str
    name: str
    port: int
    weight: int = 1
    backup: bool = False

    def at(self, place: Place, monitor_port: int | None) -> Member:
        return Member(
            name=self.name,
            address=place.address,
            subnet_id=place.subnet_id,
            protocol_port=self.port,
            weight=self.weight,
            backup=self.backup,
            monitor_port=monitor_port,
        )


def _name(path: str) -> str:
    return path.rpartition("/")[2]
