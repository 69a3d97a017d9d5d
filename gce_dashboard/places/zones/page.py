"""The list of zones."""

from __future__ import annotations

from collections import Counter, defaultdict

from django.utils.safestring import SafeString

from gce_dashboard import api, conf
from gce_dashboard.framework import columns, offers, render
from gce_dashboard.framework.columns import Column, Json
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.markup import format_html
from gce_dashboard.framework.registry import resource
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.i18n import ngettext
from gce_dashboard.places.zones.resource import ZONES

FIELDS = "items/*/instances(zone),nextPageToken"


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
        page, machine_types, counts = api.together(
            lambda: super(ZonesPage, self).fetch_all(filter),
            lambda: self.client.list_all("aggregated/machineTypes"),
            self.counts,
        )
        if isinstance(page, api.GceError):
            raise page
        if isinstance(machine_types, api.GceError):
            self.report(machine_types, _("Machine types are missing"))
            machine_types = []
        if isinstance(counts, api.GceError):
            self.report(counts, _("VM instances could not be counted"))
            counts = defaultdict(lambda: None)
        types = _types_by_zone(machine_types)
        for zone in page.items:
            zone["_machineTypes"] = types[zone["name"]]
            zone["_instances"] = counts[zone["name"]]
        return page

    def counts(self) -> defaultdict[str, str | None]:
        """How many instances are in each zone: of the first page, which a plus sign says."""
        page = self.client.list(
            "aggregated/instances", max_results=conf.MAX_PAGE_SIZE, fields=FIELDS
        )
        more = "+" if page.next_token else ""
        found = Counter(last(vm.get("zone")) for vm in page.items)
        return defaultdict(
            lambda: f"0{more}", {zone: f"{count}{more}" for zone, count in found.items()}
        )


def _types_by_zone(machine_types: list[Json]) -> dict[str, list[Json]]:
    types: defaultdict[str, list[Json]] = defaultdict(list)
    for each in machine_types:
        types[last(each.get("zone"))].append(offers.machine_type(each))
    return types
