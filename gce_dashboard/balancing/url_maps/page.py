"""URL maps: list, page, create, edit, delete."""

from __future__ import annotations

from typing import Any

from gce_dashboard.balancing import health, uses
from gce_dashboard.balancing.balancers.front_ends import FRONT_ENDS
from gce_dashboard.balancing.resources import URL_MAPS
from gce_dashboard.balancing.url_maps import rules
from gce_dashboard.framework import columns
from gce_dashboard.framework.actions import Link, delete
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.editing import EditingPage
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.panel import panel
from gce_dashboard.framework.panels import Facts, Tab, Table
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
DELETE = delete(
    question=(_("Delete the URL map %(name)s?"), _("Delete %(count)s URL maps?")),
    consequence=_("Its backend services stay. One that a target proxy uses cannot be deleted."),
    told=uses.told(uses.PROXIES),
)
DEFAULT = columns.reference(
    "defaultService", _("Default backend service"), collection="backendServices"
)
RULES = Table(
    title=_("Host and path rules"),
    rows=lambda url_map, fetched: rules.rows_of(url_map),
    columns=(
        columns.field("host", _("Host")),
        columns.chips("paths", _("Paths")),
        columns.reference("to", _("Backend service"), collection="backendServices"),
    ),
    empty=_("Everything goes to the default backend service"),
)


class UrlMapsPage(ResourcePage):
    resource = URL_MAPS
    columns = (
        columns.name(),
        DEFAULT,
        columns.chips("hostRules.hosts", _("Hosts"), key="hosts"),
        columns.field("description", _("Description"), optional=True),
        columns.created(),
    )
    actions = (DELETE,)
    create = Link(_("Create URL map"))
    filter_keys = ("name:web",)
    empty = Empty(
        _("No URL maps yet"),
        _("A URL map says which host and path leads to which backend service."),
    )


class UrlMapPage(DetailPage):
    resource = URL_MAPS
    actions = (DELETE,)
    missing = _("There is no such URL map")
    tabs = (
        Tab(
            "details",
            _("Details"),
            (
                Facts(columns=UrlMapsPage.columns[1:], wide=True),
                FRONT_ENDS,
                RULES,
                health.OF_MAP,
                uses.table(uses.PROXIES, title=_("Target proxies")),
            ),
        ),
    )


class CreateUrlMapPage(CreatingPage):
    resource = URL_MAPS
    page_title = _("Create a URL map")
    sections = rules.SECTIONS

    def command(self, project_id, values):
        """gcloud makes the map and adds its matchers one after another."""
        made = super().command(project_id, values)
        return "\n".join([made, *rules.commands(project_id, values)])


class EditUrlMapPage(EditingPage):
    resource = URL_MAPS
    gcloud_verb = "set-default-service"
    unsaid = ("description", "rules", "matchers")
    sections = rules.SECTIONS


Panel = panel(
    URL_MAPS, UrlMapsPage, detail=UrlMapPage, create=CreateUrlMapPage, edit=EditUrlMapPage
)
