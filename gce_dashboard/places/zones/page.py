"""The list of zones."""

from __future__ import annotations

import functools
from collections import defaultdict

from django.utils.html import format_html
from django.utils.safestring import SafeString

from gce_dashboard import api, conf
from gce_dashboard.framework import columns, offers, render
from gce_dashboard.framework.columns import Column, Json
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.registry import resource
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.i18n import ngettext
from gce_dashboard.places.zones.resource import ZONES


def machine_types_cell(zone: Json) -> SafeString:
    types = zone.get("_machineTypes")
    if not types:
        return render.NOTHING
    count = ngettext("%d type", "%d types", len(types)) % len(types)
    ordered = sorted(types, key=lambda each: (each["family"], each["cpus"], each["memoryMb"]))
    return format_html(
        '<details class="gce-more"><summary>{}</summary>{}</details>',
        count,
        render.chip_list(offers.describe(each) for each in ordered),
    )


def instances_cell(zone: Json) -> SafeString:
    count = zone.get("_instances")
    if count is None:
        return render.NOTHING
    url = resource("instances").page("index", {"filter": f"zone:{zone['name']}"})
    return render.link(url, count)


class ZonesPage(ResourcePage):
    resource = ZONES
    short = True
    poll_interval = 60  # counting instances is no small request
    columns = (
        columns.name(),
        columns.status(ZONES),
        columns.reference("region", _("Region")),
        Column("machineTypes", _("Machine types"), machine_types_cell),
        Column("instances", _("VM instances"), instances_cell, numeric=True),
        columns.field("description", _("Description"), optional=True),
    )
    filter_keys = ("name:us-central1", "status=UP")
    empty = Empty(_("No zones"), _("This cloud offers no place to run anything."))

    def fetch_all(self, filter):
        page, machine_types = api.together(
            lambda: super(ZonesPage, self).fetch_all(filter),
            lambda: self.client.list_all("aggregated/machineTypes"),
        )
        if isinstance(page, api.GceError):
            raise page
        if isinstance(machine_types, api.GceError):
            self.report(machine_types, _("Machine types are missing"))
            machine_types = []
        types = _types_by_zone(machine_types)
        counts = self.counts([zone["name"] for zone in page.items])
        for zone in page.items:
            zone["_machineTypes"] = types[zone["name"]]
            zone["_instances"] = counts.get(zone["name"])
        return page

    def counts(self, zones: list[str]) -> dict[str, str]:
        """How many instances are in each zone, up to a page of them each; only names are read."""
        of_each = (
            functools.partial(
                self.client.list,
                f"zones/{zone}/instances",
                max_results=conf.MAX_PAGE_SIZE,
                fields="items(name),nextPageToken",
            )
            for zone in zones
        )
        pages = dict(zip(zones, api.together(*of_each), strict=True))
        failures = [each for each in pages.values() if isinstance(each, api.GceError)]
        if failures:
            self.report(failures[0], _("VM instances could not be counted"))
        return {
            zone: f"{len(page.items)}+" if page.next_token else str(len(page.items))
            for zone, page in pages.items()
            if isinstance(page, api.Page)
        }


def _types_by_zone(machine_types: list[Json]) -> dict[str, list[Json]]:
    types: defaultdict[str, list[Json]] = defaultdict(list)
    for each in machine_types:
        types[last(each.get("zone"))].append(offers.machine_type(each))
    return types
