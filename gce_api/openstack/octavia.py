"""What Octavia's load balancers are made of, as plain values; Octavia itself:
:mod:`gce_api.openstack.balancers`."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from gce_api.google import fingerprints


@dataclass(frozen=True, kw_only=True)
class Member:
    """Where a pool sends its traffic; ``monitor_port``: ``None`` is the same port."""

    name: str
    address: str
    subnet_id: str
    protocol_port: int
    weight: int = 1
    backup: bool = False
    monitor_port: int | None = None


@dataclass(frozen=True, kw_only=True)
class Monitor:
    """How the members of a pool are checked; the last five are of the types HTTP and HTTPS."""

    type: str
    delay: int
    timeout: int
    max_retries: int
    max_retries_down: int
    http_method: str | None = None
    url_path: str | None = None
    expected_codes: str | None = None
    http_version: float | None = None
    domain_name: str | None = None


@dataclass(frozen=True, kw_only=True)
class Pool:
    """Members, and how one of them is chosen; ``session_persistence``: the type of it."""

    name: str
    protocol: str
    lb_algorithm: str = "ROUND_ROBIN"
    session_persistence: str | None = None
    healthmonitor: Monitor | None = None
    members: tuple[Member, ...] = ()


@dataclass(frozen=True)
class Rule:
    """What a policy wants of a request: its host or its path."""

    type: str
    compare_type: str
    value: str


@dataclass(frozen=True)
class Policy:
    """The pool, by its name, of the requests for which all the rules hold."""

    redirect_pool: str
    rules: tuple[Rule, ...]

    def name(self, position: int) -> str:
        """A name that tells what the policy is and where: it is never changed, but replaced."""
        return f"{position}-{fingerprints.of(asdict(self))}"


@dataclass(frozen=True, kw_only=True)
class Listener:
    """A port; its traffic goes to the pool of this name, unless a policy says else."""

    name: str
    protocol: str
    protocol_port: int
    default_pool: str
    l7policies: tuple[Policy, ...] = ()


@dataclass(frozen=True)
class Balancer:
    """What a load balancer consists of; listeners and policies go by the names of its pools."""

    listeners: tuple[Listener, ...] = ()
    pools: tuple[Pool, ...] = ()
