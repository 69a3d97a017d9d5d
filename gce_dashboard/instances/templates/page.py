"""Instance templates: list, page, create, delete, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard import api
from gce_dashboard.framework import columns, fields, render
from gce_dashboard.framework.actions import Link, delete, similar
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.panel import panel
from gce_dashboard.framework.panels import Cell, Facts, Tab, Table
from gce_dashboard.framework.registry import GLOBAL, REGION, Resource
from gce_dashboard.framework.resources import last, path_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances.detail import at_deletion, use
from gce_dashboard.instances.metadata import clashing_keys
from gce_dashboard.instances.metadata_edits import metadata_table, ssh_keys_table
from gce_dashboard.instances.templates import properties
from gce_dashboard.instances.templates.actions import CREATE_VM

Json = dict[str, Any]
TEMPLATES = Resource(
    collection="instanceTemplates",
    title=_("Instance template"),
    plural=_("Instance templates"),
    icon="template",
    scopes=(GLOBAL, REGION),
)
MODELS = {"STANDARD": _("Standard"), "SPOT": _("Spot")}
LOCATIONS = {"global": _("Global"), "regional": _("Regional")}


def mark_users(client: api.Client, templates: list[Json]) -> None:
    """Note at templates the groups that use them, as ``_users``; none where nobody can say."""
    try:
        groups = client.list_all("aggregated/instanceGroupManagers")
    except api.GceError:
        groups = []
    for template in templates:
        path = path_of(template["selfLink"])
        template["_users"] = [each["selfLink"] for each in groups if path in _used_by(each)]


def _used_by(group: Json) -> set[str]:
    return {path_of(each.get("instanceTemplate", "")) for each in group.get("versions", [])}


def users(template: Json) -> list[str]:
    return template.get("_users", [])


def in_use(template: Json) -> str:
    names = ", ".join(sorted(map(last, users(template))))
    return str(_("In use by %s") % names) if names else ""


def location(template: Json) -> SafeString:
    return render.text(last(template.get("region")) or _("Global"))


def image(template: Json) -> SafeString:
    return columns.links([properties.image(template)])


def disk_type(template: Json) -> SafeString:
    return render.text(last(properties.parameters(template).get("diskType")))


def external(nic: Json) -> SafeString:
    return render.text(_("Ephemeral") if nic.get("accessConfigs") else _("None"))


def gigabytes(disk: Json) -> SafeString:
    size = properties.size_of(disk)
    return render.text(f"{size} GB" if size else "")


DELETE = delete(
    question=(_("Delete the template %(name)s?"), _("Delete %(count)s instance templates?")),
    consequence=_("Instances that were made from it stay. This cannot be undone."),
    applies=lambda template: not users(template),
    needs=_("A template that an instance group uses cannot be deleted."),
    remark=in_use,
)


class TemplatesPage(ResourcePage):
    resource = TEMPLATES
    columns = (
        columns.name(),
        columns.field("properties.machineType", _("Machine type")),
        Column("image", _("Image"), image),
        Column("disk", _("Disk type"), disk_type),
        Column("users", _("In use by"), lambda each: columns.links(users(each))),
        Column("location", _("Location"), location),
        columns.created(),
        columns.field("description", _("Description"), optional=True),
    )
    actions = (CREATE_VM, DELETE)
    create = Link(_("Create instance template"))
    filter_keys = ("name:web", "properties.machineType=e2-medium")
    empty = Empty(
        _("No instance templates yet"),
        _("A template says once how instances are to be: for single ones and for groups."),
    )

    def complete(self, items: list[Json]) -> None:
        mark_users(self.client, items)


FACTS = Facts(
    title=_("Basic information"),
    columns=(
        columns.field("description", _("Description")),
        Column("location", _("Location"), location),
        columns.created(),
        Column("users", _("In use by"), lambda each: columns.links(users(each))),
        columns.reference("sourceInstance", _("Source instance"), collection="instances"),
        columns.copied("id", _("Template ID")),
    ),
)
MACHINE = Facts(
    title=_("Machine configuration"),
    columns=(
        columns.field("properties.machineType", _("Machine type")),
        columns.choice("properties.scheduling.provisioningModel", _("Provisioning model"), MODELS),
        columns.chips("properties.tags.items", _("Network tags"), key="tags"),
    ),
)


def disks(properties_of: Callable[[Json], Json]) -> Table:
    """The disks that InstanceProperties speak of.

    :param properties_of: where a resource has them
    """
    return Table(
        title=_("Disks"),
        rows=lambda item, fetched: properties_of(item).get("disks", []),
        columns=(
            Column("use", _("Use"), use),
            columns.reference("initializeParams.sourceImage", _("Image"), collection="images"),
            columns.reference("source", _("Source disk"), collection="disks"),
            columns.field("initializeParams.diskType", _("Type")),
            Column("size", _("Size"), gigabytes, numeric=True),
            Column("rule", _("When the instance is deleted"), at_deletion),
        ),
    )


def interfaces(properties_of: Callable[[Json], Json]) -> Table:
    """The network interfaces that InstanceProperties speak of."""
    return Table(
        title=_("Network interfaces"),
        rows=lambda item, fetched: properties_of(item).get("networkInterfaces", []),
        columns=(
            columns.reference("network", _("Network")),
            columns.reference("subnetwork", _("Subnetwork")),
            Column("external", _("External IP"), external),
        ),
    )


LABELS = Cell(
    title=_("Labels"),
    cell=lambda template: render.chips(properties.properties(template).get("labels", {})),
)
SSH_KEYS = ssh_keys_table("properties.metadata")
METADATA = metadata_table("properties.metadata")


class TemplatePage(DetailPage):
    resource = TEMPLATES
    actions = (CREATE_VM, DELETE)
    links = (
        Link(
            _("Create instance group"),
            collection="instanceGroups",
            opens=lambda path: {"template": path},
        ),
        similar(),
    )
    missing = _("There is no such instance template")
    tabs = (
        Tab(
            "details",
            _("Details"),
            (
                FACTS,
                MACHINE,
                disks(properties.properties),
                interfaces(properties.properties),
                LABELS,
                SSH_KEYS,
                METADATA,
            ),
        ),
    )

    def get_item(self) -> Json:
        template = super().get_item()
        mark_users(self.client, [template])
        return template


class CreateTemplatePage(CreatingPage):
    resource = TEMPLATES
    page_title = _("Create an instance template")
    sections = (
        section(
            "",
            fields.name(suggest="template"),
            fields.description(),
            beside(
                fields.pick(
                    "location",
                    _("Location"),
                    LOCATIONS,
                    segments=True,
                    read=lambda template: "regional" if template.get("region") else "global",
                ),
                fields.region(flag="--instance-template-region={}", when={"location": "regional"}),
            ),
            fields.labels(path="properties.labels", hcl="labels"),
        ),
        *properties.SECTIONS,
    )

    def check(self, values: Json) -> Iterable[tuple[str, str]]:
        yield from clashing_keys(values)

    def gcloud_flags(self, values: Json) -> Iterable[str]:
        """The form asks for no service account, and gcloud would add the project's default."""
        return ("--no-service-account", "--no-scopes")


Panel = panel(TEMPLATES, TemplatesPage, detail=TemplatePage, create=CreateTemplatePage)
