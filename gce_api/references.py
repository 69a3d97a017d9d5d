"""From what a request refers to (URLs, names, numeric ids) to what OpenStack has.

Each ``find_*`` takes a full URL, a partial one or a name, and returns an openstacksdk resource of
the region, or raises :class:`errors.NotFound` with the path that GCE would name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any, TypeVar

from openstack import exceptions as sdk

from gce_api import errors, links
from gce_api.call import Call
from gce_api.names import Named, gce_names, numeric_id
from gce_api.openstack.cloud import Cloud
from gce_api.places import Zone, zone_name

T = TypeVar("T", bound=Named)

_CUSTOM = re.compile(r"(?:[a-z0-9]+-)?custom-(\d+)-(\d+)")


def pick(things: Iterable[T], name: str) -> T | None:
    """The one among ``things`` that has the GCE name, or the numeric id, ``name``."""
    things = list(things)
    shown = gce_names(things)
    return next((t for t in things if name in (shown[t.id], numeric_id(t.id))), None)


def find_server(call: Call, cloud: Cloud, zone: Zone, name: str) -> Any:
    """A server (instance) of the zone.

    :raises errors.NotFound: there is none of that name.
    """
    shown = _servers_named(cloud, zone, name)
    # a name that is shown cleaned, or an id, cannot be asked for: look through all
    found = shown or pick(_in_zone(cloud.compute.servers(), cloud, zone), name)
    if found is None:
        raise _not_found(call, f"zones/{zone.name}/instances/{name}")
    return found


def has_server(cloud: Cloud, zone: Zone, name: str) -> bool:
    """Whether the zone has an instance that is shown by this name."""
    return _servers_named(cloud, zone, name) is not None


def _servers_named(cloud: Cloud, zone: Zone, name: str) -> Any:
    servers = cloud.compute.servers(name=f"^{re.escape(name)}$")
    return pick(_in_zone(servers, cloud, zone), name)


def find_volume(call: Call, cloud: Cloud, zone: Zone, reference: str, field: str) -> Any:
    """A volume (disk) of the zone.

    :raises errors.NotFound: there is none of that name.
    :raises errors.Invalid: the reference is malformed, or names another zone.
    """
    parsed = links.parse(reference, "disks", field)
    check_zone(parsed, zone, field)
    found = pick(_volumes_of(cloud, zone, name=parsed.name), parsed.name)
    if found is None:
        found = pick(_volumes_of(cloud, zone), parsed.name)
    if found is None:
        raise _not_found(call, f"zones/{zone.name}/disks/{parsed.name}")
    return found


def has_volume(cloud: Cloud, zone: Zone, name: str) -> bool:
    """Whether the zone has a disk of this name."""
    return bool(_volumes_of(cloud, zone, name=name))


def volume_zone(cloud: Cloud, volume: Any) -> str:
    """GCE name of a volume's zone; kept with it where Cinder's zones are not Nova's."""
    kept = (volume.metadata or {}).get("gce:zone")
    return kept or zone_name(cloud.name, volume.availability_zone or "")


def _volumes_of(cloud: Cloud, zone: Zone, **query: str) -> list[Any]:
    return [v for v in cloud.volumes.volumes(**query) if volume_zone(cloud, v) == zone.name]


def find_snapshot(call: Call, cloud: Cloud, reference: str, field: str) -> Any:
    """A volume snapshot.

    :raises errors.NotFound: there is none of that name in the region.
    """
    name = links.parse(reference, "snapshots", field).name
    found = pick(cloud.volumes.snapshots(name=name), name)
    if found is None:
        found = pick(cloud.volumes.snapshots(), name)
    if found is None:
        raise _not_found(call, f"global/snapshots/{name}")
    return found


def find_image(call: Call, cloud: Cloud, reference: str, field: str) -> Any:
    """An image by name, or the newest of a family that is not deprecated.

    :raises errors.NotFound: there is none, as far as this caller may know.
    """
    collection = "imageFamilyViews" if "imageFamilyViews/" in reference else "images"
    parsed = links.parse(reference, collection, field)
    project = parsed.project or call.project.id
    images = [i for i in _images(cloud) if project in image_projects(call, i)]
    family = parsed.name.removeprefix("family/")
    if collection == "images" and family == parsed.name:
        found = pick(images, parsed.name)
    else:
        found = newest_of_family(images, family)
    if found is None:
        path = f"projects/{project}/global/images/{parsed.name}"
        raise errors.NotFound.resource(path)
    return found


def newest_of_family(images: Iterable[Any], family: str) -> Any:
    """The newest active image of a family that is not deprecated, ``None`` if there is none."""
    able = [
        image
        for image in images
        if image_family(image) == family
        and image.status == "active"
        and image.properties.get("gce_deprecated") is None
    ]
    return max(able, key=lambda image: image.created_at, default=None)


def image_family(image: Any) -> str | None:
    """Property ``gce_family``, else ``<os_distro>-<os_version>``."""
    family = image.properties.get("gce_family")
    if family is None and image.os_distro and image.os_version:
        family = f"{image.os_distro}-{image.os_version}".lower().replace(".", "-")
    return family


def image_projects(call: Call, image: Any) -> set[str]:
    """GCE projects the image is in: a public one also in ``<os_distro>-cloud``."""
    projects = set()
    if image.owner_id == call.project.uuid or image.visibility in ("public", "shared"):
        projects |= {call.project.id, call.project.uuid}
    if image.visibility == "public" and image.os_distro:
        projects |= {f"{image.os_distro}-cloud", f"{image.os_distro}-os-cloud"}
    return projects


def _images(cloud: Cloud) -> list[Any]:
    return cloud.cached("images", lambda: list(cloud.images.images()))


def find_flavor(call: Call, cloud: Cloud, zone: Zone, reference: str, field: str) -> Any:
    """A flavor (machine type); ``custom-C-M`` is one with C vCPUs and M MB of memory.

    :raises errors.Invalid: the reference is malformed or names another zone, or there is none.
    """
    parsed = links.parse(reference, "machineTypes", field)
    check_zone(parsed, zone, field)
    flavors = cloud.cached("flavors", lambda: list(cloud.compute.flavors()))
    custom = _CUSTOM.fullmatch(parsed.name)
    for flavor in flavors:
        sizes = (str(flavor.vcpus), str(flavor.ram))
        if flavor.name.replace(".", "-") == parsed.name or (custom and custom.groups() == sizes):
            return flavor
    path = f"projects/{call.project.id}/zones/{zone.name}/machineTypes/{parsed.name}"
    raise errors.Invalid(
        f"Invalid value for field '{field}': '{reference}'. The referenced machine type "
        f"'{path}' does not exist."
    )


def find_network(call: Call, cloud: Cloud, reference: str, field: str) -> Any:
    """A network; ``default`` is made on first use where the project has none.

    :raises errors.NotFound: there is none of that name in the region.
    """
    name = links.parse(reference, "networks", field).name
    found = pick(cloud.network.networks(), name)
    if found is None and name == "default":
        return _make_default_network(call, cloud)
    if found is None:
        raise _not_found(call, f"global/networks/{name}")
    return found


def find_subnet(call: Call, cloud: Cloud, reference: str, field: str) -> Any:
    """A subnet (subnetwork) of the region.

    :raises errors.NotFound: there is none of that name.
    :raises errors.Invalid: the reference is malformed, or names another region.
    """
    parsed = links.parse(reference, "subnetworks", field)
    if parsed.region not in (None, cloud.name):
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{reference}'. It is not in the region "
            f"'{cloud.name}'."
        )
    found = pick(cloud.network.subnets(), parsed.name)
    if found is None:
        raise _not_found(call, f"regions/{cloud.name}/subnetworks/{parsed.name}")
    return found


def _make_default_network(call: Call, cloud: Cloud) -> Any:
    """Neutron's auto-allocated topology (network, subnet, router), named ``default``."""
    try:
        topology = cloud.network.get_auto_allocated_topology(call.project.uuid)
    except sdk.HttpException as error:
        raise _not_found(call, "global/networks/default") from error
    cloud.forget("networks")
    return cloud.network.update_network(topology.id, name="default")


def check_zone(parsed: links.Reference, zone: Zone, field: str) -> None:
    """Raise :class:`errors.Invalid` for a reference to something of another zone."""
    if parsed.zone not in (None, zone.name):
        raise errors.Invalid(
            f"Invalid value for field '{field}': the resource is in zone '{parsed.zone}', "
            f"not in '{zone.name}'."
        )


def image_size_gb(image: Any) -> int:
    """The smallest disk that holds the image, in GB (Glance counts bytes)."""
    stored = math.ceil((image.virtual_size or image.size or 0) / 2**30)
    return max(image.min_disk or 0, stored, 1)


def _in_zone(things: Iterable[Any], cloud: Cloud, zone: Zone) -> list[Any]:
    return [t for t in things if zone_name(cloud.name, t.availability_zone or "") == zone.name]


def _not_found(call: Call, path: str) -> errors.NotFound:
    return errors.NotFound.resource(f"projects/{call.project.id}/{path}")
