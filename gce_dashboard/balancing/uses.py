"""Who uses a part of a load balancer: what refers to it, and has to let it go first."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from gce_dashboard import api
from gce_dashboard.api import Client
from gce_dashboard.framework import columns
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.panels import Table
from gce_dashboard.framework.registry import resource
from gce_dashboard.framework.resources import path_of
from gce_dashboard.i18n import gettext as _
from gce_dashboard.i18n import gettext_lazy

Json = dict[str, Any]
Fields = Mapping[str, tuple[str, ...]]
# who can refer to what: list -> the fields that refer
RULES = {"aggregated/forwardingRules": ("target", "backendService")}
PROXIES = {"global/targetHttpProxies": ("urlMap",), "global/targetTcpProxies": ("service",)}
MAPS = {"global/urlMaps": ("defaultService", "pathMatchers")}
SERVICES = {"aggregated/backendServices": ("healthChecks", "backends")}
POOLS = {"aggregated/targetPools": ("healthChecks", "instances")}
GROUPS = {"aggregated/instanceGroupManagers": ("autoHealingPolicies",)}


def using(*lists: Fields) -> Callable[[Client, str], list[Json]]:
    """What of these lists refers to a resource, given its path."""
    fields = {path: names for each in lists for path, names in each.items()}

    def fetch(client: Client, path: str) -> list[Json]:
        calls = (functools.partial(client.list_all, each) for each in fields)
        outcomes = api.together(*calls)
        return [
            item
            for outcome, names in zip(outcomes, fields.values(), strict=True)
            if not isinstance(outcome, api.GceError)
            for item in outcome
            if any(path in map(path_of, urls(item.get(name))) for name in names)
        ]

    return fetch


def urls(value: Any) -> Iterable[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from urls(each)
    elif isinstance(value, list):
        for each in value:
            yield from urls(each)


def kind(item: Json) -> str:
    """What the console calls one of its collection."""
    collection = path_of(item["selfLink"]).split("/")[-2]
    try:
        return str(resource(collection).title)
    except KeyError:
        return collection


def told(*lists: Fields) -> Callable[[Client, Json], list[str]]:
    """What the question before a deletion says: who uses it still."""

    def look(client: Client, item: Json) -> list[str]:
        found = using(*lists)(client, path_of(item["selfLink"]))
        if not found:
            return []
        names = ", ".join(f"{each['name']} ({kind(each)})" for each in found)
        return [_("In use by %s: it can be deleted when they are gone.") % names]

    return look


def table(*lists: Fields, title: str = "") -> Table:
    """A card of who uses a resource."""
    return Table(
        title=title or gettext_lazy("In use by"),
        fetch=using(*lists),
        columns=(
            columns.name(),
            Column("kind", gettext_lazy("Kind"), lambda item: columns.render.text(kind(item))),
            columns.reference("region", gettext_lazy("Region")),
        ),
        empty=gettext_lazy("Nothing uses it"),
    )
