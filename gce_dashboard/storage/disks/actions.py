"""What can be done with disks."""

from __future__ import annotations

from typing import Any

from gce_dashboard.api import Client
from gce_dashboard.framework import fields, inputs, offers
from gce_dashboard.framework.actions import Action, delete
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]


def is_ready(disk: Json) -> bool:
    return disk.get("status") == "READY"


def is_free(disk: Json) -> bool:
    return not disk.get("users") and disk.get("status") not in ("CREATING", "RESTORING", "DELETING")


def free_snapshot_name(client: Client, disk: Json) -> Json:
    return {"name": offers.free_name(client, "snapshots", f"{disk['name']}-snapshot")}


SNAPSHOT: Action = Action(
    name="snapshot",
    label=_("Create snapshot"),
    icon="camera",
    question=(_("Create a snapshot of %(name)s"),) * 2,
    consequence=_("A copy of the disk as it is now. The disk can be in use meanwhile."),
    applies=is_ready,
    needs=_("The disk has to be ready."),
    fields=(
        fields.name(label=_("Name of the snapshot"), taken="snapshots", flag="--snapshot-names={}"),
        fields.description(),
    ),
    initial=free_snapshot_name,
    send=lambda client, path, values: client.post(
        f"{path}/createSnapshot", SNAPSHOT.declaration.body(values)
    ),
    command="snapshot",
    permission="compute.disks.createSnapshot",
)
RESIZE = Action(
    name="resize",
    label=_("Resize"),
    icon="resize",
    question=(_("Resize %(name)s"),) * 2,
    consequence=_("The guest may have to enlarge its file system afterwards."),
    applies=is_ready,
    needs=_("The disk has to be ready."),
    command="resize",
    fields=(
        fields.number(
            "size_gb",
            _("New size (GB)"),
            path="sizeGb",
            flag="--size={}GB",
            int64=True,
            least=1,
            most=inputs.MAX_SIZE_GB,
            help=_("A disk can grow, not shrink."),
        ),
    ),
)
DELETE = delete(
    question=(_("Delete the disk %(name)s?"), _("Delete %(count)s disks?")),
    consequence=_("All data on it is lost, and this cannot be undone. Its snapshots stay."),
    applies=is_free,
    needs=_("A disk that an instance uses, or that is being made or deleted, cannot be deleted."),
    confirm_name=True,
)
ALL = (SNAPSHOT, RESIZE, DELETE)
