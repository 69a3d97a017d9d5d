"""Projects: Keystone projects in GCE's terms, their quotas and common metadata."""

from __future__ import annotations

from gce_api.database import metadata
from gce_api.families.places.projects import find, flow
from gce_api.families.places.projects.show import to_project
from gce_api.families.shared.call import Call
from gce_api.families.shared.metadata import items_of
from gce_api.google import fingerprints
from gce_api.google.merging import Json
from gce_api.google.registry import implements


@implements("compute.projects.get")
def get_project(call: Call) -> Json:
    values = metadata.of_project(call.services.database, call.project.uuid)
    return to_project(call.links, call.project, values, find.quotas_of_all_regions(call))


@implements("compute.projects.setCommonInstanceMetadata")
def set_common_instance_metadata(call: Call) -> Json:
    """Replace the metadata that every instance of the project inherits.

    :raises errors.ConditionNotMet: somebody else has changed it since the client read it.
    """
    present = metadata.of_project(call.services.database, call.project.uuid)
    fingerprints.require(call.body.get("fingerprint"), present, "metadata")
    values = items_of({"metadata": call.body})
    return call.operation(
        "compute.projects.setCommonInstanceMetadata",
        target="",
        flow=flow.set_metadata,
        arguments={"project": call.project.uuid, "values": values},
        target_id=call.project.uuid,
    )


@implements("compute.projects.getXpnHost")
def get_xpn_host(call: Call) -> Json:
    """No project of this cloud is attached to a shared VPC host."""
    return {}


@implements("compute.projects.getXpnResources", "compute.projects.listXpnHosts")
def list_xpn(call: Call) -> list[Json]:
    """Neither the projects that are attached to this one, nor hosts that it could have."""
    return []
