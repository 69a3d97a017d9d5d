"""The additional disks of a new instance: new ones, and existing ones that are attached."""

from __future__ import annotations

from typing import Any

from gce_dashboard.framework import fields, inputs
from gce_dashboard.framework.resources import disk_type, without_empty
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
MODES = {"READ_WRITE": _("Read and write"), "READ_ONLY": _("Read only")}
# what becomes of a disk when its instance is deleted
DELETE, KEEP = "delete", "keep"
RULES = {DELETE: _("Delete disk"), KEEP: _("Keep disk")}


def new_disks(rows: list[Json], values: Json) -> list[Json]:
    """Blank disks, as ``compute.instances.insert`` makes them."""
    return [_new(row, values.get("zone", "")) for row in rows or []]


def _new(row: Json, zone: str) -> Json:
    parameters = without_empty(
        {
            "diskName": row["name"],
            "diskSizeGb": fields.Int64(row["size"]),
            "diskType": disk_type(zone, row["type"]),
        }
    )
    disk = {"autoDelete": row["rule"] == DELETE, "deviceName": row["name"]}
    return {**without_empty(disk), "initializeParams": parameters}


def new_disk_flags(rows: list[Json], values: Json) -> list[str]:
    return [f"--create-disk={_flag_of_new(row)}" for row in rows or []]


def _flag_of_new(row: Json) -> str:
    name = f"name={row['name']},device-name={row['name']}," if row["name"] else ""
    return f"{name}size={row['size']}GB,type={row['type']},auto-delete={_yes(row)}"


def attached_disks(rows: list[Json], values: Json) -> list[Json]:
    """Disks that are there already."""
    return [
        {
            "source": f"zones/{values.get('zone', '')}/disks/{row['name']}",
            "deviceName": row["name"],
            "mode": row["mode"],
            "autoDelete": row["rule"] == DELETE,
        }
        for row in rows or []
    ]


def attached_flags(rows: list[Json], values: Json) -> list[str]:
    return [f"--disk={_flag_of_attached(row)}" for row in rows or []]


def _flag_of_attached(row: Json) -> str:
    mode = "ro" if row["mode"] == "READ_ONLY" else "rw"
    return f"name={row['name']},device-name={row['name']},mode={mode},auto-delete={_yes(row)}"


def _yes(row: Json) -> str:
    return "yes" if row["rule"] == DELETE else "no"


def attached_blocks(rows: list[Json], values: Json) -> Json:
    """Terraform's blocks; it has none for new disks, which are resources of their own there."""
    zone = values.get("zone", "")
    blocks = [
        {"source": f"zones/{zone}/disks/{row['name']}", "mode": row["mode"]} for row in rows or []
    ]
    return {"attached_disk": blocks} if blocks else {}


def blank_like(instance: Json) -> list[Json]:
    """Blank disks of the sizes that an instance's own have."""
    return [
        {
            "name": "",
            "size": disk.get("diskSizeGb", ""),
            "type": "",
            "rule": DELETE if disk.get("autoDelete") else KEEP,
        }
        for disk in instance.get("disks", [])[1:]
    ]


NEW = fields.group(
    "extra",
    _("Additional disks"),
    fields.custom("name", inputs.NameField(label=_("Name (automatic)"), required=False)),
    fields.number("size", _("Size in GB"), least=1, most=inputs.MAX_SIZE_GB, initial=100),
    fields.choice(
        "type", _("Disk type"), offer="diskTypes", within="zone", prefer=("pd-balanced",)
    ),
    fields.pick("rule", _("When the instance is deleted"), RULES),
    add=_("Add a blank disk"),
    path="disks[]",
    body=new_disks,
    read=blank_like,
    flag=new_disk_flags,
    hcl="",
)
ATTACHED = fields.group(
    "attached",
    _("Existing disks"),
    fields.choice("name", _("Disk"), offer="freeDisks", within="zone"),
    fields.pick("mode", _("Mode"), MODES),
    fields.pick("rule", _("When the instance is deleted"), RULES, initial=KEEP),
    add=_("Attach an existing disk"),
    path="disks[]",
    body=attached_disks,
    read=lambda instance: [],
    flag=attached_flags,
    hcl=attached_blocks,
)
