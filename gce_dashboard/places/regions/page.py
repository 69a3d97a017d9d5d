"""Regions: list and page."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard.framework import columns, quotas, render
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.panel import panel
from gce_dashboard.framework.panels import Facts, Tab, Table
from gce_dashboard.framework.registry import Resource
from gce_dashboard.framework.related import related
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.places.zones.resource import UP_OR_DOWN

Json = dict[str, Any]
REGIONS = Resource(
    collection="regions",
    title=_("Region"),
    plural=_("Regions"),
    icon="region",
    scopes=(),
    status=UP_OR_DOWN,
)


def zones_in(region: Json, zones: list[Json]) -> list[Json]:
    return [zone for zone in zones if last(zone.get("region")) == region["name"]]


def fullest(region: Json) -> SafeString:
    """The quota that is nearest to its limit."""
    found = quotas.of(region)
    return quotas.bar(found[0], titled=True) if found else render.NOTHING


class RegionsPage(ResourcePage):
    resource = REGIONS
    short = True
    poll_interval = 60
    columns = (
        columns.name(),
        columns.status(REGIONS),
        columns.references("zones", _("Zones"), {"zones": "zones"}),
        Column("quota", _("Quota nearest its limit"), fullest),
        columns.field("description", _("Description"), optional=True),
    )
    filter_keys = ("name:us-central1", "status=UP")
    empty = Empty(_("No regions"), _("This cloud offers no place to run anything."))


class RegionPage(DetailPage):
    resource = REGIONS
    missing = _("There is no such region")
    has_operations = False
    tabs = (
        Tab(
            "details",
            _("Details"),
            (
                Facts(
                    title=_("Region"),
                    wide=True,
                    columns=(
                        columns.field("name", _("Name")),
                        columns.status(REGIONS),
                        columns.field("description", _("Description")),
                    ),
                ),
                Table(
                    title=_("Zones"),
                    fetch=lambda client, path: client.list_all("zones"),
                    rows=zones_in,
                    columns=(columns.name(), columns.status(REGIONS)),
                ),
            ),
        ),
        Tab(
            "quotas",
            _("Quotas"),
            (
                Table(
                    rows=lambda region, fetched: quotas.rows(quotas.of(region)),
                    columns=(quotas.TITLE, quotas.SHARE, quotas.USAGE, quotas.LIMIT),
                    empty=_("This cloud sets no limits, or does not say which."),
                ),
            ),
        ),
        related("subnetworks", by="region"),
    )


Panel = panel(REGIONS, RegionsPage, detail=RegionPage)
