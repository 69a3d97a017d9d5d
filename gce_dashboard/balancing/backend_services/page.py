"""Backend services: list, page with live health, create, edit, delete."""

from __future__ import annotations

from typing import Any

from gce_dashboard.balancing import health, uses
from gce_dashboard.balancing.backend_services import service
from gce_dashboard.balancing.balancers.front_ends import FRONT_ENDS
from gce_dashboard.balancing.resources import BACKEND_SERVICES
from gce_dashboard.framework import columns
from gce_dashboard.framework.actions import Link, delete
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.editing import EditingPage
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.panel import panel
from gce_dashboard.framework.panels import Facts, Tab, Table
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
USERS = (uses.MAPS, uses.PROXIES, uses.RULES)
DELETE = delete(
    question=(_("Delete the backend service %(name)s?"), _("Delete %(count)s backend services?")),
    consequence=_(
        "Its instance groups and health check stay. One that a load balancer uses cannot be"
        " deleted."
    ),
    told=uses.told(*USERS),
)
BACKENDS = Table(
    title=_("Backends"),
    rows=lambda found, fetched: found.get("backends", []),
    columns=(
        columns.reference("group", _("Instance group"), collection="instanceGroups"),
        Column("capacity", _("Capacity"), service.capacity, numeric=True),
        Column("failover", _("Failover"), service.failover),
    ),
    empty=_("It has no backends"),
)


class BackendServicesPage(ResourcePage):
    resource = BACKEND_SERVICES
    columns = (
        columns.name(),
        columns.field("protocol", _("Protocol")),
        columns.choice("loadBalancingScheme", _("Access type"), service.SCHEMES, key="scheme"),
        columns.reference("region", _("Region")),
        columns.reference("backends.group", _("Backends"), collection="instanceGroups"),
        columns.references("health", _("Health check"), {"healthChecks": "healthChecks"}),
        columns.choice(
            "sessionAffinity",
            _("Session affinity"),
            service.AFFINITIES,
            key="affinity",
            optional=True,
        ),
        columns.field("timeoutSec", _("Timeout"), unit="s", key="timeout", optional=True),
        columns.field("portName", _("Named port"), optional=True),
        columns.field("description", _("Description"), optional=True),
        columns.created(),
    )
    actions = (DELETE,)
    create = Link(_("Create backend service"))
    filter_keys = ("name:web", "protocol=HTTP")
    empty = Empty(
        _("No backend services yet"),
        _("A backend service shares requests out to the instances of groups that are healthy."),
    )


class BackendServicePage(DetailPage):
    resource = BACKEND_SERVICES
    actions = (DELETE,)
    missing = _("There is no such backend service")
    tabs = (
        Tab(
            "details",
            _("Details"),
            (
                Facts(columns=BackendServicesPage.columns[1:], wide=True),
                FRONT_ENDS,
                BACKENDS,
                health.OF_SERVICE,
                uses.table(*USERS),
            ),
        ),
    )


class CreateBackendServicePage(CreatingPage):
    resource = BACKEND_SERVICES
    page_title = _("Create a backend service")
    sections = service.SECTIONS

    def place(self, values):
        return "global" if values.get("scope") != "regional" else super().place(values)

    def gcloud_flags(self, values):
        return ["--global"] if values.get("scope") != "regional" else []

    def command(self, project_id, values):
        """gcloud makes the service and adds its backends one after another."""
        made = super().command(project_id, values)
        adding = service.adding(self.place(values), project_id, values)
        return "\n".join([made, *adding])


class EditBackendServicePage(EditingPage):
    resource = BACKEND_SERVICES
    sections = service.SECTIONS


Panel = panel(
    BACKEND_SERVICES,
    BackendServicesPage,
    detail=BackendServicePage,
    create=CreateBackendServicePage,
    edit=EditBackendServicePage,
)
