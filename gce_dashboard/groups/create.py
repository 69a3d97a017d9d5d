"""The page that creates an instance group, with its autoscaler or its first instances."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from gce_dashboard import api
from gce_dashboard.api import Change
from gce_dashboard.framework import fields, gcloud, inputs, terraform
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.field import body_of
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.framework.registry import Resource
from gce_dashboard.framework.resources import last
from gce_dashboard.groups import healing, scaling
from gce_dashboard.groups.resource import GROUPS, MANAGERS
from gce_dashboard.i18n import gettext as told
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
KINDS = {
    "zonal": _("Managed, in a zone"),
    "regional": _("Managed, in several zones"),
    "unmanaged": _("Unmanaged"),
}
MANAGED = ("zonal", "regional")
SCALERS = Resource(collection="autoscalers", title="", plural="", icon="", scopes=GROUPS.scopes)
MANAGED_GROUPS = Resource(collection=MANAGERS, title="", plural="", icon="", scopes=GROUPS.scopes)


def zone_urls(names: list[str], values: Json) -> list[Json]:
    return [{"zone": f"zones/{each}"} for each in names or []]


def region_flag(region: str, values: Json) -> list[str]:
    return [f"--region={region}"] if values.get("kind") == "regional" else []


SECTIONS = (
    section(
        "",
        fields.pick("kind", _("Group type"), KINDS, segments=True),
        fields.name(suggest="instance-group"),
        fields.description(),
    ),
    section(
        _("Location"),
        beside(
            fields.region(
                flag=region_flag,
                hcl=lambda region, values: (
                    {"region": region} if values.get("kind") == "regional" else {}
                ),
            ),
            fields.zone(when={"kind": ("zonal", "unmanaged")}),
            fields.choice(
                "zones",
                _("Zones"),
                offer="zones",
                within="region",
                several=True,
                required=False,
                path="distributionPolicy.zones",
                body=zone_urls,
                flag="--zones={}",
                hcl=lambda names, values: {"distribution_policy_zones": names} if names else {},
                help=_("Up to three of the region where none is chosen."),
                when={"kind": "regional"},
            ),
        ),
    ),
    section(
        _("Instances"),
        fields.choice(
            "template",
            _("Instance template"),
            offer="templatePaths",
            within="region",
            path="versions[0].instanceTemplate",
            flag=lambda path, values: [f"--template={gcloud.whole(path)}"] if path else [],
            hcl="version.instance_template",
        ),
        fields.tick("autoscaling", _("Set the number of instances automatically"), hcl=""),
        fields.number(
            "size",
            _("Number of instances"),
            least=0,
            most=scaling.MOST,
            initial=1,
            path="targetSize",
            flag="--size={}",
            when={"autoscaling": "false"},
        ),
        fields.custom(
            "base_name",
            inputs.NameField(
                label=_("Base name of the instances"),
                required=False,
                help_text=_("Four characters follow it; the group's name where it is empty."),
            ),
            path="baseInstanceName",
            flag="--base-instance-name={}",
        ),
        when={"kind": MANAGED},
    ),
    section(
        _("Autoscaling"),
        beside(*scaling.BOUNDS),
        beside(*scaling.SIGNALS),
        when={"kind": MANAGED, "autoscaling": "true"},
    ),
    section(_("Autohealing"), beside(*healing.FIELDS), when={"kind": MANAGED}),
    section(
        _("Instances"),
        fields.choice(
            "instances",
            _("Instances"),
            offer="instancePaths",
            within="zone",
            several=True,
            required=False,
            help=_("They have to be in one network. Others can be added later."),
        ),
        when={"kind": "unmanaged"},
    ),
    section(
        _("Port name mapping"),
        fields.group(
            "ports",
            _("Named ports"),
            fields.name(label=_("Name"), hcl="name"),
            fields.number("port", _("Port"), least=1, most=65535, path="port"),
            add=_("Add a port"),
            path="namedPorts",
            hcl="named_port",
        ),
    ),
)
OF_SCALER = {each.name for each in (*scaling.BOUNDS, *scaling.SIGNALS)}


def half_done(refused: api.ApiError, name: str) -> api.ApiError:
    """The refusal of the second step; the first is done, and is not done again."""
    words = told("The group %(name)s is there. What comes next was refused: %(why)s")
    return api.ApiError(
        words % {"name": name, "why": refused.message},
        code=refused.code,
        request_id=refused.request_id,
    )


class CreateGroupPage(CreatingPage):
    """What is one form to the user are two requests: the group, and what is then put to it."""

    resource = GROUPS
    page_title = _("Create an instance group")
    sections = SECTIONS

    def check(self, values: Json) -> Iterable[tuple[str, str]]:
        yield from scaling.bounds_in_order(values)

    def kind(self, values: Json) -> Resource:
        """The collection that it is made in."""
        return MANAGED_GROUPS if values.get("kind") in MANAGED else GROUPS

    def path(self, values: Json) -> str:
        return f"{self.place(values)}/{self.kind(values).collection}"

    def body(self, values: Json) -> Json:
        """The group; an autoscaled one begins with the least."""
        own = [each for each in self.declaration.fields if each.name not in OF_SCALER]
        body = body_of(own, values)
        if values.get("autoscaling"):
            body["targetSize"] = values.get("least", 0)
        return body

    def then(self, values: Json) -> tuple[str, Json] | None:
        """The second request: the autoscaler, or the instances of an unmanaged group."""
        path = f"{self.path(values)}/{values.get('name', '')}"
        if values.get("autoscaling"):
            return f"{self.place(values)}/autoscalers", scaling.body(path, values)
        if values.get("instances"):
            listed = [{"instance": each} for each in values["instances"]]
            return f"{path}/addInstances", {"instances": listed}
        return None

    def send(self, values: Json) -> Json:
        operation = super().send(values)
        then = self.then(values)
        if then:
            try:
                self.client.post(*then)
            except api.ApiError as refused:
                raise half_done(refused, values["name"]) from refused
        return operation

    # the same by other means

    def command(self, project_id: str, values: Json) -> str:
        """gcloud has a command for each step."""
        name = values.get("name") or "GROUP_NAME"
        managed = values.get("kind") in MANAGED
        group = f"compute instance-groups {'managed' if managed else 'unmanaged'}"
        place = gcloud.place_flags(f"{self.place(values)}/")
        own = [each for each in self.declaration.fields if each.name not in OF_SCALER]
        size = [f"--size={values.get('least', 0)}"] if values.get("autoscaling") else []
        steps = [gcloud.of_fields(f"{group} create", name, project_id, own, values, size)]
        if values.get("autoscaling"):
            scaled = (*scaling.BOUNDS, *scaling.SIGNALS)
            words = f"{group} set-autoscaling"
            steps.append(gcloud.of_fields(words, name, project_id, scaled, values, place))
        if values.get("instances"):
            flags = [*place, f"--instances={','.join(map(last, values['instances']))}"]
            words = f"{group} add-instances"
            steps.append(gcloud.of_fields(words, name, project_id, (), values, flags))
        if values.get("ports"):
            ports = ",".join(f"{each['name']}:{each['port']}" for each in values["ports"])
            words = "compute instance-groups set-named-ports"
            flags = [*place, f"--named-ports={ports}"]
            steps.append(gcloud.of_fields(words, name, project_id, (), values, flags))
        return "\n\n".join(steps)

    def requests(self, values: Json) -> Sequence[Change]:
        then = self.then(values)
        return [*super().requests(values), *([Change("POST", *then)] if then else [])]

    def terraform(self, project_id: str, values: Json) -> str:
        kind = self.kind(values).terraform_in(self.place(values))
        own = [each for each in self.declaration.fields if each.name not in OF_SCALER]
        name = values.get("name") or "this"
        return terraform.configuration(kind, name, project_id, own, values)
