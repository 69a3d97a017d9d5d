"""Target pools: list, page with live health, create, instances and health checks, delete."""

from __future__ import annotations

from typing import Any

from gce_dashboard.api import Change, Client
from gce_dashboard.balancing import health, uses
from gce_dashboard.balancing.backend_services.service import AFFINITIES
from gce_dashboard.balancing.balancers.front_ends import FRONT_ENDS
from gce_dashboard.balancing.resources import TARGET_POOLS
from gce_dashboard.framework import columns, fields, gcloud
from gce_dashboard.framework.actions import Action, Link, delete
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.forms import section
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.offer import Nothing, Option
from gce_dashboard.framework.panel import panel
from gce_dashboard.framework.panels import Cell, Facts, Tab
from gce_dashboard.framework.resources import last, path_of, region_of
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
POOL_AFFINITIES = {name: AFFINITIES[name] for name in ("NONE", "CLIENT_IP", "CLIENT_IP_PROTO")}


def others(client: Client, pool: Json) -> list[Option]:
    """The instances of a pool's region that it has not got.

    :raises Nothing: there is none
    """
    has = {path_of(url) for url in pool.get("instances", [])}
    region = last(pool["region"])
    free = [
        path_of(vm["selfLink"])
        for vm in client.list_all("aggregated/instances")
        if region_of(vm["zone"]) == region and path_of(vm["selfLink"]) not in has
    ]
    if not free:
        raise Nothing(_("There is no other instance in %s.") % region)
    return [{"value": path, "text": last(path)} for path in free]


def members(client: Client, pool: Json) -> list[Option]:
    return [{"value": path_of(url), "text": last(url)} for url in pool.get("instances", [])]


def checks(client: Client, pool: Json) -> list[Option]:
    """The legacy HTTP health checks.

    :raises Nothing: there is none
    """
    found = [path_of(each["selfLink"]) for each in client.list_all("global/httpHealthChecks")]
    if not found:
        raise Nothing(_("There is no legacy HTTP health check: create one first."))
    return [{"value": path, "text": last(path)} for path in found]


def own_checks(client: Client, pool: Json) -> list[Option]:
    return [{"value": path_of(url), "text": last(url)} for url in pool.get("healthChecks", [])]


INSTANCES = fields.choice(
    "instances",
    _("VM instances"),
    offer="theirs",
    several=True,
    path="instances",
    body=lambda paths, values: [{"instance": path} for path in paths],
    read=lambda pool: [],
)
CHECK = fields.choice(
    "check",
    _("Health check"),
    offer="theirs",
    path="healthChecks",
    body=lambda path, values: [{"healthCheck": path}],
    read=lambda pool: "",
)
ADD = Action(
    name="addInstance",
    label=_("Add instances"),
    icon="add",
    question=(_("Add instances to %(name)s"),) * 2,
    consequence=_("They get requests as soon as their health check finds them well."),
    fields=(INSTANCES,),
    offers={"theirs": others},
)
REMOVE = Action(
    name="removeInstance",
    label=_("Remove instances"),
    icon="close",
    question=(_("Remove instances from %(name)s"),) * 2,
    consequence=_("They get no more requests by this pool. They run on."),
    applies=lambda pool: bool(pool.get("instances")),
    needs=_("The pool has no instances."),
    fields=(INSTANCES,),
    offers={"theirs": members},
    danger=True,
)
ADD_CHECK = Action(
    name="addHealthCheck",
    label=_("Add health check"),
    icon="add",
    question=(_("Give %(name)s a health check"),) * 2,
    applies=lambda pool: not pool.get("healthChecks"),
    needs=_("The pool has a health check already."),
    fields=(CHECK,),
    offers={"theirs": checks},
)
REMOVE_CHECK = Action(
    name="removeHealthCheck",
    label=_("Remove health check"),
    icon="close",
    question=(_("Take the health check from %(name)s"),) * 2,
    consequence=_("All its instances then get requests, well or not."),
    applies=lambda pool: bool(pool.get("healthChecks")),
    needs=_("The pool has no health check."),
    fields=(CHECK,),
    offers={"theirs": own_checks},
    danger=True,
)
DELETE = delete(
    question=(_("Delete the target pool %(name)s?"), _("Delete %(count)s target pools?")),
    consequence=_(
        "Its instances and its health check stay. One that a forwarding rule leads to cannot be"
        " deleted."
    ),
    told=uses.told(uses.RULES),
)
CHECKED = columns.references("health", _("Health check"), {"healthChecks": "httpHealthChecks"})


class TargetPoolsPage(ResourcePage):
    resource = TARGET_POOLS
    columns = (
        columns.name(),
        columns.reference("region", _("Region")),
        columns.reference("instances", _("VM instances"), collection="instances"),
        CHECKED,
        columns.choice(
            "sessionAffinity", _("Session affinity"), AFFINITIES, default="NONE", key="affinity"
        ),
        columns.field("description", _("Description"), optional=True),
        columns.created(),
    )
    actions = (ADD, REMOVE, DELETE)
    create = Link(_("Create target pool"))
    filter_keys = ("name:web", "region:us-central1")
    empty = Empty(
        _("No target pools yet"),
        _("A target pool is a set of instances that a regional forwarding rule leads to."),
    )


class TargetPoolPage(DetailPage):
    resource = TARGET_POOLS
    actions = (ADD, REMOVE, ADD_CHECK, REMOVE_CHECK, DELETE)
    missing = _("There is no such target pool")
    tabs = (
        Tab(
            "details",
            _("Details"),
            (
                Facts(
                    title=_("Properties"),
                    columns=(
                        *(
                            each
                            for each in TargetPoolsPage.columns
                            if each.key not in ("name", "health", "instances")
                        ),
                        columns.reference("backupPool", _("Backup pool"), collection="targetPools"),
                    ),
                ),
                Cell(
                    title=_("Health check"),
                    actions=("addHealthCheck", "removeHealthCheck"),
                    cell=CHECKED.cell,
                ),
                health.OF_POOL,
                FRONT_ENDS,
            ),
        ),
    )


class CreateTargetPoolPage(CreatingPage):
    resource = TARGET_POOLS
    page_title = _("Create a target pool")

    def command(self, project_id, values):
        """gcloud makes the pool and adds its instances zone by zone."""
        made = super().command(project_id, values)
        if not values.get("instances"):
            return made
        path = f"{self.path(values)}/{values.get('name', '')}/addInstance"
        body = {"instances": INSTANCES.to_body(values["instances"], values)}
        added = gcloud.commands(Change("POST", path, body))
        return f"{made}\n\n{gcloud.text(added, project_id)}"

    sections = (
        section(
            "",
            fields.name(suggest="pool"),
            fields.description(),
            fields.region(),
        ),
        section(
            _("Backends"),
            fields.choice(
                "instances",
                _("VM instances"),
                offer="instancePaths",
                within="region",
                several=True,
                required=False,
                path="instances",
                hcl="instances",
                help=_("More can be added later. Hold Ctrl to choose several."),
            ),
            fields.choice(
                "check",
                _("Health check"),
                offer="legacyHealthChecks",
                required=False,
                empty=_("None"),
                path="healthChecks[]",
                flag=lambda path, values: [f"--http-health-check={last(path)}"] if path else [],
                hcl="health_checks",
                help=_("Target pools take legacy HTTP health checks."),
            ),
            fields.pick(
                "affinity",
                _("Session affinity"),
                POOL_AFFINITIES,
                path="sessionAffinity",
                flag="--session-affinity={}",
            ),
        ),
    )


Panel = panel(TARGET_POOLS, TargetPoolsPage, detail=TargetPoolPage, create=CreateTargetPoolPage)
