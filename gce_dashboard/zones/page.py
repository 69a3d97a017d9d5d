"""The list of zones."""

from __future__ import annotations

from collections import Counter, defaultdict
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gce_dashboard import api
from gce_dashboard.pages import columns, render
from gce_dashboard.pages.columns import Column, Json
from gce_dashboard.pages.listing import Empty, ResourcePage
from gce_dashboard.resources import last


def status_cell(zone: Json) -> SafeString:
    if zone.get("status") == "UP":
        return render.status("ok", _("Up"))
    return render.status("error", _("Down"))


def machine_types_cell(zone: Json) -> SafeString:
    names = zone.get("_machineTypes")
    if not names:
        return render.NOTHING
    count = ngettext("%d type", "%d types", len(names)) % len(names)
    return format_html(
        '<details class="gce-more"><summary>{}</summary>{}</details>',
        count,
        render.chip_list(sorted(names)),
    )


def instances_cell(zone: Json) -> SafeString:
    count = zone.get("_instances")
    if count is None:
        return render.NOTHING
    url = reverse("horizon:project:gce_instances:index")
    return render.link(f"{url}?{urlencode({'filter': 'zone:' + zone['name']})}", str(count))


class ZonesPage(ResourcePage):
    page_title = _("Zones")
    collection = "zones"
    path = "zones"
    poll_interval = 60  # it counts every instance
    columns = (
        columns.name(),
        Column("status", _("Status"), status_cell),
        columns.reference("region", _("Region")),
        Column("machineTypes", _("Machine types"), machine_types_cell),
        Column("instances", _("VM instances"), instances_cell, numeric=True),
        columns.field("description", _("Description"), optional=True),
    )
    filter_keys = ("name:us-central1", "status=UP")
    empty = Empty(_("No zones"), _("This cloud offers no place to run anything."))

    def fetch(self, wanted):
        client = self.client
        page, machine_types, instances = api.together(
            lambda: super(ZonesPage, self).fetch(wanted),
            lambda: client.list_all("aggregated/machineTypes"),
            lambda: client.list_all("aggregated/instances"),
        )
        if isinstance(page, api.GceError):
            raise page
        self._add(page.items, "_machineTypes", machine_types, _names_by_zone)
        self._add(page.items, "_instances", instances, _count_by_zone)
        return page

    def _add(self, zones: list[Json], key: str, found, by_zone) -> None:
        """What a second list says of each zone; the zones are shown without it if it failed."""
        if isinstance(found, api.GceError):
            self.report(found)
            return
        told = by_zone(found)
        for zone in zones:
            zone[key] = told[zone["name"]]


def _count_by_zone(instances: list[Json]) -> Counter[str]:
    return Counter(last(each.get("zone")) for each in instances)


def _names_by_zone(machine_types: list[Json]) -> dict[str, set[str]]:
    names: defaultdict[str, set[str]] = defaultdict(set)
    for each in machine_types:
        names[last(each.get("zone"))].add(each["name"])
    return names
