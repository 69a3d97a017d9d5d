"""What a cloud must have for the endpoint, asked of the cloud: what lacks, and what goes with it.

Each question is asked by the endpoint's own user, changes nothing, and costs a request or two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from openstack import exceptions as sdk
from openstack import utils

from gce_api.openstack import rows

NOVA, CINDER = "2.85", "3.60"  # the newest microversions that a call of the endpoint needs
SERVICES = {  # by Keystone's service type: what goes without it, and whether nothing goes
    "compute": ("instances, and all that is made of them", True),
    "image": ("images, and instances that boot from them", True),
    "network": ("networks, firewalls, addresses and instances on them", True),
    "block-storage": ("disks, snapshots, machine images and snapshot schedules", False),
    "load-balancer": ("load balancing: forwarding rules and what they lead to", False),
}
EXTENSIONS = {  # by Neutron's alias
    "router": ("routers, routes and the way out of a network", True),
    "external-net": ("external addresses and the way out of a network", True),
    "security-group": ("firewalls", True),
    "standard-attr-tag": ("firewalls, forwarding rules and labels of addresses", True),
    "extraroute": ("routes to a next hop", False),
    "quotas": ("the quotas of networks", False),
    "auto-allocated-topology": ("the network `default` of projects that have none", False),
}


@dataclass(frozen=True)
class Region:
    """A region, as the endpoint's own user sees it.

    :ivar connection: of openstacksdk
    :ivar services: the service types that the catalogue has there
    :ivar project: the own user's project (Keystone UUID)
    """

    name: str
    connection: Any
    services: frozenset[str]
    project: str


class NotAllowed(Exception):
    """The endpoint's own user may not ask."""


@dataclass(frozen=True)
class Lack:
    """What a cloud has not.

    :ivar without: what the endpoint cannot do then
    :ivar is_fatal: it can do nothing that is worth while
    """

    what: str
    without: str
    is_fatal: bool = False

    def __str__(self) -> str:
        return f"{self.what} Without it there are no {self.without}."


def services(region: Region) -> Iterator[Lack]:
    """Services that the catalogue does not have."""
    for kind, (without, is_fatal) in SERVICES.items():
        if kind not in region.services:
            yield Lack(f"The catalogue of {region.name} has no `{kind}`.", without, is_fatal)


def microversions(region: Region) -> Iterator[Lack]:
    """Services that are too old."""
    asked = (
        ("compute", region.connection.compute, NOVA),
        ("block-storage", region.connection.block_storage, CINDER),
    )
    for kind, service, wanted in asked:
        if kind in region.services and not utils.supports_microversion(service, wanted):
            yield Lack(f"The service `{kind}` has no microversion {wanted}.", "some of its methods")


def extensions(region: Region) -> Iterator[Lack]:
    """Extensions that Neutron does not have loaded."""
    if "network" not in region.services:
        return
    loaded = rows.listed(region.connection.network, "/extensions", "extensions")
    aliases = {row["alias"] for row in loaded}
    for alias, (without, is_fatal) in EXTENSIONS.items():
        if alias not in aliases:
            yield Lack(f"Neutron has no extension `{alias}`.", without, is_fatal)


def way_out(region: Region) -> Iterator[Lack]:
    """Whether there is an external network, and a project without a network can be given one."""
    if "network" not in region.services:
        return
    network = region.connection.network
    if not rows.listed(network, "/networks", "networks", {"router:external": "true"}):
        yield Lack("Neutron shows no external network.", "external addresses")
    try:
        rows.get(network, f"/auto-allocated-topology/{region.project}", {"fields": "dry-run"})
    except sdk.NotFoundException:  # which Neutron says to who may not ask
        raise NotAllowed from None
    except sdk.HttpException as error:
        yield Lack(
            f"Neutron can allocate no topology: {error.details or error.message}",
            "networks `default` in projects that have no network",
        )


def public_images(region: Region) -> Iterator[Lack]:
    """Public images that belong to no public project, as nothing says what is on them."""
    if "image" not in region.services:
        return
    public = rows.listed(region.connection.image, "/images", "images", {"visibility": "public"})
    nameless = [row.name or row.id for row in public if not row.get("os_distro")]
    if nameless:
        yield Lack(
            f"Public images without `os_distro`: {', '.join(nameless[:5])}"
            f"{' and others' if len(nameless) > 5 else ''}.",
            "public projects (debian-cloud, ...) that these are in",
        )
    if not public:
        yield Lack("There is no public image.", "public projects such as debian-cloud")


def flavors(region: Region) -> Iterator[Lack]:
    """Flavors that users can boot from."""
    if "compute" not in region.services:
        return
    public = rows.listed(region.connection.compute, "/flavors/detail", "flavors")
    if not public:
        yield Lack("There is no public flavor.", "machine types", True)
    diskless = [row.name for row in public if not row.get("disk")]
    if diskless and "block-storage" not in region.services:
        yield Lack(
            f"Flavors have no disk ({', '.join(diskless[:5])}), there are no volumes, and Nova "
            "lets administrators only boot such (os_compute_api:servers:create:zero_disk_flavor).",
            "instances of these machine types",
        )


def fetching(region: Region) -> Iterator[Lack]:
    """Whether Glance may fetch images from elsewhere."""
    if "image" not in region.services:
        return
    answer = rows.get(region.connection.image, "/info/import")
    if "web-download" not in answer.get("import-methods", {}).get("value", []):
        yield Lack("Glance does not import by `web-download`.", "images from URLs (rawDisk.source)")


def application_credentials(region: Region) -> Iterator[Lack]:
    """Whether Keystone has application credentials."""
    identity = region.connection.identity
    user = region.connection.current_user_id
    try:
        rows.get(identity, f"/users/{user}/application_credentials")
    except sdk.HttpException as error:
        yield Lack(
            f"Keystone lists no application credentials (HTTP {error.status_code}).",
            "log-ins with gcloud, service accounts, instance groups, snapshot schedules and "
            "upkeep of load balancers",
        )


QUESTIONS: dict[str, Callable[[Region], Iterator[Lack]]] = {
    "Services of the catalogue": services,
    "Microversions": microversions,
    "Extensions of Neutron": extensions,
    "External network": way_out,
    "Public images": public_images,
    "Machine types": flavors,
    "Images from URLs": fetching,
    "Application credentials": application_credentials,
}
