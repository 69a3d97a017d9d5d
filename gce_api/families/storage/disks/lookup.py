"""Looking Cinder's volumes up."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress

from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import scope_of
from gce_api.families.storage.disks.found import Disks, RegionDisks
from gce_api.families.storage.disks.marked import is_hidden
from gce_api.google import errors, links
from gce_api.openstack import finding, marks, places, volumes
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Query, Row

FEW = 2  # so many names are asked for one by one


def fetch(cloud: Cloud, query: Query | None = None) -> list[Row]:
    """The project's volumes in a region that are disks."""
    return [volume for volume in volumes.listed(cloud, query) if not is_hidden(volume)]


def fetch_for_instances(cloud: Cloud) -> list[Row]:
    """The same with what instances have and is no disk of its own."""
    found = volumes.listed(cloud)
    return [v for v in found if marks.LOCAL_SSD in v["metadata"] or not is_hidden(v)]


def of_path(call: Call, name: str) -> tuple[RegionDisks, Row]:
    """The disk of a name or id in the path's zone or region, and those that it was found among.

    :raises errors.NotFound: there is none.
    """
    wanted = Wanted(call)
    wanted.referred(call.cloud, name)
    disks = wanted.of_region(call.cloud)
    scope = scope_of(call)
    volume = disks.by_name(scope, name)
    if volume is None:
        raise errors.NotFound.resource(f"projects/{call.project.id}/{scope}/disks/{name}")
    return disks, volume


def whole_region(cloud: Cloud) -> RegionDisks:
    """All disks of a region."""
    return RegionDisks(places.region(cloud), fetch(cloud))


def referred(call: Call, *urls: object) -> Disks:
    """The disks among which those that a request's URLs refer to can be located."""
    wanted = Wanted(call)
    for url in urls:
        wanted.refer(url)
    return wanted.disks()


class Wanted:
    """The disks that a request needs to know, so that they are asked for at once: few by their
    names, many as the list of all."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._names: dict[Cloud, set[str]] = defaultdict(set)
        self._whole: set[Cloud] = set()

    def name(self, cloud: Cloud, name: str) -> None:
        """The disks that have exactly this name in Cinder."""
        self._names[cloud].add(name)

    def referred(self, cloud: Cloud, name: str) -> None:
        """The disk that a client calls so."""
        if finding.is_made_up(name):
            self.all_of(cloud)
        self.name(cloud, name)

    def all_of(self, cloud: Cloud) -> None:
        """All disks of a region."""
        self._whole.add(cloud)

    def refer(self, url: object) -> None:
        """The disk that a URL refers to; whoever locates it says what is wrong with the URL."""
        with suppress(errors.GceError):
            reference = links.parse(url, "disks", "")
            cloud = self._call.cloud
            if reference.zone:
                cloud = self._call.cloud_of(self._call.find_zone(reference.zone).region)
            elif reference.region:
                cloud = self._call.cloud_of(reference.region)
            self.referred(cloud, reference.name)

    def disks(self) -> Disks:
        """Ask for them."""
        call = self._call
        regions = {cloud.name: self.of_region(cloud) for cloud in self._names}
        return Disks(call.references, regions, call.region, call.zone.name if call.zone else None)

    def of_region(self, cloud: Cloud) -> RegionDisks:
        """Ask for those of one region."""
        names = self._names[cloud]
        if cloud in self._whole or len(names) > FEW:
            return whole_region(cloud)
        found = [volume for name in sorted(names) for volume in fetch(cloud, {"name": name})]
        return RegionDisks(places.region(cloud), found)
