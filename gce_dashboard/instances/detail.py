"""The page of one instance."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views import View

from gce_dashboard import api, conf
from gce_dashboard.instances import actions, attachments, edits, model
from gce_dashboard.instances.page import status_cell
from gce_dashboard.operations.page import OperationsPage
from gce_dashboard.pages import render
from gce_dashboard.pages.acting import ActingPage
from gce_dashboard.resources import last, region_of

Json = dict[str, Any]
OPERATION_COLUMNS = ("type", "status", "progress", "user", "start", "duration")
SHOWN_OPERATIONS = 20


class InstancePage(ActingPage):
    template_name = "gce_dashboard/instances/detail.html"
    parent = (_("VM instances"), reverse_lazy("horizon:project:gce_instances:index"))
    collection = "instances"
    actions = (*actions.ALL, *edits.ALL, *attachments.ALL)

    @property
    def path(self) -> str:
        return f"zones/{self.kwargs['zone']}/instances/{self.kwargs['name']}"

    @property
    def page_title(self) -> str:
        return self.kwargs["name"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("form"):
            return self.show_form(request)
        fragment = self.fragment()
        if self.wants_json:
            if request.GET.get("version") == fragment["version"]:
                return JsonResponse({"unchanged": True})
            return JsonResponse(fragment)
        status = 404 if fragment["gone"] else 200
        return self.render_to_response(self.get_context_data(fragment=fragment), status=status)

    def fragment(self) -> Json:
        """What the page shows now: its parts as HTML, and what can be done."""
        instance, found = self.look()
        parts = {}
        if instance:
            parts["details"] = self.details(instance)
        if found is not None:
            parts["operations"] = render_to_string(
                "gce_dashboard/_table.html", operations_table(found)
            )
        fragment = {
            "parts": parts,
            "allowed": self.actions_of(instance) if instance else [],
            "busy": bool(instance) and model.is_changing(instance),
            "gone": self.gone,
            "failed": instance is None and not self.gone,
            "notices": self.notices,
        }
        digest = hashlib.sha256(json.dumps(fragment).encode())
        return {**fragment, "version": digest.hexdigest()[:16]}

    def look(self) -> tuple[Json | None, list[Json] | None]:
        """The instance and its latest operations, None for what cannot be had."""
        self.gone = False
        client = self.attempt(lambda: self.client)
        if client is None:
            return None, None
        instance, operations = api.together(
            lambda: client.get(self.path),
            lambda: (
                client.list(
                    f"zones/{self.kwargs['zone']}/operations",
                    filter=f"targetLink:{self.path}",
                    max_results=SHOWN_OPERATIONS,
                    order_by="creationTimestamp desc",
                ).items
            ),
        )
        if isinstance(instance, api.NotFound):
            self.gone, instance = True, None
        if isinstance(instance, api.GceError):
            self.report(instance)
            instance = None
        elif isinstance(operations, api.GceError):
            self.report(operations, _("The operations could not be listed"))
        return instance, None if isinstance(operations, api.GceError) else operations

    def details(self, instance: Json) -> str:
        zone = last(instance["zone"])
        context = {
            "instance": instance,
            "basics": basics(instance),
            "machine_type": last(instance.get("machineType")),
            "can_resize": model.can_start(instance),
            "disks": [disk(each, zone) for each in instance.get("disks", [])],
            "interfaces": [interface(each) for each in instance.get("networkInterfaces", [])],
            "tags": render.chip_list(instance.get("tags", {}).get("items", [])),
            "labels": render.chips(instance.get("labels", {})),
            "metadata": instance.get("metadata", {}).get("items", []),
        }
        return render_to_string("gce_dashboard/instances/_details.html", context, self.request)

    def get_context_data(self, **kwargs: Any) -> Json:
        context = super().get_context_data(**kwargs)
        fragment = kwargs["fragment"]
        return {
            **context,
            "bar": actions.ALL,
            "zone": self.kwargs["zone"],
            "config": {
                "target": self.path,
                "name": self.kwargs["name"],
                "actions": [action.as_json() for action in self.actions],
                "pollInterval": conf.get().poll_interval,
                **{key: fragment[key] for key in ("allowed", "busy", "version", "failed")},
            },
        }


def basics(instance: Json) -> list[tuple[Any, Any]]:
    zone = last(instance["zone"])
    protection = _("On") if instance.get("deletionProtection") else _("Off")
    rows = [
        (_("Name"), instance["name"]),
        (_("Instance ID"), render.mono(instance.get("id", ""))),
        (_("Description"), render.text(instance.get("description"))),
        (_("Status"), status_cell(instance)),
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


def disk(attached: Json, zone: str) -> Json:
    source = last(attached.get("source"))
    return {
        "name": source or attached.get("deviceName", ""),
        "local": not source,
        "boot": attached.get("boot", False),
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
