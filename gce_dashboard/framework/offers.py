"""What can be chosen for a new instance: every list that the form offers, fetched at once."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from typing import Any

from gce_dashboard import api
from gce_dashboard.framework.resources import last, path_of, project_of
from gce_dashboard.i18n import gettext as _
from gce_dashboard.i18n import gettext_lazy

Json = dict[str, Any]

PUBLIC_PROJECTS = {
    "debian-cloud": "Debian",
    "ubuntu-os-cloud": "Ubuntu",
    "rocky-linux-cloud": "Rocky Linux",
    "windows-cloud": "Windows Server",
}
LISTS = {
    "zones": ("zones", gettext_lazy("Zones")),
    "machineTypes": ("aggregated/machineTypes", gettext_lazy("Machine types")),
    "diskTypes": ("aggregated/diskTypes", gettext_lazy("Disk types")),
    "ownImages": ("global/images", gettext_lazy("Images")),
    "snapshots": ("global/snapshots", gettext_lazy("Snapshots")),
    "disks": ("aggregated/disks", gettext_lazy("Disks")),
    "networks": ("global/networks", gettext_lazy("Networks")),
    "subnetworks": ("aggregated/subnetworks", gettext_lazy("Subnetworks")),
    "addresses": ("aggregated/addresses", gettext_lazy("Addresses")),
}
NOT_IMPLEMENTED = 501


def gather(client: api.Client, names: Iterable[str] = tuple(LISTS)) -> tuple[Json, list[Json]]:
    """What there is to choose from, and a notice for each list that could not be had.

    A list that this endpoint does not implement is empty without a notice.

    :param names: which of ``LISTS``; the public images always come too
    """
    paths = {name: LISTS[name] for name in names}
    calls = [functools.partial(client.list_all, path) for path, _title in paths.values()]
    calls += [
        functools.partial(client.list_all, "global/images", project=project)
        for project in PUBLIC_PROJECTS
    ]
    titles = [title for _path, title in paths.values()] + list(PUBLIC_PROJECTS.values())
    found: list[list[Json]] = []
    notices: list[Json] = []
    for outcome, title in zip(api.together(*calls), titles, strict=True):
        if isinstance(outcome, api.GceError):
            if outcome.code not in (404, NOT_IMPLEMENTED):
                notices.append({**outcome.as_json(), "title": _("%s could not be listed") % title})
            outcome = []
        found.append(outcome)
    lists = {**{name: [] for name in LISTS}, **dict(zip(paths, found, strict=False))}
    return _offers(lists, dict(zip(PUBLIC_PROJECTS, found[len(paths) :], strict=True))), notices


def _offers(lists: dict[str, list[Json]], public: dict[str, list[Json]]) -> Json:
    own = [image for image in lists["ownImages"] if project_of(image["selfLink"]) not in public]
    return {
        "regions": _regions(lists["zones"]),
        "machineTypes": _by_zone(lists["machineTypes"], machine_type),
        "diskTypes": _by_zone(lists["diskTypes"], lambda kind: kind["name"]),
        "images": [
            {"system": PUBLIC_PROJECTS[project], "images": [_image(each) for each in _live(images)]}
            for project, images in public.items()
            if _live(images)
        ],
        "ownImages": [_image(each) for each in _live(own)],
        "snapshots": [
            {"name": each["name"], "sizeGb": int(each.get("diskSizeGb", 0))}
            for each in lists["snapshots"]
            if each.get("status", "READY") == "READY"
        ],
        "disks": [
            {
                "name": each["name"],
                "zone": last(each["zone"]),
                "sizeGb": int(each.get("sizeGb", 0)),
            }
            for each in lists["disks"]
            if each.get("zone") and not each.get("users")
        ],
        "networks": sorted({each["name"] for each in lists["networks"]} or {"default"}),
        "subnetworks": [
            {
                "name": each["name"],
                "region": last(each["region"]),
                "network": last(each.get("network")),
                "range": each.get("ipCidrRange", ""),
            }
            for each in lists["subnetworks"]
        ],
        "addresses": reserved(lists["addresses"]),
    }


def reserved(addresses: Iterable[Json]) -> list[Json]:
    """The external addresses that are reserved and not in use."""
    return [
        {"name": each["name"], "region": last(each["region"]), "address": each["address"]}
        for each in addresses
        if each.get("region")
        and each.get("address")
        and each.get("status") == "RESERVED"
        and each.get("addressType", "EXTERNAL") == "EXTERNAL"
    ]


def _regions(zones: Iterable[Json]) -> dict[str, list[str]]:
    regions: dict[str, list[str]] = {}
    for zone in sorted(zones, key=lambda each: each["name"]):
        if zone.get("status", "UP") == "UP":
            regions.setdefault(last(zone["region"]), []).append(zone["name"])
    return regions


def _by_zone(items: Iterable[Json], shape) -> dict[str, list]:
    zones: dict[str, list] = {}
    for item in items:
        if item.get("zone"):
            zones.setdefault(last(item["zone"]), []).append(shape(item))
    return zones


def machine_type(item: Json) -> Json:
    """A machine type with the family it is listed under."""
    name = item["name"]
    return {
        "name": name,
        "family": re.split(r"[-.]", name)[0].upper(),
        "cpus": item.get("guestCpus", 0),
        "memoryMb": item.get("memoryMb", 0),
    }


def describe(machine: Json) -> str:
    """``e2-medium — 2 vCPU, 4 GB``."""
    memory = f"{machine['memoryMb'] / 1024:.2f}".rstrip("0").rstrip(".")
    return f"{machine['name']} — {machine['cpus']} vCPU, {memory} GB"


def _live(images: Iterable[Json]) -> list[Json]:
    ready = [
        each
        for each in images
        if each.get("status", "READY") == "READY" and not each.get("deprecated", {}).get("state")
    ]
    return sorted(ready, key=lambda each: (each.get("family", ""), each["name"]), reverse=True)


def _image(item: Json) -> Json:
    return {
        "reference": f"projects/{project_of(item['selfLink'])}/{path_of(item['selfLink'])}",
        "name": item["name"],
        "family": item.get("family", ""),
        "description": item.get("description", ""),
        "sizeGb": int(item.get("diskSizeGb", 0)),
    }
