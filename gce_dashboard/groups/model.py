"""What instance groups are: sizes, autoscaling and who uses them, in the console's words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard.framework import columns, render
from gce_dashboard.framework.resources import last, path_of
from gce_dashboard.groups.resource import as_group, is_managed, scaler
from gce_dashboard.i18n import gettext as _

Json = dict[str, Any]


def there(group: Json) -> int:
    """How many instances the group has."""
    return int(group.get("_group", group).get("size", 0))


def size(group: Json) -> SafeString:
    """How many instances there are, and how many there are to be where that is another number."""
    wanted = group.get("targetSize", there(group))
    if wanted == there(group):
        return render.text(wanted)
    return render.text(_("%(there)d of %(wanted)d") % {"there": there(group), "wanted": wanted})


def kind(group: Json) -> SafeString:
    return render.text(_("Managed") if is_managed(group) else _("Unmanaged"))


def location(group: Json) -> SafeString:
    return render.text(last(group.get("zone") or group.get("region")))


def zones(group: Json) -> SafeString:
    """The zones that a regional group is spread over."""
    listed = group.get("distributionPolicy", {}).get("zones", [])
    return render.text(", ".join(last(each["zone"]) for each in listed))


def autoscaling(group: Json) -> SafeString:
    """``On: 1 to 5, CPU 60%``; nothing to say of a group that cannot be scaled."""
    if not is_managed(group):
        return render.NOTHING
    policy = group.get("_autoscaler", {}).get("autoscalingPolicy", {})
    if not scaler(group):
        return render.text(_("Off"))
    return render.text(bounds(policy) if policy else _("On"))


def bounds(policy: Json) -> str:
    said = _("On: %(least)s to %(most)s") % {
        "least": policy.get("minNumReplicas", 0),
        "most": policy.get("maxNumReplicas", ""),
    }
    target = policy.get("cpuUtilization", {}).get("utilizationTarget")
    return f"{said}, " + _("CPU %d%%") % round(target * 100) if target else said


def ports(group: Json) -> SafeString:
    listed = group.get("namedPorts") or group.get("_group", {}).get("namedPorts") or []
    return render.chip_list(f"{each['name']}: {each['port']}" for each in listed)


def templates(group: Json) -> list[str]:
    """The URLs of the templates of a group's versions."""
    return [each["instanceTemplate"] for each in group.get("versions", [])]


def template_cell(group: Json) -> SafeString:
    return columns.links(templates(group))


def users(group: Json) -> list[str]:
    """The URLs of the backend services that send traffic to the group."""
    return group.get("_users", [])


def users_cell(group: Json) -> SafeString:
    return columns.links(users(group))


def used_by(group: Json, services: Iterable[Json]) -> list[Json]:
    """The backend services that send traffic to a group."""
    path = as_group(path_of(group["selfLink"]))
    return [
        each
        for each in services
        if path in {path_of(backend.get("group", "")) for backend in each.get("backends", [])}
    ]
