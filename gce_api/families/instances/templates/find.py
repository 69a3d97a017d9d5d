"""Instance templates, looked up: the endpoint keeps them itself."""

from __future__ import annotations

from typing import Any

from gce_api.database.models import Resource
from gce_api.families.instances.instances.source import source_of
from gce_api.families.instances.templates.plan import FoundForTemplate, merged
from gce_api.families.instances.templates.sources import FAMILY, FoundForSource
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import Collection
from gce_api.families.storage.disks.marked import is_hidden
from gce_api.families.storage.disks.related import related
from gce_api.families.storage.disks.show import to_disks
from gce_api.families.storage.images import find as images
from gce_api.families.storage.images.found import Images
from gce_api.openstack import flavors, places
from gce_api.openstack.parallel import map_regions

Json = dict[str, Any]

TEMPLATES = Collection("instanceTemplates")


def find_template(call: Call, url: Any, field: str) -> Resource:
    """The template that a request refers to; a bare name is a global one's.

    :raises errors.Invalid: the URL does not refer to an instance template.
    :raises errors.NotFound: there is none.
    """
    return TEMPLATES.referred(call, call.refer(url, "instanceTemplates", field), "global")


def with_template(call: Call, url: Any, body: Json) -> Json:
    """A request for an instance that also says what a template does, if it names one.

    :raises errors.NotFound: there is no such template.
    """
    if not url:
        return body
    template = find_template(call, url, "sourceInstanceTemplate")
    return merged(template.content["properties"], body)


def for_template(call: Call, properties: Json) -> FoundForTemplate:
    """What a template of the path's region, or of all regions, is planned by."""
    disks = properties.get("disks") or []
    has_image = any((disk.get("initializeParams") or {}).get("sourceImage") for disk in disks)
    clouds = [call.cloud] if call.region else call.clouds
    return FoundForTemplate(
        references=call.references,
        region=call.region or call.cloud.name,
        flavors=[row for rows in map_regions(flavors.listed, clouds) for row in rows],
        makes_flavors=call.services.conf.compute.make_flavors,
        images=images.images(call) if has_image else Images(call.project, {}),
    )


def for_source(call: Call, url: object, parameters: Json) -> tuple[str, FoundForSource]:
    """The path below the project of an instance, and what a template is made of it by.

    :param parameters: ``SourceInstanceParams``.
    :raises errors.GceError: there is no such instance.
    """
    found = source_of(call, url, "resource.sourceInstance", "It must name a zone.")
    volumes = [volume for volume in found.of_region if not is_hidden(volume)]
    region, configs = places.region(found.cloud), parameters.get("diskConfigs") or []
    ways = {disk.get("instantiateFrom") for disk in configs}
    shown = to_disks(call.links, region, volumes, related(call, found.cloud, volumes))
    return found.path, FoundForSource(
        instance=found.instance,
        disks={disk["selfLink"]: disk for disk in shown},
        images=images.images(call) if FAMILY in ways else Images(call.project, {}),
    )
