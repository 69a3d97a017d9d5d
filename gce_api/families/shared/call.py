"""One API call, as a handler sees it.

A handler says by the type of its parameter what its method's path always has: a
:class:`ZonalCall` has a zone, a :class:`RegionalCall` a region, a :class:`ListCall` a page.
:func:`type_of` tells which of them the calls of a method are.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from oslo_config import cfg

from gce_api.access.auth.keystone import Authenticator
from gce_api.access.oauth.server import OAuth
from gce_api.access.policy import Policy
from gce_api.access.rates import Rates
from gce_api.background.agents import Agents
from gce_api.database.connection import Database
from gce_api.google import errors, fingerprints
from gce_api.google.discovery import Method, document
from gce_api.google.links import Links, Reference, References
from gce_api.google.merging import patched
from gce_api.lists import paging
from gce_api.lists.paging import Page
from gce_api.openstack import failures, places
from gce_api.openstack.caller import Caller, Project
from gce_api.openstack.cloud import Cloud, Clouds
from gce_api.openstack.parallel import map_regions
from gce_api.operations.coordination import Coordination
from gce_api.operations.heartbeat import Heartbeat
from gce_api.operations.manager import Operations

T = TypeVar("T")


@dataclass(frozen=True)
class Services:
    """What lives as long as the process."""

    conf: cfg.ConfigOpts
    authenticator: Authenticator
    clouds: Clouds
    database: Database
    coordination: Coordination
    operations: Operations
    agents: Agents
    oauth: OAuth
    policy: Policy
    rates: Rates
    heartbeat: Heartbeat = field(default_factory=Heartbeat)  # of the work in the background


@dataclass
class Call:
    """A request that was routed, authenticated and checked against the document.

    ``params`` holds path and query parameters by their names in the document, with their JSON
    types; ``patch`` the validated JSON body with its nulls, for a PATCH; ``unreachable`` the
    regions that a list goes without.
    """

    method: Method
    params: dict[str, Any]
    patch: dict[str, Any]
    caller: Caller
    links: Links
    services: Services
    request_id: str = field(default="", repr=False)
    unreachable: set[str] = field(default_factory=set)

    @functools.cached_property
    def body(self) -> dict[str, Any]:
        """The validated JSON body without nulls."""
        return patched({}, self.patch)

    @property
    def project(self) -> Project:
        return self.caller.project

    @property
    def name(self) -> str:
        """The last path parameter: the name, or numeric id, of the resource."""
        names = [n for n, p in self.method.parameters.items() if p["location"] == "path"]
        in_order = sorted(names, key=lambda n: self.method.path.index("{" + n))
        return self.params[in_order[-1]]

    @property
    def path(self) -> str:
        """The path below the API's base, ``projects/p/zones/z/instances/vm``."""
        return self.method.path.format_map(self.params)

    @functools.cached_property
    def zone(self) -> places.Zone | None:
        """The zone in the path; ``-`` stands for all.

        :raises errors.NotFound: there is no such zone.
        """
        name = self.params.get("zone")
        return None if name in (None, "-") else self.find_zone(name)

    @functools.cached_property
    def region(self) -> str | None:
        """GCE name of the region in the path (or of the path's zone)."""
        if self.zone:
            return self.zone.region
        name = self.params.get("region")
        return None if name is None else self.cloud_of(name).name

    @functools.cached_property
    def clouds(self) -> list[Cloud]:
        """OpenStack in every region, the default one first."""
        clouds = self.services.clouds
        return [clouds.get(self.caller, region) for region in clouds.regions(self.caller)]

    @functools.cached_property
    def cloud(self) -> Cloud:
        """OpenStack in the region of the path, or in the default region for global resources."""
        return self.cloud_of(self.region) if self.region else self.clouds[0]

    def cloud_of(self, region: str) -> Cloud:
        """OpenStack in a region by its GCE name or numeric id.

        :raises errors.NotFound: there is no such region.
        """
        for cloud in self.clouds:
            if region in (cloud.name, places.region_id(cloud.name)):
                return cloud
        raise errors.NotFound.resource(f"projects/{self.project.id}/regions/{region}")

    def refer(self, url: object, collection: str, field: str) -> Reference:
        """Parse a reference to a resource of this project.

        :raises errors.Invalid: it is malformed, or refers to something else.
        :raises errors.NotFound: it is of another project.
        """
        return self.references.refer(url, collection, field)

    @property
    def references(self) -> References:
        """The same for plans, which know no call."""
        return References(self.project)

    def find_zone(self, name: str) -> places.Zone:
        """A zone by its GCE name or numeric id.

        :raises errors.NotFound: there is no such zone.
        """
        for cloud in self.clouds:
            if name.startswith(cloud.name + "-") or name.isdigit():
                for zone in places.zones(cloud):
                    if name in (zone.name, zone.id):
                        return zone
        raise errors.NotFound.resource(f"projects/{self.project.id}/zones/{name}")

    def in_scope(self, fetch: Callable[[Cloud], list[T]]) -> list[T]:
        """Rows of the path's region, or of every region where the path names none, in parallel."""
        clouds = [self.cloud] if self.region else self.clouds

        def of_region(cloud: Cloud) -> list[T]:
            try:
                return fetch(cloud)
            except Exception as error:
                if not self.does_without(cloud, error):
                    raise
                return []

        return [row for rows in map_regions(of_region, clouds) for row in rows]

    def does_without(self, cloud: Cloud, error: Exception) -> bool:
        """Whether the client takes the answer without the region that failed; if so, note it."""
        failure = error if isinstance(error, errors.GceError) else failures.translate(error)
        partial = self.params.get("returnPartialSuccess") and not self.region
        if failure is None or failure.code < 500 or not partial:
            return False
        self.unreachable.add(cloud.name)
        return True

    def operation(
        self,
        kind: str,
        target: str,
        flow: Callable[..., Any],
        arguments: dict[str, Any],
        target_id: str | None = None,
        cloud: Cloud | None = None,
        claims: Sequence[str] = (),
    ) -> dict[str, Any]:
        """Start a durable operation and return its Operation resource at once.

        :param kind: GCE's operation type (``insert``, ``delete``, ``stop``, ``setLabels``, ...).
        :param target: path of the target below the project, ``zones/z/instances/vm``.
        :param flow: importable function that makes the TaskFlow flow from ``arguments``.
        :param arguments: plain JSON; kept with the operation, encrypted, until it is done.
        :param target_id: OpenStack UUID of the target where it exists already, or its GCE id.
        :param cloud: where the flow works, if that is not the region of the call's path.
        :param claims: paths below the project of what the flow will make besides the target of an
            insert: until the end, no other operation may make something of these names.
        :raises errors.AlreadyExists: another operation is making one of these.
        :raises errors.ConditionNotMet: another operation replaces what the client has seen.
        """
        operations = self.services.operations
        versions = [] if kind == "insert" else fingerprints.claims(target, self.body)
        prepared = operations.prepare(
            self, kind, target, flow, arguments, target_id, cloud=cloud, claims=[*claims, *versions]
        )
        return operations.accept(self, prepared)

    def within(self, method_id: str, patch: dict[str, Any] | None = None, **params: Any) -> Call:
        """The call of another method within this request, for its caller and with its links.

        :param params: path and query parameters, but for ``project``.
        :param patch: the validated body.
        """
        method = document().methods[method_id]
        own = {name: getattr(self, name) for name in ("caller", "links", "services", "request_id")}
        params = {"project": self.params["project"], **params}
        return type_of(method)(method=method, params=params, patch=patch or {}, **own)


class RegionalCall(Call):
    """A call whose path names a region, or a zone."""

    @functools.cached_property
    def region(self) -> str:
        """GCE name of the region in the path (or of the path's zone).

        :raises errors.NotFound: there is no such region.
        """
        return self.cloud_of(self.params["region"]).name


class ZonalCall(RegionalCall):
    """A call whose path names a zone."""

    @functools.cached_property
    def zone(self) -> places.Zone:
        """The zone in the path.

        :raises errors.NotFound: there is no such zone.
        """
        return self.find_zone(self.params["zone"])

    @functools.cached_property
    def region(self) -> str:
        """GCE name of the zone's region."""
        return self.zone.region


class ListCall(Call):
    """A call of a list; its zone may be ``-`` for all of them."""

    @functools.cached_property
    def page(self) -> Page:
        """What part of the list is asked for.

        :raises errors.Invalid: the filter, order, size or token is malformed.
        """
        return paging.requested(self.params, self.path)


def type_of(method: Method) -> type[Call]:
    """What the calls of a method are."""
    if method.is_list:
        return ListCall
    if "zone" in method.parameters and method.parameters["zone"]["location"] == "path":
        return ZonalCall
    if "region" in method.parameters and method.parameters["region"]["location"] == "path":
        return RegionalCall
    return Call
