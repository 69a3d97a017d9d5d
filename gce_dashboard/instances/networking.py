"""The networks of a new instance, and what reaches it there."""

from __future__ import annotations

from typing import Any

from django import forms

from gce_dashboard.framework import fields
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances import likeness, more_interfaces, web_traffic

Json = dict[str, Any]
NIC = "networkInterfaces[0]"
ADDRESSES = {"ephemeral": _("Ephemeral"), "reserved": _("Reserved"), "none": _("None")}


def external_flags(kind: str, values: Json) -> list[str]:
    return ["--no-address"] if kind == "none" and not values.get("nics") else []


def access_configs(external: str, values: Json) -> list[Json] | None:
    """How the instance is reached from outside."""
    if external == "none":
        return None
    return [{"name": "External NAT", "type": "ONE_TO_ONE_NAT"}]


SECTION = section(
    _("Networking"),
    beside(
        fields.network(
            _("Network"),
            path=f"{NIC}.network",
            flag=more_interfaces.alone("--network={}"),
            hcl="network_interface.network",
        ),
        fields.subnetwork(
            prefer=("default",),
            required=False,
            empty=_("Automatic"),
            path=f"{NIC}.subnetwork",
            flag=more_interfaces.alone("--subnet={}"),
            hcl="network_interface.subnetwork",
        ),
    ),
    fields.custom(
        "internal",
        forms.GenericIPAddressField(
            label=_("Internal IPv4 address"),
            required=False,
            protocol="IPv4",
            help_text=_("A free address of the subnetwork; chosen for you where this is empty."),
        ),
        path=f"{NIC}.networkIP",
        read=likeness.nothing,
        flag=more_interfaces.alone("--private-network-ip={}"),
        hcl="network_interface.network_ip",
    ),
    fields.pick(
        "external",
        _("External IPv4 address"),
        ADDRESSES,
        segments=True,
        path=f"{NIC}.accessConfigs",
        read=likeness.external,
        body=access_configs,
        flag=external_flags,
        hcl=lambda kind, values: (
            {} if kind == "none" else {"network_interface": {"access_config": {}}}
        ),
    ),
    fields.choice(
        "address",
        _("Reserved address"),
        offer="addresses",
        within="region",
        path=f"{NIC}.accessConfigs[0].natIP",
        read=likeness.nothing,
        flag=more_interfaces.alone("--address={}"),
        hcl="network_interface.access_config.nat_ip",
        when={"external": "reserved"},
    ),
    more_interfaces.MORE,
    *web_traffic.TICKS,
    web_traffic.TAGS,
)
