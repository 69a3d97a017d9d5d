"""What is kept of an instance group manager; its members:
:mod:`gce_api.families.groups.managers.members`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from gce_api.families.groups.groups.plan import named_ports
from gce_api.families.groups.managers import members, versions
from gce_api.families.instances.templates.api import find_template, path_of
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import Collection
from gce_api.google import errors
from gce_api.google.merging import patched
from gce_api.openstack import places
from gce_api.openstack.names import check_name

POOLS = Collection("targetPools")
MOST = 1000  # instances of a group
MOST_VERSIONS = 2
BASE_LENGTH = 58  # a dash and four characters follow

# kept as they are given, and shown again; what else is kept has a meaning here
ECHOED = (
    "allInstancesConfig",
    "autoHealingPolicies",
    "description",
    "instanceLifecyclePolicy",
    "listManagedInstancesResults",
    "namedPorts",
    "standbyPolicy",
    "updatePolicy",
)
UNSUPPORTED = ("statefulPolicy", "instanceFlexibilityPolicy", "resourcePolicies")

Content = dict[str, Any]


def plan_manager(call: Call, body: Content, agent: str) -> Content:
    """The content of a new manager.

    :param agent: who acts for it (:mod:`gce_api.background.agents`).
    :raises errors.GceError: the group cannot be had as asked for.
    """
    _check(body)
    kept = _versions(call, body)
    name = check_name(body.get("name"))
    return {
        **{field: body[field] for field in ECHOED if body.get(field)},
        **_network(call, versions.primary({"versions": kept})),
        "versions": kept,
        "baseInstanceName": base_name(body.get("baseInstanceName") or name[:BASE_LENGTH]),
        "targetSize": size_of(body.get("targetSize")),
        "targetPools": target_pools(call, body.get("targetPools") or []),
        "zones": _zones(call, body),
        "agent": agent,
        "instances": {},
        "errors": [],
    }


def plan_patch(call: Call, content: Content) -> Content:
    """The content of a manager after the call, a PATCH.

    :raises errors.GceError: it cannot be changed so.
    """
    body, patch = call.body, call.patch
    _check(body)
    changed = patched(content, {field: patch[field] for field in ECHOED if field in patch})
    for field in ("maxSurge", "maxUnavailable"):  # either fixed or percent
        if (body.get("updatePolicy") or {}).get(field):
            changed["updatePolicy"][field] = body["updatePolicy"][field]
    if body.get("versions") or body.get("instanceTemplate"):
        changed["versions"] = _versions(call, body)
    if "targetSize" in body:
        changed["targetSize"] = size_of(body["targetSize"])
    if body.get("baseInstanceName"):
        changed["baseInstanceName"] = base_name(body["baseInstanceName"])
    if "targetPools" in body:
        changed["targetPools"] = target_pools(call, body["targetPools"])
    return changed


def base_name(name: str) -> str:
    """The beginning of the members' names; a row of # for a number is not taken.

    :raises errors.Invalid: no name could begin so.
    """
    stem = re.sub(r"-?#+$", "", name)
    check_name(stem, "baseInstanceName")
    if len(stem) > BASE_LENGTH:
        raise errors.Invalid(
            f"Invalid value for field 'resource.baseInstanceName': '{name}'. It may have "
            f"{BASE_LENGTH} characters at most."
        )
    return stem


def size_of(size: int | None) -> int:
    """A group's size.

    :raises errors.Invalid: no group can have it.
    """
    if size is None or not 0 <= size <= MOST:
        raise errors.Invalid(
            f"Invalid value for field 'resource.targetSize': '{size}'. "
            f"Must be between 0 and {MOST}, inclusive."
        )
    return size


def target_pools(call: Call, urls: list[str]) -> list[str]:
    """Target pools as paths below the project.

    :raises errors.Invalid: one is no reference to a target pool, or of another region.
    :raises errors.NotFound: there is no such pool.
    """
    paths = []
    for url in urls:
        reference = call.refer(url, "targetPools", "targetPools")
        if reference.region not in (None, call.region):
            raise errors.Invalid(
                f"Invalid value for field 'targetPools': '{url}'. The target pool is not in the "
                "region of the group."
            )
        pool = POOLS.find(call, f"regions/{call.region}", reference.name)
        paths.append(f"{pool.scope}/targetPools/{pool.name}")
    return paths


def members_named(content: Content, urls: Iterable[str]) -> list[str]:
    """The names of members by their instances' URLs.

    :raises errors.Invalid: one is no member.
    """
    names = [url.rpartition("/")[2] for url in urls]
    for name in names:
        if name not in content["instances"]:
            raise errors.Invalid(
                f"Invalid value for field 'instances': '{name}'. The instance is no member of the "
                "group."
            )
    return list(dict.fromkeys(names))


def with_new_members(content: Content, names: list[str]) -> Content:
    """Members of given names besides those that there are.

    :raises errors.Invalid: a name is taken, or none.
    """
    instances = dict(content["instances"])
    changed = {**content, "instances": instances}
    for name in names:
        if check_name(name, "instances.name") in instances:
            raise errors.Invalid(
                f"Invalid value for field 'instances': '{name}'. The group has an instance of this "
                "name already."
            )
        zone = members.emptiest_zone(changed)
        instances[name] = members.new_member(zone, versions.of_next(changed))
    changed["targetSize"] = size_of(content["targetSize"] + len(names))
    return changed


def _check(body: Content) -> None:
    for field in UNSUPPORTED:
        if body.get(field):
            raise errors.Unsupported(f"Instance groups have no {field} here.")
    named_ports(body)


def _versions(call: Call, body: Content) -> list[Content]:
    """A body's versions as they are kept.

    :raises errors.GceError: they cannot be had.
    """
    given = body.get("versions") or [{"instanceTemplate": body.get("instanceTemplate")}]
    kept = [_version(call, version, index) for index, version in enumerate(given)]
    if len(kept) > MOST_VERSIONS or sum("targetSize" not in version for version in kept) != 1:
        raise errors.Invalid(
            f"Invalid value for field 'resource.versions': ''. A group has {MOST_VERSIONS} "
            "versions at most, all but one of which have a targetSize."
        )
    return kept


def _version(call: Call, version: Content, index: int) -> Content:
    field, url = f"resource.versions[{index}].instanceTemplate", version.get("instanceTemplate")
    if not url:
        raise errors.Required(f"Invalid value for field '{field}': ''. There must be a template.")
    template = find_template(call, url, field)
    if template.scope not in ("global", f"regions/{call.region}"):
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{url}'. The template is of another region."
        )
    size = version.get("targetSize") or {}
    asked = {key: size[key] for key in ("fixed", "percent") if key in size}
    return {
        **({"name": version["name"]} if version.get("name") else {}),
        **({"targetSize": asked} if asked else {}),
        "instanceTemplate": path_of(template),
    }


def _network(call: Call, version: Content) -> Content:
    """The network of the first interface of a version, which is the group's."""
    template = find_template(call, version["instanceTemplate"], "resource.versions")
    properties = template.content["properties"]
    nic: Content = next(iter(properties.get("networkInterfaces") or []), {})
    return {field: nic[field] for field in ("network", "subnetwork") if nic.get(field)}


def _zones(call: Call, body: Content) -> list[str]:
    """The zones that the members are spread over."""
    if call.zone:
        return [call.zone.name]
    asked = (body.get("distributionPolicy") or {}).get("zones") or []
    available = [zone.name for zone in places.zones(call.cloud) if zone.available]
    if not asked:
        return available[:3]  # as Google does
    names = [zone["zone"].rpartition("/")[2] for zone in asked]
    unknown = sorted(set(names) - set(available))
    if unknown:
        raise errors.Invalid(
            f"Invalid value for field 'resource.distributionPolicy': '{', '.join(unknown)}'. "
            f"The zones of the region are {', '.join(available)}."
        )
    return names
