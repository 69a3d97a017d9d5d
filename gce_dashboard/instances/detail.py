"""The page of one instance."""

from __future__ import annotations

import contextlib
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.safestring import SafeString
from django.views import View

from gce_dashboard import api
from gce_dashboard.framework import columns, observing, offers, panels, render
from gce_dashboard.framework.actions import similar
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.panels import Cell, Facts, Tab, Table, Template
from gce_dashboard.framework.registry import url_of
from gce_dashboard.framework.resources import last, path_of, region_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances import actions, attachments, availability, charts, connect, edits
from gce_dashboard.instances.metadata_edits import (
    KEY,
    VALUE,
    inherited,
    metadata_table,
    ssh_keys_table,
)
from gce_dashboard.instances.page import PROTECTION
from gce_dashboard.instances.resource import INSTANCES
from gce_dashboard.metadata.resource import METADATA as PROJECT_METADATA

Json = dict[str, Any]


def disks_of(client: api.Client, path: str) -> list[Json]:
    """The disks themselves, which know more than the instance says of them."""
    zone = path.split("/")[1]
    return attachments.disks_for(client, zone, filter=f'users="*/{path}"')


def disk_rows(instance: Json, itself: list[Json] | api.GceError) -> list[Json]:
    """The instance's disks, each with the Disk itself; {} for a local one."""
    disks = [] if isinstance(itself, api.GceError) else itself
    known = {path_of(each["selfLink"]): each for each in disks}
    return [
        {**each, "_disk": known.get(path_of(each.get("source", "")), {})}
        for each in instance.get("disks", [])
    ]


def disk_name(disk: Json) -> SafeString:
    source = disk.get("source")
    if not source:
        return render.text(disk.get("deviceName"))
    return render.link(url_of(source), last(source))


def of_disk(disk: Json, key: str) -> SafeString:
    """What only the Disk itself knows."""
    return render.text(last(disk["_disk"].get(key)))


def use(disk: Json) -> SafeString:
    return render.text(_("Boot disk") if disk.get("boot") else _("Additional disk"))


def mode(disk: Json) -> SafeString:
    read_only = disk.get("mode") == "READ_ONLY"
    return render.text(_("Read only") if read_only else _("Read and write"))


def at_deletion(disk: Json) -> SafeString:
    return render.text(_("Delete the disk") if disk.get("autoDelete") else _("Keep the disk"))


def external(nic: Json) -> SafeString:
    found = [each.get("natIP", "") for each in nic.get("accessConfigs", [])]
    return render.mono(", ".join(filter(None, found)))


BASICS = Facts(
    title=_("Basic information"),
    actions=("protect", "unprotect"),
    columns=(
        columns.field("name", _("Name")),
        Column("id", _("Instance ID"), lambda vm: render.mono(vm.get("id", ""))),
        columns.field("description", _("Description")),
        columns.status(INSTANCES),
        columns.created(),
        Column(
            "started", _("Last started"), lambda vm: render.moment(vm.get("lastStartTimestamp"))
        ),
        Column("stopped", _("Last stopped"), lambda vm: render.moment(vm.get("lastStopTimestamp"))),
        columns.moment("lastSuspendedTimestamp", _("Last suspended")),
        Column("region", _("Region"), lambda vm: render.text(region_of(vm["zone"]))),
        columns.reference("zone", _("Zone")),
        PROTECTION,
    ),
)
MACHINE = Facts(
    title=_("Machine configuration"),
    actions=("setMachineType",),
    columns=(
        Column("machine", _("Machine type"), lambda vm: render.text(vm["_machine"])),
        *availability.COLUMNS,
        columns.field("hostname", _("Hostname")),
    ),
)
CONNECT = Cell(title=_("Connect"), cell=connect.ways)
TAGS = Cell(
    title=_("Network tags"),
    actions=("setTags",),
    cell=lambda vm: render.chip_list(vm.get("tags", {}).get("items", [])),
)
INTERFACES = Table(
    title=_("Network interfaces"),
    actions=("addAccessConfig", "deleteAccessConfig"),
    rows=lambda vm, fetched: vm.get("networkInterfaces", []),
    columns=(
        columns.field("name", _("Name")),
        columns.reference("network", _("Network")),
        columns.reference("subnetwork", _("Subnetwork")),
        Column("internal", _("Internal IP"), lambda nic: render.mono(nic.get("networkIP", ""))),
        Column("external", _("External IP"), external),
    ),
)
DISKS = Table(
    title=_("Disks"),
    actions=("attachDisk", "detachDisk"),
    fetch=disks_of,
    rows=disk_rows,
    columns=(
        Column("name", _("Name"), disk_name),
        Column("use", _("Use"), use),
        Column(
            "image", _("Image"), lambda each: render.text(last(each["_disk"].get("sourceImage")))
        ),
        Column("type", _("Type"), lambda each: render.text(last(each["_disk"].get("type")))),
        Column(
            "size",
            _("Size"),
            lambda each: render.text(f"{each['diskSizeGb']} GB" if each.get("diskSizeGb") else ""),
            numeric=True,
        ),
        columns.field("deviceName", _("Device name")),
        Column("mode", _("Mode"), mode),
        Column("rule", _("When the instance is deleted"), at_deletion),
    ),
)
METADATA = metadata_table("metadata", "setMetadata")
SSH_KEYS = ssh_keys_table("metadata")
INHERITED = Table(
    title=_("Inherited from the project"),
    fetch=lambda client, path: [client.get("", fields="commonInstanceMetadata")],
    rows=inherited,
    columns=(KEY, VALUE, Column("use", _("Here"), lambda row: row["use"])),
    empty=_("The project has no metadata for its instances."),
    link=lambda vm: (_("Metadata of the project"), PROJECT_METADATA.page("index")),
)
PORTS = ("1", "2", "3", "4")  # the serial ports of a VM
SERIAL = Template(
    name="gce_dashboard/instances/_serial.html",
    wide=True,
    values=lambda shown: {
        "url": INSTANCES.page("serial", **shown.page.kwargs),
        "ports": PORTS,
    },
)


class InstancePage(DetailPage):
    resource = INSTANCES
    template_name = "gce_dashboard/instances/detail.html"
    missing = _("There is no such instance")
    links = (similar(),)
    bar = actions.ALL
    actions = (*actions.ALL, *edits.ALL, *attachments.ALL)
    tabs = (
        Tab(
            "details",
            _("Details"),
            (
                BASICS,
                MACHINE,
                CONNECT,
                panels.labels(),
                TAGS,
                INTERFACES,
                DISKS,
                SSH_KEYS,
                METADATA,
                INHERITED,
            ),
        ),
        observing.tab(charts.CHARTS),
        Tab("serial", _("Serial console"), (SERIAL,), live=False),
    )

    def get_item(self) -> Json:
        """The instance, with what its machine type's name means."""
        instance = super().get_item()
        path = path_of(instance["machineType"])
        instance["_machine"] = last(path)
        with contextlib.suppress(api.GceError):  # the cloud may have it no more
            instance["_machine"] = offers.describe(offers.machine_type(self.client.get(path)))
        return instance

    @property
    def console_url(self) -> str:
        return self.resource.page("console", **self.kwargs)


class SerialPort(View):
    """The output of a serial port from a byte on: ``?port=1&start=N``."""

    def get(self, request: HttpRequest, scope: str, name: str) -> JsonResponse:
        start = request.GET.get("start", "")
        port = request.GET.get("port", "")
        params: Json = {"port": int(port) if port in PORTS else 1}
        if start.isdigit():
            params["start"] = start
        try:
            output = api.from_request(request).get(f"{scope}/instances/{name}/serialPort", **params)
        except api.GceError as error:
            return JsonResponse({"error": error.as_json()})
        return JsonResponse(
            {"contents": output.get("contents", ""), "next": str(output.get("next", "0"))}
        )
