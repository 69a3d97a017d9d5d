"""One region of OpenStack as one user in one project sees it, through openstacksdk."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

import openstack
import requests
from cachetools import TTLCache
from keystoneauth1 import loading, session
from keystoneauth1.adapter import Adapter
from keystoneauth1.identity.access import AccessInfoPlugin
from keystoneauth1.plugin import BaseAuthPlugin
from keystoneauth1.service_token import ServiceTokenAuthWrapper
from openstack import utils
from oslo_config import cfg

from gce_api.google import errors
from gce_api.google.names import clean
from gce_api.openstack import sessions
from gce_api.openstack.caller import Caller
from gce_api.openstack.parallel import later

T = TypeVar("T")


class Turn(Protocol):
    """The right to change a resource while nobody else does."""

    def check(self) -> None:
        """Look, before each write, whether it is still held.

        :raises errors.Unavailable: it is not.
        """


Turns = Callable[[str], AbstractContextManager[Turn]]
POOL = 64  # connections kept to each OpenStack service


class Cloud:
    """OpenStack in one region for one caller.

    ``compute``, ``volumes``, ``network``, ``images``, ``load_balancers`` are openstacksdk proxies;
    ``name`` is the GCE name of the region. ``turn_of`` a resource, by any name for it, is to be
    held while one changes it that OpenStack reads and writes as a whole.
    """

    def __init__(
        self,
        connection: openstack.connection.Connection,
        caller: Caller,
        region: str,
        turn_of: Turns,
    ) -> None:
        self.caller = caller
        self.region = region
        self.name = clean(region)
        self.connection = connection
        self.turn_of = turn_of
        self._cache: TTLCache[Hashable, Any] = TTLCache(1000, 30)
        self._known: dict[Hashable, Any] = {}
        self._asked: frozenset[Hashable] = frozenset()
        self._lock = threading.Lock()

    @property
    def compute(self) -> Any:
        return self.connection.compute

    @property
    def volumes(self) -> Any:
        return self.connection.block_storage

    @property
    def has_volumes(self) -> bool:
        """Whether the region has a block storage service; without one, disks are local."""
        return self._has("block-storage")

    @property
    def network(self) -> Any:
        return self.connection.network

    def compute_version(self, wanted: str) -> str:
        """The microversion to ask Nova with: the wanted one, or the newest that it has."""
        key = "compute version", wanted
        return self.cached(
            key, lambda: utils.maximum_supported_microversion(self.compute, wanted) or "2.1"
        )

    @property
    def images(self) -> Any:
        return self.connection.image

    @property
    def load_balancers(self) -> Any:
        return self.connection.load_balancer

    @property
    def has_metrics(self) -> bool:
        """Whether the region has Gnocchi."""
        return self._has("metric")

    @property
    def metrics(self) -> Adapter:
        """Gnocchi, for which openstacksdk has no proxy."""
        return Adapter(
            self.connection.session,
            service_type="metric",
            interface=self.connection.config.get_interface("metric"),
            region_name=self.region,
        )

    def cached(self, key: Hashable, make: Callable[[], T]) -> T:
        """``make()``, remembered for 30 seconds: for flavors, images, networks, zones."""
        with self._lock:
            if key in self._cache:
                return self._cache[key]
        value = make()
        with self._lock:
            self._cache[key] = value
        return value

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """The same for what hardly ever changes: what is older is told all the same, and asked for
        anew beside the request, so that a service that hangs keeps nobody waiting."""
        with self._lock:
            if key in self._cache:
                return self._cache[key]
            if key in self._known:
                is_asked, self._asked = key in self._asked, self._asked | {key}
                if not is_asked:
                    later(lambda: self._renew(key, make))
                return self._known[key]
        value = self._known[key] = self.cached(key, make)
        return value

    def _renew(self, key: Hashable, make: Callable[[], Any]) -> None:
        try:
            self._known[key] = self.cached(key, make)
        finally:
            self._asked -= {key}

    def remembers(self, key: Hashable) -> bool:
        """Whether :meth:`cached` would answer without asking OpenStack."""
        with self._lock:
            return key in self._cache

    def forget(self, key: Hashable) -> None:
        """Drop a cached value after a change that this process made itself."""
        with self._lock:
            self._cache.pop(key, None)

    def _has(self, service_type: str) -> bool:
        catalog = self.caller.access.service_catalog
        found = catalog.get_endpoints(service_type=service_type, region_name=self.region)
        return any(found.values())


class Clouds:
    """Makes, and keeps for a while, the :class:`Cloud` of each caller and region."""

    def __init__(self, conf: cfg.ConfigOpts, turn_of: Turns) -> None:
        self._conf = conf
        self._turn_of = turn_of
        self._http = requests.Session()
        for scheme in ("http://", "https://"):
            self._http.mount(scheme, _adapter(conf))
        self._discovery: dict[str, Any] = {}
        self._service = loading.load_auth_from_conf_options(conf, "keystone")
        self._clouds: TTLCache[Hashable, Cloud] = TTLCache(1000, 3600)
        self._lock = threading.Lock()

    def regions(self, caller: Caller) -> list[str]:
        """Keystone regions that have a compute service, the default one first."""
        endpoints = caller.access.service_catalog.get_endpoints(service_type="compute")
        found = sorted({e["region_id"] for rows in endpoints.values() for e in rows if e})
        default = self._conf.keystone.default_region
        return sorted(found, key=lambda region: region != default)

    def get(self, caller: Caller, region: str) -> Cloud:
        """The cloud of ``caller`` in the Keystone region ``region``."""
        return self._get(caller, region, AccessInfoPlugin(caller.access))

    def at(self, caller: Caller, scope: str) -> Cloud:
        """The cloud that has a scope: ``regions/r``, ``zones/z``, or ``global`` (the default one).

        :raises errors.NotFound: there is no such region.
        """
        kind, _, name = scope.partition("/")
        wanted = name.rpartition("-")[0] if kind == "zones" else name
        for region in self.regions(caller):
            cloud = self.get(caller, region)
            if wanted in ("", cloud.name):
                return cloud
        raise errors.NotFound.resource(f"projects/{caller.project.id}/{scope}")

    def lasting(self, caller: Caller, region: str) -> Cloud:
        """The same for an operation, which may outlive the caller's token.

        The service's own token goes with each call. OpenStack then accepts the caller's for two
        more days after it has expired (Keystone's ``[token] allow_expired_window``), if the
        service user has the role ``service``; a token that was revoked it never accepts.
        """
        user = AccessInfoPlugin(caller.access)
        return self._get(
            caller, region, ServiceTokenAuthWrapper(user, self._service) if self._service else user
        )

    def as_service(self, region: str) -> openstack.connection.Connection:
        """A region as the endpoint's own user sees it, for what no user may do."""
        assert self._service
        return self._connect(self._service, region)

    def _get(self, caller: Caller, region: str, auth: BaseAuthPlugin) -> Cloud:
        key = (caller.access.auth_token, region, type(auth))
        with self._lock:
            if key not in self._clouds:
                self._clouds[key] = Cloud(
                    self._connect(auth, region), caller, region, self._turn_of
                )
            return self._clouds[key]

    def _connect(self, auth: BaseAuthPlugin, region: str) -> openstack.connection.Connection:
        return openstack.connection.Connection(
            session=sessions.load(
                self._conf,
                "keystone",
                auth=auth,
                session=self._http,
                discovery_cache=self._discovery,
            ),
            region_name=region,
            interface=self._conf.keystone.interface,
            # keystoneauth would sleep and retry in the middle of a user's request
            status_code_retries=0,
        )


def _adapter(conf: cfg.ConfigOpts) -> requests.adapters.HTTPAdapter:
    """Connections that are kept; keystoneauth leaves TLS to whoever brings the HTTP session."""
    return session.TCPKeepAliveAdapter(
        pool_maxsize=POOL,
        tls_ciphers=conf.keystone.tls_ciphers,
        tls_min_version=conf.keystone.tls_min_version,
    )
