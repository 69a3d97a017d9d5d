"""IP addresses, as the console speaks of them: reserved ones, and those that are in use without."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from gce_dashboard.framework.registry import GLOBAL, REGION, Resource
from gce_dashboard.framework.resources import last, region_of, scope_of
from gce_dashboard.framework.status import Status
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
ADDRESSES = Resource(
    collection="addresses",
    type="Address",
    title=_("IP address"),
    plural=_("IP addresses"),
    icon="address",
    scopes=(REGION, GLOBAL),
    status=Status(
        {
            "RESERVING": ("busy", _("Reserving")),
            "RESERVED": ("off", _("Not in use")),
            "IN_USE": ("ok", _("In use")),
        }
    ),
)
# the path of an ephemeral address, which is no resource: no name begins with a digit
_EPHEMERAL = re.compile(r"(regions/[-a-z0-9]+)/addresses/(\d+)-(\d+)-(\d+)-(\d+)-(.*)")


def is_ephemeral(address: Json) -> bool:
    """Whether it goes with what uses it."""
    return bool(address.get("_ephemeral"))


def path_of(address: Json) -> str:
    """Where an ephemeral address is listed."""
    words = [*address["address"].split("."), last(address["users"][0])]
    return f"{scope_of(address)}/addresses/{'-'.join(words)[:63].rstrip('-')}"


def at(path: str) -> Json | None:
    """The ephemeral address that a path of :func:`path_of` means; None for a resource's."""
    found = _EPHEMERAL.fullmatch(path)
    if not found:
        return None
    place, *digits, user = found.groups()
    return {
        "_ephemeral": True,
        "region": place,
        "address": ".".join(digits),
        "addressType": "EXTERNAL",
        "users": [user],
    }


def ephemeral(
    reserved: Iterable[Json], instances: Iterable[Json], rules: Iterable[Json]
) -> Iterator[Json]:
    """The addresses that instances and forwarding rules have, and that are not reserved."""
    known = {
        (each.get("address"), last(user)) for each in reserved for user in each.get("users", [])
    }
    for address in (*_of_instances(instances), *_of_rules(rules)):
        if address["address"] and (address["address"], last(address["users"][0])) not in known:
            yield {**address, "_ephemeral": True, "name": address["address"], "status": "IN_USE"}


def _of_instances(instances: Iterable[Json]) -> Iterator[Json]:
    for vm in instances:
        common = {"users": [vm["selfLink"]], "region": f"regions/{region_of(vm['zone'])}"}
        for nic in vm.get("networkInterfaces", []):
            inside = {"network": nic.get("network"), "subnetwork": nic.get("subnetwork")}
            yield {
                **common,
                **inside,
                "address": nic.get("networkIP"),
                "addressType": "INTERNAL",
            }
            for access in nic.get("accessConfigs", []):
                yield {**common, "address": access.get("natIP"), "addressType": "EXTERNAL"}


def _of_rules(rules: Iterable[Json]) -> Iterator[Json]:
    for rule in rules:
        outside = rule.get("loadBalancingScheme", "EXTERNAL").startswith("EXTERNAL")
        yield {
            "users": [rule["selfLink"]],
            **({"region": rule["region"]} if rule.get("region") else {}),
            "address": rule.get("IPAddress"),
            "addressType": "EXTERNAL" if outside else "INTERNAL",
            "subnetwork": rule.get("subnetwork"),
        }
