"""Machine types: list and page."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard.api import Client
from gce_dashboard.framework import columns, offers, render
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.panel import panel
from gce_dashboard.framework.panels import Facts, Tab, Table
from gce_dashboard.framework.registry import ZONE, Resource, resource, url_of
from gce_dashboard.framework.related import related
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
MACHINE_TYPES = Resource(
    collection="machineTypes",
    title=_("Machine type"),
    plural=_("Machine types"),
    icon="machine-type",
    scopes=(ZONE,),
)


def gigabytes(machine: Json) -> float:
    return int(machine.get("memoryMb", 0)) / 1024


def zone_cell(machine: Json) -> SafeString:
    """A machine type has its zone as a bare name, unlike everything else."""
    zone = last(machine.get("zone"))
    url = url_of(f"zones/{zone}")
    return render.link(url, zone) if url else render.text(zone)


def elsewhere(client: Client, path: str) -> list[Json]:
    """The zones that have a machine type of this name."""
    return client.list_all("aggregated/machineTypes", filter=f"name={last(path)}")


def creating(machine: Json) -> tuple[str, str]:
    query = {"zone": last(machine["zone"]), "machine_type": machine["name"]}
    return _("Create instance"), resource("instances").page("create", query)


ZONE_COLUMN = columns.field("zone", _("Zone"), cell=zone_cell)
SIZES = (
    columns.field("guestCpus", _("vCPUs"), numeric=True),
    Column(
        "memory",
        _("Memory"),
        lambda machine: render.text(f"{gigabytes(machine):g} GB"),
        sort=gigabytes,
        numeric=True,
    ),
    Column(
        "series", _("Series"), lambda machine: render.text(offers.machine_type(machine)["family"])
    ),
    columns.flag("isSharedCpu", _("CPU"), key="cpu", on=_("Shared core"), off=_("Own cores")),
)


class MachineTypesPage(ResourcePage):
    resource = MACHINE_TYPES
    columns = (
        columns.name(),
        ZONE_COLUMN,
        *SIZES,
        columns.field("description", _("Description"), optional=True),
    )
    filter_keys = ("name:e2", "guestCpus=4", "zone=us-central1-a")
    empty = Empty(
        _("No machine types"), _("A machine type is a size of VM instances; this cloud has none.")
    )


class MachineTypePage(DetailPage):
    resource = MACHINE_TYPES
    missing = _("There is no such machine type")
    has_operations = False
    tabs = (
        Tab(
            "details",
            _("Details"),
            (
                Facts(
                    title=_("Machine type"),
                    columns=(columns.field("name", _("Name")), *MachineTypesPage.columns[1:]),
                    link=creating,
                    adds=("instances",),
                ),
                Table(
                    title=_("Zones that have it"),
                    fetch=elsewhere,
                    columns=(ZONE_COLUMN, *SIZES[:2]),
                    wide=False,
                ),
            ),
        ),
        related("instances", by="machineType"),
    )


Panel = panel(MACHINE_TYPES, MachineTypesPage, detail=MachineTypePage)
