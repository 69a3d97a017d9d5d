"""The page of one zone."""

from __future__ import annotations

from typing import Any

from gce_dashboard.api import Client
from gce_dashboard.framework import columns
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.panels import Facts, Fetch, Tab, Table
from gce_dashboard.framework.related import related
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.places.zones.resource import ZONES

Json = dict[str, Any]
DESCRIPTION = columns.field("description", _("Description"))


def here(collection: str) -> Fetch:
    """What there is of a collection in the zone."""

    def fetch(client: Client, path: str) -> list[Json]:
        return client.list_all(f"{path}/{collection}")

    return fetch


class ZonePage(DetailPage):
    resource = ZONES
    missing = _("There is no such zone")
    has_operations = False
    tabs = (
        Tab(
            "details",
            _("Details"),
            (
                Facts(
                    title=_("Zone"),
                    columns=(
                        columns.field("name", _("Name")),
                        columns.status(ZONES),
                        columns.reference("region", _("Region")),
                        DESCRIPTION,
                    ),
                ),
                Table(
                    title=_("Disk types"),
                    wide=False,
                    fetch=here("diskTypes"),
                    columns=(columns.field("name", _("Name")), DESCRIPTION),
                ),
            ),
        ),
        related("instances", by="zone"),
        related("disks", by="zone"),
        Tab(
            "machine-types",
            _("Machine types"),
            (
                Table(
                    title=_("Machine types"),
                    fetch=here("machineTypes"),
                    columns=(columns.name(), DESCRIPTION),
                ),
            ),
        ),
    )
