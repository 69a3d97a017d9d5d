"""What the methods of managed instance groups look up."""

from __future__ import annotations

from gce_api.database import resources
from gce_api.database.references import GROUPS, MANAGERS, path_of
from gce_api.families.groups.groups.find import MANAGED
from gce_api.families.groups.managers.plan import FoundForManager
from gce_api.families.shared.call import Call, RegionalCall
from gce_api.families.shared.find import known
from gce_api.google import errors
from gce_api.openstack import places

REFERRED = ("instanceTemplates", "targetPools", GROUPS, MANAGERS)


def for_manager(call: RegionalCall) -> FoundForManager:
    """What a manager's body may refer to (one query), and where its members may be."""
    available = [zone.name for zone in places.zones(call.cloud) if zone.available]
    return FoundForManager(
        known=known(call, *REFERRED),
        region=call.region,
        zone=call.zone.name if call.zone else None,
        zones=available,
    )


def autoscalers(call: Call) -> dict[str, str]:
    """The autoscaler of each group that has one; both as paths."""
    with call.services.database.reader() as session:
        found = resources.listed(session, call.project.uuid, "autoscalers")
        return {row.content["target"]: path_of(row) for row in found}


def agent(call: Call) -> str:
    """Who acts for a group from now on: whoever has asked for this."""
    return call.services.agents.appoint(call.clouds[0])


def sizes(call: Call) -> dict[str, int]:
    """The target size of each manager of the project by its path."""
    return {path_of(row): row.content["targetSize"] for row in MANAGED.of_project(call)}


def check_not_scaled(call: Call, path: str) -> None:
    """Refuse to delete a group that an autoscaler is for.

    :raises errors.ResourceInUse: one is.
    """
    scaler, project = autoscalers(call).get(path), f"projects/{call.project.id}"
    if scaler:
        raise errors.ResourceInUse.by(
            "instance_group_manager", f"{project}/{path}", f"{project}/{scaler}"
        )
