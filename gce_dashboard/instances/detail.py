"""The page of one instance."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.views import View

from gce_dashboard import api
from gce_dashboard.framework import offers, render
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.resources import last, path_of, region_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances import actions, attachments, edits, model
from gce_dashboard.instances.page import state
from gce_dashboard.operations.page import OperationsPage

Json = dict[str, Any]
OPERATION_COLUMNS = ("type", "status", "progress", "user", "start", "duration")
SHOWN_OPERATIONS = 20


class InstancePage(DetailPage):
    template_name = "gce_dashboard/instances/detail.html"
    parent = (_("VM instances"), reverse_lazy("horizon:project:gce_instances:index"))
    collection = "instances"
    bar = actions.ALL
    actions = (*actions.ALL, *edits.ALL, *attachments.ALL)

    @property
    def path(self) -> str:
        return f"zones/{self.kwargs['zone']}/instances/{self.kwargs['name']}"

    def look(self) -> Json | api.GceError:
        client = self.client
        zone = f"zones/{self.kwargs['zone']}"
        instance, self.operations, self.disks = api.together(
            lambda: client.get(self.path),
            lambda: (
                client.list(
                    f"{zone}/operations",
                    filter=f'targetLink="*/{self.path}"',
                    max_results=SHOWN_OPERATIONS,
                    order_by="creationTimestamp desc",
                ).items
            ),
            lambda: attachments.disks_for(
                client, self.kwargs["zone"], filter=f'users="*/{self.path}"'
            ),
        )
        if not any(isinstance(each, api.GceError) for each in (instance, self.operations)):
            model.mark_under_way([instance], self.operations)
        return instance

    def parts(self, item: Json) -> dict[str, str]:
        shown = {field: value for field, value in item.items() if not field.startswith("_")}
        text = json.dumps(shown, indent=2, ensure_ascii=False)
        parts = {
            "details": self.details(item),
            "json": render_to_string("gce_dashboard/_json.html", {"text": text}),
        }
        if isinstance(self.operations, api.GceError):
            self.report(self.operations, _("The operations could not be listed"))
            return parts
        table = operations_table(self.operations)
        return {**parts, "operations": render_to_string("gce_dashboard/_table.html", table)}

    def is_busy(self, item: Json) -> bool:
        return model.is_changing(item)

    def details(self, instance: Json) -> str:
        known = {path_of(each["selfLink"]): each for each in self.attached()}
        context = {
            "instance": instance,
            "basics": basics(instance),
            "machine_type": self.machine_type(instance),
            "resize_needs": "" if model.can_start(instance) else edits.MACHINE_TYPE.needs,
            "disks": [
                disk(each, known.get(path_of(each.get("source", "")), {}))
                for each in instance.get("disks", [])
            ],
            "interfaces": [interface(each) for each in instance.get("networkInterfaces", [])],
            "tags": render.chip_list(instance.get("tags", {}).get("items", [])),
            "labels": render.chips(instance.get("labels", {})),
            "metadata": instance.get("metadata", {}).get("items", []),
        }
        return render_to_string("gce_dashboard/instances/_details.html", context, self.request)

    def attached(self) -> list[Json]:
        """The disks themselves, which know more than the instance says of them."""
        if isinstance(self.disks, api.GceError):
            self.report(self.disks, _("The disks could not be listed"))
            return []
        return self.disks

    def machine_type(self, instance: Json) -> str:
        """The machine type with its figures, or its name where the cloud has it no more."""
        path = path_of(instance["machineType"])
        try:
            return offers.describe(offers.machine_type(self.client.get(path)))
        except api.GceError:
            return last(path)

    def get_context_data(self, **kwargs: Any) -> Json:
        return {**super().get_context_data(**kwargs), "zone": self.kwargs["zone"]}


def basics(instance: Json) -> list[tuple[Any, Any]]:
    zone = last(instance["zone"])
    protection = _("On") if instance.get("deletionProtection") else _("Off")
    rows = [
        (_("Name"), instance["name"]),
        (_("Instance ID"), render.mono(instance.get("id", ""))),
        (_("Description"), render.text(instance.get("description"))),
        (_("Status"), state(instance)),
        (_("Created"), render.moment(instance.get("creationTimestamp"))),
        (_("Last started"), render.moment(instance.get("lastStartTimestamp"))),
        (_("Last stopped"), render.moment(instance.get("lastStopTimestamp"))),
        (_("Region"), region_of(zone)),
        (_("Zone"), zone),
        (_("Deletion protection"), protection),
    ]
    if instance.get("statusMessage"):
        rows.insert(4, (_("Reason"), instance["statusMessage"]))
    return rows


def disk(attached: Json, itself: Json) -> Json:
    """A row of the table of disks.

    :param itself: the Disk, {} for a local one
    """
    source = last(attached.get("source"))
    return {
        "name": source or attached.get("deviceName", ""),
        "local": not source,
        "boot": attached.get("boot", False),
        "type": last(itself.get("type")),
        "image": last(itself.get("sourceImage")),
        "size": attached.get("diskSizeGb", ""),
        "device": attached.get("deviceName", ""),
        "mode": attached.get("mode", ""),
        "auto_delete": attached.get("autoDelete", False),
    }


def interface(nic: Json) -> Json:
    external = [each.get("natIP", "") for each in nic.get("accessConfigs", [])]
    return {
        "name": nic.get("name", ""),
        "network": last(nic.get("network")),
        "subnetwork": last(nic.get("subnetwork")),
        "internal": render.mono(nic.get("networkIP", "")),
        "external": render.mono(", ".join(filter(None, external))),
    }


def operations_table(operations: list[Json]) -> Json:
    columns = [each for each in OperationsPage.columns if each.key in OPERATION_COLUMNS]
    return {
        "columns": columns,
        "rows": [[(column, column.cell(each)) for column in columns] for each in operations],
        "empty": _("No operations"),
    }


class SerialPort(View):
    """The serial console's output from a byte on: ``?start=N``."""

    def get(self, request: HttpRequest, zone: str, name: str) -> JsonResponse:
        start = request.GET.get("start", "")
        params: Json = {"port": 1}
        if start.isdigit():
            params["start"] = start
        try:
            client = api.from_request(request)
            output = client.get(f"zones/{zone}/instances/{name}/serialPort", **params)
        except api.GceError as error:
            return JsonResponse({"error": error.as_json()})
        return JsonResponse(
            {"contents": output.get("contents", ""), "next": str(output.get("next", "0"))}
        )
