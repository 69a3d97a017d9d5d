"""Instance groups, as the console speaks of them: managed and unmanaged ones are one list.

To GCE a managed group is two things of one name: an ``instanceGroupManager``, and the
``instanceGroup`` that it fills. A page shows the manager where there is one.
"""

from __future__ import annotations

from typing import Any

from gce_dashboard.framework.gcloud import Command, place_flags
from gce_dashboard.framework.offer import Offer, by_path, listed
from gce_dashboard.framework.offers import add
from gce_dashboard.framework.registry import REGION, ZONE, Resource
from gce_dashboard.framework.resources import last, path_of
from gce_dashboard.framework.status import Status
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
MANAGERS = "instanceGroupManagers"
UPDATE_PERMISSION = "compute.instanceGroupManagers.update"
GROUPS = Resource(
    collection="instanceGroups",
    also=MANAGERS,
    title=_("Instance group"),
    plural=_("Instance groups"),
    icon="group",
    scopes=(ZONE, REGION),
    status=Status(
        {
            "STABLE": ("ok", _("Stable")),
            "CHANGING": ("busy", _("Updating")),
            "UNMANAGED": ("ok", _("Ready")),
        },
        field="_state",
        default="UNMANAGED",
    ),
)


def is_managed(group: Json) -> bool:
    return "instanceTemplate" in group or "versions" in group


def is_manager(path: str) -> bool:
    return f"/{MANAGERS}/" in path


def as_group(path: str) -> str:
    """The path of the instance group of a manager's path."""
    return path.replace(f"/{MANAGERS}/", f"/{GROUPS.collection}/")


def as_manager(path: str) -> str:
    return path.replace(f"/{GROUPS.collection}/", f"/{MANAGERS}/")


def scaler(group: Json) -> str:
    """The path of the autoscaler that sets the group's size, "" where none does."""
    return path_of(group.get("status", {}).get("autoscaler", ""))


def group_command(words: str, path: str, *flags: str) -> list[Command]:
    """gcloud's command about a group as a whole."""
    kind = "managed" if is_manager(path) else "unmanaged"
    words = f"compute instance-groups {kind} {words}"
    return [Command(words, last(path), [*place_flags(path), *flags])]


def with_state(group: Json) -> Json:
    """The group with its state, as GCE's console says it."""
    if not is_managed(group):
        return group
    stable = group.get("status", {}).get("isStable")
    return {**group, "_state": "STABLE" if stable else "CHANGING"}


add(
    "templatePaths", Offer(_("Instance templates"), listed("aggregated/instanceTemplates"), by_path)
)
