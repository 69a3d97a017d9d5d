"""Instance group managers and their members as GCE shows them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from gce_api.database.models import Resource
from gce_api.database.references import known_as
from gce_api.families.groups.managers import healing, versions
from gce_api.families.groups.managers.members import is_stable
from gce_api.families.groups.managers.plan import ECHOED
from gce_api.families.groups.managers.sizes import HISTORY
from gce_api.families.groups.managers.versions import Member
from gce_api.families.instances.instances.status import status
from gce_api.families.shared.kept import shown
from gce_api.google import fingerprints, times
from gce_api.google.links import Links
from gce_api.openstack.identity import number
from gce_api.openstack.rows import Row

ACTIONS = (
    "abandoning",
    "creating",
    "creatingWithoutRetries",
    "deleting",
    "none",
    "recreating",
    "refreshing",
    "restarting",
    "resuming",
    "starting",
    "stopping",
    "suspending",
    "verifying",
)
PASSING = ("instances", "errors", HISTORY)  # what nobody has said, but what has become
UPDATE_POLICY = {
    "type": "OPPORTUNISTIC",
    "minimalAction": "REPLACE",
    "maxSurge": {"fixed": 0},
    "maxUnavailable": {"fixed": 1},
    "replacementMethod": "SUBSTITUTE",
}


def to_manager(links: Links, row: Resource, autoscaler: str | None) -> dict[str, Any]:
    """GCE's InstanceGroupManager; ``autoscaler``: the path of the one that sets its size."""
    content = row.content
    pools = [links.url(path) for path in content["targetPools"]]
    return {
        **shown(links, row),
        **{field: content.get(field) for field in ECHOED},
        "baseInstanceName": content["baseInstanceName"],
        "instanceTemplate": links.url(versions.primary(content)["instanceTemplate"]),
        "versions": _versions(links, content),
        "targetSize": content["targetSize"],
        "targetPools": pools or None,
        "updatePolicy": _policy(content),
        "listManagedInstancesResults": content.get("listManagedInstancesResults") or "PAGELESS",
        "distributionPolicy": _distribution(links, row),
        "instanceGroup": links.url(known_as(row)),
        "currentActions": _actions(content),
        "status": _status(links, content, autoscaler),
        "autoHealingPolicies": _healing(links, content),
        "fingerprint": fingerprints.of(said(content)),
    }


def said(content: dict[str, Any]) -> dict[str, Any]:
    """What users have said of a group, not what has become of its members."""
    return {key: content[key] for key in content if key not in (*PASSING, "agent")}


def to_managed_instance(
    links: Links, row: Resource, name: str, server: Row | None
) -> dict[str, Any]:
    """GCE's ManagedInstance of a member; ``server``: where there is one."""
    member = row.content["instances"][name]
    failures = [e for e in row.content["errors"] if e["instance"].endswith("/" + name)]
    last = failures[-1] if failures and member["tries"] else None
    return {
        "name": name,
        "instance": links.url(f"zones/{member['zone']}/instances/{name}"),
        "id": number(server) if server else None,
        "instanceStatus": status(server) if server else None,
        "targetStatus": "DELETED" if member["action"] == "DELETING" else "RUNNING",
        "currentAction": member["action"],
        "instanceHealth": _health(links, row.content, member),
        "lastAttempt": {"errors": {"errors": [_error(last)]}} if last else None,
        "version": {
            "name": member.get("version"),
            "instanceTemplate": links.url(member["template"]),
        },
    }


def _health(links: Links, content: dict[str, Any], member: Member) -> list[dict[str, Any]] | None:
    """What is known of a member's health by the check that its group heals by."""
    check = healing.check_of(content)
    state = member.get("health", healing.UNKNOWN)
    return [{"healthCheck": links.url(check), "detailedHealthState": state}] if check else None


def to_error(links: Links, error: dict[str, Any]) -> dict[str, Any]:
    """GCE's InstanceManagedByIgmError of a failure that was noted."""
    return {
        "timestamp": times.of_milliseconds(error["time"]),
        "error": _error(error),
        "instanceActionDetails": {
            "action": error["action"],
            "instance": links.url(error["instance"]),
            "version": {"instanceTemplate": links.url(error["template"])},
        },
    }


def _error(error: dict[str, Any]) -> dict[str, str]:
    return {"code": error["code"], "message": error["message"]}


def _healing(links: Links, content: dict[str, Any]) -> list[dict[str, Any]] | None:
    found = []
    for policy in filter(None, content.get("autoHealingPolicies") or []):  # {} clears them
        check = policy.get("healthCheck")
        found.append({**policy, "healthCheck": links.absolute(check) if check else None})
    return found or None


def _distribution(links: Links, row: Resource) -> dict[str, Any] | None:
    if row.scope.startswith("zones/"):
        return None
    zones = [{"zone": links.zone(zone)} for zone in row.content["zones"]]
    return {"zones": zones, "targetShape": "EVEN"}


def _policy(content: dict[str, Any]) -> dict[str, Any]:
    policy = UPDATE_POLICY | (content.get("updatePolicy") or {})
    for field in ("maxSurge", "maxUnavailable"):
        most = policy[field]
        policy[field] = {**most, "calculated": versions.number_of(most, content["targetSize"])}
    return policy


def _versions(links: Links, content: dict[str, Any]) -> list[dict[str, Any]]:
    counted = versions.sizes(content["versions"], content["targetSize"])
    return [
        {
            **version,
            "instanceTemplate": links.url(version["instanceTemplate"]),
            "targetSize": {**version.get("targetSize", {}), "calculated": size},
        }
        for version, size in zip(content["versions"], counted, strict=True)
    ]


def _actions(content: dict[str, Any]) -> dict[str, int]:
    count = Counter(member["action"] for member in content["instances"].values())
    by_name = {_camel(action): number for action, number in count.items()}
    return {action: by_name.get(action, 0) for action in ACTIONS}


def _camel(action: str) -> str:
    first, *others = action.lower().split("_")
    return first + "".join(word.title() for word in others)


def _status(links: Links, content: dict[str, Any], autoscaler: str | None) -> dict[str, Any]:
    return {
        "isStable": is_stable(content),
        "autoscaler": links.url(autoscaler) if autoscaler else None,
        "versionTarget": {"isReached": versions.are_reached(content)},
        "stateful": {"hasStatefulConfig": False},
    }
