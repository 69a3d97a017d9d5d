"""Nova's flavors."""

from __future__ import annotations

from openstack import exceptions as sdk

from gce_api.openstack import rows
from gce_api.openstack.cloud import Cloud, Clouds
from gce_api.openstack.rows import Row

VERSION = "2.61"  # Nova's microversion with extra specs in the row
KEY = "flavors"


def listed(cloud: Cloud) -> list[Row]:
    """The flavors that can be used in a region (GET /flavors/detail, remembered for 30 s)."""
    return cloud.cached(KEY, lambda: _fetch(cloud))


def create(clouds: Clouds, cloud: Cloud, name: str, vcpus: int, ram: int) -> None:
    """Make a flavor as the endpoint's own user, for every project, unless there is one of this
    name (POST /flavors). It has no disk; ``ram`` is in MB."""
    flavor = {"name": name, "vcpus": vcpus, "ram": ram, "disk": 0}
    answer = clouds.as_service(cloud.region).compute.post("/flavors", json={"flavor": flavor})
    if answer.status_code != 409:  # another request has made it in the meantime
        sdk.raise_from_response(answer)
    cloud.forget(KEY)


def _fetch(cloud: Cloud) -> list[Row]:
    path, query = "/flavors/detail", {"limit": 1000}
    found = rows.listed(cloud.compute, path, "flavors", query, microversion=VERSION)
    usable = [flavor for flavor in found if not flavor.get("OS-FLV-DISABLED:disabled")]
    # names are compared as clients see them
    return [Row({**flavor, "name": flavor.name.replace(".", "-").lower()}) for flavor in usable]
