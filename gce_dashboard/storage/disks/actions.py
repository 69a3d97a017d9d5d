"""What can be done with disks."""

from __future__ import annotations

from typing import Any

from django import forms

from gce_dashboard.api import Client
from gce_dashboard.framework import fields
from gce_dashboard.framework.actions import Action, ActionForm, delete
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]


def is_ready(disk: Json) -> bool:
    return disk.get("status") == "READY"


def is_free(disk: Json) -> bool:
    return not disk.get("users") and disk.get("status") not in ("CREATING", "RESTORING", "DELETING")


class SnapshotForm(ActionForm):
    name = fields.NameField(label=_("Name of the snapshot"))
    description = forms.CharField(label=_("Description"), required=False, max_length=2048)

    @classmethod
    def about(cls, client: Client, item: Json) -> SnapshotForm:
        return cls(initial={"name": f"{item['name'][:54]}-snapshot"})


def snapshot(client: Client, path: str, values: Json) -> Json:
    body = {"name": values["name"]}
    if values["description"]:
        body["description"] = values["description"]
    return client.post(f"{path}/createSnapshot", body)


class ResizeForm(ActionForm):
    size_gb = forms.IntegerField(
        label=_("New size (GB)"),
        min_value=1,
        max_value=fields.MAX_SIZE_GB,
        help_text=_("A disk can grow, not shrink."),
    )

    @classmethod
    def about(cls, client: Client, item: Json) -> ResizeForm:
        form = cls(initial={"size_gb": item["sizeGb"]})
        form.fields["size_gb"].widget.attrs["min"] = int(item["sizeGb"]) + 1
        return form


def resize(client: Client, path: str, values: Json) -> Json:
    return client.post(f"{path}/resize", {"sizeGb": str(values["size_gb"])})


SNAPSHOT = Action(
    name="snapshot",
    label=_("Create snapshot"),
    icon="camera",
    question=(_("Create a snapshot of %(name)s"),) * 2,
    consequence=_("A copy of the disk as it is now. The disk can be in use meanwhile."),
    applies=is_ready,
    needs=_("The disk has to be ready."),
    form=SnapshotForm,
    send=snapshot,
)
RESIZE = Action(
    name="resize",
    label=_("Resize"),
    icon="resize",
    question=(_("Resize %(name)s"),) * 2,
    consequence=_("The guest may have to enlarge its file system afterwards."),
    applies=is_ready,
    needs=_("The disk has to be ready."),
    form=ResizeForm,
    send=resize,
)
DELETE = delete(
    question=(_("Delete the disk %(name)s?"), _("Delete %(count)s disks?")),
    consequence=_("All data on it is lost, and this cannot be undone. Its snapshots stay."),
    applies=is_free,
    needs=_("A disk that an instance uses, or that is being made or deleted, cannot be deleted."),
)
