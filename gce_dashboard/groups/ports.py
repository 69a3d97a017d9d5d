"""Named ports: what a group's instances serve, and where."""

from __future__ import annotations

from typing import Any

from gce_dashboard.api import Client
from gce_dashboard.framework import fields
from gce_dashboard.framework.actions import edit
from gce_dashboard.framework.field import Field
from gce_dashboard.framework.gcloud import Command, place_flags
from gce_dashboard.framework.resources import last
from gce_dashboard.groups.resource import is_manager
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]


def named_ports(**more: Any) -> Field:
    return fields.group(
        "ports",
        _("Named ports"),
        fields.name(label=_("Name"), hcl="name"),
        fields.port(path="port"),
        add=_("Add a port"),
        path="namedPorts",
        hcl="named_port",
        **more,
    )


def set_ports(client: Client, path: str, values: Json) -> Json:
    body = PORTS.declaration.body(values)
    if is_manager(path):
        return client.change("PATCH", path, body)
    return client.post(f"{path}/setNamedPorts", body)


def ports_command(path: str, values: Json) -> list[Command]:
    ports = ",".join(f"{each['name']}:{each['port']}" for each in values.get("ports") or [])
    flags = [*place_flags(path), f"--named-ports={ports}"]
    return [Command("compute instance-groups set-named-ports", last(path), flags)]


PORTS = edit(
    "setNamedPorts",
    _("Edit named ports"),
    fields.fingerprint("fingerprint"),
    named_ports(always=True),
    send=set_ports,
    spelled=ports_command,
    permission="compute.instanceGroups.update",
)
