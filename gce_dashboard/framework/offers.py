"""What forms offer to choose from: lists of the endpoint's, fetched at once.

A field names its offer; a page fetches those that its fields name. Each is a list of options with
the place they belong to, so that a script can show what fits what is chosen already.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable
from typing import Any

from gce_dashboard import api
from gce_dashboard.framework import image_offers, registry
from gce_dashboard.framework.offer import Offer, Option, by_path, listed, named, place_of
from gce_dashboard.framework.resources import path_of
from gce_dashboard.i18n import gettext as _
from gce_dashboard.i18n import gettext_lazy

Json = dict[str, Any]
NOT_IMPLEMENTED = 501
NAMES = "names:"
NAME_LENGTH = 63


def _zone(item: Json) -> Option | None:
    return named(item) if item.get("status", "UP") == "UP" else None


def _machine_type(item: Json) -> Option:
    machine = machine_type(item)
    return {**named(item), "group": machine["family"], "note": figures(machine)}


def machine_type(item: Json) -> Json:
    """A machine type with the family it is listed under."""
    name = item["name"]
    return {
        "name": name,
        "family": re.split(r"[-.]", name)[0].upper(),
        "cpus": item.get("guestCpus", 0),
        "memoryMb": item.get("memoryMb", 0),
    }


def by_size(item: Json) -> tuple[str, int, int]:
    """The order of machine types: by family, then by size."""
    machine = machine_type(item)
    return machine["family"], machine["cpus"], machine["memoryMb"]


def figures(machine: Json) -> str:
    """``2 vCPU, 4 GB``."""
    memory = f"{machine['memoryMb'] / 1024:.2f}".rstrip("0").rstrip(".")
    return _("%(cpus)s vCPU, %(memory)s GB memory") % {"cpus": machine["cpus"], "memory": memory}


def describe(machine: Json) -> str:
    """``e2-medium — 2 vCPU, 4 GB``."""
    memory = f"{machine['memoryMb'] / 1024:.2f}".rstrip("0").rstrip(".")
    return f"{machine['name']} — {machine['cpus']} vCPU, {memory} GB"


def _sized(item: Json, field: str) -> Option:
    size = int(item.get(field, 0))
    return {**named(item), "text": f"{item['name']} ({size} GB)", "least": size}


def _snapshot(item: Json) -> Option | None:
    return _sized(item, "diskSizeGb") if item.get("status", "READY") == "READY" else None


def _free_disk(item: Json) -> Option | None:
    return None if item.get("users") or not item.get("zone") else _sized(item, "sizeGb")


def _disk(item: Json) -> Option:
    return {**_sized(item, "sizeGb"), "value": path_of(item["selfLink"])}


def _subnetwork(item: Json) -> Option:
    span = item.get("ipCidrRange", "")
    return {**named(item), "text": f"{item['name']} ({span})" if span else item["name"]}


def _reserved(item: Json) -> Option | None:
    free = item.get("status") == "RESERVED" and item.get("addressType", "EXTERNAL") == "EXTERNAL"
    if not (free and item.get("region") and item.get("address")):
        return None
    text = f"{item['name']} ({item['address']})"
    return {"value": item["address"], "text": text, "within": place_of(item)}


def reserved(addresses: Iterable[Json]) -> list[Json]:
    """The external addresses that are reserved and not in use."""
    return [each for each in addresses if _reserved(each)]


def _networks(client: api.Client) -> list[Json]:
    """A project has the network ``default`` from its first use on."""
    return client.list_all("global/networks") or [{"name": "default"}]


OFFERS: dict[str, Offer] = {
    "regions": Offer(gettext_lazy("Regions"), listed("regions"), _zone),
    "zones": Offer(gettext_lazy("Zones"), listed("zones"), _zone),
    "machineTypes": Offer(
        gettext_lazy("Machine types"), listed("aggregated/machineTypes"), _machine_type, by_size
    ),
    "diskTypes": Offer(gettext_lazy("Disk types"), listed("aggregated/diskTypes"), named),
    "systems": Offer(
        gettext_lazy("Public images"),
        image_offers.public_images,
        image_offers.system,
        lambda item: image_offers.system(item)["text"],
    ),
    "images": Offer(
        gettext_lazy("Public images"),
        image_offers.public_images,
        image_offers.image,
        image_offers.newest_first,
    ),
    "ownImages": Offer(
        gettext_lazy("Images"),
        image_offers.own_images,
        image_offers.image,
        image_offers.newest_first,
    ),
    "snapshots": Offer(gettext_lazy("Snapshots"), listed("global/snapshots"), _snapshot),
    "freeDisks": Offer(gettext_lazy("Disks"), listed("aggregated/disks"), _free_disk),
    "disks": Offer(gettext_lazy("Disks"), listed("aggregated/disks"), _disk),
    "networks": Offer(gettext_lazy("Networks"), _networks, named),
    "subnetworks": Offer(
        gettext_lazy("Subnetworks"), listed("aggregated/subnetworks"), _subnetwork
    ),
    "instancePaths": Offer(gettext_lazy("VM instances"), listed("aggregated/instances"), by_path),
    "addresses": Offer(gettext_lazy("Addresses"), listed("aggregated/addresses"), _reserved),
}


def add(name: str, offer: Offer) -> None:
    """Offer something more; a family declares it beside its resource."""
    OFFERS[name] = offer


def offer(name: str) -> Offer:
    """An offer by its name; every collection of the registry is one, by name.

    ``names:snapshots`` are the names that are in use in a collection.
    """
    if name in OFFERS:
        return OFFERS[name]
    resource = registry.resource(name.removeprefix(NAMES))
    return Offer(resource.plural, listed(*resource.paths), named)


def free_name(client: api.Client, collection: str, stem: str) -> str:
    """A name that is not in use: the stem, cut where it is too long, with a number where needed.

    The stem where the names cannot be had: the endpoint has the last word.
    """
    try:
        taken = {item["name"] for item in offer(NAMES + collection).fetch(client)}
    except api.GceError:
        taken = set()
    short = stem[:NAME_LENGTH]
    candidates = (f"{short[: NAME_LENGTH - 4].rstrip('-')}-{number}" for number in range(2, 1000))
    return next((each for each in (short, *candidates) if each not in taken), short)


def gather(client: api.Client, names: Iterable[str]) -> tuple[dict[str, list[Option]], list[Json]]:
    """The options of each offer, and a notice for each that could not be had.

    A list that this endpoint does not implement is empty without a notice. What two offers fetch
    alike is fetched once; a notice names all the ``offers`` that are without, for their fields.
    """
    wanted = {name: offer(name) for name in sorted(names)}
    fetches = {each.fetch: each for each in wanted.values()}
    outcomes = dict(
        zip(
            fetches,
            api.together(*(functools.partial(fetch, client) for fetch in fetches)),
            strict=True,
        )
    )
    notices = [
        unlisted(outcome, fetches[fetch].title, (n for n in wanted if wanted[n].fetch is fetch))
        for fetch, outcome in outcomes.items()
        if isinstance(outcome, api.GceError) and outcome.code not in (404, NOT_IMPLEMENTED)
    ]
    found = {name: _options(each, outcomes[each.fetch]) for name, each in wanted.items()}
    return found, notices


def unlisted(error: api.GceError, title: str, names: Iterable[str]) -> Json:
    """The notice that a list could not be had, at the fields that choose from it."""
    told = _("%s could not be listed") % title
    return {**error.as_json(), "title": told, "offers": list(names)}


def _options(offer: Offer, outcome: list[Json] | api.GceError) -> list[Option]:
    if isinstance(outcome, api.GceError):
        return []
    options = (offer.option(item) for item in sorted(outcome, key=offer.order))
    return list({json.dumps(option): option for option in options if option}.values())
