"""Load balancers, which GCE has no resource for: what their parts make together.

One is called after the part behind its front ends, as in Google's console: the URL map of an
application load balancer, the backend service or the target pool of any other.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

from gce_dashboard import api
from gce_dashboard.api import Client
from gce_dashboard.balancing.uses import urls
from gce_dashboard.framework.resources import path_of
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
APPLICATION, PROXY, PASSTHROUGH, POOL = "application", "proxy", "passthrough", "pool"
KINDS = {
    APPLICATION: _("Application (HTTP)"),
    PROXY: _("Proxy network (TCP)"),
    PASSTHROUGH: _("Passthrough network"),
    POOL: _("Passthrough network (target pool)"),
}
LISTS = {
    "rules": "aggregated/forwardingRules",
    "http": "global/targetHttpProxies",
    "tcp": "global/targetTcpProxies",
    "maps": "global/urlMaps",
    "services": "aggregated/backendServices",
    "pools": "aggregated/targetPools",
}


@dataclasses.dataclass(frozen=True)
class Parts:
    """All parts of all load balancers of a project."""

    rules: list[Json]
    http: list[Json]
    tcp: list[Json]
    maps: list[Json]
    services: list[Json]
    pools: list[Json]

    @property
    def proxies(self) -> list[Json]:
        return [*self.http, *self.tcp]

    def before(self, path: str) -> tuple[list[Json], list[Json]]:
        """The forwarding rules and proxies by which a part is reached."""
        behind = {path, *(path_in(each) for each in self.maps if path in paths_of(each))}
        proxies = [each for each in self.proxies if behind & paths_of(each)]
        ahead = behind | {path_in(each) for each in proxies}
        return [each for each in self.rules if ahead & paths_of(each)], proxies


def path_in(item: Json) -> str:
    return path_of(item["selfLink"])


def paths_of(item: Json) -> set[str]:
    """The paths of all that a part refers to."""
    return {path_of(url) for key, value in item.items() if key != "selfLink" for url in urls(value)}


def fetch(client: Client) -> Parts:
    """:raises api.GceError: a list cannot be had"""
    calls = (functools.partial(client.list_all, each) for each in LISTS.values())
    outcomes = api.together(*calls)
    for outcome in outcomes:
        if isinstance(outcome, api.GceError):
            raise outcome
    return Parts(*outcomes)


def balancers(parts: Parts) -> list[Json]:
    """A row for each load balancer: the part that it is called after, and what it is."""
    mapped = {path for each in parts.maps for path in paths_of(each)}
    alone = [each for each in parts.services if path_in(each) not in mapped]
    return [
        *(_row(APPLICATION, each, parts, services_of(each)) for each in parts.maps),
        *(
            _row(PASSTHROUGH if each.get("region") else PROXY, each, parts, [each["selfLink"]])
            for each in alone
        ),
        *(_row(POOL, each, parts, []) for each in parts.pools),
    ]


def services_of(url_map: Json) -> list[str]:
    """The URLs of the backend services that a URL map leads to."""
    parts = (url_map.get("defaultService"), url_map.get("pathMatchers"))
    return sorted({each for each in urls(list(parts)) if "/backendServices/" in each})


def _row(kind: str, anchor: Json, parts: Parts, services: list[str]) -> Json:
    rules, _proxies = parts.before(path_in(anchor))
    found = [each for each in parts.services if each["selfLink"] in services]
    shown = ("name", "selfLink", "region", "creationTimestamp", "description")
    return {
        **{key: anchor[key] for key in shown if anchor.get(key)},
        "_kind": kind,
        "_rules": rules,
        "_services": services,
        "_access": _access(rules, found),
        "_protocol": _protocol(kind, rules, found),
        "_backends": _backends(anchor, found),
    }


def _access(rules: list[Json], services: list[Json]) -> str:
    schemes = {each.get("loadBalancingScheme", "EXTERNAL") for each in rules or services}
    return "INTERNAL" if schemes == {"INTERNAL"} else "EXTERNAL"


def _protocol(kind: str, rules: list[Json], services: list[Json]) -> str:
    if kind == APPLICATION:
        return "HTTP"
    found = {each.get("IPProtocol", "") for each in rules}
    return ", ".join(sorted(filter(None, found or {each.get("protocol") for each in services})))


def _backends(anchor: Json, services: list[Json]) -> list[str]:
    groups = {each["group"] for service in services for each in service.get("backends", [])}
    return sorted(groups) or sorted(anchor.get("instances", []))


def front_ends(client: Client, path: str) -> list[Json]:
    """The forwarding rules by which a part is reached."""
    rules, _proxies = fetch(client).before(path)
    return rules
