"""The further network interfaces of a new instance, each in a network of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gce_dashboard.framework import fields, offers
from gce_dashboard.framework.offer import Offer, Option, listed, place_of
from gce_dashboard.framework.resources import last, path_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances import likeness

Json = dict[str, Any]
EXTERNAL = {"none": _("None"), "ephemeral": _("Ephemeral")}


def _subnetwork(item: Json) -> Option:
    network, span = last(item.get("network")), item.get("ipCidrRange", "")
    return {
        "value": path_of(item["selfLink"]),
        "text": f"{network}: {item['name']} ({span})",
        "within": place_of(item),
    }


offers.add(
    "subnetworksOfRegion", Offer(_("Subnetworks"), listed("aggregated/subnetworks"), _subnetwork)
)


def alone(flag: str) -> Callable[[Any, Json], list[str]]:
    """gcloud's flag of the only interface; of several, each is one flag with everything."""
    return lambda value, values: [flag.format(value)] if value and not values.get("nics") else []


def interfaces(rows: list[Json], values: Json) -> list[Json]:
    found = []
    for row in rows or []:
        access = [{"name": "External NAT", "type": "ONE_TO_ONE_NAT"}]
        found.append(
            {
                "subnetwork": row["subnetwork"],
                **({"accessConfigs": access} if row["external"] == "ephemeral" else {}),
            }
        )
    return found


def flags(rows: list[Json], values: Json) -> list[str]:
    """All interfaces, the first with them."""
    if not rows:
        return []
    keys = {"network": "network", "subnetwork": "subnet", "internal": "private-network-ip"}
    first = [f"{key}={values[name]}" for name, key in keys.items() if values.get(name)]
    reserved = f"address={values.get('address')}" if values.get("address") else "address="
    first.append("no-address" if values.get("external") == "none" else reserved)
    more = (
        f"subnet={last(row['subnetwork'])},"
        f"{'no-address' if row['external'] == 'none' else 'address='}"
        for row in rows
    )
    return [f"--network-interface={each}" for each in (",".join(first), *more)]


MORE = fields.group(
    "nics",
    _("Additional network interfaces"),
    fields.choice("subnetwork", _("Subnetwork"), offer="subnetworksOfRegion", within="region"),
    fields.pick("external", _("External IPv4 address"), EXTERNAL),
    add=_("Add a network interface"),
    path="networkInterfaces[]",
    body=interfaces,
    read=likeness.more_interfaces,
    flag=flags,
    hcl="",
)
