"""What is asked for an instance group, with its autoscaler or its first instances."""

from __future__ import annotations

from typing import Any

from gce_dashboard.framework import fields, gcloud, inputs
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.groups import healing, scaling
from gce_dashboard.groups.ports import named_ports
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
KINDS = {
    "zonal": _("Managed, in a zone"),
    "regional": _("Managed, in several zones"),
    "unmanaged": _("Unmanaged"),
}
MANAGED = ("zonal", "regional")


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
        named_ports(),
    ),
)
OF_SCALER = {each.name for each in (*scaling.BOUNDS, *scaling.SIGNALS)}
