"""The projects that public images belong to, such as ``debian-cloud``."""

from __future__ import annotations

from gce_api.families.shared.call import Services
from gce_api.families.storage.images.show import public_project
from gce_api.openstack import images as glance
from gce_api.openstack.caller import Caller
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import map_regions


def public_projects(services: Services, caller: Caller) -> list[str]:
    """The names of the projects that have an image in any region, in alphabetical order."""

    def of_region(cloud: Cloud) -> set[str | None]:
        return {
            public_project(image) for image in cloud.cached("images", lambda: glance.listed(cloud))
        }

    clouds = [services.clouds.get(caller, region) for region in services.clouds.regions(caller)]
    return sorted({name for found in map_regions(of_region, clouds) for name in found if name})
