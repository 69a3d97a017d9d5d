"""Machine images: list, page, create from an instance, instances from them, labels, delete."""

from __future__ import annotations

from typing import Any

from gce_dashboard.framework import columns, edits, fields, ordering, panels, render
from gce_dashboard.framework.actions import Link, delete
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.commands import placed
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.forms import section
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.panel import panel
from gce_dashboard.framework.panels import Facts, Tab
from gce_dashboard.framework.registry import Resource
from gce_dashboard.framework.status import Status
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances.templates import properties
from gce_dashboard.instances.templates.actions import creating_vm
from gce_dashboard.instances.templates.page import disks, interfaces

Json = dict[str, Any]
GIB = 1 << 30
MACHINE_IMAGES = Resource(
    collection="machineImages",
    title=_("Machine image"),
    plural=_("Machine images"),
    icon="machine-image",
    status=Status(
        {
            "CREATING": ("busy", _("Creating")),
            "UPLOADING": ("busy", _("Uploading")),
            "READY": ("ok", _("Ready")),
            "DELETING": ("busy", _("Deleting")),
            "INVALID": ("error", _("Failed")),
        }
    ),
)
CREATE_VM = creating_vm("sourceMachineImage", "--source-machine-image")
DELETE = delete(
    question=(_("Delete the machine image %(name)s?"), _("Delete %(count)s machine images?")),
    consequence=_("The copies of its disks go with it; instances that were made from it stay."),
    applies=lambda image: image.get("status", "READY") in ("READY", "INVALID"),
    needs=_("A machine image that is being made or deleted cannot be deleted."),
    confirm_name=True,
)


def size(image: Json) -> str:
    return f"{int(image.get('totalStorageBytes', 0)) / GIB:g} GB"


SIZE = Column(
    "size",
    _("Size of the disks"),
    lambda image: render.text(size(image)),
    sort=lambda image: ordering.number(image.get("totalStorageBytes", 0)),
    numeric=True,
)


class MachineImagesPage(ResourcePage):
    resource = MACHINE_IMAGES
    columns = (
        columns.name(),
        columns.status(MACHINE_IMAGES),
        columns.reference("sourceInstance", _("Source instance"), collection="instances"),
        columns.field("instanceProperties.machineType", _("Machine type")),
        SIZE,
        columns.chips("storageLocations", _("Location"), key="location"),
        columns.labels(),
        columns.created(),
        columns.field("description", _("Description"), optional=True),
    )
    actions = (CREATE_VM, DELETE)
    create = Link(_("Create machine image"))
    filter_keys = ("name:web", "sourceInstance:web", "labels.env=dev")
    empty = Empty(
        _("No machine images yet"),
        _("A machine image holds all of an instance: its settings, and a copy of every disk."),
    )


class MachineImagePage(DetailPage):
    resource = MACHINE_IMAGES
    actions = (CREATE_VM, DELETE, edits.labels())
    missing = _("There is no such machine image")
    tabs = (
        Tab(
            "details",
            _("Details"),
            (
                Facts(title=_("Machine image"), columns=MachineImagesPage.columns[1:]),
                panels.labels(),
                disks(properties.of_machine_image),
                interfaces(properties.of_machine_image),
            ),
        ),
    )


class CreateMachineImagePage(CreatingPage):
    resource = MACHINE_IMAGES
    page_title = _("Create a machine image")
    sections = (
        section(
            "",
            fields.name(suggest="machine-image"),
            fields.description(),
            fields.choice(
                "instance",
                _("Source VM instance"),
                offer="instancePaths",
                path="sourceInstance",
                flag=placed("source-instance"),
                help=_("It can go on running; what the guest has not written is not in the copy."),
            ),
            fields.labels(flag=None, hcl=""),
        ),
    )


Panel = panel(
    MACHINE_IMAGES, MachineImagesPage, detail=MachineImagePage, create=CreateMachineImagePage
)
