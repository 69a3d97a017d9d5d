"""How the instances behind a load balancer are, asked of the endpoint as the page is looked at."""

from __future__ import annotations

import functools
from typing import Any

from gce_dashboard import api
from gce_dashboard.api import Client
from gce_dashboard.balancing.balancers import model
from gce_dashboard.framework import columns, render
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.panels import Table
from gce_dashboard.framework.resources import path_of
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
STATES = {
    "HEALTHY": ("ok", _("Healthy")),
    "UNHEALTHY": ("error", _("Unhealthy")),
    "DRAINING": ("busy", _("Draining")),
}
UNKNOWN = ("off", _("Unknown"))


def of_service(client: Client, path: str) -> list[Json]:
    """The health of each instance in each group of a backend service."""
    groups = [each["group"] for each in client.get(path).get("backends", [])]
    return _asked(client, path, [({"group": url}, {"_group": url}) for url in groups])


def of_map(client: Client, path: str) -> list[Json]:
    """The same of all backend services that a URL map leads to."""
    services = [path_of(url) for url in model.services_of(client.get(path))]
    outcomes = api.together(*(functools.partial(of_service, client, each) for each in services))
    return [
        {**row, "_service": service}
        for service, rows in zip(services, outcomes, strict=True)
        if not isinstance(rows, api.GceError)
        for row in rows
    ]


def of_pool(client: Client, path: str) -> list[Json]:
    """The health of each instance of a target pool."""
    instances = client.get(path).get("instances", [])
    return _asked(client, path, [({"instance": url}, {"instance": url}) for url in instances])


def _asked(client: Client, path: str, asking: list[tuple[Json, Json]]) -> list[Json]:
    """Rows out of ``getHealth``, one call for each; those that fail say so."""
    calls = (functools.partial(client.post, f"{path}/getHealth", body) for body, _known in asking)
    rows: list[Json] = []
    for outcome, (_body, known) in zip(api.together(*calls), asking, strict=True):
        if isinstance(outcome, api.GceError):
            rows.append({**known, "_why": outcome.sentence})
            continue
        states = outcome.get("healthStatus") or [{}]
        rows += [{**known, **state} for state in states]
    return rows


def state(row: Json) -> Any:
    cell = render.status(*STATES.get(row.get("healthState", ""), UNKNOWN))
    why = row.get("_why")
    return render.explained(cell, _("Reason"), [why]) if why else cell


INSTANCE = columns.reference("instance", _("VM instance"), collection="instances")
COLUMNS = (
    INSTANCE,
    Column("state", _("Health"), state),
    columns.field("ipAddress", _("IP address")),
    columns.field("port", _("Port"), numeric=True),
    columns.reference("forwardingRule", _("Forwarding rule"), collection="forwardingRules"),
)
OF_SERVICE = Table(
    title=_("Health"),
    fetch=of_service,
    columns=(
        columns.reference("_group", _("Instance group"), collection="instanceGroups"),
        *COLUMNS,
    ),
    empty=_("It has no instances"),
)
OF_MAP = Table(
    title=_("Backend"),
    fetch=of_map,
    columns=(
        columns.reference("_service", _("Backend service"), collection="backendServices"),
        *OF_SERVICE.columns,
    ),
    empty=_("Its backend services have no instances"),
)
OF_POOL = Table(
    title=_("Health"), fetch=of_pool, columns=COLUMNS, empty=_("The pool has no instances")
)
